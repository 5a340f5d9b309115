"""A list in several pages: where it goes on, and how much of it the page says that there is."""

from urllib.parse import urlsplit

from repo_watch.reading.link_list.documents import is_file
from repo_watch.reading.link_list.link_words import LONGEST
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import WebPage
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)


def next_page(page: WebPage) -> str | None:
    """The next page of the list that a page shows, within the page's own path; None for none."""
    for tag in page.root.iterfind(".//*[@href]"):
        said = (" ".join("".join(tag.itertext()).split()), tag.get("aria-label"), tag.get("title"))
        leads = tag.tag == "a" and any(map(_WORDS.next.fullmatch, filter(None, said)))
        if leads or "next" in tag.get("rel", "").split():
            url = address(tag.get("href"), page.base)
            if url and _goes_on(page.url, url):
                return url
    return None


def claimed(page: WebPage) -> int | None:
    """How many items the page says there are, where it shows a part of them only; else None."""
    for line in page.lines:
        found = _WORDS.range.search(line.text)
        if found and int(found["last"]) < int(found["all"]):
            return int(found["all"])
    return None


def frozen(page: WebPage, newest: int) -> tuple[str, ...]:
    """What tells that nothing new will come to a page, as sentences for the operator.

    Args:
        page: of reviews.
        newest: the last year of the reviews it shows, 0 for none.
    """
    host = urlsplit(page.url).netloc
    lines = page.content
    said = next((line.text for line in lines if _says_archive(line)), "")
    found = [f'It says that it is an archive ("{said[:60]}").'] if said else []
    for link in page.links(lines):
        later = _WORDS.of_a_year.search(link.label)
        elsewhere = urlsplit(link.url).netloc == host and not is_file(link.url)
        if later and elsewhere and newest and int(later["year"]) > newest:
            found.append(
                f'It leads to "{link.label[:60]}" ({link.url}), which is not read: name that page'
                " in the settings."
            )
    return tuple(found[:2])


def _says_archive(line: Line) -> bool:
    of_the_page = line.level == 1 or "page" in line.text.lower()
    return of_the_page and bool(_WORDS.archive.search(line.text[:LONGEST]))


def _goes_on(page: str, url: str) -> bool:
    here, there = urlsplit(page), urlsplit(url)
    return here.netloc == there.netloc and there.path.startswith(here.path.rstrip("/"))
