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
from repo_watch.reading.terms.review_types import concerns_a_child, review_type

Kind: TypeAlias = Literal[
    "review", "other review", "briefing", "digest", "analysis", "guidance", "report"
]
"""An "other review" is of adults, or of a kind that may have no child in it and names none."""
Section: TypeAlias = Literal[
    "review", "briefing", "digest", "analysis", "guidance", "report", "lessons"
]
"""Of a heading; "lessons" stand for briefings and for reviews alike."""

_DIGEST = re.compile(
    r"^(?:NSPCC\W+)?(?:recently published\W+)?case reviews?\W+(?:update\W+)?"
    rf"{MONTH_NAME}\W*(?:\d{{4}}|/|&|and|to\b|–|-)",
    re.IGNORECASE,
)
_ANALYSIS = re.compile(
    r"\b(?:(?:tri|bi)ennial|thematic) analys[ie]s\b|\banalys[ie]s of\b|\b(?:a|national) study\b"
    r"|\bstudy of\b|\bpathways to harm\b|\bcomplexity and challenge\b|\bannual review of\b"
    r"|\bnational (?:review|analysis)\b|\blearning for the future\b|\binvisible men\b"
    r"|\bcontinuities, changes and challenges\b|\bout of routine\b|\bhard to escape\b",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"\b(?:guid(?:ance|es?|elines?)|protocols?|procedures?|polic(?:y|ies)|process|toolkits?|"
    r"templates?|forms?|frameworks?|thresholds?|terms of reference|flow ?charts?|leaflets?|how to|"
    r"codes? of practice|working together|criteria|checklists?|pathways?)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:annual report|business plan|strategic plan|strategy|newsletters?|minutes of|audits?|"
    r"(?:press|media|news) (?:release|statement)|training|prospectus|privacy|data protection|"
    r"arrangements|survey|events?|workshops?|webinars?|presentations?|slides|posters?|videos?)\b",
    re.IGNORECASE,
)
_BRIEFING = re.compile(
    r"\bbriefings?\b|\b(?:learning|practice) (?:brief|memo)s?\b"
    r"|\b(?:7|seven)[\s-]minute|\b7MB\b|\bbulletins?\b|\bfact\s?sheets?\b"
    r"|\bpractice (?:note|points?)\b",
    re.IGNORECASE,
)
_LESSONS = re.compile(r"\b(?:learning|lessons)(?: learn(?:ed|t))? from\b", re.IGNORECASE)
_REVIEW = re.compile(
    r"\b(?:case|practice|learning|partnership|safeguarding|SILP|agency|thematic|rapid) review\b"
    r"|\b(?-i:SCR|LCSPR|CSPR|SUSR|CPR|SILP)\b",
    re.IGNORECASE,
)
_REVIEWS = re.compile(
    r"\breviews?\b|\b(?-i:SCRs?|LCSPRs?|CSPRs?)\b|\boverview reports?\b", re.IGNORECASE
)
_REPOSITORY = re.compile(r"\bNSPCC\b|\brepository\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:other|another|neighbouring|different) (?:local )?(?:areas?|boards?|partnerships?|"
    r"authorit(?:y|ies)|parts? of|counties|lscbs?|regions?|councils?)\b"
    r"|\b(?:from )?elsewhere\b|\bout of area\b"
    r"|\b(?:around|across) the (?:country|uk|region)\b|\bregional reviews\b|\bnon-local\b",
    re.IGNORECASE,
)
_ADULTS = re.compile(
    r"\badults?\b|\boedol(?:ion|yn)\b|\b(?-i:SARs?|DHRs?|APRs?|DARDRs?)\b"
    r"|\bdomestic (?:homicide|abuse)\b",
    re.IGNORECASE,
)
_CHILDREN = re.compile(
    r"\b(?:child(?:ren)?(?:'s|’s)?|young (?:people|person)|plentyn|plant|family)\b"
    r"|\b(?-i:SCRs?|LS?CS?PRs?|CSPRs?|CPRs?)\b",
    re.IGNORECASE,
)
_GROWN_UP = re.compile(r"(?:Mr|Mrs|Ms|Miss)\.? [A-Z]")
_SERIOUS_CASE = re.compile(r"\bserious case\b", re.IGNORECASE)
_AREA = re.compile(
    r"(?P<area>[A-Z][\w’'&-]*(?: (?:and|of|the|upon|with|[A-Z&][\w’'-]*))*?) "
    r"(?:L?SC[BP]P?|LSCP|Safeguarding (?:Children|Child)\w*(?: \w+)? (?:Partnership|Board)|"
    r"(?:City |County |Borough |Metropolitan )?Council)\b"
)
_NATIONAL = re.compile(
    r"^(?!.*\blocal\b).*\bnational\b|\banalys[ie]s\b|\bresearch\b", re.IGNORECASE
)

_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("digest", _DIGEST),
    ("analysis", _ANALYSIS),
    ("guidance", _GUIDANCE),
    ("report", _REPORT),
)
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("digest", _REPOSITORY),
    ("analysis", _NATIONAL),
    ("briefing", _BRIEFING),
    ("lessons", _LESSONS),
    ("guidance", _GUIDANCE),
    ("report", _REPORT),
    ("review", _REVIEWS),
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
    return any(map(_ELSEWHERE.search, document.headings))


def area_of(document: LinkedDocument) -> str | None:
    """The area whose board made a review, where its title or heading names the board; else None."""
    found = (_AREA.search(text) for text in (document.title, *document.headings[:1]))
    return next((match["area"] for match in found if match), None)


def of_adults(document: LinkedDocument) -> bool:
    """Whether a review is of adults alone: by its title, else the innermost heading that tells."""
    for text in (document.title, document.beside, *document.headings):
        if _CHILDREN.search(text):
            return False
        if _ADULTS.search(text) or _GROWN_UP.match(rest_of_title(text)):
            return True
        if _SERIOUS_CASE.search(text):
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
    says_review = named or bool(of_kind or _REVIEW.search(f"{title}; {document.review}"))
    whole = section == "review" or link_kind(title) in _FULL
    brief = section == "briefing" or _BRIEFING.search(title) or _LESSONS.search(title)
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
    return document_kind(document) == "review" or bool(_ANALYSIS.search(document.title))
