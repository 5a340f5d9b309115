"""The Panel's own site: its listings, its reports, its feed.

One report page is known: a category, a heading, "Published 2 February 2024", a summary, then
"File size: 1.7 MB", "File type: PDF", "Number of pages: 168". Of the listings nothing is known, nor
which of WordPress's own interfaces are open; so pages are read by their words, and a feed only
where a page announces one in its head.
"""

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, urlsplit

from repo_watch.errors import ChallengePageError, CutShortError
from repo_watch.model import Attachment, Link, Page, Publication, Reading, Request, Unread
from repo_watch.reading.link_list.documents import is_file
from repo_watch.reading.link_list.wording import file_size, link_words
from repo_watch.reading.page.addresses import address, path_of
from repo_watch.reading.page.feed import parsed_feed
from repo_watch.reading.page.lines import Line, values_of
from repo_watch.reading.page.web_page import WebPage, absent, open_page
from repo_watch.reading.terms.dates import read_date, stated
from repo_watch.reading.terms.patterns import Patterns

PANEL: Final = "Child Safeguarding Practice Review Panel"
RANK: Final = 5
"""Behind GOV.UK's pages: where both have a report, its wording and its date lead."""

_WORDS = Patterns(__file__)
_PROSE_WORDS = 6
_FEEDS = (
    "//link[@rel='alternate'][@type='application/rss+xml' or @type='application/atom+xml']/@href"
)
_FORMATS = {"pdf": "application/pdf", "html": "text/html"}


def read_listing(page: Page) -> Reading:
    """A page that leads on: to reports, to further listings, to a feed.

    What stands in the content may be a report and is looked at; of menus, only what is named as a
    listing is followed. Files that stand here without a page of their own are told as unread. A
    page that leads nowhere is refused.
    """
    web = open_page(page)
    if not web.lines or web.names_an_error:
        web.refuse("a listing of the Panel's site")
    links = list(web.links(web.below_heading))
    kinds = {_plain(link.url): _leads_to(web, link) for link in links}
    found = {url: kind for url, kind in kinds.items() if kind}
    for link in web.links():
        if _leads_to(web, link) == "further":
            found.setdefault(_plain(link.url), "further")
    if feed := _announced_feed(web):
        found.setdefault(feed, "feed")
    found.pop(_plain(page.request.url), None)
    unread = tuple(Unread(link.label, "") for link in links if is_file(link.url))
    if not found and not unread:
        web.refuse("a listing of the Panel's site")
    words = sum(len(link.label.split()) for link in links)
    listed = tuple(Request(url, kind, RANK, "") for url, kind in found.items())
    return Reading(listed=listed, words=words, unread=unread)


def read_report(page: Page) -> Reading:
    """A report, as one publication; nothing for a sound page that is no report.

    A report is known by its file, by what is said of a file, or by "Published DATE". The date is
    the page's statement and no more: on the one page that is known it is wrong by a year.
    """
    asked = page.request.url
    if gone := absent(page, asked):
        return gone
    web = open_page(page)
    content = web.below_heading
    others = (
        at for at, line in enumerate(content) if line.level and _WORDS.others.match(line.text)
    )
    content = content[: next(others, None)]
    if not web.heading or web.names_an_error:
        web.refuse("a page of the Panel's site")
    facts = {match["name"].lower(): value for match, value in values_of(_WORDS.fact, content)}
    dates = (read_date(value) for _, value in values_of(_WORDS.published, content))
    published = next((date for date in dates if date.first), None)
    files = tuple(_attachments(web, content, facts))
    if not (facts or files or published):
        return Reading()
    said = Publication(
        content_id=_content_id(page, web),
        url=asked,
        title=web.heading,
        description=_summary(content),
        document_type=_category(web),
        organisations=(PANEL,),
        first_published_at=stated(published),
        attachments=files,
    )
    return Reading(items=(said,))


