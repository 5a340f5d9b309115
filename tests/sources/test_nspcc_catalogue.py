"""The catalogue is off as shipped, keeps away from sessions, and gives lists their numbers."""

import pytest
from recorded import recorded

from repo_watch.errors import SettingsError
from repo_watch.judging.changes import Known, KnownItem
from repo_watch.judging.fingerprint import content_hash
from repo_watch.judging.identity import match
from repo_watch.model import Entry, KnownPage, Link, State
from repo_watch.reading.nspcc.catalogue import accession, has_session
from repo_watch.sources.nspcc_catalogue import SOURCE

SEARCH = "https://library.nspcc.example/HeritageScripts/Hapi.dll/search?Media=SCR"
SESSION = "https://library.nspcc.example/HeritageScripts/Hapi.dll/retrieve2?SetID=4F99&Offset=1"


def test_as_shipped_nothing_is_asked_for():
    assert SOURCE.urls == ()
    assert SOURCE.plan(State(urls=SOURCE.urls)) == ()


def test_records_are_asked_for_once_and_all_on_a_full_night():
    pages = {
        SEARCH: KnownPage(None, None),
        f"{SEARCH}&new": KnownPage(None, None),
        f"{SEARCH}&read": KnownPage(None, ""),
    }
    asked = SOURCE.plan(State(urls=(SEARCH,), pages=pages))
    assert [(one.url, one.kind) for one in asked] == [
        (SEARCH, "catalogue"),
        (f"{SEARCH}&new", "record"),
    ]
    full = SOURCE.plan(State(urls=(SEARCH,), pages=pages, full=True))
    assert [one.url for one in full] == list(pages)
    assert {one.kind for one in full} == set(SOURCE.expects)


def test_the_address_of_a_session_is_refused():
    with pytest.raises(SettingsError, match=r"sources\.nspcc-catalogue\.urls: .*session"):
        SOURCE.plan(State(urls=(SESSION,)))


@pytest.mark.parametrize(
    ("url", "session"),
    [
        (SESSION, True),
        ("https://library.example/a;jsessionid=8", True),
        ("https://library.example/a?x=1&sid=8", True),
        ("https://library.example/a?inside=8", False),
        (SEARCH, False),
    ],
)
def test_which_addresses_carry_a_session(url, session):
    assert has_session(url) is session


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NC50543", "NC50543"),
        ("NC046996", "NC46996"),
        ("record nc 0046996.", "NC46996"),
        ("INC50543", None),
        ("NC", None),
        ("NC00", "NC0"),
    ],
)
def test_accession_numbers_lose_their_noughts(text, number):
    assert accession(text) == number


def test_a_record_joins_the_entry_of_a_list_that_is_the_same_review():
    (record,) = SOURCE.read(recorded(SOURCE.id, "record-by-class")).items
    listed = Entry(
        title="2031 – Eastmere – Child Q",
        year=2031,
        month=None,
        authority_text="Eastmere",
        anonymous=False,
        case_name="Child Q",
        sections={
            "summary": "A child of two was injured at home in May 2030. Agencies had met twice.",
            "learning": "ask who else lives in the home; share what a nursery notices.",
        },
        keywords=("infants",),
        links=(Link("Read the overview report", "https://elsewhere.example/1"),),
    )
    known = Known(items=(KnownItem(7, listed, content_hash(listed), "listed"),))
    (found,) = match((record,), known)
    assert (found.id, found.rule) == (7, "heading and text")
