"""Whatever well-formed thing a page says is stored, issued and exported; no night ends with 5."""

import pytest
from fictions import SIGNS, publication, words
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from outlets import Outlet, night
from world import LIST, UPDATE, review

from repo_watch.analysis.export import export
from repo_watch.judging.changes import Here, Known
from repo_watch.judging.decide import decide
from repo_watch.model import Link, Reading, Verdict
from repo_watch.store.schema.database import questions


@pytest.fixture
def watch(tmp_path):
    installation = Outlet(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(30)], UPDATE: []}
    installation.run(night(0))
    return installation


def issued(watch, *odd):
    """The status of the night that issues what is odd; it stands in the issue."""
    watch.world.pages[LIST] += odd
    assert watch.run(night(5)).status == 0
    outcome = watch.run(night(30))
    assert [made.left_out for made in outcome.issued] == [()]
    assert outcome.needs == (), outcome.needs
    return outcome.status


MUCH = 40_000
TOO_MUCH = (
    {"links": (Link("Report", f"http://127.0.0.1/{'a' * 9_000}"),)},
    {"title": "Child Q " * 5_000},
    {"authority_text": "Eastmere" * 5_000},
    {"case_name": "Q" * MUCH},
    {"links": (Link("L" * MUCH, "http://127.0.0.1/1"),)},
    {"links": tuple(Link("", f"http://127.0.0.1/{number}") for number in range(99))},
    {"keywords": tuple(f"word {number}" for number in range(99))},
    {"links": (Link("Report", "http://[x]/"),)},
    {"sections": {}, "keywords": (), "links": ()},
)


def test_what_is_too_much_for_the_pdf_or_a_column_is_in_the_issue(watch):
    odd = [replace(review(50 + at, year=2026), **said) for at, said in enumerate(TOO_MUCH)]
    assert issued(watch, *odd) == 0
    (digest,) = watch.column("SELECT digest FROM issue")
    assert digest.count('"uid5') == len(TOO_MUCH) - 1


ENTRIES = st.builds(
    review, st.integers(60, 10**9), year=st.integers(1900, 2100), anonymous=st.booleans()
)
ABSURD = st.builds(
    replace,
    ENTRIES,
    title=SIGNS.map("Child {}".format),
    case_name=SIGNS,
    month=st.none() | st.integers(1, 12),
    authority_text=st.none() | SIGNS,
    sections=st.dictionaries(st.sampled_from(["summary", "learning", "background"]), SIGNS),
    keywords=st.lists(SIGNS, max_size=4).map(tuple),
    links=st.lists(st.builds(Link, SIGNS, SIGNS), max_size=4).map(tuple),
    accession=st.none() | st.sampled_from(["NC50001", "NC50002", "NC50003"]),
)


@settings(
    max_examples=3,
    derandomize=True,
    phases=[Phase.generate],  # a night takes too long to be tried a hundred times
    suppress_health_check=[HealthCheck.too_slow],
)
@given(odd=st.lists(ABSURD, min_size=8, max_size=12))
def test_whatever_signs_a_page_sends_are_in_the_issue(tmp_path_factory, odd):
    folder = tmp_path_factory.mktemp("odd")
    watch = Outlet(folder)
    odd = [
        replace(one, sections={"summary": words(at)} | one.sections) for at, one in enumerate(odd)
    ]
    watch.world.pages = {LIST: [review(uid, year=2026) for uid in range(30)], UPDATE: []}
    assert watch.run(night(0)).status == 0
    assert issued(watch, *odd) == 0
    with questions(watch.settings.database) as db:
        for form in ("csv", "bibtex"):
            export(db, form, folder / "export")


def test_numbers_given_twice_or_swapped_double_and_lose_no_review(watch):
    one, two = (
        replace(review(uid, year=2026), accession=number)
        for uid, number in ((51, "NC50001"), (52, "NC50002"))
    )
    slip = replace(review(53, year=2026), accession="NC50001")
    assert issued(watch, one, two, slip) == 0
    assert len(watch.rows("SELECT 1 FROM reviews")) == 33
    swapped = [replace(one, accession="NC50002"), replace(two, accession="NC50001"), slip]
    watch.world.pages[LIST][-3:] = swapped
    for number in range(31, 36):
        assert watch.run(night(number)).status == 0
    assert watch.column("SELECT DISTINCT state FROM reviews") == ["listed"]
    assert watch.column(
        "SELECT accession_number FROM reviews WHERE accession_number IS NOT NULL ORDER BY id"
    ) == ["NC50002", "NC50001", "NC50001"]
    assert set(watch.column("SELECT fields FROM event WHERE kind = 'changed'")) == {'["accession"]'}


def test_one_content_id_names_one_publication():
    twins = [publication("c-1"), publication("c-1", title="Another report of this year")]
    changes = decide(Known(), Here(), Reading(items=twins), Verdict("ok"), night(0))
    assert [new.item for new in changes.new] == twins[:1]
