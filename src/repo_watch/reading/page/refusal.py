"""Pages that cannot be vouched for: no page at all, cut short, a wall before it, another family.

A page in which entries were read needs no more than to be whole. One without any is believed only
when it carries the list's own title *and* says that there are none: silence may be a new layout.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bs4 import BeautifulSoup

from repo_watch.errors import ChallengePageError, CutShortError, WrongPageError
from repo_watch.reading.page.lines import DEEPEST, Document
from repo_watch.reading.terms.patterns import one_of

_OTHER_FORMATS = (
    ("a PDF document", re.compile(rb"%PDF-")),
    ("an office document or archive", re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0")),
    ("a compressed file or an image", re.compile(rb"\x1f\x8b|\x89PNG|GIF8|\xff\xd8\xff")),
    ("JSON", re.compile(rb"[\[{]")),
    ("a feed", re.compile(rb"(?:<\?xml[^>]*>\s*)?<(?:rss|feed|urlset)\b", re.IGNORECASE)),
)
_TAG = re.compile(r"<[a-z!/]", re.IGNORECASE)
_OPENED = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:html|body)\b", re.IGNORECASE)

_ANY_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b", re.IGNORECASE)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_END_MAY_LACK = frozenset(
    ["dd", "dt", "li", "p", "td", "th"]
)  # of the HTML standard's optional tags

_WALLS = {
    "a bot challenge": one_of(
        r"just a moment|checking (?:your|the) browser|verif\w+ (?:that )?you(?:['’]re| are)",
        r"you are (?:a )?human|a robot|robot\?|captcha|attention required|ddos|cloudflare|imperva",
        r"incapsula|enable (?:javascript|cookies)|javascript (?:is|must be|and cookies)\b",
        r"unusual (?:traffic|activity)|security (?:check|service)|pardon our interruption",
    ),
    "a refusal": one_of(
        r"access (?:is |has been )?denied|\bforbidden\b|not authori[sz]ed|too many requests",
        r"(?:request|you|address) (?:was|were|is|(?:has|have) been) (?:blocked|rejected)",
        r"request unsuccessful",
    ),
    "an error page": one_of(
        r"not (?:be )?found|(?:can['’]?t|cannot|could ?n['o’]t) find|\b(?:40[0-9]|50[0-9])\b",
        r"(?:gone|went) wrong|server error|bad gateway|time-?d?[ -]?out|\berror\b|unavailable",
        r"maintenance|technical (?:difficult|problem|fault)|try again|be back (?:soon|shortly)",
    ),
    "a login page": one_of(
        r"\b(?:log|sign)(?:ged|ging|ing)?[ -]?in\b|\bpassword\b|members only|session expired",
    ),
    "a cookie wall": one_of(r"\bcookies?\b|your privacy|\bconsent\b"),
}
_WALL_PATTERNS = {what: re.compile(words, re.IGNORECASE) for what, words in _WALLS.items()}
_OWN_TITLE = re.compile(r"\bcase[ -]reviews\b", re.IGNORECASE)
_BOARDS_TITLE = re.compile(
    r"\b(?:case|practice|published|learning|safeguarding|management|from|our|local) reviews\b"
    r"|\breviews published\b|\b(?:SCR|LCSPR|LSCPR|CSPR|CPR|SUSR)s\b",
    re.IGNORECASE,
)
_PARTS_OF_A_TITLE = re.compile(r"\s[-\u2013\u2014]\s|\|")
_WORD_OF_A_TITLE = re.compile(
    one_of(
        "case|reviews|serious|child|safeguarding|practice|local|national|collection|nspcc|all|our",
        "the|a|of|in|to|for|and|lists?|published|publications|recent(?:ly)?|latest|new|newly|added",
        "updates?|monthly|yearly|month|years?|this|last|five",
        "january|february|march|april|may|june|july|august|september|october|november|december",
    )
)
_WORDS = re.compile(r"[^\W\d_]+")
_LISTED = r"(?:reviews|entries|results|reports|records|items|additions)\b"
_NONE_SAID = re.compile(
    one_of(
        r"\bthere (?:is|are|was|were|has been) (?:(?:currently|presently|at present) )?"
        r"(?:none|nothing)\b",
        r"\b(?:nothing|none)\b[^.]{0,60}\b"
        r"(?:added|published|yet|found|listed|available|show|display|list|this month|so far)\b",
        r"\b(?:no|0|zero|not any) (?:(?:new|recent|published|matching|serious|local|child|case"
        rf"|safeguarding|practice) )*{_LISTED}",
        rf"\b(?:not|\w+n['’]t)\b[^.]{{0,60}}\bany\b[^.]{{0,40}}\b{_LISTED}",
        rf"\b{_LISTED}[^.]{{0,60}}\b(?:not|\w+n['’]t)\b[^.]{{0,40}}\b"
        r"(?:yet|this (?:month|week|year)|so far|at (?:the moment|present|this time))\b",
    ),
    re.IGNORECASE,
)
_PROMISED = re.compile(
    rf"\b(?:{_LISTED}|reviews?\b|they\b)[^.]{{0,90}}\bwill\b[^.]{{0,30}}\b(?:published|added|available|shown)\b"
    r"|\bwe (?:will|shall|would) (?:publish|add|share)\b",
    re.IGNORECASE,
)
_GUARD = re.compile(r"captcha|challenge|turnstile|incapsula|datadome", re.IGNORECASE)
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
    if not _TAG.search(text):
        raise WrongPageError("plain text came where a list page was expected", url=url)
    if text.rfind("<!--") > text.rfind("-->"):
        raise CutShortError("the page ends inside a comment, so it is cut short", url=url)
    last = text.rfind("<")
    if text.find(">", last) == -1 and _TAG.match(text, last):
        raise CutShortError("the page ends inside a tag, so it is cut short", url=url)
    if _CLOSED.search(text):
        return
    if whole and _breaks_off(text):
        raise CutShortError("the page breaks off within a text, so it is cut short", url=url)
    if not whole and _OPENED.search(text):
        raise CutShortError(
            "the page ends before its end (no </body> or </html>), so it is cut short",
            url=url,
        )


def _breaks_off(text: str) -> bool:
    """Whether the last text stands in an element that this page closes everywhere else."""
    if not text[text.rfind(">") + 1 :].strip():
        return False
    closed: Counter[str] = Counter()
    for tag in reversed(list(_ANY_TAG.finditer(text))):
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
    text: str, document: Document, url: str, *, labelled: bool, board: bool = False
) -> None:
    """Raise for a page without entries unless it is the list and says that it has none.

    Args:
        text: the page's markup.
        document: the page as a reader sees it.
        url: its address, for the message.
        labelled: whether labels of entries were seen: then there are entries, not understood.
        board: whether it is the page of a board that the settings name: it has its own title, and
            may say that reviews will be published.

    Raises:
        ChallengePageError: a wall stands before the page.
        WrongPageError: a page of another family, or of a layout that is not known yet.
    """
    lines = [line for line in document.lines if not line.landmark]
    titles = [document.title, *(line.text for line in lines if line.level in {1, 2})]
    seen = [line.text for line in lines]
    titles_it = _titles_a_board if board else _titles_the_list
    own = any(map(titles_it, titles))
    wall = _wall([one for one in titles if not titles_it(one)])
    # Every page of a site may open with its cookie banner; a wall would leave no title to see.
    if wall.startswith("a cookie wall") and any(map(titles_it, titles[1:])):
        wall = ""
    said = any(map(_NONE_SAID.search, seen)) or (board and any(map(_PROMISED.search, seen)))
    if own and not wall and not labelled and said:
        return
    if sum(len(words.split()) for words in seen) <= _WALL_MOST_WORDS:
        wall = wall or _wall_by_markup(text) or _wall(seen)
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
        _OWN_TITLE.search(part)
        and all(map(_WORD_OF_A_TITLE.fullmatch, _WORDS.findall(part.lower())))
        for part in _PARTS_OF_A_TITLE.split(title)
    )


def _titles_a_board(title: str) -> bool:
    """Whether a title may be that of a board's reviews; "case reviews" is not the word of today."""
    return bool(_BOARDS_TITLE.search(title))


def _wall(texts: Sequence[str]) -> str:
    """Which wall the texts belong to, with the words that say so; "" for none.

    What stands first among the walls goes first: an error page has its cookie banner too.
    """
    for what, pattern in _WALL_PATTERNS.items():
        for words in filter(pattern.search, texts):
            return f"{what} ({_quoted(words)})"
    return ""


def _wall_by_markup(text: str) -> str:
    """Which wall a page of few words is by what it is built of, whatever its words; "" for none."""
    soup = BeautifulSoup(text.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")
    if soup.find("input", type="password"):
        return "a login page (it asks for a password)"
    if soup.find(["script", "iframe", "form"], src=_GUARD) or soup.find("form", action=_GUARD):
        return "a bot challenge (it loads one)"
    return ""


def _quoted(words: str) -> str:
    return f'"{words[:60]}…"' if len(words) > _QUOTED_MOST else f'"{words}"'
