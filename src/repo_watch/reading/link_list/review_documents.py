"""From the documents of a safeguarding partnership's page to entries and publications.

The documents of one review (overview report, executive summary, action plan) become one entry.
Briefings, digests, analyses and guidance are publications. A review whose page states no year has
none: a guess would be wrong for good.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.model import Attachment, Entry, Item, Link, Publication
from repo_watch.reading.link_list.document_kinds import (
    Kind,
    area_of,
    counts,
    document_kind,
    is_elsewhere,
    says_other,
    section_of,
)
from repo_watch.reading.link_list.documents import LinkedDocument, file_name
from repo_watch.reading.link_list.publication_dates import Published
from repo_watch.reading.terms.case_names import case_number, english_name, named_case, rest_of_title
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.review_types import review_type
from repo_watch.reading.terms.titles import title_id, title_key

PASSED_OVER = "passed over"
_PLAIN = re.compile(r"(?:the report|english|saesneg)\b", re.IGNORECASE)
"""Words of a link to the report itself, whatever stands around it."""


class Publisher(Struct, frozen=True):
    """Who publishes a page of documents.

    Attributes:
        scope: within which a title stands for one document: source, host of the page.
        title: the publisher's name, "" when not known.
        authority: the local authority it is responsible for, or None.
    """

    scope: tuple[str, ...]
    title: str = ""
    authority: str | None = None


class _Review(Struct):
    """A review while its documents are gathered."""

    case: str
    year: int | None
    month: int | None = None
    documents: list[LinkedDocument] = []


def items_of(documents: Sequence[LinkedDocument], publisher: Publisher) -> tuple[Item, ...]:
    """Entries and publications, each where its first document stands on the page."""
    found: dict[str, _Review | Publication] = {}
    reviews: dict[str, _Review] = {}
    told = _by_row([(one, kind, case_key(one), _dated(one)) for one, kind in _told(documents)])
    years: dict[str, set[int]] = defaultdict(set)
    for _, kind, key, dated in told:
        if kind == "review" and dated:
            years[key].add(dated.year)
    for document, kind, key, dated in told:
        if kind != "review" or (dated is None and len(years[key]) > 1):
            _publish(found, _publication(document, kind, publisher))
            continue
        year = dated.year if dated else next(iter(years[key]), None)
        review = reviews.setdefault(f"{year} {key}", _Review(case_name(document), year))
        found[f"{year} {key}"] = review
        review.month = review.month or (dated.month if dated else None)
        review.documents.append(document)
    return tuple(
        _entry(one, publisher.authority) if isinstance(one, _Review) else one
        for one in found.values()
    )


_Told = tuple[LinkedDocument, Kind, str, Published | None]


def _by_row(told: list[_Told]) -> list[_Told]:
    """The documents of one case in one row of a table are of one review, dated by its report."""
    rows: dict[tuple[int, str], Published] = {}
    for document, kind, key, dated in sorted(told, key=lambda one: _label(one[0]) == "briefing"):
        if kind == "review" and document.row is not None and dated:
            rows.setdefault((document.row, key), dated)
    return [
        (one, kind, key, rows.get((-1 if one.row is None else one.row, key), dated))
        for one, kind, key, dated in told
    ]


def publications_of(
    documents: Sequence[LinkedDocument], publisher: Publisher
) -> tuple[Publication, ...]:
    """All documents as publications: those of a page that publishes no reviews of its own."""
    found: dict[str, Publication] = {}
    for document, kind in _told(documents):
        _publish(found, _publication(document, kind, publisher))
    return tuple(found.values())


def files_of(documents: Sequence[LinkedDocument], case: str) -> tuple[Link, ...]:
    """The files of a page about one review: none of another case, no guidance and the like.

    Args:
        documents: that the page leads to.
        case: the name of the case that the page is about.
    """
    key = title_key(case)
    return tuple(
        Link(_label(one), one.url)
        for one in documents
        if one.file
        and (
            case_key(one) == key
            if named_case(one.title) or case_number(one.title)
            else not (says_other(one.title) or is_elsewhere(one))
        )
    )


def kinds_of(documents: Sequence[LinkedDocument]) -> tuple[tuple[str, str], ...]:
    """For each document what it was taken for, "passed over" for none, and its title."""
    kinds: dict[str, str] = {document.url: kind for document, kind in _told(documents)}
    return tuple((kinds.get(one.url, PASSED_OVER), one.title) for one in documents)


def case_name(document: LinkedDocument) -> str:
    """The name of a review's case: as title or heading name it, else what is left of them.

    A review without a name goes by its title.
    """
    texts = (document.subject or document.title, *document.headings[:1])
    numbers = (found.name for found in map(case_number, texts) if found)
    names = (*map(named_case, texts), *numbers, *map(rest_of_title, texts))
    return english_name(next(filter(None, names), document.title))


def case_key(document: LinkedDocument) -> str:
    """What all spellings of a case's name have in common."""
    number = case_number(document.title)
    return number.key if number else title_key(case_name(document))


