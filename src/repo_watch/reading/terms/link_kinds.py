"""What a report link leads to, told from its label."""

import re
from collections.abc import Mapping
from types import MappingProxyType

LINK_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "overview_report": "overview report",
        "executive_summary": "executive summary",
        "learning_summary": "learning summary",
        "action_plan": "action plan",
        "briefing": "briefing",
        "response": "response",
        "welsh_version": "Welsh version",
        "report": "report",
    }
)
"""Code to name for readers; `report` is what a label does not tell further."""

# Welsh words, and "Welsh" unless it belongs to a body or to the name of a review.
_WELSH = re.compile(
    r"cymraeg|gymraeg|adroddiad|adolygiad|crynodeb|plentyn|\bwelsh\b(?!\s+(?:government|child|model))",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?P<action_plan>(?:action|improvement)\s+plan)"
    r"|(?P<learning_summary>learning\s+(?:lessons\s+)?summary|lessons\s+(?:learn(?:ed|t)\s+)?summary"
    r"|summary\s+of\s+(?:the\s+)?(?:key\s+)?(?:learning|lessons))"
    r"|(?P<executive_summary>summary)"
    r"|(?P<briefing>brief(?:ing)?\b|(?:7|seven)[\s-]minute|\b7MB$|bulletin|fact\s?sheet)"
    r"|(?P<response>\brespon(?:se|ds)\b)"
    r"|(?P<overview_report>overview|(?:full|whole)\s+(?:\w+\s+){0,4}?report)",
    re.IGNORECASE,
)


def link_kind(label: str) -> str:
    """The kind of document behind a link.

    The language comes first, since a Welsh version is the same document again; then the first kind
    that the label names ("Response to the overview report" is a response).

    Args:
        label: the link's text as a reader sees it.

    Returns:
        A key of `LINK_KINDS`; "report" when the label does not tell.
    """
    if _WELSH.search(label):
        return "welsh_version"
    match = _KIND.search(label)
    return (match.lastgroup if match else None) or "report"
