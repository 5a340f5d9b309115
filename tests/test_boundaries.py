"""Nothing from outside ends a run with 5, or keeps the rest of the night from its work."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

import msgspec
import pytest
from bodies import bodies
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from world import LIST, SOURCE, UPDATE, Installation, review

from repo_watch.errors import RepoWatchError
from repo_watch.fetch.connections import host_of
from repo_watch.fetch.links import probe, target
from repo_watch.fetch.session import Fetcher, _retry_after
from repo_watch.fetch.wire import Reply
from repo_watch.judging.links import Finding
from repo_watch.settings import FetchSettings, is_loopback

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def night(number):
    return START + timedelta(days=number)


@pytest.fixture
def watch(tmp_path):
    installation = Installation(tmp_path)
    installation.world.pages = {LIST: [review(uid, year=2026) for uid in range(6)], UPDATE: []}
    assert installation.run(night(0)).status == 0
    return installation


NUMBERS = st.one_of(
    st.text(alphabet="0123456789", max_size=5000), st.text(max_size=40), st.just("1" * 20)
)
DATES = st.one_of(
    st.text(max_size=60),
    st.datetimes(timezones=st.just(UTC)).map(format_datetime),
    st.builds("Sat, 28 Nov {} 99:99:99 {}".format, st.integers(), st.integers()),
)
ADDRESSES = st.one_of(
    st.sampled_from(["http://[x]/", "http://a..b/", "//[", "http://a:99999/", "\0", "http://"]),
    st.builds("http://{}/{}".format, st.text(max_size=80), st.text(max_size=80)),
    st.text(max_size=80),
)


@given(DATES, DATES)
@example("Sat, 28 Nov 99999999999999999999 10:00:00 GMT", "")
@example("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359")
@example("Sat, 28 Nov 2026 10:00:00 +99999999", "")
def test_any_retry_after_is_seconds_or_nothing(value, date):
    wait = _retry_after({"retry-after": value, "date": date}, START)
    assert wait >= 0


@given(ADDRESSES, ADDRESSES)
def test_any_address_is_one_or_none(url, location):
    assert isinstance(target(url, location), str)
    assert isinstance(host_of(location), str)
    assert is_loopback(location) in {True, False}
    with Fetcher(FetchSettings(), clock=lambda: START) as fetcher:
        try:
            fetcher._permit_link(target("https://127.0.0.1:9/", location), near=False)
        except RepoWatchError:
            return
        raise AssertionError("nothing of this may be asked for without a network")


@given(NUMBERS, NUMBERS, st.sampled_from([200, 206, 301, 404, 500]), ADDRESSES)
def test_whatever_a_link_answers_is_a_finding_that_a_column_holds(length, within, status, to):
    headers = {"content-length": length, "content-range": f"bytes 0-1/{within}"}

    def peek(url, **_):
        return Reply(url, status, headers, b"", to if status == 301 else None)

    found = probe(peek, "https://reports.example/a.pdf")
    assert isinstance(found, Finding)
    size = found.document and found.document.size
    assert size is None or 0 <= size < 2**63


def test_a_fault_in_one_page_keeps_no_other_page_from_being_read(watch):
    def read(page):
        if page.request.url == LIST:
            raise RuntimeError("a fault of ours")
        return SOURCE.read(page)

    watch.sources = (replace(SOURCE, read=read),)
    watch.world.pages[LIST] += [review(8, year=2026)]
    watch.world.pages[UPDATE] = [review(9, year=2026)]
    outcome = watch.run(night(1))
    assert outcome.status == 5
    assert [notice for notice in outcome.notices if LIST in notice and "please report" in notice]
    assert outcome.sources[0].counts == {"new": 1}


def test_what_the_night_has_no_time_for_is_told_as_not_asked(watch, monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: seconds[0])
    get = watch.world.get

    def slow(request, validators, *, hosts):
        seconds[0] += 3 * 3600
        return get(request, validators, hosts=hosts)

    monkeypatch.setattr(watch.world, "get", slow)
    watch.world.asked.clear()
    outcome = watch.run(night(1))
    assert watch.world.asked == [LIST]
    assert outcome.status == 1
    (reason,) = outcome.sources[0].verdict.reasons
    assert UPDATE in reason
    assert "fetch.minutes_per_source" in reason


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_body_that_the_archive_lacks_is_made_good_by_the_page(watch, harm):
    page = msgspec.json.encode(watch.world.pages[LIST])
    digest = sha256(page).hexdigest()
    path = watch.settings.archive / digest[:2] / f"{digest}.gz"
    path.unlink()
    if harm == "damaged":
        path.write_bytes(b"no archive")
    watch.sources = (replace(SOURCE, reader_version=2),)
    outcome = watch.run(night(1))
    assert outcome.status == 0
    assert outcome.sources[0].counts == {}
    assert watch.column("SELECT DISTINCT reader_version FROM page") == [2]
    watch.world.asked.clear()
    assert watch.run(night(2)).status == 0
    assert watch.world.asked == [LIST, UPDATE]


def test_a_page_that_stays_partial_says_each_night_why(watch):
    watch.world.faults[LIST] = "half"
    first = watch.run(night(1)).sources[0].verdict
    second = watch.run(night(2)).sources[0].verdict
    assert first.reasons
    assert second == first


def test_the_archive_keeps_what_pages_showed_as_long_as_the_settings_say(watch):
    archive = watch.settings.archive
    first = {*bodies(archive)}
    watch.world.pages[LIST] += [review(8, year=2026)]
    watch.run(night(1))
    (newest,) = {*bodies(archive)} - first
    watch.run(night(40))
    assert {*bodies(archive)} == {*first, newest}
    watch.archive_days = 30
    watch.run(night(41))
    watch.run(night(48))
    (unchanged,) = watch.column("SELECT sha256 FROM page WHERE url = ?", UPDATE)
    assert {*bodies(archive)} == {newest, unchanged}
    watch.sources = (replace(SOURCE, reader_version=2),)
    assert watch.run(night(49)).status == 0


def test_a_body_is_kept_from_the_day_on_which_it_was_last_shown(watch):
    watch.archive_days = 30
    shown = {*bodies(watch.settings.archive)}
    for number in range(1, 7):  # the first night alone names the body
        watch.run(night(number))
    watch.world.pages[LIST] += [review(8, year=2026)]
    watch.run(night(7))
    watch.run(night(36))
    assert shown <= {*bodies(watch.settings.archive)}
    watch.run(night(44))
    assert not shown <= {*bodies(watch.settings.archive)}


def test_what_a_killed_run_left_half_written_in_the_archive_is_cleared(watch):
    left = watch.settings.archive / "ab" / ".abcd.gz.new"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    watch.rows("UPDATE run SET finished_at = NULL RETURNING 1")
    watch.run(night(1))
    assert not left.exists()
