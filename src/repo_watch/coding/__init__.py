"""Coded variables of a review, each with the sentence it was read from (docs/codebook.md)."""

from repo_watch.coding.coder import code
from repo_watch.coding.facts import RULES_VERSION, Coding, Evidence, as_json

__all__ = ["RULES_VERSION", "Coding", "Evidence", "as_json", "code"]
