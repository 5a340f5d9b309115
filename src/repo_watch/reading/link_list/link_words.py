"""The words of a link to a document: its title, and what stands around it about the file.

`pdf icon TITLE [319kb]`, `TITLE (PDF, 2.08MB)`, `TITLE - Word document, 24 pages (opens in new
window)`, `child-x-overview-report.pdf`: the title is what is left when all that describes the file
is taken away. A size is the page's own rounded figure, in units of 1024.
"""

import re
from dataclasses import dataclass

from repo_watch.reading.link_list.publication_dates import without_dates
from repo_watch.reading.terms.case_names import case_number, rest_of_title

LONGEST = 300
"""Characters of a title; what is longer is cut, for a page may be made to be slow to read."""
_UNIT = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_SIZE = r"\d[\d,.]*\s?(?:bytes|[kmg]i?b|[km])\b"
_SEVEN_MINUTES = re.compile(r"\b7\s?MB$", re.IGNORECASE)
"""Short for "seven-minute briefing" at the end of a title; a size in brackets or beside "PDF"."""
_FORMAT = (
    r"(?:adobe |acrobat )?\bpdfs?\b(?: icon\b)?"
    r"|(?:ms |microsoft )?\bword(?: document| doc| file)\b|\bdocx?\b"
    r"|\bexcel\b|\bxlsx?\b|\bpowerpoint\b|\bpptx?\b|\brtf\b|\bod[tsp]\b"
)
_PAGES = r"\d{1,4}\s?(?:pages?|pp)\b"
_WINDOW = r"\b(?:this )?(?:link )?opens? (?:in )?(?:a )?new (?:browser )?(?:window|tab)\b"
_ASIDE = (
    rf"{_WINDOW}|\bnew (?:window|tab)\b"
    r"|\bexternal (?:link|site)\b|\bfile (?:size|type|format)\b|\bsize\b|\bformat\b|\bword\b"
    r"|\bdocument\b|\bfile\b|\bdownload\b"
)
_NOTE = rf"(?:{_SIZE}|{_FORMAT}|{_PAGES}|{_ASIDE})"
_JOINT = r"[\s,;:|/·•\N{EN DASH}-]*+"

