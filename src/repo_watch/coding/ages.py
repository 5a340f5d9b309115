"""Ages in prose, as intervals of completed months; whose they are is read in `subject_ages`.

The codebook's table: days and weeks are divided by 30.44 days and rounded down; N years is a whole
year of life; "almost" is the year before; "under" begins at birth.
"""

from typing import NamedTuple

from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import ordered, vocab

_DAYS = {"week": 7 / 30.44, "day": 1 / 30.44, "hour": 0}
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
    word = word_at(words, i)
    if word.isdecimal() and len(word) <= 2:
        return int(word), i + 1
    if word not in vocab.order_numbers:
        return -1, i
    value = ordered.order_numbers.index(word) + 1
    if value == 20 and word_at(words, i + 1) in ordered.order_numbers[:9]:
        return 20 + number(words, i + 1)[0], i + 2
    return value, i + 1


def _unit(words: list[str], i: int) -> str:
    """The unit that a word names: "year" for "years" and "yrs"; "" for none."""
    word = word_at(words, i)
    return word.removesuffix("s").replace("yr", "year") if word in vocab.units else ""


def months(count: int, unit: str) -> tuple[int, int]:
    """The completed months of an age in whole units."""
    if unit == "year":
        return 12 * count, 12 * count + 11
    low = count if unit == "month" else int(_DAYS[unit] * count)
    return low, low


def find_ages(words: list[str]) -> list[Age]:
    """Every age of a sentence, in order; no person is considered here."""
    found: list[Age] = []
    i = 0
    while i < len(words):
        count, after = number(words, i)
        age = _age(words, i) if count >= 0 else None
        if "birthday" in words[i + 1 : i + 7]:
            age = _birthday(words, i) or age
        if words[i] == "newborn":
            age = Age(i, i + 1, 0, 0, old=True)
        if age is not None:
            found.append(age)
        i = max(age.end if age else 0, after, i + 1)
    return found


def _birthday(words: list[str], i: int) -> Age | None:
    """An age told by a birthday: "two weeks before his second birthday" is the month before it."""
    count, at = number(words, i)
    unit = _unit(words, at)
    side = at + 1 if unit else i
    if word_at(words, side) not in vocab.before | vocab.after:
        return None
    for end in range(side + 2, min(side + 5, len(words))):
        which = words[end - 1]
        if words[end] == "birthday" and (which in ordered.order_ordinals or which[0].isdecimal()):
            years = int("".join(filter(str.isdecimal, which)) or
                        ordered.order_ordinals.index(which) + 1)  # fmt: skip
            ahead = max(count, 1) if unit == "month" else 0
            month = 12 * years - max(ahead, 1) if words[side] in vocab.before else 12 * years
            return Age(i, end + 1, month, month, old=True)
    return None


def _age(words: list[str], i: int) -> Age | None:
    count, at = number(words, i)
    before, after = words[max(0, i - 4) : i], word_at(words, at)
    if count < 0 or before[-1:] in (["/"], ["£"], ["."]) or after in {"/", "%"}:
        return None
    half = words[at : at + 3] == ["and", "a", "half"]
    unit = _unit(words, at + 3 * half)
    at += 3 * half + bool(unit)
    if ranged := _range(words, i, count, unit, at):
        return ranged
    low, high = months(count, unit or "year")
    more, k = number(words, at + (word_at(words, at) in {"and", ","}))
    if half and unit in {"year", ""}:
        low = high = 12 * count + 6
    elif more >= 0 and (unit, _unit(words, k)) in {("year", "month"), ("week", "day")}:
        low = high = 12 * count + more if unit == "year" else int((7 * count + more) / 30.44)
        at = k + 1
    old = word_at(words, at) in {"old", "olds"} or words[at : at + 2] == ["of", "age"]
    at += old * (1 + (word_at(words, at) == "of"))
    lead, pair = before[-1] if before else "", " ".join(before[-2:])
    if lead in vocab.nearly or pair in {"just under", "not yet", "not quite", "close to"}:
        step = 12 if unit in {"year", ""} else 1
        low, high = max(low - step, 0), max(low - 1, 0)
    elif lead in vocab.under or pair in {"less than", "younger than"}:
        i -= 1 + (lead == "than")
        low, high = 0, max(low - 1, 0)
    return Age(i, at, low, high, old, not unit)


def _range(words: list[str], i: int, count: int, unit: str, at: int) -> Age | None:
    """A range: "16 or 17", "between 2 and 9 years", "from the age of 6 until she was 12"."""
    k = at + (word_at(words, at) in {"old", "olds"})
    joint, lead = word_at(words, k), words[max(0, i - 4) : i]
    if joint == "until":
        k = next((j - 1 for j in range(k + 1, k + 5) if number(words, j)[0] >= 0), k)
    elif joint not in {"to", "or", "and", "–", "—"}:
        joint, k = "to", k - 1
    other, end = number(words, k + 1)
    second = _unit(words, end)
    end += bool(second)
    opened = not {"between", "from", "aged", "age", "ages", "either"}.isdisjoint(lead)
    plain = joint == "or" and (unit or second)
    first = unit or second or "year"
    if joint == "and":
        opened, plain = "between" in lead, False
    if other < 0 or not (opened or plain or (joint == "to" and second)):
        return None
    low, high = months(count, first)[0], months(other, second or unit or "year")[1]
    old = word_at(words, end) in {"old", "olds"}
    if low > high:
        return None
    return Age(i, end + old, low, high, old, not (unit or second), spread=True)
