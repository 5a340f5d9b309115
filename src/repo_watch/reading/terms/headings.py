"""The heading of an entry: `DATE sep AUTHORITY sep CASE`, in every form seen since 2012.

The pattern is recognised by its parts, never by its tag. A sentence that happens to begin with a
year and to hold a dash is no heading: an authority begins with a capital, and neither it nor a
case name is a sentence.
"""

import re
from typing import NamedTuple

from repo_watch.reading.terms.patterns import one_of

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""Pattern of an English month, whole or shortened, as the group `month`."""
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2015\u2212]"

_DATE = re.compile(
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH_NAME}\s*,?\s*)?{_YEAR}(?!\d)", re.IGNORECASE
)
_AFTER_DATE = re.compile(rf"\s*(?:{_DASH}{{1,3}}(?!\d)|[:,|])\s*|\s*{_DASH}{{1,3}}\s+")
# A dash separates when white space stands on at least one side; in `Stoke-on-Trent` none does.
_SEPARATOR = re.compile(rf"\s+{_DASH}{{1,3}}\s*|\s*{_DASH}{{1,3}}\s+")

_CASE_WORDS = one_of(
    r"child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|pupils?|students?|twins?|siblings?",
    r"young (?:person|people|wom[ae]n|m[ae]n|adults?)|adolescents?|teenagers?|adults?",
    r"famil(?:y|ies)|mother|brothers?|sisters?|boys?|girls?|subject|thematic review",
    r"case(?! reviews?\b)",
)
_CASE = re.compile(rf"{_CASE_WORDS}\b", re.IGNORECASE)
_BEFORE_CASE = re.compile(rf"\s*(?:\s|{_DASH}|[:,])\s*(?={_CASE_WORDS}\b)", re.IGNORECASE)
_CODE = r"(?:[A-Z]{1,5}\d{0,3}|\d{1,3})"
# What stands behind it must open a sentence, and not go on as a title does ("Child Q Case Review").
_CODED_NAME = re.compile(
    rf"(?:(?i:{_CASE_WORDS}(?:/{_CASE_WORDS})*) {_CODE}"
    rf"(?:(?:,|,? and|,? &) (?:(?i:{_CASE_WORDS}) )?{_CODE})*"
    r"(?i: and (?:(?:his|her|their) )?(?:family|siblings?|brothers?|sisters?|mother))?"
    r"|[A-Z]{2,5}\d{1,3})"
    r"(?= ?(?:[A-Z][a-z]|An? ))(?! ?[A-Z][a-z]+ [A-Z][a-z])"
)
_ANONYMOUS = re.compile(
    one_of(
        r"(?:an? )?(?:anonymous|anonymised|anon|un-?named|unidentified|undisclosed)\b",
        r"name withheld|not named",
        r".*\bon behalf of\b",
    ),
    re.IGNORECASE,
)
_OPENS_A_NAME = re.compile(r"[\"'“‘(\[]?[^\W\d_a-z]")
_OPENS_A_CASE = re.compile(r"[\"'“‘(\[]?(?:[^\W_a-z]|\d)")
_SENTENCE = re.compile(r"[.;?!](?:(?<!\.)|$|\s*[A-Z])")
_SHORT_FORM = re.compile(r"\b(?:St|Ste|Mr|Mrs|Ms|Dr|No|[A-Z])\.")
_SIGNS = " +›»▸▾▼▶►⌄^>#¶§"
LONGEST = 160
"""Letters of a heading, at most."""
_MOST_WORDS = {"authority": 12, "case": 14}


class Heading(NamedTuple):
    """The parts of a heading. `title` is all of it; `authority_text` is None when anonymous."""

    title: str
    year: int
    month: int | None
    authority_text: str | None
    anonymous: bool
    case_name: str

    @property
    def certain(self) -> bool:
        """Whether its words alone say that a child or an unnamed authority is meant."""
        return self.anonymous or bool(_CASE.match(self.case_name))


def month_number(name: str) -> int:
    """1 to 12 for the English name of a month, or its beginning of three letters or more."""
    return _MONTHS.index(name[:3].lower()) // 3 + 1


def opens_with_date(text: str) -> bool:
    """Whether the text may be a heading at all. Cheap: it is asked of every line of a page."""
    return bool(_DATE.match(text))


def resembles_heading(text: str) -> bool:
    """Whether a text begins as a heading does, even if it does not end as one: date, dash, name."""
    date = _DATE.match(text)
    dash = _SEPARATOR.match(text, date.end()) if date else None
    return dash is not None and bool(_OPENS_A_NAME.match(text, dash.end()))


def begins_with_heading(text: str) -> bool:
    """Whether a text surely begins with a whole heading, whatever it runs into."""
    if not resembles_heading(text):
        return False
    _, *parts = _SEPARATOR.split(text, maxsplit=2)
    return len(parts) > 1 and bool(
        _is_name(parts[0]) and (_ANONYMOUS.fullmatch(parts[0]) or _CASE.match(parts[1]))
    )


def end_of_coded_name(text: str) -> int:
    """Where a heading must end that runs into its text with nothing between; 0 where none is sure.

    "Child Q" or "BDS12" is whole, whatever follows; after "Gabriel" or "Babies" anything may.
    """
    date = _DATE.match(text)
    if date is None:
        return 0
    dash = _SEPARATOR.search(text, (_AFTER_DATE.match(text, date.end()) or date).end())
    name = dash and _CODED_NAME.match(text, dash.end())
    return name.end() if name else 0


def is_date(text: str) -> bool:
    """Whether the text is a heading's date and nothing else: the title of a section, as a rule."""
    return bool(_DATE.fullmatch(text))


