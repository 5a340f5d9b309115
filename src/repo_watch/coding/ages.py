"""Ages in prose, as intervals of completed months.

The codebook's table: days and weeks are divided by 30.44 days and rounded down; N years is a whole
year of months; "almost N" the year before; a birthday the month on its near side; two possible
ages or a range one interval.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DAYS_IN_MONTH = 30.44
_OLDEST = 19  # years; a range that begins above is no child's

_WORDS = [
    "zero",
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
NUMBERS = {word: value for value, word in enumerate(_WORDS)} | {
    f"twenty{sep}{word}": 20 + value
    for value, word in enumerate(_WORDS[:10])
    for sep in "- "
    if value
}
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
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?|minutes?)"
_HALF = r"(?P<half>[ -]and[ -]a[ -]half)"
_LATER = r"(?P<later>not yet|almost|nearly|just under|just short of|approaching|not quite|close to)"
_YOUNGER = r"(?P<under>under|less than|younger than|below)(?: the age of)?"
_OF_AGE = r"(?:[ -]olds?|[ -]of[ -]age)"
_JUST = r"(?:just over|just turned|just|around|about|approximately|only|then|over)"

# "2-year-6-month-old", "4 years and 7 months", "three and a half years", "10 weeks", "aged 15".
_AGE = re.compile(
    rf"(?<![\w.-])(?:(?:{_LATER}|{_YOUNGER}|{_JUST})[ -])?"
    rf"(?P<n>{NUMBER})(?:{_HALF})?"
    rf"(?:(?:[ -]?(?P<unit>{_UNIT}))(?:{_HALF.replace('half', 'half2')})?"
    rf"(?:,?[ -](?:and[ -])?(?:a )?(?P<m>{NUMBER})[ -](?P<unit2>months?|weeks?|days?))?)?"
    rf"(?P<old>{_OF_AGE})?(?![\w%£]|-(?!old|,? (?:and|or|to) )|,\d|\.\d)"
)
_RANGE = re.compile(
    rf"(?<![\w.-])(?P<word>aged? from|between(?: the ages? of)?|from(?: the age of)?|aged|ages?"
    rf"|either)? ?(?P<a>{NUMBER})"
    rf"(?P<ua>[ -]?{_UNIT})?(?:[ -]old)?-? ?(?P<by>-|–|to|and|or|until(?: (?:she|he"
    rf"|they) (?:was|were))?(?: aged)?|or possibly) ?"
    rf"(?P<b>{NUMBER})[ -]?(?P<ub>{_UNIT})?(?P<old>{_OF_AGE})?(?![\w%])"
)
_UNTIL = re.compile(
    rf"from (?:the )?age of (?P<a>{NUMBER})\b[^.;,]{{0,40}}? (?:at|aged|was) (?P<b>{NUMBER})\b"
)
_BIRTHDAY = re.compile(
    rf"(?:(?P<n>{NUMBER}|an?|few|several|the) (?P<unit>days?|weeks?|months?) (?P<side>before"
    rf"|after|short of|from|past)"
    rf"|(?P<near>shortly before|just before|days before|weeks before|shortly after|just after"
    rf"|days after"
    rf"|weeks after|the day before|the day after|on|the eve of|short of|approaching|around))"
    rf" (?:\w+ ){{0,2}}?(?P<which>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}) birthday"
)
_BEFORE_SIDE = re.compile(r"before|short|from|eve|approaching")
_NEWBORN = re.compile(
    r"\bnew-?born\b|\b(?:an?|one) (?:few )?(?:days?|hours?)[- ]old\b|\bhours old\b"
    r"|\bhours after (?:birth|(?:she|he) was born)|\bfew (?:hours|days) (?:old|after (?:the|her"
    r"|his) birth)\b|\bday-old\b"
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age in a sentence: where it stands, what it means, and how it was put.

    `low` and `high` are completed months. `bare` is an age without a unit ("aged 15", "Mia (9)").
    """

    start: int
    end: int
    low: int
    high: int
    old: bool = False
    bare: bool = False
    spread: bool = False


