"""Reads the NSPCC Library's catalogue: records by accession number.

The catalogue runs on Heritage. What is known of its pages comes from other people's code: a record
in full display is a run of labels, each marked as `fulllabel`, and values; among the labels are
"Abstract", "Keywords" and, before the links to the report, "Other"; a search makes a set of records
whose address carries the session (`SetID`). All else is inferred: labels may stand in a table, a
list of definitions or bold type, or end with a colon. What shows no such run is refused.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from repo_watch.model import Entry, Link, Page, Reading, Request, Unread
from repo_watch.reading.nspcc import RECORD
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.furniture import is_furniture
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import WebPage, open_page, see
from repo_watch.reading.terms.case_names import looks_like_a_name, rest_of_title
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_LABELS = _WORDS.table("labels")
_LABEL_WORDS = "|".join(sorted(map(re.escape, _LABELS), key=len, reverse=True))
_BEFORE_COLON = re.compile(rf"(?P<label>{_LABEL_WORDS})\s*\.?:\s*", re.IGNORECASE)
_ALONE = re.compile(rf"(?P<label>{_LABEL_WORDS})\.?", re.IGNORECASE)
_OPENS_A_RECORD = frozenset({"title", "accession"})
_OTHER = "?"
"""The name of a label that is not used here."""


def has_session(url: str) -> bool:
    """Whether an address belongs to one visitor's session, so that it is nobody else's."""
    return bool(_WORDS.session.search(url))


def accession(text: str) -> str | None:
    """The first accession number in a text, without the noughts that older ones have after "NC"."""
    found = _WORDS.number.search(text)
    return f"NC{int(found[1])}" if found else None


def read_catalogue(page: Page) -> Reading:
    """The case reviews among the records of a page, and the records that it leads to.

    Records of other works are passed over; a case review without number, title or year is unread.
    `words` are those of titles. Links that carry a session are not followed, which is a doubt. What
    shows no record and leads to none is refused: no page of the catalogue, or in a new layout.
    """
    seen = open_page(page)
    # A label that only its class tells stands on a line of its own.
    text = decode(page.body, page.headers.get("content-type"))
    apart = see(_WORDS.by_class.sub(r"<dt>\g<words></dt>", text), seen.base)
    records = list(_records(apart))
    listed, left = _led_to(seen, page.request.url)
    if not records and not listed and not left:
        seen.refuse("a page of the library's catalogue")
    entries, unread = [], []
    for record in filter(_Record.is_case_review, records):
        if entry := record.entry():
            entries.append(entry)
        else:
            unread.append(Unread(record.text("title") or "a record without a title", ""))
    doubts = (f"Links to further records carry a session and are not followed: {left}.",)
    return Reading(
        items=tuple(entries),
        listed=listed,
        words=sum(len(record.text("title").split()) for record in records),
        unread=tuple(unread),
        # Beside a single record stand the next and the last of somebody's search.
        doubts=doubts if left and page.request.kind != RECORD else (),
    )


class _Record(Struct):
    """One record while its lines are collected: values by the name of their label, and links."""

    values: dict[str, list[str]] = {}
    links: list[Link] = []

    def text(self, name: str) -> str:
        """The value of a label; "" where it is not there."""
        return " ".join(self.values.get(name, ()))

    @property
    def is_whole(self) -> bool:
        """Whether it has what every record has."""
        return "title" in self.values and not {"accession", "abstract"}.isdisjoint(self.values)

    def is_case_review(self) -> bool:
        """Whether its kind or title says so."""
        return bool(_WORDS.case_review.search(f"{self.text('media')} {self.text('title')}"))

    def entry(self) -> Entry | None:
        """The record as an entry; None where it lacks what tells one review from another."""
        number = accession(" ".join(map(self.text, ("accession", *self.values))))
        title, dated = self.text("title"), self.text("date")
        year = _WORDS.year.search(dated) or _WORDS.year.search(title)
        if not (number and title and year):
            return None
        publisher, abstract = self.text("publisher"), self.text("abstract")
        anonymous = not publisher or bool(_WORDS.anonymous.search(f"{publisher} {title}"))
        # A title without a word for a child or family may still name one: "BDS12".
        rest = rest_of_title(title)
        span, case = read_date(dated), _WORDS.case.search(_WORDS.review.sub(";", title))
        return Entry(
            title=title,
            year=int(year[0]),
            month=span.first.month if span.first and span.precision != "year" else None,
            authority_text=None if anonymous else _WORDS.board.sub("", publisher) or publisher,
            anonymous=anonymous,
            case_name=case[0].strip() if case else rest if looks_like_a_name(rest) else title,
            sections={"summary": abstract} if abstract else {},
            keywords=tuple(filter(None, map(str.strip, _WORDS.comma.split(self.text("keywords"))))),
            links=tuple(dict.fromkeys(self.links)),
            accession=number,
        )


def _records(seen: WebPage) -> Iterator[_Record]:
    record, name = _Record(), ""
    for line in seen.content:
        label, value = _label(line)
        if label in _OPENS_A_RECORD and label in record.values:
            if record.is_whole:
                yield record
            record = _Record()
        name = label or name
        if label:
            record.values.setdefault(name, [])
        if name and name != _OTHER and value and not is_furniture(value.text):
            record.values[name].append(value.text)
            if name == "links":
                record.links += [one for one in seen.links((value,)) if not has_session(one.url)]
    if record.is_whole:
        yield record


def _label(line: Line) -> tuple[str, Line | None]:
    """The name of the label that a line opens with, "" for none, and the rest of the line."""
    marked = line.marks[0].end if line.marks and line.marks[0].start == 0 else 0
    if line.cell and _ALONE.fullmatch(line.text):
        marked = len(line.text)
    if found := _BEFORE_COLON.match(line.text):
        rest = line.cut(found.end())
    elif found := _ALONE.fullmatch(line.text[:marked].strip()):
        rest = line.cut(max(found.end(), marked))
    elif marked and line.strong and not line.level and _WORDS.other_label.fullmatch(line.text):
        return _OTHER, None
    else:
        return "", line
    return _LABELS[found["label"].lower()], rest if rest.text else None


def _led_to(seen: WebPage, asked: str) -> tuple[tuple[Request, ...], int]:
    """Records and further results that the page leads to, and how many links it would take more."""
    host = urlsplit(seen.base).netloc
    found: dict[str, Request] = {}
    left: set[str] = set()
    for link in seen.links():
        leads = _WORDS.number.search(f"{link.label} {link.url}") or _WORDS.next.match(link.label)
        if not leads or urlsplit(link.url).netloc != host or link.url == asked:
            continue
        if has_session(link.url):
            left.add(link.url)
        elif "filetransfer" not in link.url.lower():
            found.setdefault(link.url, Request(link.url, RECORD, marker=""))
    return tuple(found.values()), len(left)
