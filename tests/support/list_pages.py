"""Small list pages, and what is read from them."""

from datetime import UTC, datetime

from repo_watch.model import Entry, Page, Reading, Request
from repo_watch.reading.case_list import entries as case_list

URL = "https://example.org/case-reviews/list"
END = "<p>Learning: be kind.</p><p>Keywords: infants, police</p>"
LINK = "<p><a href='/r.pdf'>Read the overview report</a></p>"
A = "<h3>2031 – Anonymous – Child A</h3><p>Summary A.</p>"
B = "<h3>2031 – Eastmere – Child B</h3><p>Summary B.</p>"


def page(body: bytes, url: str, content_type: str | None = None, *, whole: bool = False) -> Page:
    """A page as it would come from the network."""
    headers = {"content-type": content_type} if content_type else {}
    now = datetime(2031, 10, 3, tzinfo=UTC)
    return Page(Request(url, "list"), url, 200, headers, body, "", now, whole=whole)


def read_list(
    body: bytes, url: str, content_type: str | None = None, *, whole: bool = False
) -> Reading:
    """The case reviews that these bytes show."""
    return case_list.read_list(page(body, url, content_type, whole=whole))


def read(markup: str) -> Reading:
    return read_list(markup.encode(), URL)


def entries(markup: str) -> list[Entry]:
    return [item for item in read(markup).items if isinstance(item, Entry)]


def titles(markup: str) -> list[str]:
    return [entry.title for entry in entries(markup)]


def one(body: str, heading: str = "<h3>2031 – Eastmere – Child A</h3>") -> Entry:
    (entry,) = entries(heading + body)
    return entry
