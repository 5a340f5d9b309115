"""Facts as a reader sees them: counts, days, sizes and the names of codes."""

from collections.abc import Iterable, Sequence
from datetime import date

from repo_watch.digest.loading import day_of
from repo_watch.digest.months import Month
from repo_watch.digest.nouns import (
    Departure,
    Document,
    Edit,
    Features,
    Happening,
    LinkState,
    ReportLink,
)

SECTION_LABELS = {
    "summary": "Summary",
    "background": "Background",
    "key_issues": "Key issues",
    "learning": "Learning",
    "recommendations": "Recommendations",
    "good_practice": "Good practice",
    "model": "Model",
}

OUTCOMES = {
    "death": "Death of a child",
    "serious_harm": "Serious harm to a child",
    "other": "Other",
}

_FIELD_NAMES = {
    "authority_text": "authority",
    "key_issues": "key issues",
    "good_practice": "good practice",
    "case_name": "case name",
    "links": "report links",
    "attachments": "documents",
    "public_updated_at": "date of update",
    "first_published_at": "date of publication",
    "url": "address",
}

_DOCUMENT_TYPES = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
    "text/csv": "CSV",
    "text/html": "web page",
}

_KILO = 1024


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


def sentence(parts: Sequence[str], separator: str = ". ") -> str:
    """The parts that say something, joined."""
    return separator.join(part for part in parts if part)


def short_size(size: int) -> str:
    """A file's size in the form of the partnership's page: "249kb", "1Mb"."""
    kilobytes = max(1, round(size / _KILO))
    return f"{kilobytes}kb" if kilobytes < _KILO else f"{round(size / _KILO / _KILO)}Mb"


def review_type(code: str | None) -> str:
    """The name of a review type, "" where it is not known."""
    from repo_watch.reading.terms.review_types import REVIEW_TYPES

    return first_upper(REVIEW_TYPES.get(code, code.replace("_", " "))) if code else ""


def document_type(code: str) -> str:
    """A publisher's code such as `independent_report`, or a review's kind, as words."""
    return review_type(code)


def document(one: Document) -> str:
    """A document with what awaits whoever opens it: "Annual report (PDF, 1.7 MB, 45 pages)"."""
    return (one.title or "Document") + _in_brackets(one)


def featured(features: Features) -> str:
    """What an edition puts first: "near you"."""
    themes = "on the themes of this edition"
    if not features.of_places:
        return themes
    return f"near you or {themes}" if features.keywords or features.themes else "near you"


def report(link: ReportLink, title: str) -> str:
    """The text of a report link, which has to stand alone."""
    label = link.label.removesuffix(":")
    named = f"{label}: {title}" if label and label != title else f"Read the report: {title}"
    return named + _in_brackets(link)


def _in_brackets(one: Document | ReportLink) -> str:
    facts = (
        _DOCUMENT_TYPES.get(one.content_type or "", ""),
        f"{max(0.1, one.file_size / _KILO / _KILO):.1f} MB" if one.file_size else "",
        count(one.pages, "page") if one.pages else "",
    )
    known = ", ".join(fact for fact in facts if fact)
    return f" ({known})" if known else ""


_UNAVAILABLE: dict[LinkState, str] = {
    "retired": "The {name} was retired in {month}",
    "missing": "The {name} has not been found at its address since {month}",
}


def unavailable(link: ReportLink) -> str:
    """What to do where a report can no longer be opened; "" where it can."""
    since = Month(link.state_since.year, link.state_since.month)
    from repo_watch.reading.terms.link_kinds import LINK_KINDS

    name = LINK_KINDS.get(link.kind, "report")
    told = _UNAVAILABLE.get(link.state, "").format(name=name, month=since.name)
    return told and f"{told}: ask the NSPCC Library for it."


_HAPPENED = {
    "absent": "it was no longer in the collection\N{RIGHT SINGLE QUOTATION MARK}s list",
    "back": "it was in the collection\N{RIGHT SINGLE QUOTATION MARK}s list again",
    "report_retired": "a linked report had been retired",
    "report_missing": "a linked report could not be found at its address",
    "report_replaced": "a linked report had been replaced by another file",
    "report_back": "a linked report could be read again",
    "withdrawn": "the publisher had withdrawn it",
    "restored": "it was no longer withdrawn",
    "redirected": "the publisher had moved it to another page",
    "gone": "the publisher had removed it",
    "missing": "it could not be found at its address; it may have moved",
}
_EDITS = 3
_EDIT_WORDS = 40


def happening(one: Happening, withdrawn: date | None) -> tuple[str, ...]:
    """What happened, in sentences; `withdrawn` is the day that the publisher states."""
    if one.kind == "withdrawn" and withdrawn:
        return (f"Withdrawn by the publisher on {day(withdrawn)}.",)
    by = f"By {day(one.on)}"
    if one.kind in _HAPPENED:
        return (f"{by} {_HAPPENED[one.kind]}.",)
    said = {edit.field for edit in one.edits}
    silent = dict.fromkeys(_field(name) for name in one.fields if name not in said)
    plain = f"{by} its {sequence(silent)} had changed." if silent else ""
    return (
        *(
            f"{by} its {_turned(one.edits, name)}: {_edited(one.edits, name)}"
            for name in one.fields
            if name in said
        ),
        *filter(None, (plain,)),
    )


def _field(name: str) -> str:
    return _FIELD_NAMES.get(name, name.replace("_", " "))


def _turned(edits: tuple[Edit, ...], name: str) -> str:
    """What befell a field; a document that stands under its title as before was replaced."""
    of_field = [edit for edit in edits if edit.field == name]
    if name == "attachments" and all(edit.old and edit.new for edit in of_field):
        return "document had been replaced" if len(of_field) == 1 else "documents had been replaced"
    return f"{_field(name)} had changed"


def _edited(edits: tuple[Edit, ...], name: str) -> str:
    of_field = [edit for edit in edits if edit.field == name]
    told = [_edit(edit) for edit in of_field[:_EDITS]]
    more = len(of_field) - len(told)
    said = "; ".join((*told, *([f"and {more} more"] if more else ())))
    return said if said.endswith(".”") else f"{said}."


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
    happened = _HAPPENED[one.kind]
    return f"By {day(one.on)} {happened}." if one.on else f"{first_upper(happened)}."