def number(word: str) -> int:
    """The value of a number in figures or words (up to twenty-nine)."""
    return int(word) if word.isdigit() else NUMBERS[word]


def _interval(count: int, unit: str) -> tuple[int, int]:
    if unit.startswith("y"):
        return 12 * count, 12 * count + 11
    if unit.startswith("m") and not unit.startswith("min"):
        return count, count
    days = {"w": 7, "d": 1}.get(unit[0], 0) * count
    months = int(days / DAYS_IN_MONTH)
    return months, months


def _single(match: re.Match[str]) -> tuple[int, int]:
    count, unit = number(match["n"]), match["unit"] or "years"
    low, high = _interval(count, unit)
    if match["half"] or match["half2"]:
        low = high = 12 * count + 6 if unit.startswith("y") else low
    elif match["m"]:
        extra = number(match["m"])
        if unit.startswith("y") and match["unit2"].startswith("m"):
            low = high = 12 * count + extra
        elif unit.startswith("w"):
            low = high = int((7 * count + extra) / DAYS_IN_MONTH)
    if match["later"]:
        return (low - 12, low - 1) if unit.startswith("y") else (max(low - 1, 0),) * 2
    if match["under"]:
        return 0, max(low - 1, 0)
    return low, high


def _ranges(text: str) -> Iterator[Age]:
    for match in _RANGE.finditer(text):
        unit = (match["ub"] or match["ua"] or "").strip(" -")
        word, by = match["word"] or "", match["by"]
        if not unit and not (word and (word != "from" or "until" in by)):
            continue
        first = (match["ua"] or "").strip(" -") or unit or "years"
        one_of_two = by in {"and", ""} and not word.startswith(("between", "from"))
        if one_of_two or (number(match["a"]) > _OLDEST and "w" not in unit):
            continue
        low = _interval(number(match["a"]), first)[0]
        high = _interval(number(match["b"]), unit or "years")[1]
        if low <= high:
            yield Age(
                match.start("a"), match.end(), low, high, bool(match["old"]), not unit, spread=True
            )


def _until(text: str) -> Iterator[Age]:
    for match in _UNTIL.finditer(text):
        low, high = 12 * number(match["a"]), 12 * number(match["b"]) + 11
        if low < high:
            yield Age(match.start("a"), match.end(), low, high, bare=True, spread=True)


def _birthdays(text: str) -> Iterator[Age]:
    for match in _BIRTHDAY.finditer(text):
        which = match["which"]
        turned = 12 * (int(re.sub(r"\D", "", which)) if which[0].isdigit() else _ORDINALS[which])
        side = match["side"] or match["near"]
        before = bool(_BEFORE_SIDE.search(side))
        months = 0
        if (match["unit"] or "").startswith("month"):
            months = number(match["n"]) if match["n"] in NUMBERS or match["n"].isdigit() else 1
        month = turned - max(months, 1) if before else turned + months
        yield Age(match.start(), match.end(), month, month, old=True)


def _listed_unit(text: str, end: int) -> str | None:
    """The unit that a bare number borrows from the next of its list: "5 and 7 months"."""
    ahead = re.match(
        rf"(?:(?:,|-)? ?(?:and |or |& )?{NUMBER}-?)+[ -]({_UNIT})(?:[ -]old|\b)", text[end:]
    )
    return ahead[1] if ahead else None


def find_ages(text: str) -> tuple[Age, ...]:
    """Every age of a folded sentence, in order; no person is considered here."""
    found = [*_birthdays(text), *_ranges(text)]
    found += [age for age in _until(text) if all(age.start != other.start for other in found)]
    found += [Age(m.start(), m.end(), 0, 0, old=True) for m in _NEWBORN.finditer(text)]
    taken = [(age.start, age.end) for age in found]
    for match in _AGE.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        low, high = _single(match)
        bare = not match["unit"]
        if bare and (unit := _listed_unit(text, match.end())):
            low, high = _interval(number(match["n"]), unit)
            bare = False
        found.append(Age(match.start(), match.end(), low, high, bool(match["old"]), bare))
    return tuple(sorted(found, key=lambda age: age.start))
