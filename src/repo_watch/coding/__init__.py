"""Coding: a review's texts in; coded variables, each with the sentence it was read from, out.

It knows the codebook (docs/codebook.md) and the grammar of prose; it must not know pages or rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeAlias

import msgspec

from repo_watch.model import Precision

Outcome: TypeAlias = Literal["death", "serious_harm", "other"]

RULES_VERSION = 8
"""Raised whenever a rule changes what some entry is coded as, so that facts are made anew."""


class Evidence(msgspec.Struct, frozen=True):
    """Where a value was read.

    `variable` is the name of a field of `Coding`, `incident` for its three; `value` its value as
    text (an age as "24-35", in months). The sentence stands from `start` to `end` in the text of
    its `section`, or in the "title". `rule` is the name of the rule that read it, "family.what".
    """

    variable: str
    value: str
    section: str
    start: int
    end: int
    rule: str


class Coding(msgspec.Struct, frozen=True):
    """The coded variables of one entry, after docs/codebook.md.

    None and an empty tuple mean "not stated", never "no". An age is (low, high) in completed
    months, for each subject whose age is stated; `sex` is one for each subject, or once each where
    the number is open; the dates are the first and last day of the stated time, None for an open
    end; `evidence` has one piece for each value, in the order of the fields.
    """

    child_age_months: tuple[tuple[int, int], ...] = ()
    n_children: int | None = None
    sex: tuple[str | None, ...] = ()
    outcome: Outcome | None = None
    incident_from: date | None = None
    incident_to: date | None = None
    incident_precision: Precision | None = None
    harm: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    model: str | None = None
    agencies: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def as_json(coding: Coding) -> dict[str, Any]:
    """The fields as JSON values; dates in ISO 8601."""
    return msgspec.json.decode(msgspec.json.encode(coding), type=dict[str, Any])


def code(title: str, sections: Mapping[str, str], keywords: Sequence[str]) -> Coding:
    """What the text of an entry states, each value with the sentence it was read from.

    `title` is the heading as a reader sees it; `sections` and `keywords` are as of an `Entry`.
    Keywords name topics and never establish a value, but belong to what callers hold of an entry.
    """
    from repo_watch.coding.coder import Coder

    del keywords  # codebook, general rule 2
    entry = Coder(title, sections)
    return Coding(
        entry.child_ages(), entry.number(), entry.sexes(), entry.outcome(), *entry.incident(),
        entry.harm(), entry.factors(), entry.model(), entry.agencies(), tuple(entry.evidence),
    )  # fmt: skip
