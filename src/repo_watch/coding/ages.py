"""Ages in prose, as intervals of completed months; whose they are is read in `subject_ages`.

The codebook's table: days and weeks are divided by 30.44 days and rounded down; N years is a whole
year of life; "almost" is the year before; "under" begins at birth.
"""

from typing import NamedTuple

from repo_watch.coding.text import word_at
from repo_watch.coding.wordings import ordered, vocab

_DAYS = {"week": 7 / 30.44, "day": 1 / 30.44, "hour": 0}


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
        age = _age(words, i, count, after) if count >= 0 else None
        if words[i] == "newborn":
            age = Age(i, i + 1, 0, 0, old=True)
        if age is not None:
            found.append(age)
        i = max(age.end if age else 0, after, i + 1)
    return found


def _age(words: list[str], i: int, count: int, at: int) -> Age:
    unit = _unit(words, at)
    at += bool(unit)
    if ranged := _range(words, i, count, unit, at):
        return ranged
    low, high = months(count, unit or "year")
    more, k = number(words, at + (word_at(words, at) in {"and", ","}))
    if more >= 0 and unit == "year" and _unit(words, k) == "month":
        low = high = 12 * count + more
        at = k + 1
    old = word_at(words, at) in {"old", "olds"} or words[at : at + 2] == ["of", "age"]
    at += old * (1 + (word_at(words, at) == "of"))
    lead, pair = word_at(words, i - 1), " ".join(words[max(0, i - 2) : i])
    if lead in vocab.nearly:
        step = 12 if unit in {"year", ""} else 1
        low, high = max(low - step, 0), max(low - 1, 0)
    elif lead in vocab.under or pair in {"less than", "younger than"}:
        low, high = 0, max(low - 1, 0)
    return Age(i, at, low, high, old, not unit)


def _range(words: list[str], i: int, count: int, unit: str, at: int) -> Age | None:
    """A range: "16 or 17", "between 2 and 9 years"."""
    k = at
    joint, lead = word_at(words, k), words[max(0, i - 4) : i]
    if joint not in {"to", "or", "and", "–", "—"}:
        joint, k = "to", k - 1
    other, end = number(words, k + 1)
    second = _unit(words, end)
    end += bool(second)
    opened = not {"between", "from", "aged", "age", "ages", "either"}.isdisjoint(lead)
    first = unit or second or "year"
    told = {"and": "between" in lead, "or": opened or unit or second}.get(joint, opened or second)
    if other < 0 or not told:
        return None
    low, high = months(count, first)[0], months(other, second or unit or "year")[1]
    old = word_at(words, end) in {"old", "olds"}
    if low > high:
        return None
    return Age(i, end + old, low, high, old, not (unit or second), spread=True)
