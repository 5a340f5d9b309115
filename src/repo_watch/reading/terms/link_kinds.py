"""What a report link leads to, told from its label."""

from collections.abc import Mapping

from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
LINK_KINDS: Mapping[str, str] = _WORDS.table("names")
"""Code to name for readers; `report` is what a label does not tell further."""


def link_kind(label: str) -> str:
    """The kind of document (of `LINK_KINDS`) behind a link, told from its text.

    The language comes first, since a Welsh version is the same document again; then the first kind
    that the label names ("Response to the overview report" is a response).
    """
    if _WORDS.welsh.search(label):
        return "welsh_version"
    match = _WORDS.kind.search(label)
    return (match.lastgroup if match else None) or "report"
