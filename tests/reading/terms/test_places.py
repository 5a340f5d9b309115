import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms import places, reference
from repo_watch.reading.terms.places import Place, resolve

ROWS = reference.rows("places.csv")
ALIASES = reference.rows("place_aliases.csv")
NEVER = date(9999, 12, 31)


def codes(text, on=2024):
    return " ".join(place.gss or place.name for place in resolve(text, on))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Birmingham", "E08000025"),
        ("birmingham", "E08000025"),
        ("  BIRMINGHAM  ", "E08000025"),
        ("Birmingham City Council", "E08000025"),
        ("Birmingham LSCB", "E08000025"),
        ("Birmingham Safeguarding Children Partnership", "E08000025"),
        ("Birmingham Safeguarding Children\N{RIGHT SINGLE QUOTATION MARK}s Board", "E08000025"),
        ("Birmingham Children's Trust", "E08000025"),
        ("East Sussex", "E10000011"),
        ("East\N{NO-BREAK SPACE}Sussex", "E10000011"),
        ("East Sussex County Council", "E10000011"),
        ("Brighton & Hove", "E06000043"),
        ("Brighton and Hove", "E06000043"),
        ("Brighton &Hove City Council", "E06000043"),
        ("Cambridgeshire and Peterborough", "E10000003 E06000031"),
        ("Cambridgeshire & Peterborough Safeguarding Partnership Board", "E10000003 E06000031"),
        (
            "Cambridgeshire and Peterborough Safeguarding Children and Adults Partnership Board",
            "E10000003 E06000031",
        ),
        ("Kent and Medway", "E10000016 E06000035"),
        ("Kent and Kent", "E10000016"),
        ("Brighton and Hove, East Sussex and West Sussex", "E06000043 E10000011 E10000032"),
        ("Leicester, Leicestershire and Rutland", "E06000016 E10000018 E06000017"),
        ("Leicester, Leicestershire, and Rutland", "E06000016 E10000018 E06000017"),
        ("LLR", "E06000016 E10000018 E06000017"),
        ("Nottingham City and Nottinghamshire", "E06000018 E10000024"),
        ("Derby City & Derbyshire", "E06000015 E10000007"),
        ("Staffordshire and Stoke on Trent", "E10000028 E06000021"),
        ("Stoke-on-Trent", "E06000021"),
        ("Stoke\N{NON-BREAKING HYPHEN}on\N{NON-BREAKING HYPHEN}Trent", "E06000021"),
        ("St Helens", "E08000013"),
        ("St. Helens", "E08000013"),
        ("St. Helen's", "E08000013"),
        ("Southend on Sea", "E06000033"),
        ("Southend", "E06000033"),
        ("Stockton", "E06000004"),
        ("Hartlepool and Stockton-on-Tees", "E06000001 E06000004"),
        ("South Tees", "E06000002 E06000003"),
        ("Newcastle", "E08000021"),
        ("Newcastle-upon-Tyne", "E08000021"),
        ("Hull", "E06000010"),
        ("City of Kingston upon Hull", "E06000010"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("Bristol", "E06000023"),
        ("Bristol, City of", "E06000023"),
        ("Keeping Bristol Safe Partnership", "E06000023"),
        ("City of York", "E06000014"),
        ("County of Herefordshire", "E06000019"),
        ("Durham", "E06000047"),
        ("County Durham", "E06000047"),
        ("BANES", "E06000022"),
        ("B&NES", "E06000022"),
        ("Bath and North East Somerset", "E06000022"),
        ("Telford and Wrekin", "E06000020"),
        ("Cheshire West & Chester", "E06000050"),
        ("BCP", "E06000058"),
        ("Bournemouth, Christchurch and Poole", "E06000058"),
        ("Bournemouth Christchurch & Poole", "E06000058"),
        ("Pan-Dorset Safeguarding Children Partnership", "E06000058 E06000059"),
        ("Cornwall and the Isles of Scilly", "E06000052 E06000053"),
        ("Westmorland & Furness", "E06000064"),
        ("Cumberland / Westmorland and Furness", "E06000063 E06000064"),
        ("City of London", "E09000001"),
        ("City and Hackney", "E09000001 E09000012"),
        ("London Borough of Barnet", "E09000003"),
        ("Royal Borough of Greenwich", "E09000011"),
        ("The Royal Borough of Windsor and Maidenhead", "E06000040"),
        ("Borough of Poole", "E06000058"),
        ("Royal Borough of Kensington and Chelsea and Westminster", "E09000020 E09000033"),
        ("Tri-borough", "E09000013 E09000020 E09000033"),
        ("Triborough LSCB", "E09000013 E09000020 E09000033"),
        (
            "Hammersmith and Fulham, Kensington and Chelsea and Westminster",
            "E09000013 E09000020 E09000033",
        ),
        ("Kingston and Richmond", "E09000021 E09000027"),
        ("Berkshire West", "E06000037 E06000038 E06000041"),
        ("Safeguarding Children Partnership for Luton", "E06000032"),
        ("Cardiff", "W06000015"),
        ("Caerdydd", "W06000015"),
        ("Ynys Môn", "W06000001"),
        ("Ynys Mo\N{COMBINING CIRCUMFLEX ACCENT}n", "W06000001"),
        ("Anglesey", "W06000001"),
        ("City and County of Swansea", "W06000011"),
        ("Rhondda Cynon Taff", "W06000016"),
        ("Cardiff and the Vale of Glamorgan", "W06000015 W06000014"),
        ("Cwm Taf Morgannwg Safeguarding Board", "W06000013 W06000024 W06000016"),
        ("Mid and West Wales", "W06000010 W06000008 W06000009 W06000023"),
        ("Western Bay", "W06000013 W06000012 W06000011"),
        ("Edinburgh", "S12000036"),
        ("City of Edinburgh Council", "S12000036"),
        ("Aberdeen City", "S12000033"),
        ("Fife Child Protection Committee", "S12000047"),
        ("The Highland Council", "S12000017"),
        ("Western Isles", "S12000013"),
        ("Perth & Kinross", "S12000048"),
        ("Belfast", "N09000003"),
        ("Derry City and Strabane", "N09000005"),
        ("Newry, Mourne and Down", "N09000010"),
        ("Safeguarding Board for Northern Ireland", "N92000002"),
        ("Wales", "W92000004"),
        ("Western HSC Trust", "Western Health and Social Care Trust"),
        ("Guernsey", "Guernsey"),
        ("Islands Safeguarding Children Partnership", "Guernsey Alderney"),
        ("Guernsey and Alderney", "Guernsey Alderney"),
        ("Jersey Safeguarding Partnership Board", "Jersey"),
        ("Isle of Man", "Isle of Man"),
    ],
)
def test_spellings(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Anonymous",
        "Anonymous LSCB",
        "unnamed local safeguarding children board",
        "NSPCC on behalf of unnamed LSCB",
        "Anonymous and Kent",
        "Kent and Eastmere",
        "Eastmere",
        "Local Safeguarding Children Board",
        "City",
        "and",
        "London",
        "Oxford",
        "Worcester City",
        "Canterbury",
        "Newcastle-under-Lyme",
        "Brighton",
        "Kingston and Nowhere",
        "East Surrey",
        "Humber Together",
        "North and Kent",
        "North, South",
        "North Kent and Medway",
        "Anonymous (Kent)",
        "Partnership (Joint)",
        "Southern Health NHS Foundation Trust",
        "Western",
        "Sir",
        "Ireland",
    ],
)
def test_what_is_not_known_is_not_guessed(text):
    assert resolve(text, 2024) == ()


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Cumbria", 2019, "E10000006"),
        ("Cumbria", date(2023, 3, 31), "E10000006"),
        ("Cumbria", 2025, "E06000063 E06000064"),
        ("Northamptonshire", 2020, "E10000021"),
        ("Northamptonshire", date(2022, 1, 1), "E06000061 E06000062"),
        ("Bournemouth and Poole", 2018, "E06000028 E06000029"),
        ("Dorset", date(2019, 3, 31), "E10000009"),
        ("Dorset", date(2019, 4, 1), "E06000059"),
        ("North Yorkshire", 2022, "E10000023"),
        ("North Yorkshire", 2023, "E06000065"),
        ("Somerset", date(2023, 3, 31), "E10000027"),
        ("Northumberland", 2008, "E10000022"),
        ("Northumberland", 2012, "E06000048"),
        ("Northumberland", 2013, "E06000057"),
        ("Sheffield", date(2025, 3, 31), "E08000019"),
        ("Sheffield", date(2025, 4, 1), "E08000039"),
        ("Cheshire", 2008, "E10000004"),
        ("Cheshire", 2012, "E06000049 E06000050"),
        ("Cumberland", 2010, "E06000063"),
    ],
)
def test_a_name_gives_who_bore_it_then(text, on, expected):
    assert codes(text, on) == expected


