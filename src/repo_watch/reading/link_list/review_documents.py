"""From the documents of a safeguarding partnership's page to entries and publications.

A document is a review's when its title says so ("Serious Case Review", "LCSPR") or names a case
("Child X"), or when it stands under a heading of reviews and its title may be a name. What else a
title says ("guidance", "annual report") goes before what the heading says, but for a named case.

The documents of one review (overview report, executive summary, action plan) become one entry.
Briefings, digests, analyses and guidance are publications. A review whose page states no year has
none: a guess would be wrong for good.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from repo_watch.model import Attachment, Entry, Item, Link, Publication
from repo_watch.reading.link_list import Publisher
from repo_watch.reading.link_list.documents import LinkedDocument, file_name
from repo_watch.reading.link_list.wording import Published
from repo_watch.reading.terms import case_names
from repo_watch.reading.terms.headings import MONTH_NAME
from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind
from repo_watch.reading.terms.patterns import Patterns
from repo_watch.reading.terms.review_types import concerns_a_child, review_type
from repo_watch.reading.terms.titles import title_id, title_key

PASSED_OVER = "passed over"

Kind: TypeAlias = Literal[
    "review", "other review", "briefing", "digest", "analysis", "guidance", "report"
]
"""An "other review" is of adults, or of a kind that may have no child in it and names none."""

_WORDS = Patterns(__file__, month_name=MONTH_NAME)
_TITLES: tuple[Kind, ...] = ("digest", "analysis", "guidance", "report")
_SECTIONS = _WORDS.table("sections")
_BY_SECTION: dict[str | None, Kind] = {
    "briefing": "briefing",
    "lessons": "briefing",
    "analysis": "analysis",
    "guidance": "guidance",
}
_FULL = {"overview_report", "executive_summary", "action_plan"}


class _Told(NamedTuple):
    """A document with its kind, what all spellings of its case have in common, and its date."""

    document: LinkedDocument
    kind: Kind
    case: str
    dated: Published | None


def items_of(
    documents: Sequence[LinkedDocument], publisher: Publisher, *, reviews: bool = True
) -> tuple[Item, ...]:
    """Entries and publications, each where its first document stands on the page.

    Of a page that publishes no `reviews` of its own all are publications.
    """
    found: dict[str, Any] = {}
    told = _by_row(list(_told(documents)))
    years: dict[str, set[int]] = defaultdict(set)
    for one in told:
        if one.kind == "review" and one.dated:
            years[one.case].add(one.dated.year)
    for one in told:
        joins = one.dated or len(years[one.case]) <= 1
        if one.kind != "review" or not (reviews and joins):
            _publish(found, one, publisher)
        else:
            year = one.dated.year if one.dated else next(iter(years[one.case]), None)
            found.setdefault(f"{year} {one.case}", []).append(one)
    return tuple(
        _entry(one, publisher.authority) if isinstance(one, list) else one for one in found.values()
    )


def files_of(documents: Sequence[LinkedDocument], case: str) -> tuple[Link, ...]:
    """The files of a page about the review of a case: none of another, no guidance and the like."""
    return tuple(
        Link(_label(one), one.url)
        for one in documents
        if one.file
        and (
            _case_key(one) == title_key(case)
            if case_names.named_case(one.title) or case_names.case_number(one.title)
            else not (_kind_by_title(one.title) or _is_elsewhere(one))
        )
    )


def kinds_of(documents: Sequence[LinkedDocument]) -> tuple[tuple[str, str], ...]:
    """For each document what it was taken for, "passed over" for none, and its title."""
    kinds: dict[str, str] = {one.document.url: one.kind for one in _told(documents)}
    return tuple((kinds.get(one.url, PASSED_OVER), one.title) for one in documents)


def document_kind(document: LinkedDocument, *, leads: bool = False) -> Kind:
    """What a document is, one that `leads` as the pages of reviews do; "report" by default."""
    title, section = document.title, _section_of(document)
    named = case_names.named_case(title) is not None or case_names.case_number(title) is not None
    if not named and (by_title := _kind_by_title(title)):
        return by_title
    of_kind = review_type(title) or review_type(document.review)
    own_words = " ".join((title, document.review, *document.headings[:1]))
    if _of_adults(document) or (of_kind and not concerns_a_child(of_kind, own_words)):
        return "other review"
    says_review = named or bool(of_kind or _WORDS.review.search(f"{title}; {document.review}"))
    whole = section == "review" or link_kind(title) in _FULL
    brief = section == "briefing" or _WORDS.briefing.search(title) or _WORDS.lessons.search(title)
    if brief and not (says_review and whole):
        return "briefing"
    is_name = case_names.looks_like_a_name(case_names.rest_of_title(title))
    own_page = document.file or leads or (document.below and is_name)
    elsewhere = section in {"digest", "analysis"} or not own_page
    if says_review and (named or not elsewhere):
        return "review"
    if section == "review" and own_page and is_name:
        return "review"
    return _BY_SECTION.get(section, "report")


def _kind_by_title(title: str) -> Kind | None:
    """What a title says that a document is: guidance, an annual report or the like."""
    return next((kind for kind in _TITLES if getattr(_WORDS, kind).search(title)), None)


def _section_of(document: LinkedDocument) -> str | None:
    """What the innermost heading that tells says of the documents below it."""
    for heading in document.headings:
        for section, words in _SECTIONS.items():
            if getattr(_WORDS, words).search(heading):
                return section
    return None


def _is_elsewhere(document: LinkedDocument) -> bool:
    """Whether a document stands under a heading of reviews that are not the board's own."""
    return any(map(_WORDS.elsewhere.search, document.headings))


