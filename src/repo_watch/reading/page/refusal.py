"""Pages that cannot be vouched for: no page at all, cut short, a wall before it, another family.

A page in which entries were read needs no more than to be whole. One without any is believed only
when it carries the list's own title *and* says that there are none: silence may be a new layout.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from lxml.etree import tostring

from repo_watch.errors import ChallengePageError, CutShortError, WrongPageError
from repo_watch.reading.page.lines import DEEPEST, Document
from repo_watch.reading.terms.patterns import Patterns

_OTHER_FORMATS = (
    ("a PDF document", re.compile(rb"%PDF-")),
    ("an office document or archive", re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0")),
    ("a compressed file or an image", re.compile(rb"\x1f\x8b|\x89PNG|GIF8|\xff\xd8\xff")),
    ("JSON", re.compile(rb"[\[{]")),
    ("a feed", re.compile(rb"(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset)\b", re.IGNORECASE)),
)
_WORDS = Patterns(__file__)

_VOID = frozenset(_WORDS.list_of("void"))
_END_MAY_LACK = frozenset(_WORDS.list_of("end_may_lack"))
_WALLS = {what: re.compile(words) for what, words in _WORDS.table("walls").items()}
_WALL_MOST_WORDS = 250
_QUOTED_MOST = 61


def refuse_other_formats(body: bytes, url: str) -> None:
    """Raise for bytes that are no web page.

    Raises:
        CutShortError: there is nothing.
        WrongPageError: another format.
    """
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise CutShortError("the page is empty; look at the address in a browser", url=url)
    for what, pattern in _OTHER_FORMATS:
        if pattern.match(start):
            raise WrongPageError(f"{what} came where a list page was expected", url=url)


def refuse_cut_short(text: str, url: str, *, whole: bool = False) -> None:
    """Raise for a page that ends before its end.

    HTML lets a page leave out its last tags, and minifiers do. So they are asked for only where
    nothing else vouches for the end; a program that died while it wrote leaves open text behind.

    Args:
        text: the page's markup.
        url: its address, for the message.
        whole: the transport proved the end, or somebody saved the page (`Page.whole`).

    Raises:
        CutShortError: the last tag or comment is not closed; or `<html>` or `<body>` is not, and
            the page is not `whole` or breaks off within a text.
        WrongPageError: there is no markup at all.
    """
    if not _WORDS.tag.search(text):
        raise WrongPageError("plain text came where a list page was expected", url=url)
    if text.rfind("<!--") > text.rfind("-->"):
        raise CutShortError("the page ends inside a comment, so it is cut short", url=url)
    last = text.rfind("<")
    if text.find(">", last) == -1 and _WORDS.tag.match(text, last):
        raise CutShortError("the page ends inside a tag, so it is cut short", url=url)
    if _WORDS.closed.search(text):
        return
    if whole and _breaks_off(text):
        raise CutShortError("the page breaks off within a text, so it is cut short", url=url)
    if not whole and _WORDS.opened.search(text):
        raise CutShortError(
            "the page ends before its end (no </body> or </html>), so it is cut short", url=url
        )


def _breaks_off(text: str) -> bool:
    """Whether the last text stands in an element that this page closes everywhere else."""
    if not text[text.rfind(">") + 1 :].strip():
        return False
    closed: Counter[str] = Counter()
    for tag in reversed(list(_WORDS.any_tag.finditer(text))):
        name = tag["name"].lower()
        if tag["end"]:
            closed[name] += 1
        elif closed[name]:
            closed[name] -= 1
        elif name in {"body", "html"}:
            break
        elif name not in _VOID:
            return f"</{name}" in text.lower() or name not in _END_MAY_LACK
    return not text.rstrip().endswith((".", "!", "?"))


def refuse_too_deep(document: Document, url: str) -> None:
    """Raise for markup nested so deep that the parser may have left out the rest.

    Raises:
        CutShortError: as said.
    """
    if document.depth >= DEEPEST:
        raise CutShortError(
            f"its markup is nested more than {DEEPEST} deep, so its end cannot be read; look at "
            "the address in a browser",
            url=url,
        )


def refuse_without_entries(
    document: Document, url: str, *, labelled: bool, board: bool = False
) -> None:
    """Raise for a page without entries unless it is the list and says that it has none.

    Args:
        document: the page as a reader sees it.
        url: its address, for the message.
        labelled: whether labels of entries were seen: then there are entries, not understood.
        board: whether it is the page of a board that the settings name: it has its own title, and
            may say that reviews will be published.

    Raises:
        ChallengePageError: a wall stands before the page.
        WrongPageError: a page of another family, or of a layout that is not known yet.
    """
    lines = document.content
    titles = [document.title, *(line.text for line in lines if line.level in {1, 2})]
    seen = [line.text for line in lines]
    # "Case reviews" is not the word of today for a board.
    titles_it: Callable[[str], object] = _WORDS.boards_title.search if board else _titles_the_list
    own = any(map(titles_it, titles))
    # Every page of a site may open with its cookie banner; a wall would leave no title to see.
    behind = not any(map(titles_it, titles[1:]))
    wall = _wall([one for one in titles if not titles_it(one)], cookies=behind)
    said = any(map(_WORDS.none_said.search, seen)) or (
        board and any(map(_WORDS.promised.search, seen))
    )
    if own and not wall and not labelled and said:
        return
    if sum(len(words.split()) for words in seen) <= _WALL_MOST_WORDS:
        wall = wall or _wall_by_markup(document) or _wall(seen, cookies=behind)
    if wall:
        raise ChallengePageError(f"{wall} came instead of the page", url=url)
    if own or labelled:
        raise WrongPageError(
            "no entry was understood and the page does not say that there are none; its layout may "
            "have changed",
            url=url,
        )
    title = next(filter(None, titles), "") or "untitled"
    raise WrongPageError(f"not a list of case reviews but {_quoted(title)}", url=url)


def _titles_the_list(title: str) -> bool:
    """Whether a title is the list's own. A search, a briefing, a guide name case reviews too."""
    return any(
        _WORDS.own_title.search(part)
        and all(map(_WORDS.word_of_a_title.fullmatch, _WORDS.letters.findall(part.lower())))
        for part in _WORDS.parts_of_a_title.split(title)
    )


def _wall(texts: Sequence[str], *, cookies: bool) -> str:
    """Which wall the texts belong to, with the words that say so; "" for none.

    What stands first among the walls goes first: an error page has its cookie banner too. Words
    about `cookies` may be no wall.
    """
    for what, pattern in _WALLS.items():
        for words in filter(pattern.search, texts):
            return f"{what} ({_quoted(words)})" if cookies or what != "a cookie wall" else ""
    return ""


def _wall_by_markup(document: Document) -> str:
    """Which wall a page of few words is by what it is built of, whatever its words; "" for none."""
    from bs4 import BeautifulSoup

    # From the tree, not the text: one that begins as XML would make BeautifulSoup warn.
    soup = BeautifulSoup(tostring(document.root, encoding="unicode", method="html"), "lxml")
    if soup.find("input", type="password"):
        return "a login page (it asks for a password)"
    if soup.find(["script", "iframe", "form"], src=_WORDS.guard) or soup.find(
        "form", action=_WORDS.guard
    ):
        return "a bot challenge (it loads one)"
    return ""


def _quoted(words: str) -> str:
    return f'"{words[:60]}…"' if len(words) > _QUOTED_MOST else f'"{words}"'