def split_heading(rest: str) -> tuple[str, ...]:
    """What follows the date, in at most two parts: authority and case name.

    Joined by the separators that stood between them, the parts give the text back.
    """
    return tuple(_SEPARATOR.split(rest, maxsplit=1))


def parse_heading(text: str) -> Heading | None:
    """The parts of a heading, or None for text that is none.

    Args:
        text: one line, white space collapsed.
    """
    title = text.rstrip(_SIGNS) if len(text) <= LONGEST else ""
    date = _DATE.match(title)
    if date is None:
        return None
    dash = _AFTER_DATE.match(title, date.end())
    rest = title[dash.end() if dash else date.end() :].strip()
    parts = split_heading(rest)
    if len(parts) == 1 and (dash or rest == title[date.end() :]):
        parts = _parted_without_dash(rest)
    if len(parts) == 1 or not (_is_name(parts[0]) and _is_case(parts[1])):
        return None
    authority, case = parts
    anonymous = bool(_ANONYMOUS.match(authority))
    month = date["month"]
    return Heading(
        title=title,
        year=int(date["year"]),
        month=month_number(month) if month else None,
        authority_text=None if anonymous else authority,
        anonymous=anonymous,
        case_name=case,
    )


def _parted_without_dash(rest: str) -> tuple[str, ...]:
    """Authority and case name where no dash stands between them: the case must name itself."""
    found = _BEFORE_CASE.search(rest)
    return (rest[: found.start()], rest[found.end() :]) if found else (rest,)


def _is_name(text: str) -> bool:
    return (
        bool(_OPENS_A_NAME.match(text) or _ANONYMOUS.match(text))
        and len(text.split()) <= _MOST_WORDS["authority"]
        and not _is_sentence(text)
    )


def _is_case(text: str) -> bool:
    return (
        bool(_OPENS_A_CASE.match(text) or _CASE.match(text))
        and len(text.split()) <= _MOST_WORDS["case"]
        and not _is_sentence(text)
    )


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text) and _SENTENCE.search(_SHORT_FORM.sub("", text)))
