"""What a newer official list of authorities says otherwise than `data/reference/places.csv`.

Two forms are known by their columns: the Department for Education's list (`new_la_code`, `la_name`,
`date_of_operation`, `date_of_termination`) and the lists of names and codes of the Office for
National Statistics (`LAD25CD`, `LAD25NM`, `UTLA24CD` and the like), which hold what is in force.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.reading.terms import places
from repo_watch.reading.terms.reference import rows

_ONS_CODE = re.compile(r"(?:LAD|UTLA|CTYUA|LTLA)\d\dCD")
_OF_OUR_KINDS = re.compile(r"(?:E0[689]|E10|W06|S12|N09)\d{6}")
"""Councils that answer for children's services, those of other nations among them; no districts."""


_FIRST = date(2009, 1, 1)


class _Listed(Struct, frozen=True):
    name: str
    start: date | None
    end: date | None
    dated: bool


def differences(text: str, today: date) -> Iterator[str]:
    """What a person should look at, a line each.

    Args:
        text: the list, as CSV.
        today: a code whose last day is earlier is no longer in force.

    Raises:
        SettingsError: the list has neither form.
    """
    listed = _read(text)
    known = {row["gss"]: row for row in rows("places.csv") if row["gss"]}
    to_come = {row["name"]: row["start"] for row in rows("places.csv") if not row["gss"]}
    nations = {code[0] for code in listed}
    for code in sorted({*listed, *filter(_OF_OUR_KINDS.fullmatch, known)}):
        there, here = listed.get(code), known.get(code)
        if there and here:
            yield from _changed(code, here, there)
        elif there:
            waits = f", which waits for a code from {to_come.get(there.name)}"
            yield f"{code} {there.name}: not in the table{waits if there.name in to_come else ''}"
        elif here and code[0] in nations and (here["end"] or "9999") >= today.isoformat():
            yield f"{code} {here['name']}: in force in the table, not in the list"


def _changed(code: str, here: Mapping[str, str], there: _Listed) -> Iterator[str]:
    on = there.start or there.end or date.max
    if code not in {place.gss for place in places.resolve(there.name, on)}:
        yield f"{code}: {here['name']} in the table, {there.name} in the list"
    if there.dated:
        # The codes began with the year 2009; the table leaves that day out.
        began = there.start.isoformat() if there.start and there.start > _FIRST else ""
        ended = there.end.isoformat() if there.end else ""
        for word, ours, theirs in (("begins", here["start"], began), ("ends", here["end"], ended)):
            if ours != theirs:
                both = f"{ours or 'never'} in the table, {theirs or 'never'} in the list"
                yield f"{code} {here['name']}: {word} {both}"


def _read(text: str) -> dict[str, _Listed]:
    found = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    columns = found.fieldnames or []
    dated = "new_la_code" in columns
    codes = ["new_la_code"] if dated else filter(_ONS_CODE.fullmatch, columns)
    names = {code: "la_name" if dated else f"{code[:-2]}NM" for code in codes}
    code = next((code for code, name in names.items() if name in columns), None)
    if code is None:
        raise SettingsError(
            "this is neither the Department for Education's list (new_la_code, la_name) nor one of"
            " the ONS's names and codes (LAD25CD, LAD25NM)"
        )
    return {
        row[code]: _Listed(
            row[names[code]],
            _day(row["date_of_operation"]) if dated else None,
            _day(row["date_of_termination"]) if dated else None,
            dated,
        )
        for row in found
        if _OF_OUR_KINDS.fullmatch(row[code])
    }


def _day(text: str) -> date | None:
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007 -- no time