def _told(documents: Sequence[LinkedDocument]) -> Iterator[tuple[LinkedDocument, Kind]]:
    """The documents that count, with their kinds: a briefing on a case of this page is its own."""
    documents = _siblings(documents)
    kinds = [(document, document_kind(document)) for document in documents if counts(document)]
    cases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for document, kind in kinds:
        if kind == "review":
            cases[case_key(document)].add(document.headings)
    for document, kind in kinds:
        if kind == "briefing" and (places := cases.get(case_key(document))):
            joins = document.headings in places or section_of(document) in {None, "review"}
            kind = "review" if joins else kind  # noqa: PLW2901 -- what it is in the end
        yield document, kind


def _siblings(documents: Sequence[LinkedDocument]) -> list[LinkedDocument]:
    """The documents; a page that is linked like one that names a case leads to a review too."""
    named = {
        (one.place, one.headings)
        for one in documents
        if one.place and not one.file and document_kind(one) == "review"
    }
    return [
        replace(one, leads=True) if (one.place, one.headings) in named and not one.file else one
        for one in documents
    ]


def _dated(document: LinkedDocument) -> Published | None:
    """When it was published; the year of the number that names its case where nothing else says."""
    number = case_number(document.title)
    return document.dated or (Published(number.year, None) if number else None)


def _entry(review: _Review, authority: str | None) -> Entry:
    if is_elsewhere(review.documents[0]):
        authority = area_of(review.documents[0])
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
    for text in (document.words.title, document.title, document.beside):
        if (kind := link_kind(text)) != "report" or _PLAIN.match(text):
            return LINK_KINDS[kind]
    return LINK_KINDS["report"]


def _publish(found: dict[str, Any], new: Publication) -> None:
    """Add a publication; one with the title of another is the other's only by the file's name."""
    key = str(new.content_id)
    if old := found.get(key):
        if _stem(old.url) == _stem(new.url):
            new = replace(old, attachments=(*old.attachments, *new.attachments))
        else:
            key = f"{key}:{_stem(new.url)}"
            new = replace(new, content_id=key)
    found[key] = new


def _stem(url: str) -> str:
    return file_name(url).rpartition(".")[0] or file_name(url)


def _publication(document: LinkedDocument, kind: Kind, publisher: Publisher) -> Publication:
    """A document as a publication; analyses are made elsewhere, so no publisher is named."""
    made_here = bool(publisher.title) and kind != "analysis"
    return Publication(
        content_id=title_id(*publisher.scope, title=document.title),
        url=document.url,
        title=document.title,
        document_type=_document_type(document, kind),
        organisations=(publisher.title,) if made_here else (),
        attachments=(_attachment(document),) if document.file else (),
    )


def _document_type(document: LinkedDocument, kind: Kind) -> str:
    """The kind; of a review of no child what kind of review its title says it is."""
    said = review_type(document.title) or review_type(document.review)
    other = said if kind == "other review" else None
    return other or (kind if kind not in {"review", "other review"} else "report")


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