def test_a_place_says_where_it_lies():
    assert resolve("Kent", 2024) == (Place("Kent", "E10000016", "South East", "England"),)
    assert resolve("Gwynedd", 2024) == (Place("Gwynedd", "W06000002", None, "Wales"),)
    assert resolve("Alderney", 2024) == (Place("Alderney", None, None, "Guernsey"),)


def test_who_took_over_says_from_whom():
    assert resolve("Cumbria Safeguarding Children Partnership", 2026) == (
        Place("Cumberland", "E06000063", "North West", "England", "Cumbria"),
        Place("Westmorland and Furness", "E06000064", "North West", "England", "Cumbria"),
    )


COUNTIES = {
    "Bedfordshire": (2009, "Bedford; Central Bedfordshire"),
    "Cheshire": (2009, "Cheshire East; Cheshire West and Chester"),
    "Northamptonshire": (2021, "North Northamptonshire; West Northamptonshire"),
    "Surrey": (2027, "East Surrey; West Surrey"),
    "Essex": (
        2028,
        "West Essex; North East Essex; Mid Essex; South East Essex; South West Essex",
    ),
    "Norfolk": (2028, "West Norfolk; East Norfolk; Greater Norwich"),
    "Suffolk": (2028, "Western Suffolk; Central and Eastern Suffolk; Ipswich and South Suffolk"),
    "Hampshire": (
        2028,
        "North Hampshire; Mid Hampshire; South West Hampshire; South East Hampshire",
    ),
}