def _of_adults(document: LinkedDocument) -> bool:
    """Whether a review is of adults alone: by its title, else the innermost heading that tells."""
    for text in (document.title, document.beside, *document.headings):
        if _WORDS.children.search(text):
            return False
        if _WORDS.adults.search(text) or _WORDS.grown_up.match(case_names.rest_of_title(text)):
            return True
        if _WORDS.serious_case.search(text):
            return False
    return False


def _told(documents: Sequence[LinkedDocument]) -> Iterator[_Told]:
    """The documents that count; a briefing on a case of this page is its own.

    A link to a page, not a file, counts only where it names a case or an analysis, or is linked
    like one that does: all else that pages lead to is navigation.
    """
    pages = [one for one in documents if one.place and not one.file]
    named = {(one.place, one.headings) for one in pages if document_kind(one) == "review"}
    told: list[_Told] = []
    cases: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in documents:
        leads = not one.file and (one.place, one.headings) in named
        kind = document_kind(one, leads=leads)
        number = case_names.case_number(one.title)
        dated = one.dated or (Published(number.year, None) if number else None)
        if kind == "review" or (one.file and not one.aside) or _WORDS.analysis.search(one.title):
            told.append(_Told(one, kind, _case_key(one), dated))
        if kind == "review":
            cases[told[-1].case].add(one.headings)
    for each in told:
        where = each.document.headings
        joins = where in cases[each.case] or _section_of(each.document) in {None, "review"}
        if each.kind == "briefing" and cases[each.case] and joins:
            yield each._replace(kind="review")
        else:
            yield each


def _by_row(told: list[_Told]) -> list[_Told]:
    """The documents of one case in one row of a table are of one review, dated by its report."""
    rows: dict[tuple[int | None, str], Published] = {}
    for one in sorted(told, key=lambda one: _label(one.document) == "briefing"):
        if one.kind == "review" and one.document.row is not None and one.dated:
            rows.setdefault((one.document.row, one.case), one.dated)
    return [one._replace(dated=rows.get((one.document.row, one.case), one.dated)) for one in told]


def _case_name(document: LinkedDocument) -> str:
    """The name of a review's case: as title or heading name it, else what is left of them.

    A review without a name goes by its title.
    """
    texts = (document.subject or document.title, *document.headings[:1])
    numbers = (found.name for found in map(case_names.case_number, texts) if found)
    names = (*map(case_names.named_case, texts), *numbers, *map(case_names.rest_of_title, texts))
    return case_names.english_name(next(filter(None, names), document.title))


def _case_key(document: LinkedDocument) -> str:
    number = case_names.case_number(document.title)
    return number.key if number else title_key(_case_name(document))


def _entry(told: list[_Told], authority: str | None) -> Entry:
    """The review that documents tell of; one from elsewhere is of the area whose board is named."""
    first, dates = told[0].document, [one.dated for one in told if one.dated]
    if _is_elsewhere(first):
        found = map(_WORDS.area.search, (first.title, *first.headings[:1]))
        authority = next((match["area"] for match in found if match), None)
    return Entry(
        title=first.title,
        year=next((date.year for date in dates), None),
        month=next((date.month for date in dates if date.month), None),
        authority_text=authority,
        anonymous=False,
        case_name=_case_name(first),
        sections={},
        keywords=(),
        links=tuple(Link(_label(one.document), one.document.url) for one in told),
    )


def _label(document: LinkedDocument) -> str:
    """The kind of document in words, by what says it: the link, the title, the row it stands in."""
    for text in (document.words.title, document.title, document.beside):
        if (kind := link_kind(text)) != "report" or _WORDS.the_report.match(text):
            return LINK_KINDS[kind]
    return LINK_KINDS["report"]


def _publish(found: dict[str, Any], told: _Told, publisher: Publisher) -> None:
    """Add a publication; one with the title of another is the other's only by the file's name.

    Analyses are made elsewhere, so they name no publisher.
    """
    document, kind = told.document, told.kind
    words, name = document.words, file_name(document.url)
    attachment = Attachment(
        kind="file",
        title=document.title,
        url=document.url,
        content_type=words.content_type
        or ("application/pdf" if name.lower().endswith(".pdf") else None),
        file_size=words.size,
        pages=words.pages,
    )
    of_no_child = kind == "other review"
    said = of_no_child and (review_type(document.title) or review_type(document.review))
    key = title_id(*publisher.scope, title=document.title)
    new = Publication(
        content_id=key,
        url=document.url,
        title=document.title,
        document_type=said or ("report" if kind in {"review", "other review"} else kind),
        organisations=(publisher.title,) if publisher.title and kind != "analysis" else (),
        attachments=(attachment,) if document.file else (),
    )
    if old := found.get(key):
        if _stem(old.url) == _stem(new.url):
            new = replace(old, attachments=(*old.attachments, *new.attachments))
        else:
            key = f"{key}:{_stem(new.url)}"
            new = replace(new, content_id=key)
    found[key] = new


def _stem(url: str) -> str:
    return file_name(url).rpartition(".")[0] or file_name(url)
