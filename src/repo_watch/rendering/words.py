"""Facts as a reader sees them: counts, days, sizes and the names of codes."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import starmap
from typing import Any

from repo_watch.digest.loading import day_of
from repo_watch.digest.model import Departure, Document, Edit, Features, Happening, ReportLink
from repo_watch.digest.months import Month, london_day
from repo_watch.templates import environment

_KILO = 1024
_EDITS = 3
_EDIT_WORDS = 40


@cache
def fixed() -> Mapping[str, Mapping[str, Any]]:
    """The fixed words of issues, table by table, from `words.toml`."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def say(name: str, *facts: object) -> tuple[str, ...]:
    """The sentences of that name in `templates/sentences.txt.j2`, with these facts."""
    told = str(getattr(_sentences(), name)(*facts))
    return tuple(filter(None, told.split("\n")))


@cache
def _sentences() -> Any:  # noqa: ANN401 -- a template's macros have no types
    template = environment(__package__).get_template("sentences.txt.j2")
    return template.make_module(globals() | {"london_day": london_day, "starmap": starmap})


def named(table: str, code: str | None) -> str:
    """What a table of the fixed words has for a code; "" where it has none."""
    return str(fixed()[table].get(code or "", ""))


def first_upper(text: str) -> str:
    """The text with its first letter a capital and the others as they are."""
    return text[:1].upper() + text[1:]


def day(on: date) -> str:
    """As in "2 October 2026"."""
    return f"{on.day} {Month(on.year, on.month).name}"


def count(number: int, one: str, many: str = "") -> str:
    """As in "1 review", "2 reviews", "2,000 reviews"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sequence(parts: Iterable[str]) -> str:
    """As in "a", "a and b", "a, b and c"."""
    *head, last = parts
    return f"{', '.join(head)} and {last}" if head else last


def dotted(*facts: str) -> str:
    """The facts that say something, in one line with dots between them."""
    return " \N{MIDDLE DOT} ".join(filter(None, facts))


def short_size(size: int) -> str:
    """A file's size in the form of the partnership's page: "249kb", "1Mb"."""
    kilobytes = max(1, round(size / _KILO))
    return f"{kilobytes}kb" if kilobytes < _KILO else f"{round(size / _KILO / _KILO)}Mb"


def kind(code: str | None) -> str:
    """A code of a review's type, a publication's or a section as words; "" where there is none."""
    from repo_watch.reading.terms.review_types import REVIEW_TYPES

    return first_upper(REVIEW_TYPES.get(code, code.replace("_", " "))) if code else ""


def featured(features: Features) -> str:
    """What an edition puts first: "near you"."""
    themes = "on the themes of this edition"
    if not features.of_places:
        return themes
    return f"near you or {themes}" if features.keywords or features.themes else "near you"


def report(link: ReportLink, title: str) -> str:
    """The text of a report link, which has to stand alone."""
    label = link.label.removesuffix(":")
    return document(link, f"{label if label not in {'', title} else 'Read the report'}: {title}")


def document(one: Document | ReportLink, title: str) -> str:
    """A document with what awaits whoever opens it: "Annual report (PDF, 1.7 MB, 45 pages)"."""
    facts = (
        named("content_types", one.content_type),
        f"{max(0.1, one.file_size / _KILO / _KILO):.1f} MB" if one.file_size else "",
        count(one.pages, "page") if one.pages else "",
    )
    known = ", ".join(filter(None, facts))
    return f"{title} ({known})" if known else title


def unavailable(link: ReportLink) -> str:
    """What to do where a report can no longer be opened; "" where it can."""
    from repo_watch.reading.terms.link_kinds import LINK_KINDS

    since = Month(link.state_since.year, link.state_since.month)
    name = LINK_KINDS.get(link.kind, "report")
    return named("unavailable", link.state).format(name=name, month=since.name)


def happening(one: Happening, withdrawn: date | None) -> Iterator[str]:
    """What happened, in sentences; `withdrawn` is the day that the publisher states."""
    by = f"By {day(one.on)}"
    if one.kind == "withdrawn" and withdrawn:
        yield f"Withdrawn by the publisher on {day(withdrawn)}."
        return
    if happened := named("happened", one.kind):
        yield f"{by} {happened}."
        return
    silent = []
    for name in one.fields:
        field = named("fields", name) or name.replace("_", " ")
        edits = [edit for edit in one.edits if edit.field == name]
        befell = f"{field} had changed"
        # A document that stands under its title as before was replaced.
        if name == "attachments" and all(edit.old and edit.new for edit in edits):
            befell = (
                "document had been replaced" if len(edits) == 1 else "documents had been replaced"
            )
        told = [*map(_edit, edits[:_EDITS])]
        if len(edits) > _EDITS:
            told.append(f"and {len(edits) - _EDITS} more")
        if told:
            said = "; ".join(told)
            yield f"{by} its {befell}: {said}" + ("" if said.endswith(".”") else ".")
        else:
            silent.append(field)
    if silent:
        yield f"{by} its {sequence(dict.fromkeys(silent))} had changed."


def _edit(one: Edit) -> str:
    old, new = (_quoted(one.field, text) for text in (one.old, one.new))
    if not one.old:
        return f"{new} was added"
    return f"{old} became {new}" if one.new else f"{old} was taken out"


def _quoted(field: str, text: str) -> str:
    if field.endswith("_at") and (on := day_of(text)):
        return day(on)
    some = text.split()
    cut = " …" if len(some) > _EDIT_WORDS else ""
    return f"“{' '.join(some[:_EDIT_WORDS])}{cut}”"


def departure(one: Departure) -> str:
    """That an item was no longer there when the issue was made, in one sentence."""
    happened = named("happened", one.kind)
    return f"By {day(one.on)} {happened}." if one.on else f"{first_upper(happened)}."