@pytest.mark.parametrize("name", COUNTIES)
@pytest.mark.parametrize("body", ["{}", "{} Safeguarding Children Partnership", "{} (older page)"])
def test_a_county_means_itself_until_it_ends_and_then_its_successors(name, body):
    change, successors = COUNTIES[name]
    for year in range(2008, 2030):
        found = resolve(body.format(name), date(year, 6, 1))
        if year < change:
            assert [(place.name, place.successor_of) for place in found] == [(name, None)]
        else:
            assert "; ".join(place.name for place in found) == successors
            assert {place.successor_of for place in found} == {name}
            themselves = resolve(successors, date(year, 6, 1))
            assert "; ".join(place.name for place in themselves) == successors


@pytest.mark.parametrize(
    "name", [one for year, after in COUNTIES.values() if year > 2026 for one in after.split("; ")]
)
def test_a_council_to_come_means_nothing_before_its_day(name):
    (row,) = [row for row in ROWS if row["name"] == name]
    first = date.fromisoformat(row["start"])
    assert resolve(name, first - timedelta(days=1)) == ()
    assert resolve(f"Kent and {name}", first - timedelta(days=1)) == ()
    assert [(place.name, place.gss) for place in resolve(name, first)] == [(name, None)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ISCP", "Guernsey Alderney"),
        ("ICPC", "Guernsey Alderney"),
        ("Pan-Island", "Guernsey Alderney"),
        ("Islands Child Protection Committee", "Guernsey Alderney"),
        ("Islands Safeguarding Children Partnership (Guernsey and Alderney)", "Guernsey Alderney"),
        ("Gwynedd and Môn", "Gwynedd Isle-of-Anglesey"),
        ("Leicester Safeguarding People Partnership", "Leicester"),
        ("Bolton Children and Families Partnership", "Bolton"),
        ("Medway Safeguarding Children Partnership (MSCP)", "Medway"),
        ("LB Barnet", "Barnet"),
        ("Belfast Trust", "Belfast-Health-and-Social-Care-Trust"),
        ("Belfast City Council", "Belfast"),
        ("I.S.C.P.", "Guernsey Alderney"),
        ("ISCP Guernsey and Alderney", "Guernsey Alderney"),
        ("Guernsey and Alderney ICPC", "Guernsey Alderney"),
        ("Safeguarding Board (Isle of Man)", "Isle-of-Man"),
        ("Birmingham BSCP", "Birmingham"),
        ("Western Trust Safeguarding Panel", "Western-Health-and-Social-Care-Trust"),
        (
            "Northern Health and Social Care Trust area",
            "Northern-Health-and-Social-Care-Trust",
        ),
        ("Slough Children First", "Slough"),
        ("Bwrdd Diogelu Gorllewin Morgannwg", "Neath-Port-Talbot Swansea"),
        ("Cyngor Sir Ceredigion", "Ceredigion"),
        (
            "North and West Northamptonshire Safeguarding Children Partnership",
            "North-Northamptonshire West-Northamptonshire",
        ),
        ("North, South and East Ayrshire", "North-Ayrshire South-Ayrshire East-Ayrshire"),
        ("South Glos", "South-Gloucestershire"),
        ("N.E. Lincs", "North-East-Lincolnshire"),
        ("Bath & NE Somerset", "Bath-and-North-East-Somerset"),
        ("Bournemouth, Poole & Dorset", "Bournemouth,-Christchurch-and-Poole Dorset"),
        (
            "Pan-Lancashire Children’s Safeguarding Assurance Partnership",
            "Blackburn-with-Darwen Blackpool Lancashire",
        ),
    ],
)
def test_names_that_bodies_give_themselves(text, names):
    found = resolve(text, 2026)
    assert [place.name.replace(" ", "-") for place in found] == names.split()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Islands Child Protection Committee (ICPC)", "Guernsey; Alderney"),
        ("Islands Safeguarding Children Partnership", "Guernsey; Alderney"),
        ("Pan Island", "Guernsey; Alderney"),
        ("South Eastern Trust", "South Eastern Health and Social Care Trust"),
        ("Barnsley Safeguarding Children Partnership", "Barnsley"),
        ("Sheffield", "Sheffield"),
        ("Pan-Cheshire", "Cheshire East; Cheshire West and Chester; Halton; Warrington"),
        ("Berkshire West", "West Berkshire; Reading; Wokingham"),
    ],
)
@pytest.mark.parametrize("year", range(2008, 2030))
def test_names_that_outlive_every_change(text, names, year):
    found = resolve(text, year)
    assert "; ".join(place.name for place in found) == names
    if names == "Barnsley":
        assert found[0].gss == ("E08000038" if year >= 2025 else "E08000016")


