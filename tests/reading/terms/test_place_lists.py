from datetime import date

import pytest

from repo_watch.errors import SettingsError
from repo_watch.reading.terms.place_lists import differences
from repo_watch.reading.terms.places import nearest
from repo_watch.reading.terms.reference import rows

TODAY = date(2027, 5, 1)
HEAD = "new_la_code,la_name,date_of_operation,date_of_termination"


def dfe(*lines, without=()):
    """The table in the DfE's form, with further or other lines."""
    ours = [
        f'{row["gss"]},"{row["name"]}",{_day(row["start"] or "2009-01-01")},{_day(row["end"])}'
        for row in rows("places.csv")
        if row["gss"] and row["nation"] == "England" and row["name"] != "England"
    ]
    kept = [line for line in ours if not line.startswith(without or ("-",))]
    return "\n".join([HEAD, *kept, *lines])


def _day(iso):
    return "/".join(reversed(iso.split("-"))) if iso else ""


def found(text):
    return list(differences(text, TODAY))


def test_a_list_that_says_the_same_gives_nothing():
    assert found(dfe()) == []


def test_a_code_that_came_is_told_with_the_place_that_waits_for_it():
    assert found(dfe("E06000099,East Surrey,01/04/2027,")) == [
        "E06000099 East Surrey: not in the table, which waits for a code from 2027-04-01"
    ]
    assert found(dfe("E06000098,Nowhere,01/04/2027,")) == ["E06000098 Nowhere: not in the table"]


def test_another_name_and_other_days_are_told():
    assert found(dfe("E08000038,Barnsley and Hills,01/05/2025,", without=("E08000038",))) == [
        "E08000038: Barnsley in the table, Barnsley and Hills in the list",
        "E08000038 Barnsley: begins 2025-04-01 in the table, 2025-05-01 in the list",
    ]
    assert found(dfe("E10000016,Kent,01/01/2009,31/03/2028", without=("E10000016",))) == [
        "E10000016 Kent: ends never in the table, 2028-03-31 in the list"
    ]


def test_what_is_in_force_here_and_not_listed_is_told():
    assert found(dfe(without=("E10000016", "E10000006"))) == [
        "E10000016 Kent: in force in the table, not in the list"
    ]


def test_a_list_of_the_ons_has_names_of_one_nation_and_no_days():
    welsh = [row for row in rows("places.csv") if row["gss"].startswith("W06")]
    lines = [f"{row['gss']},{row['name']}" for row in welsh[1:]] + ["E07000001,A district"]
    text = "\n".join(["\ufeffLAD26CD,LAD26NM", *lines])
    assert found(text) == [
        f"{welsh[0]['gss']} {welsh[0]['name']}: in force in the table, not in the list"
    ]


def test_another_file_is_refused():
    for text in ("", "a,b\n1,2", "LAD26CD,NAME\nE06000001,Hartlepool"):
        with pytest.raises(SettingsError, match="neither"):
            found(text)


def test_a_name_with_a_slip_has_known_ones_near():
    assert nearest("Norhamptonshire Safeguarding Partnership")[0] == "Northamptonshire"
    assert nearest("Zzyzx") == ()
