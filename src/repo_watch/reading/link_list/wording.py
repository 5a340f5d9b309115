"""The words of a link to a document: its title, what is said of the file, when it was published.

`pdf icon TITLE [319kb]`, `TITLE (PDF, 2.08MB)`, `TITLE - Word document, 24 pages (opens in new
window)`, `child-x-overview-report.pdf`: the title is what is left when all that describes the file
is taken away. A size is the page's own rounded figure, in units of 1024.

A document was published when the words near its link say: a year, a month if written. A heading, a
link or a short label dates by any one date in it. Prose does only where it says that something was
published then: what a review tells of has dates too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from repo_watch.reading.terms.case_names import case_number, rest_of_title, without_case_numbers
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.headings import MONTH_NAME, month_number
from repo_watch.reading.terms.patterns import Patterns

LONGEST = 300
"""Characters of a title; what is longer is cut, for a page may be made to be slow to read."""
_UNIT = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_WORDS = Patterns(__file__, month_name=MONTH_NAME)
COLUMN_TITLE = _WORDS.column_title
"""Text that titles a column of a table, not what stands in it."""
MOST_WORDS = 16
"""A line of as many words is prose, not a title."""
_DESCRIBING = (_WORDS.brackets, _WORDS.cover, _WORDS.new_window, _WORDS.trailing, _WORDS.extension)
"""What a title may have in it or behind it about the file, in the order of its taking away."""
_TYPES = {name: re.compile(words) for name, words in _WORDS.table("types").items()}
_WELSH_MONTHS = _WORDS.table("welsh_months")
_WELSH = re.compile(rf"\b(?:{'|'.join(_WELSH_MONTHS)})\b(?=,? (?:19|20)\d\d\b)", re.IGNORECASE)
_NEAR = 60
_MOST_WORDS_OF_A_LABEL = 7


class LinkWords(Struct, frozen=True):
    """What the words of a link say.

    The `title` is without what describes the file, "" when nothing else is said; the `size` is in
    bytes, rounded as the page rounds. A `file` is meant where there is an icon, a size, a format.
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


class Published(NamedTuple):
    """A year, and the month (1 to 12) where one is written."""

    year: int
    month: int | None


Row: TypeAlias = list[tuple[int, Published | None]]
"""Links, by number, with None, and dates, as they stand one after the other."""


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _WORDS.sentence.split(text)


def _english(text: str) -> str:
    """A text with the Welsh months of its dates in English."""
    return _WELSH.sub(lambda match: _WELSH_MONTHS[match[0].lower()], text)


def only_a_date(text: str) -> bool:
    """Whether a text is a date, perhaps with words such as "Published on"."""
    text = _english(text)
    return any(char.isdigit() for char in text) and bool(_WORDS.of_a_date.fullmatch(text))


def without_dates(text: str) -> str:
    """A text without its dates, and without the words that only introduce them; it may be ""."""
    rest = " ".join(_WORDS.introduced.sub(" ", _english(text)).split()).strip(" ,;:|-–—")
    return "" if _WORDS.of_a_date.fullmatch(rest) else rest


def written_date(text: str) -> Published | None:
    """The one date of a text; None where there is none, or more years than one.

    "2031-32" is the year in which it begins; "21/07/2028" has a month where no other reading of
    the figures is a date.
    """
    return _one(_WORDS.date.finditer(without_case_numbers(_english(text))))


def said_date(text: str) -> Published | None:
    """The date of publication that a line of text beside or above a link states, or None."""
    for sentence in sentences(without_case_numbers(_english(text))):
        dates = list(_WORDS.date.finditer(sentence))
        if not dates:
            continue
        if cue := _WORDS.cue.search(sentence):
            if found := _at_the_cue(sentence, cue, dates):
                return found
        elif only_a_date(sentence) or not (
            _WORDS.other_time.search(sentence) or sentence.endswith(".")
        ):
            rest = _WORDS.word.findall(_WORDS.date.sub(" ", sentence))
            if len(rest) <= _MOST_WORDS_OF_A_LABEL and (found := _one(dates)):
                return found
    return None


def headed_date(headings: Sequence[str]) -> Published | None:
    """The date of the innermost heading that states one, with the month of a heading within it."""
    month = None
    for text in headings:
        if found := written_date(text):
            return found._replace(month=found.month or month)
        if only := _WORDS.month_alone.fullmatch(text):
            month = month_number(only["month"])
    return None


def says_published(text: str) -> bool:
    """Whether a text says of a date that it is the day of publication."""
    return bool(_WORDS.cue.search(text))


def dates_in_a_row(row: Row, *, of_one: bool) -> Iterator[tuple[int, Published]]:
    """The date of each link that stands in a row of links and dates, where it has one.

    The first thing decides whose a date is: where a date comes before any link, each date heads the
    links that follow it; where a link comes first, each date belongs to the link before. Where all
    is of one thing, the only date is that of every link.
    """
    dates = {date for _, date in row if date}
    last = next(iter(dates)) if of_one and len(dates) == 1 else row[0][1] if row else None
    for (link, date), (_, after) in zip_longest(row, row[1:], fillvalue=(0, None)):
        if last:
            last = date or last
        if not date and (found := last or after):
            yield link, found


def _at_the_cue(text: str, cue: re.Match[str], dates: list[re.Match[str]]) -> Published | None:
    """The date that follows "published", else the one before it, unless it is of something else."""
    if _WORDS.not_yet.search(text[max(cue.start() - _NEAR, 0) : cue.start()]):
        return None
    if behind := [one for one in dates if cue.end() <= one.start() <= cue.end() + _NEAR]:
        gap = text[cue.end() : behind[0].start()]
        return None if _WORDS.other_time.search(gap) else _published(behind[0])
    ahead = [one for one in dates if one.end() <= cue.start() <= one.end() + _NEAR]
    if not ahead or _WORDS.other_time.search(text[: ahead[-1].start()][-_NEAR // 2 :]):
        return None
    return _published(ahead[-1])


def _one(found: Iterable[re.Match[str]]) -> Published | None:
    dates = list(map(_published, found))
    years, months = {one.year for one in dates}, {one.month for one in dates} - {None}
    if len(years) != 1:
        return None
    return Published(years.pop(), months.pop() if len(months) == 1 else None)


def _published(match: re.Match[str]) -> Published:
    if days := match["days"]:
        day = read_date(days if match["iso"] else re.sub("[.-]", "/", days)).first
        year = int(days[:4] if match["iso"] else days[-4:])
        return Published(year, day.month if day else None)
    month, number = match["month"], match["number"]
    year = int(match["of"] or match["in"] or match["alone"])
    return Published(year, month_number(month) if month else int(number) if number else None)