def test_a_partnership_means_those_it_had_then():
    assert codes("Pan-Dorset", date(2019, 3, 31)) == "E06000028 E06000029 E10000009"
    assert codes("Pan-Dorset", date(2019, 4, 1)) == "E06000058 E06000059"


def test_a_text_longer_than_any_list_of_places_names_none():
    assert resolve("Kent, " * 200, 2031) == ()


def test_the_table_of_places_is_sound():
    by_code = {row["gss"]: row for row in ROWS if row["gss"]}
    by_name = {row["name"]: row for row in ROWS}
    assert len(by_code) == sum(bool(row["gss"]) for row in ROWS)
    for row in ROWS:
        assert re.fullmatch(r"(?:[EWSN]\d{8})?", row["gss"])
        assert bool(row["region"]) == (row["nation"] == "England" and row["name"] != "England")
        assert bool(row["end"]) == bool(row["successor"])
        for one in filter(None, row["successor"].split(";")):
            began = (by_code.get(one) or by_name[one])["start"]
            assert date.fromisoformat(began) == date.fromisoformat(row["end"]) + timedelta(days=1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['name']} {row['gss']}")
def test_every_place_is_found_by_its_name_on_its_first_day(row):
    first = date.fromisoformat(row["start"]) if row["start"] else date.min
    assert codes(row["name"], first) == (row["gss"] or row["name"])


@pytest.mark.parametrize("row", ALIASES, ids=lambda row: f"{row['alias']} {row['start']}")
def test_every_alias_is_needed_and_leads_to_places_of_the_table(row):
    names = row["places"].split(";")
    day = date.fromisoformat(row["end"] or row["start"] or "2026-11-28")
    found = resolve(row["alias"], day)
    assert found == tuple(dict.fromkeys(place for name in names for place in resolve(name, day)))
    assert found
    assert places._fold(row["alias"]) not in places._PLACES
    bearers = {(places._fold(one["alias"]), one["start"]) for one in ALIASES}
    assert len(bearers) == len(ALIASES)


PARTS = st.sampled_from(
    [row["name"] for row in ROWS if not row["end"] or row["successor"] == row["name"]]
)


@given(st.text(), st.one_of(st.integers(), st.dates()))
def test_any_text_and_year_give_an_answer(text, on):
    assert resolve(text, on) == resolve(f" {text} ", on)


@given(st.lists(PARTS, min_size=1, max_size=4), st.sampled_from([", ", " and ", " & ", "/"]))
def test_a_joined_list_gives_each_of_its_places_once_in_order(names, separator):
    found = [place.name for place in resolve(separator.join(names), NEVER)]
    assert found == list(dict.fromkeys(names))
