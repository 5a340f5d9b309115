"""What a newer official list of authorities says otherwise than `data/reference/places.csv`.

Two forms are known by their columns: the Department for Education's list (`new_la_code`, `la_name`,
`date_of_operation`, `date_of_termination`) and the lists of names and codes of the Office for
National Statistics (`LAD25CD`, `LAD25NM`, `UTLA24CD` and the like), which hold what is in force.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from repo_watch.errors import SettingsError
from repo_watch.reading.terms import places
from repo_watch.reading.terms.reference import rows

_ONS_CODE = re.compile(r"(?:LAD|UTLA|CTYUA|LTLA)\d\dCD")
_OF_OUR_KINDS = re.compile(r"(?:E0[689]|E10|W06|S12|N09)\d{6}")
"""Councils that answer for children's services, those of other nations among them; no districts."""
_FIRST = "2009-01-01"
_LAST = date.max.isoformat()


def differences(text: str, today: date) -> Iterator[str]:
    """What a person should look at in a list, given as CSV, a line each.

    A code whose last day is earlier than today is no longer in force.

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
            name = there["name"]
            waits = f", which waits for a code from {to_come[name]}" if name in to_come else ""
            yield f"{code} {name}: not in the table{waits}"
        elif here and code[0] in nations and (here["end"] or _LAST) >= today.isoformat():
            yield f"{code} {here['name']}: in force in the table, not in the list"


def _changed(code: str, here: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    on = date.fromisoformat(there.get("start") or there.get("end") or _LAST)
    if code not in {place.gss for place in places.resolve(there["name"], on)}:
        yield f"{code}: {here['name']} in the table, {there['name']} in the list"
    for column, word in (("start", "begins"), ("end", "ends")):
        ours, theirs = here[column], there.get(column, here[column])
        # The codes began with the year 2009; the table leaves that day out.
        if ours != theirs and (ours, theirs) != ("", _FIRST):
            both = f"{ours or 'never'} in the table, {theirs or 'never'} in the list"
            yield f"{code} {here['name']}: {word} {both}"


def _read(text: str) -> dict[str, dict[str, str]]:
    """Name and, where the list has them, first and last day of each code."""
    found = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    columns = found.fieldnames or []
    names = {code: f"{code[:-2]}NM" for code in columns if _ONS_CODE.fullmatch(code)}
    days: dict[str, str] = {}
    if "new_la_code" in columns:
        names = {"new_la_code": "la_name"}
        days = {"start": "date_of_operation", "end": "date_of_termination"}
    code = next((code for code, name in names.items() if name in columns), None)
    if code is None:
        raise SettingsError(
            "this is neither the Department for Education's list (new_la_code, la_name) nor one of"
            " the ONS's names and codes (LAD25CD, LAD25NM)"
        )
    return {
        row[code]: {"name": row[names[code]], **{own: _day(row[day]) for own, day in days.items()}}
        for row in found
        if _OF_OUR_KINDS.fullmatch(row[code])
    }


def _day(text: str) -> str:
    return datetime.strptime(text, "%d/%m/%Y").date().isoformat() if text else ""  # noqa: DTZ007 -- no time
