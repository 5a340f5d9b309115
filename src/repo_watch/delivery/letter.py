"""An issue as a letter: what is new, in a page, and where the whole of it can be read.

The words are those of the issue's own tree (`repo_watch.rendering.view`). A letter leaves out the
summaries: they are read in the issue, after its notice, and not in a mailbox's preview.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from repo_watch.digest.nouns import Digest
from repo_watch.digest.text import clean, web_address
from repo_watch.rendering import words
from repo_watch.rendering.tree import Entry, Line, Part, View
from repo_watch.rendering.view import view
from repo_watch.settings import MailSettings

if TYPE_CHECKING:
    from jinja2 import Environment

_WIDTH = 72
_LEFT_TO_THE_ISSUE = {"glance", "about"}
_TOLD_OF_REVIEWS = {"Note", "Keywords"}
"""Blocks of a review that the letter has: the others are its text."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in a few lines; `url` leads to it in the issue, where that is on the web.

    `links` lead to the reports and documents themselves.
    """

    title: str
    url: str | None
    lines: tuple[str, ...]
    links: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the letter: sentences, entries, points."""

    title: str
    lead: tuple[str, ...]
    items: tuple[Item, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every recipient of an issue gets.

    Attributes:
        subject: one line.
        name: of the sender, as a reader sees it.
        text: the plain part.
        html: the same with a look.
        date: the moment of issue.
        key: of the issue: edition, months, number.
        corrects: key of the first number, where this is a correction.
        attachment: name and bytes of the PDF, where it goes along.
    """

    subject: str
    name: str
    text: str
    html: str
    date: datetime
    key: str
    corrects: str | None
    attachment: tuple[str, bytes] | None


def letter(
    digest: Digest, files: Mapping[str, bytes], mail: MailSettings, public_url: str = ""
) -> Letter:
    """The letter of an issue.

    Args:
        digest: the issue.
        files: its web page and PDF, bytes by name.
        mail: for limits and the addresses that a reader is told.
        public_url: the web address of all issues, or "": then the letter has no links to it.
    """
    said = view(digest)
    html_name, pdf_name = (
        next(name for name in files if name.endswith(ending)) for ending in (".html", ".pdf")
    )
    base = web_address(f"{public_url.rstrip('/')}/") if public_url else None
    if base and digest.edition.folder:
        base += f"{digest.edition.folder}/"
    size = len(files[pdf_name])
    attached = base is None or size <= mail.attach_below
    page = base and base + html_name
    facts = {
        "view": said,
        "ways": _ways(page, base and base + pdf_name, words.short_size(size), attached=attached),
        "sections": tuple(_section(part, said, page) for part in said.parts if _is_told(part)),
        "sources": tuple(
            f"{one.title} ({one.publisher}): {one.licence.removesuffix('.')}."
            for one in digest.origins
        ),
        "answers_to": mail.answers_to,
        "stop": unsubscribe(mail),
    }
    name = f"{digest.edition.name}/{digest.months.text}"
    correction = digest.number > 1
    return Letter(
        subject=clean(f"{'Correction: ' if correction else ''}{said.title}: {said.headline}"),
        name=clean(digest.edition.title),
        text=_text(**facts),
        html=_environment().get_template("letter.html.j2").render(facts) + "\n",
        date=digest.issued_at,
        key=f"{name}/{digest.number}",
        corrects=f"{name}/1" if correction else None,
        attachment=(pdf_name, files[pdf_name]) if attached else None,
    )


def unsubscribe(mail: MailSettings) -> str:
    """The address, mailto: or https:, at which a recipient can stop the mails."""
    return mail.list_unsubscribe or f"mailto:{mail.answers_to}?subject=unsubscribe"


def _ways(page: str | None, pdf: str | None, size: str, *, attached: bool) -> tuple[Line, ...]:
    """How to read the whole issue."""
    enclosed = f"The whole issue is attached as a PDF ({size})."
    if page is None:
        return (Line(enclosed),)
    read = Line("Read the whole issue as a web page", page)
    return (read, Line(enclosed) if attached else Line(f"The whole issue as a PDF ({size})", pdf))


def _is_told(part: Part) -> bool:
    told = part.lead or part.groups or part.table or part.blocks
    return bool(told) and part.id not in _LEFT_TO_THE_ISSUE


def _section(part: Part, said: View, page: str | None) -> Section:
    entries = [one for group in part.groups for one in group.entries]
    lead = part.lead
    if entries and not said.every_entry:
        lead = (*lead, f"{words.count(len(entries), 'entry', 'entries')}, all in the issue.")
        entries = []
    rows = part.table.rows if part.table else ()
    return Section(
        part.title,
        lead,
        tuple(_item(one, page) for one in entries),
        (
            *(f"{name}: {value}" for name, value in rows),
            *(point for block in part.blocks for point in block.points),
        ),
    )


def _item(entry: Entry, page: str | None) -> Item:
    review = entry.id.startswith("review-")
    told = (
        f"{block.label}: {block.text}" if block.label else block.text
        for block in entry.blocks
        if block.text and (not review or block.label in _TOLD_OF_REVIEWS)
    )
    return Item(
        entry.title,
        page and f"{page}#{entry.id}",
        tuple(line for line in (entry.about, *told) if line),
        entry.lines,
    )


# ------------------------------------------------------------------------------ the plain part


def _text(**facts: object) -> str:
    return "\n".join(_lines(**facts)) + "\n"  # type: ignore[arg-type]  # facts are those of the view


def _lines(
    view: View,
    ways: tuple[Line, ...],
    sections: tuple[Section, ...],
    sources: tuple[str, ...],
    answers_to: str,
    stop: str,
) -> Iterator[str]:
    yield from _headed(view.title, "=")
    yield from _paragraphs(view.introduction, view.headline, *view.standfirst, *view.alerts)
    if view.note:
        yield from _paragraphs(f"{view.note.label}: {view.note.text}")
    yield from _paragraphs(view.issued)
    for way in ways:
        yield from (*_linked(way), "")
    yield from _paragraphs(f"{view.notice.label}: {view.notice.text}")
    for section in sections:
        yield ""
        yield from _headed(section.title, "-")
        yield from _paragraphs(*section.lead)
        for item in section.items:
            yield from _wrapped(item.title)
            for line in item.lines:
                yield from _wrapped(line, "  ")
            for link in item.links:
                yield from _linked(link, "  ")
            yield ""
        for point in section.points:
            yield from _wrapped(point, "- ")
        if section.points:
            yield ""
    yield ""
    yield from _headed("About this mail", "-")
    yield from _paragraphs(f"Questions, other formats and mistakes: {answers_to}")
    yield "Unsubscribe:"
    yield from (stop, "")
    yield from _paragraphs("Titles and keywords are those of the sources:")
    for source in sources:
        yield from _wrapped(source, "- ")


def _headed(title: str, sign: str) -> Iterator[str]:
    lines = _wrapped(title)
    yield from (*lines, sign * max(map(len, lines)), "")


def _paragraphs(*texts: str) -> Iterator[str]:
    for text in filter(None, texts):
        yield from (*_wrapped(text), "")


def _linked(line: Line, first: str = "") -> Iterator[str]:
    yield from _wrapped(f"{line.text}:" if line.url else line.text, first)
    if line.url:
        yield first + line.url


def _wrapped(text: str, first: str = "") -> list[str]:
    """Lines that fit a narrow window; `first` stands before the first, blanks before the others."""
    return wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
