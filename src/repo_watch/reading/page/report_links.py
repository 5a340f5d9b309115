"""Report links: which lines are nothing but links, and which addresses they lead to.

An address is absolute, http or https, and carries no tracking parameters. What leads to a place on
the same page is no address.
"""

import re
from functools import lru_cache
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from repo_watch.model import Link
from repo_watch.reading.page.lines import Anchor, Line
from repo_watch.reading.terms.patterns import one_of

_DOCUMENT = (
    one_of(
        r"the|this|full|final|short|overview|executive|learning|practice|published|review",
        r"serious|local|child|case|safeguarding|significant|management|agency|library|catalogue",
        r"english|welsh|language|easy[- ]read|pdf|\d+[- ]minute|seven[- ]minute",
    ).join(("(?:", " )*"))
    + one_of(
        r"overview|report|review|summary|briefing|version|action plan|response|statement|findings",
        r"appendix|appendices|addendum|chronology|letter|document|publication|record|poster",
    )
    + "s?"
)
_READ = r"(?:read|view|download|open|see|access)"
_REPORT = re.compile(
    one_of(
        rf"{_READ}\b",
        rf"{_DOCUMENT}(?!\w| \w)",
        r".*\b(?:report|summary|action plan|briefing|version|response|catalogue|appendix|pdf)\b",
        r".*\b(?:fersiwn|adroddiad|crynodeb|cymraeg|welsh)\b",
    ),
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"(?:{_READ} )?(?:the )?(?:full |final )?"
    + one_of(
        r"overview report|executive summary|report|full review|action plan",
        r"learning (?:summary|briefing)|welsh(?:[- ]language)? version",
    )
    + r"(?: \(?pdf\)?)?",
    re.IGNORECASE,
)
_OTHER_PURPOSE = re.compile(
    one_of(
        r"(?:back|return|go|skip) to|sign[ -]?(?:up|in)|subscribe|(?:our )?newsletter|contact us",
        r"share|tweet|follow us|find out|(?:read|see|view|learn|show) (?:more|all|our|other)|more",
        r"about|privacy|cookies?|accept|terms (?:and|&)|log ?in|register|search|browse|explore",
        r"donate|help|menu|related|show|hide|(?:open|close) all|print|home$|(?:next|previous)$",
    )
    + r"\b",
    re.IGNORECASE,
)
_WITHOUT_ADDRESS = re.compile(
    rf"[>›»]\s*.{{0,80}}|{_READ} {_DOCUMENT}\b[^.:;]{{0,60}}\.?", re.IGNORECASE
)
_INVITING = "(?:> ?)?(?:Read|View|Download|Open|See|Access)"
_INVITATION = re.compile(rf"{_INVITING}\b")
_LOST = re.compile(rf"{_INVITING} (?i:{_DOCUMENT})\b[^.:;,]{{0,60}}\.?$")
# What may stand beside the links of a line that is nothing but links.
_BESIDE = re.compile(
    one_of(
        r"[^\w]",
        r"\b"
        + one_of(
            r"and|or|also|available|in|the|a|here|read|view|download|see|opens|new|window|tab",
            r"overview|full|executive|summary|review|reports?|documents?|links?|external",
            r"pdf|word|docx?|file|size|pages?|[\d.,]+ ?(?:[kmg]i?b)?",
        )
        + r"\b",
    )
    + "*+",  # possessive: a number may be read in many ways, and none need be tried again
    re.IGNORECASE,
)
_INTRODUCING = re.compile(
    r"(?:(?:full|overview) )?(?:reports?|links?|downloads?|documents?|publications?)[: ]*",
    re.IGNORECASE,
)
_ENDS = frozenset(".>›»!?|")
_LEADING = " >›»•*-–|"
_DOCUMENT_ADDRESS = re.compile(r"\.(?:pdf|docx?|odt)$", re.IGNORECASE)
# What is new at each request is no part of what a document is: counters, signatures, expiries.
_TRACKING = re.compile(
    r"(?:_t_|utm_|x-(?:amz|goog)-)|"
    + one_of(
        "refresh|expires?|expiry|signature|sig|policy|key-pair-id|token|nonce|awsaccesskeyid",
        "cachebust(?:er)?|rand(?:om)?|sessionid|phpsessid|gclid|fbclid",
    )
    + r"=|(?:t|ts|_|cb|time|timestamp|rnd|nocache)=\d{5,}$",
    re.IGNORECASE,
)
_SIGNED = re.compile("s[a-z]{1,4}=")
"""Beside `sig=`, what a storage service adds to a signature."""