def read_feed(page: Page) -> Reading:
    """WordPress's feed: the pages it names. One that is not there says nothing.

    What is no feed, or ends before its end, is refused.
    """
    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Reading()
    parsed = parsed_feed(page)
    if not str(parsed.get("version", "")).startswith(("rss", "atom")):
        raise ChallengePageError("no feed came", url=page.request.url)
    if parsed.get("bozo_exception") and not page.body.rstrip().endswith((b"</rss>", b"</feed>")):
        raise CutShortError("the feed is cut short or damaged", url=page.request.url)
    host = urlsplit(page.request.url).netloc
    found = (address(str(entry.get("link") or ""), page.request.url) for entry in parsed["entries"])
    urls = list(filter(None, found))
    listed = dict.fromkeys(
        Request(_plain(url), "document", RANK, "")
        for url in urls
        if urlsplit(url).netloc == host and not _WORDS.other_purpose.search(urlsplit(url).path)
    )
    return Reading(listed=tuple(listed), words=len(urls))


def kind_of(url: str) -> str:
    """The kind of an address that is not configured: "feed", "further" or "document"."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/feed") or "feed=" in parts.query:
        return "feed"
    index = _WORDS.index_name.fullmatch(path.rpartition("/")[2])
    listing = index or _WORDS.archive.search(parts.path) or _WORDS.paged.search(parts.query)
    return "further" if listing else "document"


def _leads_to(web: WebPage, link: Link) -> str:
    """Which kind of page of this site a link leads to; "" where it is none to look at."""
    mine, there = urlsplit(web.url), urlsplit(link.url)
    if there.netloc != mine.netloc or is_file(link.url) or _WORDS.other_purpose.search(there.path):
        return ""
    if there.path in {"", "/"} and not {"p", "page_id"} & set(parse_qs(there.query)) and not (
        _WORDS.paged.search(there.query)
    ):  # fmt: skip
        return ""
    return kind_of(link.url)


def _plain(url: str) -> str:
    return url.partition("#")[0]


def _announced_feed(web: WebPage) -> str | None:
    """The site's main feed, where the page's head names it."""
    for href in web.root.xpath(_FEEDS):
        url = address(href, web.base)
        if url and urlsplit(url).netloc == urlsplit(web.url).netloc:
            return None if "/comments/" in url else url
    return None


def _content_id(page: Page, web: WebPage) -> str:
    """WordPress's number for the page after "panel:"; its path where no number is shown."""
    numbers = (
        _WORDS.post_query.search(web.root.xpath("string(//link[@rel='shortlink']/@href)")),
        _WORDS.post_class.search(web.root.xpath("string(//body/@class)")),
        _WORDS.post_query.search(page.request.url),
    )
    number = next((match[1] for match in numbers if match), None)
    return f"panel:{number or path_of(page.url)}"


def _category(web: WebPage) -> str:
    """The words right above the heading ("Annual report"); "report" where there are none."""
    lines = web.content
    at = next((at for at, line in enumerate(lines) if line.level == 1), 0)
    above = lines[at - 1].text if at else ""
    short = len(above.split()) < _PROSE_WORDS and not above.endswith(".")
    return above if above and short and not _WORDS.skip.match(above) else "report"


def _summary(content: Sequence[Line]) -> str:
    for line in content:
        prose = len(line.text.split()) >= _PROSE_WORDS and not _WORDS.published.match(line.text)
        if prose and not (line.level or line.titled or line.anchors):
            return line.text
    return ""


def _attachments(
    web: WebPage, content: Sequence[Line], facts: dict[str, str]
) -> Iterator[Attachment]:
    """The files of a report, each once. What is said of "the file" is said of the first."""
    known: set[str] = set()
    for link in web.links(content):
        if link.url in known or not (is_file(link.url) or _WORDS.download.match(link.label)):
            continue
        words = link_words(link.label)
        said = {} if known else facts
        known.add(link.url)
        pages = re.search(r"\d+", said.get("number of pages", said.get("pages", "")))
        yield Attachment(
            kind="file",
            title=web.heading if words.empty else words.title,
            url=link.url,
            content_type=words.content_type or _FORMATS.get(said.get("file type", "").lower()),
            file_size=words.size or file_size(said.get("file size", "")),
            pages=words.pages or (int(pages[0]) if pages else None),
            isbn=said.get("isbn"),
        )