# A file's name and the button beside it, both links to the file, are one link for a reader.
_BUTTON = re.compile(r"(?<=\S)\s*Download$")
_ICON = re.compile(
    r"^(?:icon\s+for\s+|(?:image|logo)\s+of\s+)?(?:adobe |acrobat |ms |microsoft )*"
    r"(?:pdf|word|excel|powerpoint|document|docx?|xlsx?|pptx?|file|rtf)\s+"
    r"(?:document |file )?icon\b[\s:.-]*(?:\w+ icon\b\s*)?",
    re.IGNORECASE,
)
# Possessive throughout: a line that is almost a note must not be tried in all its divisions.
_ONLY_NOTES = re.compile(
    rf"[\s\[(,;:|/·•\N{{EN DASH}}-]*+(?:{_NOTE}[\s\[\](),.;:|/·•\N{{EN DASH}}-]*+)*+", re.IGNORECASE
)
_BRACKETS = re.compile(rf"\s*[\[(]{_JOINT}(?:{_NOTE}{_JOINT})++[\])]", re.IGNORECASE)
_TRAILING = re.compile(
    rf"(?:\s*[-,;|·•\N{{EN DASH}}:]\s*|\s+)(?=\S*{_SIZE}|(?:{_FORMAT})|{_PAGES})"
    rf"(?:{_NOTE}{_JOINT})++$",
    re.IGNORECASE,
)
_NEW_WINDOW = re.compile(rf"\s*[\[(]?{_WINDOW}[\])]?\s*$", re.IGNORECASE)
_COVER = re.compile(r"\s*[-,:(]?\s*\b(?:front )?cover(?: image| page)?\)?$", re.IGNORECASE)
_PROCESS = re.compile(r"\b(?:process|referral)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|od[tsp])$", re.IGNORECASE)
_LEAD = re.compile(
    r"^[\s>›»•*–-]*(?:(?:please )?(?:click (?:here )?to )?(?:download|view|read|open|see|access)"
    r"(?: here)?"
    r"(?:\s*[:\N{EN DASH}-]\s*|\s+(?:the|this|our|a copy of(?: the)?)\s+|\s+(?=[A-Z\d\"'‘“])))",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b(?:Scr|Lcspr|Cspr|Cpr|Susr|Lscb|Iscp)\b")
_ALL_SIZES = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(bytes|[kmg])", re.IGNORECASE)
_ALL_PAGES = re.compile(
    r"(?:number of pages:?\s*(\d+)|\b(\d+)(?=\s?(?:pages?|pp)\b))", re.IGNORECASE
)
_TYPES = (
    (re.compile(r"\bpdf", re.IGNORECASE), "application/pdf"),
    (re.compile(r"\bword\b|\bdocx?\b", re.IGNORECASE), "application/msword"),
    (re.compile(r"\bexcel\b|\bxlsx?\b", re.IGNORECASE), "application/vnd.ms-excel"),
    (re.compile(r"\bpowerpoint\b|\bpptx?\b", re.IGNORECASE), "application/vnd.ms-powerpoint"),
)
_EMPTY = re.compile(
    r"(?:\W|\b(?:please|can|be|found|documents|downloads|files|via|from|for|of|by|our|click|tap|here|to|download|view|read|open|see|access|downloaded|viewed|accessed|get|this|the|a|an|and|pdf|word|"
    r"document|file|link|now|online|copy|publication|report|full|review|available|icon|it|is|it's|version|"
    r"attachment|details|more|info|information|button|get)\b)*",
    re.IGNORECASE,
)
_BARE_KIND = re.compile(
    r"(?:\W|\b(?:the|overview|executive|summary|action|plan|improvement|learning|lessons|learned|learnt|"
    r"briefing|minute|7|seven|response|statement|final|full|published|easy|read|welsh|english|cymraeg|"
    r"language|appendix|letter|poster|leaflet|presentation|slides|practitioners?|report|review|and|"
    r"recommendations|findings|key|version|document|download|view|open|page|one|on|a|from|board|partnership|"
    r"multi|agency|materials?|resources?|brief|briefings|summaries|reports|for|of|pdf|word|published|short|"
    r"posters?|slides?|actions|progress|update|commissioning|independent|author|partners|staff|can|be|is|"
    r"are|here|to|found|our|this|it|by|agencies|professionals|families|parents|press|media|note|practice|release|memo|"
    r"video|videos|recording|podcast|infographic)(?:['’]s)?\b)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkWords:
    """What the words of a link say.

    Attributes:
        title: without what describes the file; "" when nothing else is said.
        size: bytes, rounded as the page rounds; None when not said.
        pages: number of pages, or None.
        content_type: by the name of the format, or None.
        file: whether the words say that a file is meant: an icon, a size, a format.
    """

    title: str
    size: int | None = None
    pages: int | None = None
    content_type: str | None = None
    file: bool = False

    @property
    def said(self) -> str:
        """The title without dates."""
        return without_dates(self.title)

    @property
    def empty(self) -> bool:
        """Whether the title only invites ("Download", "here") or only dates ("May 2031")."""
        return bool(_EMPTY.fullmatch(self.said)) and not case_number(self.title)

    @property
    def bare_kind(self) -> bool:
        """Whether the title only names a kind of document or review ("Executive summary")."""
        said = self.said
        if case_number(self.title) or _PROCESS.search(said):
            return False
        of_one = "reviews" not in said.casefold()
        of_review = of_one and bool(_BARE_KIND.fullmatch(rest_of_title(said)))
        return of_review or bool(_BARE_KIND.fullmatch(said))


def link_words(text: str, beside: str = "") -> LinkWords:
    """What a link's words, and what stands beside it in its line, say of a document.

    Args:
        text: the link's words as a reader sees them.
        beside: the words of the same line that belong to no link, such as "[319kb]".
    """
    text, beside = text.strip()[:LONGEST], beside[:LONGEST]
    title = _LEAD.sub("", _ICON.sub("", _BUTTON.sub("", text)))
    removed = [text[: len(text) - len(title)]] if title != text else []
    for pattern in (_BRACKETS, _COVER, _NEW_WINDOW, _TRAILING, _EXTENSION):
        if pattern is _TRAILING and _SEVEN_MINUTES.search(title):
            continue
        removed += [match[0] for match in pattern.finditer(title)]
        title = pattern.sub("", title)
    if " " not in title and len(re.findall(r"[-_+]", title)) > 1:
        title = _from_file_name(title)
    about = " ".join((*removed, beside if _is_note(beside) else ""))
    size, pages = _ALL_SIZES.search(about), _ALL_PAGES.search(about)
    content_type = next((name for words, name in _TYPES if words.search(about)), None)
    return LinkWords(
        title=" ".join(title.split()).strip(" .,;:|-–—>›»"),
        size=_bytes(size) if size else None,
        pages=int(pages[1] or pages[2]) if pages else None,
        content_type=content_type,
        file=bool(content_type or size or _ICON.match(text)),
    )


def without_notes(text: str) -> str:
    """The text without sizes, formats and the like; "" when it says nothing else."""
    text = _BRACKETS.sub("", text[:LONGEST])
    text = text.strip(" .,;:|-–—[](")
    return "" if _is_note(text) else text if text.count("(") == text.count(")") else text.strip(")")


def _is_note(text: str) -> bool:
    return bool(_ONLY_NOTES.fullmatch(text))


def file_size(text: str) -> int | None:
    """Bytes of a written size such as "1.7 MB", or None."""
    match = _ALL_SIZES.search(text)
    return _bytes(match) if match else None


def _from_file_name(name: str) -> str:
    """The words of a file's name: "Child X SCR" for `child-x-scr`; capitals that are there stay."""
    words = re.sub(r"[-_+]+", " ", name)
    return _ACRONYM.sub(lambda match: match[0].upper(), words.title()) if words.islower() else words


def _bytes(match: re.Match[str]) -> int:
    return round(float(match[1].replace(",", "")) * _UNIT[match[2][0].lower()])