def base_address(url: str, written: str) -> str:
    """What the relative links of a page start from.

    Args:
        url: the page's address.
        written: the `href` of its `<base>`, or "".
    """
    try:
        return urljoin(url, written)
    except ValueError:
        return url


@lru_cache(maxsize=4096)
def address(href: str, base: str) -> str | None:
    """The absolute address of a link, or None where it leads nowhere or to the page itself.

    Args:
        href: as written.
        base: the absolute address that relative ones start from.
    """
    try:
        parts = urlsplit(urljoin(base, href.replace("\n", "").strip()))
        page = urldefrag(base).url
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    pairs = [pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair)]
    if "sig=" in parts.query:
        pairs = [pair for pair in pairs if not _SIGNED.match(pair)]
    query = "&".join(pairs)
    found = urlunsplit(parts._replace(query=query)).replace(" ", "%20")
    return None if urldefrag(found).url == page else found


def label_of(line: Line, anchor: Anchor) -> str:
    """The link's words, without the sign that points at it."""
    return line.text[anchor.start : anchor.end].strip(_LEADING)


def only_links(line: Line) -> bool:
    """Whether a line says nothing but its links, or is a link that has lost its address."""
    if not line.anchors:
        return bool(_WITHOUT_ADDRESS.fullmatch(line.text))
    reached, beside = 0, []
    for anchor in line.anchors:
        beside.append(line.text[reached : anchor.start])
        reached = anchor.end
    return all(_BESIDE.fullmatch(part) for part in (*beside, line.text[reached:]))


def introduces_links(line: Line) -> bool:
    """Whether a line is the label of the links below it: "Report", "Downloads:"."""
    labelled = line.strong or line.cell or line.text.endswith(":")
    return labelled and bool(_INTRODUCING.fullmatch(line.text))


def report_links(line: Line, base: str, *, any_label: bool) -> tuple[Link, ...] | None:
    """The report links of a line that is nothing but links; None where it has another purpose.

    Args:
        line: one for which `only_links` holds.
        base: the absolute address that relative ones start from.
        any_label: accept labels that do not name a document, where the place of the line says it.
    """
    links = []
    introduced = bool(_REPORT.match(line.text[: line.anchors[0].start])) if line.anchors else False
    for anchor in line.anchors:
        label, url = label_of(line, anchor), address(anchor.href, base)
        names = any_label or introduced or bool(_REPORT.match(label))
        if _OTHER_PURPOSE.match(label) or not (names or _DOCUMENT_ADDRESS.search(url or "")):
            return None
        if url:
            links.append(Link(label, url))
    return tuple(links)


def names_report(label: str) -> bool:
    """Whether a link in the midst of prose is a report link all the same."""
    return bool(_INLINE.fullmatch(label))


def trailing_links(line: Line) -> int | None:
    """Where the report links begin that close a line of other text, or None.

    The text is complete without them: it ends with a stop or a pointing sign, or the link opens as
    an invitation of its own does ("Read the overview report").
    """
    start = end = None
    for anchor in reversed(line.anchors):
        label = label_of(line, anchor)
        invites = bool(_INVITATION.match(label)) and bool(_REPORT.match(label))
        if not (
            _BESIDE.fullmatch(line.text[anchor.end : end]) and (invites or names_report(label))
        ):
            break
        end = anchor.start
        if invites or _complete(line.text, end):
            start = end
    return start or None


def lost_link(text: str) -> int:
    """Where a link that has lost its address begins, behind other text that it closes; 0 for none.

    Only among keywords is it sure: they have no capitals.
    """
    found = None if text[1:].islower() else _LOST.search(text)
    return found.start() if found else 0


def _complete(text: str, end: int) -> bool:
    """Whether the text before `end` needs nothing more."""
    return text[max(0, end - 2) : end].rstrip()[-1:] in _ENDS
