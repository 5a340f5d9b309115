"""Which documents of a safeguarding partnership's page are case reviews, and what others are.

A document is a review's when its title says so ("Serious Case Review", "LCSPR") or names a case
("Child X"), or when it stands under a heading of reviews and its title may be a name. What else a
title says ("guidance", "annual report") goes before what the heading says, but for a named case.
"""

import re
from typing import Literal, TypeAlias

from repo_watch.reading.link_list.documents import LinkedDocument
from repo_watch.reading.terms.case_names import (
    case_number,
    looks_like_a_name,
    named_case,
    rest_of_title,
)
from repo_watch.reading.terms.headings import MONTH_NAME
from repo_watch.reading.terms.link_kinds import link_kind
from repo_watch.reading.terms.patterns import Patterns
from repo_watch.reading.terms.review_types import concerns_a_child, review_type

Kind: TypeAlias = Literal[
    "review", "other review", "briefing", "digest", "analysis", "guidance", "report"
]
"""An "other review" is of adults, or of a kind that may have no child in it and names none."""
Section: TypeAlias = Literal[
    "review", "briefing", "digest", "analysis", "guidance", "report", "lessons"
]
"""Of a heading; "lessons" stand for briefings and for reviews alike."""

_WORDS = Patterns(__file__, month_name=MONTH_NAME)

_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("digest", _WORDS.digest),
    ("analysis", _WORDS.analysis),
    ("guidance", _WORDS.guidance),
    ("report", _WORDS.report),
)
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("digest", _WORDS.repository),
    ("analysis", _WORDS.national),
    ("briefing", _WORDS.briefing),
    ("lessons", _WORDS.lessons),
    ("guidance", _WORDS.guidance),
    ("report", _WORDS.report),
    ("review", _WORDS.reviews),
)
_BY_SECTION: dict[Section | None, Kind] = {
    "briefing": "briefing",
    "lessons": "briefing",
    "analysis": "analysis",
    "guidance": "guidance",
}
_FULL = {"overview_report", "executive_summary", "action_plan"}


def section_of(document: LinkedDocument) -> Section | None:
    """What the innermost heading that tells says of the documents below it."""
    for heading in document.headings:
        for section, pattern in _SECTIONS:
            if pattern.search(heading):
                return section
    return None


def is_elsewhere(document: LinkedDocument) -> bool:
    """Whether a document stands under a heading of reviews that are not the board's own."""
    return any(map(_WORDS.elsewhere.search, document.headings))


def area_of(document: LinkedDocument) -> str | None:
    """The area whose board made a review, where its title or heading names the board; else None."""
    found = (_WORDS.area.search(text) for text in (document.title, *document.headings[:1]))
    return next((match["area"] for match in found if match), None)


def of_adults(document: LinkedDocument) -> bool:
    """Whether a review is of adults alone: by its title, else the innermost heading that tells."""
    for text in (document.title, document.beside, *document.headings):
        if _WORDS.children.search(text):
            return False
        if _WORDS.adults.search(text) or _WORDS.grown_up.match(rest_of_title(text)):
            return True
        if _WORDS.serious_case.search(text):
            return False
    return False


def document_kind(document: LinkedDocument) -> Kind:
    """What a document is; "report" when nothing tells."""
    title, section = document.title, section_of(document)
    named = named_case(title) is not None or case_number(title) is not None
    by_title = next((kind for kind, pattern in _TITLES if pattern.search(title)), None)
    if by_title and not named:
        return by_title
    of_kind = review_type(title) or review_type(document.review)
    own_words = " ".join((title, document.review, *document.headings[:1]))
    if of_adults(document) or (of_kind and not concerns_a_child(of_kind, own_words)):
        return "other review"
    says_review = named or bool(of_kind or _WORDS.review.search(f"{title}; {document.review}"))
    whole = section == "review" or link_kind(title) in _FULL
    brief = section == "briefing" or _WORDS.briefing.search(title) or _WORDS.lessons.search(title)
    if brief and not (says_review and whole):
        return "briefing"
    is_name = looks_like_a_name(rest_of_title(title))
    own_page = document.file or document.leads or (document.below and is_name)
    elsewhere = section in {"digest", "analysis"} or not own_page
    if says_review and (named or not elsewhere):
        return "review"
    if section == "review" and own_page and is_name:
        return "review"
    return _BY_SECTION.get(section, "report")


def says_other(title: str) -> bool:
    """Whether a title says that a document is guidance, an annual report or the like."""
    return any(pattern.search(title) for _, pattern in _TITLES)


def counts(document: LinkedDocument) -> bool:
    """Whether a link leads to a document at all.

    A link to a page, not a file, does only where it names a case or an analysis: all else that
    pages lead to is navigation.
    """
    if document.file and not document.aside:
        return True
    return document_kind(document) == "review" or bool(_WORDS.analysis.search(document.title))
