"""What coding gives back: the coded variables of one entry, and where each was read."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from repo_watch.model import Precision

Outcome: TypeAlias = Literal["death", "serious_harm", "other"]

RULES_VERSION = 4
"""Raised whenever a rule changes what some entry is coded as, so that facts are made anew."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read.

    Attributes:
        variable: name of the field of `Coding`; `incident` for its three.
        value: the value as text (an age as "24-35", in months).
        section: name of the section, or "title".
        start: offset of the first character of the sentence in that section.
        end: offset after its last.
        rule: name of the rule that read it, "family.what".
    """

    variable: str
    value: str
    section: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """The coded variables of one entry, after docs/codebook.md.

    None and an empty tuple mean "not stated", never "no".

    Attributes:
        child_age_months: (low, high) completed months, for each subject whose age is stated.
        n_children: number of subject children.
        sex: "female", "male" or None for each subject; once each where the number is open.
        outcome: of the event that the review is about.
        incident_from: first day of the stated time; None also for an open beginning.
        incident_to: last day of it; None also for an open end.
        incident_precision: of the coarser end.
        harm: codes of harm, sorted.
        factors: codes of factors, sorted.
        model: SILP, SCIE Learning Together, Welsh child practice review, or a name as written.
        agencies: codes of bodies that the recommendations ask to act, sorted.
        evidence: one for each value, in the order of the fields.
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
    return {
        "child_age_months": [list(age) for age in coding.child_age_months],
        "n_children": coding.n_children,
        "sex": list(coding.sex),
        "outcome": coding.outcome,
        "incident_from": _day(coding.incident_from),
        "incident_to": _day(coding.incident_to),
        "incident_precision": coding.incident_precision,
        "harm": list(coding.harm),
        "factors": list(coding.factors),
        "model": coding.model,
        "agencies": list(coding.agencies),
        "evidence": [
            {
                "variable": piece.variable,
                "value": piece.value,
                "section": piece.section,
                "start": piece.start,
                "end": piece.end,
                "rule": piece.rule,
            }
            for piece in coding.evidence
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
