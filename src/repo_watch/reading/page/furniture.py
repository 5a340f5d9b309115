"""Lines that belong to no entry, told by their wording: banners, sign-ups, footers, page dates."""

import re
from datetime import date, timedelta

from repo_watch.model import DateSpan
from repo_watch.reading.terms.headings import MONTH_NAME, month_number
from repo_watch.reading.terms.patterns import one_of

# These are furniture wherever they stand, within an entry too, so they say nothing else.
_ANYWHERE = re.compile(
    r"[\s>^↑▲]*"
    + one_of(
        r"(?:back|return|go|jump|skip) to (?:the )?(?:top|start|(?:main )?contents?|list)\b.{0,20}",
        r"top(?: of (?:the )?page)?",
        r"(?:open|close|show|hide|expand|collapse)(?: all| this)?(?: (?:section|detail|panel)s?)?",
        r"(?:read|show|see|view) (?:more|less|(?:the )?(?:details?|summary))",
        r"print(?: this)?(?: page)?|share(?: this)?(?: page)?|e-?mail this page",
        r"(?:this )?(?:page )?(?:was )?last (?:updated|reviewed)\b.{0,40}",
        r"content warning\b.*",
        r"(?:we|this (?:web)?site) uses? cookies\b.*",
        r"(?:©|copyright ©|all rights reserved|registered charity|charity (?:registered|no\b)).*",
        r"(?:sign up|subscribe|follow us)\b.*\b(?:newsletters?|updates|alerts|e-?mails?|us)\b.*",
    )
    + r"[\s.:]*",
    re.IGNORECASE,
)
# These are furniture at the beginning of a line that stands outside every entry.
_OUTSIDE = re.compile(
    r"[\s>^↑▲•|]*"
    + one_of(
        r"(?:back|return|go|skip|jump) to\b|on this page|in this section|contents$|page \d|topic",
        r"cookies?\b|accept\b|reject\b|manage (?:cookies|preferences)|published\b|updated\b",
        r"share\b|tweet\b|follow\b|sign[ -]?(?:up|in)\b|log ?in\b|subscribe|(?:\w+ )?newsletter",
        r"(?:stay|keep) (?:up|in|informed)\b|get (?:our|the latest|in touch)|related\b|see also",
        r"you (?:may|might)\b|(?:find out|learn|read|see|view|show|load) (?:more|all|our|other)\b",
        r"more\b|further\b|explore\b|browse\b|need\b|contact\b|call\b|e-?mail\b|telephone\b",
        r"help\b|about\b|privacy\b|terms\b|accessibility\b|site ?map\b|©|\(c\)|copyright\b",
        r"all rights|registered\b|charity\b|company\b|new in the\b|was this|did you|is this page",
        r"give\b|tell us|feedback|search\b|filter\b|sort\b|showing\b|displaying\b|previous\b",
        r"next\b|donate\b|menu\b|home\b|loading\b|please\b|these\b|this\b|we\b|our\b|if you\b",
        r"there are\b|case reviews?\b|the (?:list|reviews|summaries|national|case reviews)\b",
    ),
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated|reviewed)\b(?: on)?[:\s]*(?P<raw>(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?"
    rf"{MONTH_NAME},?\s+(?P<year>(?:19|20)\d\d)|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}})",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:showing|displaying)\b[^.]{0,40}?\b(\d{1,4}) (?:case )?(?:reviews|results|entries)\b",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a line is furniture even in the midst of an entry."""
    return bool(_ANYWHERE.fullmatch(text))


def is_furniture_outside(text: str) -> bool:
    """Whether a line that stands outside every entry opens as furniture does."""
    return bool(_OUTSIDE.match(text)) or is_furniture(text)


def updated(text: str) -> DateSpan | None:
    """The date of a line such as "Last updated: 07 Jun 2019", or None where there is none.

    A date in figures alone is ambiguous, and an impossible one absurd: both keep their text only.
    """
    found = _UPDATED.search(text)
    if found is None:
        return None
    raw, day = found["raw"], int(found["day"] or 1)
    if not found["month"]:
        return DateSpan(None, None, None, raw)
    year, month = int(found["year"]), month_number(found["month"])
    try:
        first = date(year, month, day)
    except ValueError:
        return DateSpan(None, None, None, raw)
    if found["day"]:
        return DateSpan(first, first, "day", raw)
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return DateSpan(first, next_month - timedelta(days=1), "month", raw)


def claimed_total(text: str) -> int | None:
    """How many reviews the page says there are ("Showing 1 to 20 of 60 case reviews"), or None."""
    found = _CLAIM.search(text)
    return int(found[1]) if found else None
