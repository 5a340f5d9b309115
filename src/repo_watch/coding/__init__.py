"""Coded variables of a review, each with the sentence it was read from (docs/codebook.md)."""

from collections.abc import Mapping, Sequence

from repo_watch.coding.facts import RULES_VERSION, Coding, Evidence, as_json

__all__ = ["RULES_VERSION", "Coding", "Evidence", "as_json", "code"]


def code(title: str, sections: Mapping[str, str], keywords: Sequence[str]) -> Coding:
    """See `repo_watch.coding.coder.code`."""
    from repo_watch.coding import coder

    return coder.code(title, sections, keywords)
