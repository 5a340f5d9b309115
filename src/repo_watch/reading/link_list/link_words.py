"""The words of a link to a document: its title, and what stands around it about the file.

`pdf icon TITLE [319kb]`, `TITLE (PDF, 2.08MB)`, `TITLE - Word document, 24 pages (opens in new
window)`, `child-x-overview-report.pdf`: the title is what is left when all that describes the file
is taken away. A size is the page's own rounded figure, in units of 1024.
"""

import re

from msgspec import Struct

from repo_watch.reading.link_list.publication_dates import without_dates
from repo_watch.reading.terms.case_names import case_number, rest_of_title
from repo_watch.reading.terms.patterns import Patterns

LONGEST = 300
"""Characters of a title; what is longer is cut, for a page may be made to be slow to read."""
_UNIT = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_WORDS = Patterns(__file__)

_DESCRIBING = (_WORDS.brackets, _WORDS.cover, _WORDS.new_window, _WORDS.trailing, _WORDS.extension)
"""What a title may have in it or behind it about the file, in the order of its taking away."""
_TYPES = {name: re.compile(words) for name, words in _WORDS.table("types").items()}


class LinkWords(Struct, frozen=True):
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
        return bool(_WORDS.empty.fullmatch(self.said)) and not case_number(self.title)

    @property
    def bare_kind(self) -> bool:
        """Whether the title only names a kind of document or review ("Executive summary")."""
        said = self.said
        if case_number(self.title) or _WORDS.process.search(said):
            return False
        of_one = "reviews" not in said.casefold()
        of_review = of_one and bool(_WORDS.bare_kind.fullmatch(rest_of_title(said)))
        return of_review or bool(_WORDS.bare_kind.fullmatch(said))


def link_words(text: str, beside: str = "") -> LinkWords:
    """What a link's words, and those of its line that belong to no link ("[319kb]"), say."""
    text, beside = text.strip()[:LONGEST], beside[:LONGEST]
    title = _WORDS.lead.sub("", _WORDS.icon.sub("", _WORDS.button.sub("", text)))
    removed = [text[: len(text) - len(title)]] if title != text else []
    for pattern in _DESCRIBING:
        if pattern is _WORDS.trailing and _WORDS.seven_minutes.search(title):
            continue
        removed += [match[0] for match in pattern.finditer(title)]
        title = pattern.sub("", title)
    if " " not in title and len(re.findall(r"[-_+]", title)) > 1:  # the name of a file
        title = re.sub(r"[-_+]+", " ", title)
        if title.islower():
            title = _WORDS.acronym.sub(lambda match: match[0].upper(), title.title())
    about = " ".join((*removed, beside if _WORDS.only_notes.fullmatch(beside) else ""))
    size, pages = file_size(about), _WORDS.all_pages.search(about)
    content_type = next((name for name, words in _TYPES.items() if words.search(about)), None)
    return LinkWords(
        title=" ".join(title.split()).strip(" .,;:|-–—>›»"),
        size=size,
        pages=int(pages[1] or pages[2]) if pages else None,
        content_type=content_type,
        file=bool(content_type or size is not None or _WORDS.icon.match(text)),
    )


def without_notes(text: str) -> str:
    """The text without sizes, formats and the like; "" when it says nothing else."""
    text = _WORDS.brackets.sub("", text[:LONGEST])
    text = text.strip(" .,;:|-–—[](")
    if _WORDS.only_notes.fullmatch(text):
        return ""
    return text if text.count("(") == text.count(")") else text.strip(")")


def file_size(text: str) -> int | None:
    """Bytes of a written size such as "1.7 MB", or None."""
    if match := _WORDS.all_sizes.search(text):
        return round(float(match[1].replace(",", "")) * _UNIT[match[2][0].lower()])
    return None
