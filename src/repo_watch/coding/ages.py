"""Ages in prose, as intervals of completed months; whose they are is read in `subject_ages`.

The codebook's table: days and weeks are divided by 30.44 days and rounded down; N years is a whole
year of life; "almost" is the year before; "under" begins at birth.
"""

from collections.abc import Iterator
from typing import NamedTuple

from repo_watch.coding.wordings import vocab

_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
NUMBERS = {word: value for value, word in enumerate(_SMALL, 1)} | {"thirty": 30, "forty": 40}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
        ],
        1,
    )
}
_UNITS = {
    **dict.fromkeys(["year", "years", "yr", "yrs"], "year"),
    **dict.fromkeys(["month", "months", "mth", "mths"], "month"),
    **dict.fromkeys(["week", "weeks", "wk", "wks"], "week"),
    **dict.fromkeys(["day", "days"], "day"),
    **dict.fromkeys(["hour", "hours", "minute", "minutes"], "hour"),
}
_DAYS_IN_MONTH = 30.44
_OLDEST = 25


class Age(NamedTuple):
    """An age: its first word and the first after it, completed months, and how it was put.

    `old`: with "old" or "of age"; `bare`: without a unit ("aged 15", "Mia (9)"); `spread`: a range.
    """

    start: int
    end: int
    low: int
    high: int
    old: bool = False
    bare: bool = False
    spread: bool = False


def number(words: list[str], i: int) -> tuple[int, int]:
    """The number that stands at a word and the first word after it; (-1, i) for none."""
    word = words[i] if i < len(words) else ""
    if word.isdecimal():
        return (int(word), i + 1) if len(word) <= 2 else (-1, i)
    value = NUMBERS.get(word, -1)
    if value in {20, 30} and i + 1 < len(words) and NUMBERS.get(words[i + 1], 10) < 10:
        return value + NUMBERS[words[i + 1]], i + 2
    return (value, i + 1) if value >= 0 else (-1, i)


def months(count: int, unit: str) -> tuple[int, int]:
    """The completed months of an age in whole units."""
    if unit == "year":
        return 12 * count, 12 * count + 11
    if unit == "month":
        return count, count
    low = int({"week": 7, "day": 1, "hour": 0}[unit] * count / _DAYS_IN_MONTH)
    return low, low


def find_ages(words: list[str]) -> list[Age]:
    """Every age of a sentence, in order; no person is considered here."""
    found = list(_birthdays(words))
    found += [
        Age(i, i + 1, 0, 0, old=True) for i, word in enumerate(words) if word == "newborn"
        or (word == "old" and i > 1 and words[i - 1] in {"hours", "day", "hour"}
            and number(words, i - 2)[0] < 0)
    ]  # fmt: skip
    taken = {i for age in found for i in range(age.start, age.end)}
    i = 0
    while i < len(words):
        age = None if i in taken or number(words, i)[0] < 0 else _age(words, i)
        if age is not None:
            found.append(age)
        i = max(age.end if age else 0, number(words, i)[1], i + 1)
    return sorted(found)


def _age(words: list[str], i: int) -> Age | None:
    count, at = number(words, i)
    if (i and words[i - 1] in {"/", "£", "."}) or (at < len(words) and words[at] in {"/", "%"}):
        return None
    if words[at : at + 1] == [","] and words[at + 1 : at + 2] == ["000"]:
        return None
    half, at = _half(words, at)
    unit = _UNITS.get(words[at]) if at < len(words) else None
    if unit:
        at += 1
    if not half:
        half, at = _half(words, at)
    ranged = _range(words, i, count, unit, at)
    if ranged is not None:
        return ranged
    low, high = months(count, unit or "year")
    if half and (unit or "year") == "year":
        low = high = 12 * count + 6
    elif unit in {"year", "week"}:
        k = at + 1 if words[at : at + 1] in (["and"], [","]) else at
        more, k = number(words, k)
        second = _UNITS.get(words[k]) if more >= 0 and k < len(words) else None
        if unit == "year" and second == "month":
            low = high = 12 * count + more
            at = k + 1
        elif unit == "week" and second == "day":
            low = high = int((7 * count + more) / _DAYS_IN_MONTH)
            at = k + 1
    old = words[at : at + 1] in (["old"], ["olds"]) or words[at : at + 2] == ["of", "age"]
    if old:
        at += 1 if words[at] != "of" else 2
    before = words[max(0, i - 4) : i]
    start, low, high = _qualified(before, i, low, high, unit or "year")
    bare = unit is None
    if bare and (listed := _listed_unit(words, at)):
        low, high = months(count, listed)
        bare = False
    return Age(start, at, low, high, old, bare)


