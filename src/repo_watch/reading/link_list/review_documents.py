"""From the documents of a safeguarding partnership's page to entries and publications.

The documents of one review (overview report, executive summary, action plan) become one entry.
Briefings, digests, analyses and guidance are publications. So is a review's document without a
year: an entry must have one, and a guess would be wrong for good; nothing is left out for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from repo_watch.model import Attachment, Entry, Item, Link, Publication
from repo_watch.reading.link_list.document_kinds import Kind, counts, document_kind, section_of
from repo_watch.reading.link_list.documents import LinkedDocument, file_name
from repo_watch.reading.terms.case_names import named_case, rest_of_title
from repo_watch.reading.terms.headings import MONTH_NAME, month_number
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.titles import title_id, title_key

_YEAR = re.compile(r"(?<![\d/-])((?:19|20)\d\d)(?!\d)")
_MONTH_AND_YEAR = re.compile(rf"\b{MONTH_NAME},?\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes a page of documents.

    Attributes:
        scope: within which a title stands for one document: source, host of the page.
        title: the publisher's name, "" when not known.
        authority: the local authority it is responsible for, or None.
    """

    scope: tuple[str, ...]
    title: str = ""
    authority: str | None = None


@dataclass(slots=True)
class _Review:
    """A review while its documents are gathered."""

    case: str
    year: int
    month: int | None
    documents: list[LinkedDocument] = field(default_factory=list)


def items_of(documents: Sequence[LinkedDocument], publisher: Publisher) -> tuple[Item, ...]:
    """Entries and publications, each where its first document stands on the page."""
    found: dict[str, _Review | Publication] = {}
    reviews: dict[str, _Review] = {}
    years: dict[str, list[int]] = defaultdict(list)
    for document, kind in _told(documents):
        case = case_name(document)
        key = title_key(case)
        dated = (_dated(document) or _only(years[key])) if kind == "review" else None
        if dated is None:
            _publish(found, _publication(document, kind, publisher))
            continue
        this = f"{dated[0]} {key}"
        if this not in reviews:
            reviews[this] = found[this] = _Review(case, *dated)
            years[key].append(dated[0])
        reviews[this].documents.append(document)
    return tuple(
        _entry(one, publisher.authority) if isinstance(one, _Review) else one
        for one in found.values()
    )


def publications_of(
    documents: Sequence[LinkedDocument], publisher: Publisher
) -> tuple[Publication, ...]:
    """All documents as publications: those of a page that publishes no reviews of its own."""
    found: dict[str, Publication] = {}
    for document, kind in _told(documents):
        _publish(found, _publication(document, kind, publisher))
    return tuple(found.values())


def kinds_of(documents: Sequence[LinkedDocument]) -> tuple[tuple[str, str], ...]:
    """For each document that counts, what it was taken for and its title, in page order."""
    return tuple((kind, document.title) for document, kind in _told(documents))


def case_name(document: LinkedDocument) -> str:
    """The name of a review's case: as title or heading name it, else what is left of them.

    A review without a name goes by its title.
    """
    texts = (document.title, *document.headings[:1])
    names = (*map(named_case, texts), *map(rest_of_title, texts))
    return next(filter(None, names), document.title)


def _told(documents: Sequence[LinkedDocument]) -> Iterator[tuple[LinkedDocument, Kind]]:
    """The documents that count, with their kinds: a briefing on a case of this page is its own."""
    kinds = [(document, document_kind(document)) for document in documents if counts(document)]
    cases = {title_key(case_name(document)) for document, kind in kinds if kind == "review"}
    for document, kind in kinds:
        joins = kind == "briefing" and section_of(document) in {None, "review"}
        yield document, "review" if joins and title_key(case_name(document)) in cases else kind


def _dated(document: LinkedDocument) -> tuple[int, int | None] | None:
    """Year, and month where one is written, as title, row or heading state it, in that order.

    A text that names several years states none; "2031-32" is the year in which it begins.
    """
    for text in (document.title, document.beside, *document.headings):
        years = {int(match[1]) for match in _YEAR.finditer(text)}
        months = {month_number(match["month"]) for match in _MONTH_AND_YEAR.finditer(text)}
        if len(years) == 1:
            return years.pop(), months.pop() if len(months) == 1 else None
    return None


def _only(years: Sequence[int]) -> tuple[int, None] | None:
    """The year of the one review of a case, for another document of it without a year."""
    return (years[0], None) if len(years) == 1 else None


def _entry(review: _Review, authority: str | None) -> Entry:
    return Entry(
        title=review.documents[0].title,
        year=review.year,
        month=review.month,
        authority_text=authority,
        anonymous=False,
        case_name=review.case,
        sections={},
        keywords=(),
        links=tuple(Link(_label(one), one.url) for one in review.documents),
    )


def _label(document: LinkedDocument) -> str:
    """The kind of document in words, by what says it: the link, the title, the row it stands in."""
    kinds = (link_kind(text) for text in (document.label, document.title, document.beside))
    return LINK_KINDS[next((kind for kind in kinds if kind != "report"), "report")]


def _publish(found: dict[str, Any], new: Publication) -> None:
    """Add a publication, or its file to the one with the same title."""
    key = str(new.content_id)
    if old := found.get(key):
        new = replace(old, attachments=(*old.attachments, *new.attachments))
    found[key] = new


def _publication(document: LinkedDocument, kind: Kind, publisher: Publisher) -> Publication:
    """A document as a publication; analyses are made elsewhere, so no publisher is named."""
    made_here = bool(publisher.title) and kind != "analysis"
    return Publication(
        content_id=title_id(*publisher.scope, title=document.title),
        url=document.url,
        title=document.title,
        document_type="report" if kind == "review" else kind,
        organisations=(publisher.title,) if made_here else (),
        attachments=(_attachment(document),) if document.file else (),
    )


def _attachment(document: LinkedDocument) -> Attachment:
    words, name = document.words, file_name(document.url)
    by_name = "application/pdf" if name.lower().endswith(".pdf") else None
    return Attachment(
        kind="file",
        title=document.title,
        url=document.url,
        content_type=words.content_type or by_name,
        file_size=words.size,
        pages=words.pages,
    )
