"""Small list pages, and what is read from them."""

from repo_watch.model import Entry, Reading
from repo_watch.reading.case_list.entries import read_list

URL = "https://example.org/case-reviews/list"
END = "<p>Learning: be kind.</p><p>Keywords: infants, police</p>"
LINK = "<p><a href='/r.pdf'>Read the overview report</a></p>"
A = "<h3>2031 – Anonymous – Child A</h3><p>Summary A.</p>"
B = "<h3>2031 – Eastmere – Child B</h3><p>Summary B.</p>"


def read(markup: str) -> Reading:
    return read_list(markup.encode(), url=URL)


def entries(markup: str) -> list[Entry]:
    return [item for item in read(markup).items if isinstance(item, Entry)]


def titles(markup: str) -> list[str]:
    return [entry.title for entry in entries(markup)]


def one(body: str, heading: str = "<h3>2031 – Eastmere – Child A</h3>") -> Entry:
    (entry,) = entries(heading + body)
    return entry