def _qualified(before: list[str], i: int, low: int, high: int, unit: str) -> tuple[int, int, int]:
    last = before[-1] if before else ""
    pair = before[-2:]
    if last in vocab.nearly or pair in (["just", "under"], ["not", "yet"], ["not", "quite"],
                                   ["close", "to"], ["short", "of"]):  # fmt: skip
        one = (low - 12, low - 1) if unit == "year" else (max(low - 1, 0), max(low - 1, 0))
        return i - (1 if last in vocab.nearly else 2), *one
    if last in vocab.under or pair in (["less", "than"], ["younger", "than"]):
        return i - (1 if last in vocab.under else 2), 0, max(low - 1, 0)
    if before[-4:] == ["under", "the", "age", "of"]:
        return i - 4, 0, max(low - 1, 0)
    return i, low, high


def _half(words: list[str], at: int) -> tuple[bool, int]:
    half = words[at : at + 3] == ["and", "a", "half"]
    return half, at + 3 if half else at


def _range(words: list[str], i: int, count: int, unit: str | None, at: int) -> Age | None:
    """A range: "16 or 17", "between 2 and 9 years", "from the age of 6 until she was 12"."""
    k = at + 1 if words[at : at + 1] in (["old"], ["olds"]) else at
    joint = words[k] if k < len(words) else ""
    lead = words[max(0, i - 4) : i]
    opened = bool({"between", "from"} & set(lead))
    aged = bool({"aged", "age", "ages", "either"} & set(lead[-1:]))
    if joint in {"to", "or", "and", "until", "–", "—"} and number(words, k + 1)[0] >= 0:
        other, end = number(words, k + 1)
    elif joint == "until":
        nexts = [j for j in range(k + 1, min(k + 5, len(words))) if number(words, j)[0] >= 0]
        if not nexts:
            return None
        other, end = number(words, nexts[0])
    elif not unit and k == at and number(words, at)[0] > count and lead[-1:] != [","]:
        other, end = number(words, at)  # "16-17"
        joint = "to"
    else:
        return None
    second = _UNITS.get(words[end]) if end < len(words) else None
    end += 1 if second else 0
    if not (second or unit or aged or opened) or (joint == "and" and "between" not in lead):
        return None
    if joint == "to" and not (second or aged or opened):
        return None
    old = words[end : end + 1] in (["old"], ["olds"]) or words[end : end + 2] == ["of", "age"]
    first = unit or second or "year"
    if count > _OLDEST and first != "week":
        return None
    low, high = months(count, first)[0], months(other, second or unit or "year")[1]
    if low > high:
        return None
    return Age(i, end + old, low, high, old, not (unit or second), spread=True)


def _listed_unit(words: list[str], at: int) -> str | None:
    """The unit that a bare number borrows from the next of its list: "5 and 7 months"."""
    for k in range(at, min(at + 8, len(words))):
        value, end = number(words, k)
        if value >= 0 and end < len(words) and words[end] in _UNITS:
            return _UNITS[words[end]]
        if value < 0 and words[k] not in {",", "and", "or", "&"}:
            return None
    return None


def _birthdays(words: list[str]) -> Iterator[Age]:
    for i, word in enumerate(words):
        if word != "birthday" or i < 2:
            continue
        which = words[i - 1]
        years = _ORDINALS.get(which, 0)
        if which[:1].isdecimal():
            years = int("".join(c for c in which if c.isdecimal()))
        side = next((j for j in range(i - 2, max(-1, i - 6), -1)
                     if words[j] in vocab.before | vocab.after), None)  # fmt: skip
        if not years or side is None:
            continue
        count, unit, start = 0, "", side
        if side >= 2 and words[side - 1] in _UNITS:
            unit, start = _UNITS[words[side - 1]], side - 2
            count = max(number(words, start)[0], 1)
        ahead = count if unit == "month" else 0
        month = 12 * years - max(ahead, 1) if words[side] in vocab.before else 12 * years + ahead
        yield Age(start, i + 1, month, month, old=True)
