"""A list in several pages: where it goes on, and how much of it the page says that there is."""

import re
from urllib.parse import urlsplit

from repo_watch.reading.page.report_links import address
from repo_watch.reading.page.web_page import WebPage

_NEXT = re.compile(
    r"\W*(?:next(?: page)?|(?:load|show|view|see) more(?: (?:reviews|results|items|documents))?"
    r"|older(?: (?:posts|reviews|entries))?)\W*",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?P<first>\d{1,3})\s*(?:to|-|\N{EN DASH})\s*(?P<last>\d{1,3}) of (?P<all>\d{1,4})\b"
)


def next_page(page: WebPage) -> str | None:
    """The next page of the list that a page shows, within the page's own path; None for none."""
    if not page.document.lines:
        return None
    root = page.document.lines[0].tag.getroottree()
    for tag in root.iterfind(".//*[@href]"):
        said = " ".join("".join(tag.itertext()).split()) or tag.get("aria-label", "")
        if "next" in tag.get("rel", "").split() or (tag.tag == "a" and _NEXT.fullmatch(said)):
            url = address(tag.get("href"), page.base)
            if url and _goes_on(page.url, url):
                return url
    return None


def claimed(page: WebPage) -> int | None:
    """How many items the page says there are, where it shows a part of them only; else None."""
    for line in page.document.lines:
        found = _RANGE.search(line.text)
        if found and int(found["last"]) < int(found["all"]):
            return int(found["all"])
    return None


def _goes_on(page: str, url: str) -> bool:
    here, there = urlsplit(page), urlsplit(url)
    return here.netloc == there.netloc and there.path.startswith(here.path.rstrip("/"))
