"""The slow round: whose turn it is, and what three absences on three days are worth."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.judging.links import (
    AGAIN_DAYS,
    ROUND_DAYS,
    SOONEST_DAYS,
    Checked,
    Document,
    Finding,
    WatchedLink,
    conclude,
    controls,
    due,
    hosts_seen,
    in_doubt,
    is_other,
    may_be_alike,
    news,
    state_of,
    unbelieved,
    uploaded_on,
    wants_a_look,
)

DAY = date(2031, 3, 3)
PDF = Document(content_type="application/pdf", size=9, etag='"a"', last_modified="Mon")
THERE = Finding("there", "answers HTTP 200", 200, PDF)
ABSENT = Finding("absent", "answers HTTP 404", 404)
UNCLEAR = Finding("unclear", "answers HTTP 503", 503)
NEVER = Checked()


def day(number):
    return DAY + timedelta(days=number)


def link(number, checked=NEVER, host="reports.example"):
    return WatchedLink(f"https://{host}/{number}.pdf", ("lists",), checked)


def story(*findings, days=None):
    """What is known after these findings, one a day or on the given days."""
    known, told = NEVER, []
    for number, finding in zip(days or range(len(findings)), findings, strict=True):
        before, known = known, conclude(known, finding, day(number))
        told.append(news(before, known))
    return known, told


def simulate(count, nights, most):
    """By night, the addresses that were checked, all of them found there."""
    links = {one.url: one for one in map(link, range(count))}
    nightly = []
    for number in range(nights):
        tonight = due(links.values(), day(number), most)
        nightly.append([one.url for one in tonight])
        for one in tonight:
            links[one.url] = replace(one, checked=conclude(one.checked, THERE, day(number)))
    return nightly


def test_every_link_is_checked_about_once_a_month_and_never_more_than_so_many_a_night():
    nightly = simulate(count=300, nights=140, most=20)
    assert max(map(len, nightly)) == 20
    assert len({url for night in nightly[:15] for url in night}) == 300
    for url in {url for night in nightly for url in night}:
        nights = [number for number, night in enumerate(nightly) if url in night]
        gaps = [later - sooner for sooner, later in pairwise(nights)]
        assert min(gaps) >= SOONEST_DAYS
        assert max(gaps) <= ROUND_DAYS + SOONEST_DAYS
        assert gaps[-1] == ROUND_DAYS


def test_once_settled_the_round_is_spread_over_the_month():
    nightly = simulate(count=560, nights=112, most=60)
    assert max(map(len, nightly[-ROUND_DAYS:])) <= 40
    assert min(map(len, nightly[-ROUND_DAYS:])) >= 5


def test_the_same_night_asks_for_the_same_links_whatever_their_order():
    links = [link(number) for number in range(50)]
    assert due(links, DAY, 10) == due(links[::-1], DAY, 10)
    assert due(links, DAY, 10) != due(links, day(1), 10)


def test_a_doubtful_absence_comes_first_then_what_was_never_looked_at():
    pending = link(1, Checked(day(-1), "absent", misses=1, missed_on=day(-1)))
    overdue = link(2, Checked(day(-90), "there", PDF, day(-90)))
    assert due([overdue, link(3), pending], DAY, 2) == (pending, link(3))


def test_nothing_is_asked_for_twice_in_a_night():
    assert due([link(1, Checked(DAY, "absent", misses=1, missed_on=DAY))], DAY, 9) == ()


def test_what_could_not_be_told_is_asked_again_in_a_week():
    unclear = link(1, Checked(DAY, "unclear"))
    assert due([unclear], day(AGAIN_DAYS - 1), 9) == ()
    assert due([unclear], day(AGAIN_DAYS), 9) == (unclear,)


def test_a_link_that_is_believed_to_be_missing_is_asked_for_in_its_month_again():
    known, _ = story(THERE, ABSENT, ABSENT, ABSENT)
    asked = [n for n in range(4, 60) if due([link(1, known)], day(n), 9)]
    assert asked
    assert asked[0] >= 3 + SOONEST_DAYS


def test_three_absences_on_three_days_are_believed():
    assert [story(*[THERE, ABSENT, ABSENT, ABSENT][:count])[0].state for count in range(1, 5)] == [
        "ok",
        "ok",
        "ok",
        "missing",
    ]


def test_three_absences_on_one_day_count_once():
    known, told = story(THERE, ABSENT, ABSENT, ABSENT, days=(0, 1, 1, 1))
    assert (known.misses, known.state) == (1, "ok")
    assert told == [None] * 4


def test_a_first_answer_that_is_no_document_is_not_believed():
    assert story(ABSENT)[0].state == "unknown"


@given(st.lists(st.sampled_from([THERE, UNCLEAR]), max_size=60))
def test_errors_and_walls_never_make_a_link_missing(findings):
    known, told = story(*findings)
    assert known.state != "missing"
    assert "lost" not in told


@given(st.lists(st.sampled_from([THERE, UNCLEAR, ABSENT]), max_size=60))
def test_missing_means_three_absences_since_it_was_last_there(findings):
    known, told = story(*findings)
    since = findings[::-1]
    since = since[: since.index(THERE)] if THERE in since else since
    assert (known.state == "missing") == (since.count(ABSENT) >= 3)
    lost, back = told.count("lost"), told.count("back")
    assert lost - back in {0, 1}


def test_one_bad_night_takes_nothing_back():
    states = [story(THERE, *[UNCLEAR] * count)[0].state for count in range(4)]
    assert states == ["ok", "ok", "ok", "unknown"]
    assert story(THERE, UNCLEAR, UNCLEAR, UNCLEAR, days=(0, 1, 1, 1))[0].state == "ok"
    assert story(THERE, UNCLEAR, UNCLEAR, THERE, UNCLEAR, UNCLEAR)[0].state == "ok"


def test_of_a_link_that_never_answered_nothing_is_known():
    assert story(UNCLEAR)[0].state == "unknown"


def test_an_unclear_answer_does_not_bring_a_missing_link_back():
    known, told = story(THERE, ABSENT, ABSENT, ABSENT, UNCLEAR)
    assert known.state == "missing"
    assert told == [None, None, None, "lost", None]


def test_a_link_that_is_there_again_is_told():
    known, told = story(THERE, ABSENT, ABSENT, ABSENT, THERE)
    assert (known.state, told[-1]) == ("ok", "back")


def test_that_a_link_was_never_there_is_no_news():
    known, told = story(ABSENT, ABSENT, ABSENT)
    assert (known.state, told) == ("missing", [None] * 3)


def test_another_document_is_told_once_and_then_it_is_the_document():
    other = replace(THERE, document=replace(PDF, size=10, etag='"b"', last_modified="Tue"))
    known, told = story(THERE, other, other)
    assert told == [None, "replaced", None]
    assert (known.state, known.document.size) == ("ok", 10)


def test_a_document_that_was_looked_into_and_reads_as_before_is_the_same():
    stamped = replace(THERE, document=replace(PDF, etag='"b"', last_modified="Tue"))
    known, _ = story(THERE)
    assert wants_a_look(known, stamped)
    _, told = story(THERE, replace(stamped, alike=True))
    assert told == [None, None]
    settled = (THERE, UNCLEAR, Finding("there", "a mirror answers HTTP 200", 200))
    assert not any(wants_a_look(known, one) for one in settled)
    assert not wants_a_look(NEVER, stamped)
    assert not wants_a_look(story(ABSENT)[0], stamped)


@pytest.mark.parametrize(
    ("before", "now", "stamped", "alike"),
    [
        (1000, 1000, False, True),
        (1000, 1001, False, False),
        (1000, 1001, True, True),
        (1000, 1201, True, False),
        (100_000, 101_000, True, True),
        (100_000, 101_001, True, False),
        (None, 1000, False, False),
        (1000, None, True, True),
    ],
)
def test_a_stamp_is_a_few_bytes(before, now, stamped, alike):
    sizes = (replace(PDF, size=before), replace(PDF, size=now))
    assert may_be_alike(*sizes, stamped=stamped) is alike


def test_a_permanent_redirect_is_a_move():
    moved = replace(THERE, document=replace(PDF, leads_to="https://new.example/1.pdf"))
    known, told = story(THERE, moved)
    assert (known.state, told) == ("moved", [None, None])


def _leading(number):
    asset = f"https://assets.example/media/{number:024x}/a.pdf"
    return replace(THERE, document=replace(PDF, leads_to=asset))


def test_a_file_that_leads_to_another_asset_is_replaced_and_told_once():
    known, told = story(THERE, _leading(1), _leading(1), _leading(2))
    assert (known.state, told) == ("replaced", [None, "replaced", None, "replaced"])


def test_a_govuk_asset_tells_the_day_of_its_upload_unless_it_was_moved():
    assets = "https://assets.example/media/"
    assert uploaded_on(f"{assets}69ba93c0{'0' * 16}/a.pdf") == date(2026, 3, 18)
    assert uploaded_on(f"{assets}5a7d8d40{'0' * 16}/a.pdf") == date(2018, 2, 9)
    assert uploaded_on(f"{assets}5a7edec0{'0' * 16}/a.pdf") is None
    assert uploaded_on("https://board.example/a.pdf") is None


def test_an_asset_that_was_never_looked_at_before_is_no_news():
    assert story(_leading(1))[1] == [None]
    assert story(UNCLEAR, _leading(1))[1] == [None, None]


def test_a_night_of_a_mirror_changes_nothing():
    mirror = replace(THERE, document=Document())
    known, told = story(THERE, _leading(1), mirror, _leading(1))
    assert (known.state, told) == ("moved", [None, "replaced", None, None])


@pytest.mark.parametrize(
    ("now", "other"),
    [
        (PDF, False),
        (Document(), False),
        (replace(PDF, size=10), True),
        (replace(PDF, size=None, etag='W/"a-gzip"'), False),
        (replace(PDF, etag='"b"'), False),  # the same day: a server set up anew
        (replace(PDF, last_modified="Tue"), False),  # the same bytes, copied again
        (replace(PDF, etag='"b"', last_modified="Tue"), True),
        (replace(PDF, etag='"b"', last_modified=None), True),
        (replace(PDF, etag=None, last_modified="Tue"), True),
        (replace(PDF, etag=None), False),
    ],
)
def test_what_makes_another_document(now, other):
    assert is_other(PDF, now) is other


def test_what_an_answer_leaves_out_is_as_before():
    bare = replace(THERE, document=Document(etag='"a"'))
    assert story(THERE, bare)[0].document == PDF


@pytest.mark.parametrize(
    ("year", "keeps", "state"),
    [(2026, 5, "retired"), (2027, 5, "missing"), (2020, None, "missing"), (None, 5, "missing")],
)
def test_an_old_report_is_retired_where_its_source_takes_reports_down(year, keeps, state):
    known, _ = story(THERE, ABSENT, ABSENT, ABSENT)
    assert state_of(known, year=year, keeps=keeps, today=DAY) == state


def test_an_old_report_that_is_there_is_there():
    assert state_of(story(THERE)[0], year=2020, keeps=5, today=DAY) == "ok"


def test_a_host_where_nothing_is_there_is_asked_for_something_that_was():
    gone = [(link(1), ABSENT), (link(2), ABSENT), (link(3, host="other.example"), ABSENT)]
    fine = [(link(4, host="other.example"), THERE), (link(5, host="slow.example"), UNCLEAR)]
    doubted = in_doubt([*gone, *fine])
    assert doubted == {"reports.example"}
    there, _ = story(THERE)
    lost, _ = story(ABSENT)
    others = [link(6, lost), link(7), link(8, there, "other.example"), link(9, there)]
    assert controls([*others, link(10, there)], doubted) == [link(9, there)]


def test_a_host_at_which_nothing_ever_was_is_no_witness():
    there, _ = story(THERE, ABSENT)
    lost, _ = story(ABSENT)
    known = [link(1, there), link(2, lost, "other.example"), link(3, host="new.example")]
    assert hosts_seen(known) == {"reports.example"}


def test_an_absence_that_the_whole_site_shares_says_nothing():
    assert unbelieved(ABSENT) == Finding(
        "unclear", "the whole site answers so: answers HTTP 404", 404
    )
