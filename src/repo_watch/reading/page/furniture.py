"""Lines that belong to no entry, told by their wording: banners, sign-ups, footers, page dates."""

from repo_watch.model import DateSpan
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.headings import MONTH_NAME
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__, month_name=MONTH_NAME)


def is_furniture(text: str) -> bool:
    """Whether a line is furniture even in the midst of an entry."""
    return bool(_WORDS.anywhere.fullmatch(text))


def is_furniture_outside(text: str) -> bool:
    """Whether a line that stands outside every entry opens as furniture does."""
    return bool(_WORDS.outside.match(text)) or is_furniture(text)


def updated(*texts: str) -> DateSpan | None:
    """The date of the first line such as "Last updated: 07 Jun 2019", or None where there is none.

    A date in figures alone is ambiguous, and an impossible one absurd: both keep their text only.
    """
    found = next(filter(None, map(_WORDS.updated.search, texts)), None)
    if found is None:
        return None
    raw = found["raw"]
    return read_date(raw) if found["month"] else DateSpan(None, None, None, raw)


def claimed_total(*texts: str) -> int | None:
    """How many reviews the page says there are ("Showing 1 to 20 of 60 case reviews"), or None."""
    found = next(filter(None, map(_WORDS.claim.search, texts)), None)
    return int(found[1]) if found else None
