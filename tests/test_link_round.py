"""The slow round at work: real HTTP, real database, one night after another."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from bodies import bodies
from fictions import entry, publication
from msgspec.structs import replace
from msgspec.structs import replace as with_settings
from werkzeug import Response

from repo_watch.demo.answer import tiny_pdf
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.session import Fetcher
from repo_watch.judging.changes import Changes, New
from repo_watch.model import Attachment, Link, Request
from repo_watch.nightly.fence import Fence
from repo_watch.nightly.links import check_links
from repo_watch.nightly.watch import Night, silent
from repo_watch.settings import FetchSettings, LinkSettings, Settings, SourceSettings
from repo_watch.sources import SOURCES
from repo_watch.store.rows import derived, links, pages, runs
from repo_watch.store.rows.apply import apply
from repo_watch.store.schema.database import as_dicts, connect, transaction
from repo_watch.store.upkeep.rulings import suppress

START = datetime(2031, 3, 3, 2, 15, tzinfo=UTC)
PDF = tiny_pdf("A fictional report")
PAGE = b"<!doctype html><title>Our reports</title><p>Welcome to the library.</p></html>"


class House:
    """An installation whose links lie on a server that answers as it is told."""

    def __init__(self, folder, server):
        self.server = server
        self.archive = Archive(folder / "archive")
        self.settings = Settings(
            data_dir=folder,
            fetch=FetchSettings(contact="you@example.org", seconds_between_requests=0),
            sources={
                "nspcc-reviews": SourceSettings(urls=(server.url_for("/list"),)),
                "govuk-reviews": SourceSettings(base=server.url_for("/").rstrip("/")),
            },
        )
        self.db = connect(folder / "repo-watch.db", create=True)
        self.answers, self.asked, self.ends = {}, [], inf
        server.expect_request("/robots.txt").respond_with_data(status=404)
        for path in ("/reports", "/media"):
            server.expect_request(re.compile(f"{path}/.*")).respond_with_handler(self._answer)

    def _answer(self, request):
        self.asked.append((request.method, request.path))
        body, kind, status = self.answers.get(request.path, (PAGE, "text/html", 404))
        if callable(body):
            body = body(len(self.asked))
        response = Response(body, status, content_type=kind)
        response.set_etag(f"{hash(body) & 0xFFFF:x}")
        return response

    def put(self, path, body=PDF, kind="application/pdf", status=200):
        self.answers[path] = (body, kind, status)
        return self.server.url_for(path)

    def run(self, night):
        with transaction(self.db):
            moment = START + timedelta(days=night)
            return runs.begin(self.db, moment, version="0", mode="nightly", full=False)

    def add(self, item, source="nspcc-reviews"):
        run = self.run(0)
        with transaction(self.db):
            page = pages.ensure(
                self.db, source, Request(self.server.url_for("/list"), "list"), run, baseline=False
            )
            apply(self.db, run, source, page, Changes(new=[New(item, baseline=False)]))
        return self.db.execute("SELECT max(id) FROM item").fetchone()[0]

    def review(self, *urls, **fields):
        links_ = tuple(Link("Read the overview report", url) for url in urls)
        return self.add(replace(entry(**{"case_name": urls[0], **fields}), links=links_))

    def night(self, number, **chosen):
        settings = with_settings(self.settings, links=LinkSettings(**chosen))
        with Fetcher(settings.fetch, clock=lambda: START, sleep=lambda _: None) as fetcher:
            return check_links(self.at_work(settings, number), fetcher)

    def at_work(self, settings, number):
        self.fence = Fence(settings.database)
        return Night(
            settings=settings,
            db=self.db,
            run=self.run(number),
            archive=self.archive,
            keeps=True,
            getter=None,
            told=silent,
            kept=frozenset(),
            fence=self.fence,
            clock=lambda: START,
            sources=SOURCES,
            watched=(),
            ends=self.ends,
        )

    def state(self, url):
        return self.db.execute(
            "SELECT group_concat(state, ' ') FROM (SELECT state FROM links WHERE url = ?"
            " ORDER BY item_id)",
            [url],
        ).fetchone()[0]

    def told(self):
        rows = self.db.execute("SELECT change FROM changes WHERE change <> 'new' ORDER BY id")
        return [kind for (kind,) in rows]


@pytest.fixture
def house(tmp_path, httpserver):
    house = House(tmp_path, httpserver)
    yield house
    house.db.close()


def test_a_report_that_is_there_is_ok_and_its_facts_are_known(house):
    url = house.put("/reports/a.pdf")
    house.review(url)
    assert house.night(0) == Counter(checked=1, there=1, pdfs=1)
    row = next(as_dicts(house.db.execute("SELECT * FROM links")))
    assert (row["state"], row["content_type"], row["bytes"]) == ("ok", "application/pdf", len(PDF))
    assert (row["pages"], row["document_title"]) == (1, "A fictional report")
    assert row["checked_on"] == row["last_there_on"] == "2031-03-03"
    assert house.told() == []


def test_a_file_is_fetched_once_and_again_when_it_is_replaced(house):
    url = house.put("/reports/a.pdf")
    house.review(url)
    for night in (0, 1, 15, 28, 29, 30, 57, 58, 59, 87):
        if night == 57:
            house.put("/reports/a.pdf", tiny_pdf("The fictional report, corrected"))
        house.night(night)
    assert house.asked.count(("GET", "/reports/a.pdf")) == 2
    assert 3 <= house.asked.count(("HEAD", "/reports/a.pdf")) <= 6
    assert house.told() == ["report_replaced"]
    assert house.db.execute("SELECT document_title FROM links").fetchone()[0].endswith("corrected")


def stamped(title):
    """A report into which its server writes the moment, in more bytes as time goes by."""
    return lambda asked: tiny_pdf(title) + b"\n%" + b"stamped at " + str(10 ** (asked % 9)).encode()


@pytest.mark.parametrize("pdfs", [10, 0])
def test_a_report_that_is_stamped_at_each_request_is_not_replaced(house, pdfs):
    url = house.put("/reports/a.pdf", stamped("A fictional report"))
    house.review(url)
    house.night(0, pdfs_per_night=pdfs)
    for night in range(28, 200, 28):
        house.night(night, pdfs_per_night=10)
    assert house.told() == []
    assert house.state(url) == "ok"
    house.put("/reports/a.pdf", stamped("A fictional report, corrected"))
    for night in range(200, 300, 28):
        house.night(night)
    assert house.told() == ["report_replaced"]


def test_a_quiet_night_asks_nothing_and_writes_nothing(house):
    house.review(house.put("/reports/a.pdf"))
    house.night(0)
    house.asked.clear()
    before = house.db.execute("SELECT * FROM link_check").fetchall()
    assert house.night(1) == Counter()
    assert house.asked == []
    assert house.db.execute("SELECT * FROM link_check").fetchall() == before


def gone(house, *, year, nights=range(28, 33)):
    """A report that is there on the first night and a web page afterwards; others stay."""
    url, other = house.put("/reports/a.pdf"), house.put("/reports/b.pdf")
    house.review(url, year=year)
    house.review(other, year=2031)
    house.night(0)
    house.put("/reports/a.pdf", PAGE, "text/html")
    states = []
    for night in nights:
        house.night(night)
        states.append(house.state(url))
    assert house.state(other) == "ok"
    return states


def test_a_soft_404_is_missing_after_three_days(house):
    states = gone(house, year=2030)
    first = states.index("missing")
    assert set(states[:first]) == {"ok"}
    assert set(states[first:]) == {"missing"}
    assert house.told() == ["report_missing"]
    assert house.db.execute("SELECT report_status FROM reviews ORDER BY id").fetchone() == (
        "missing",
    )


def test_a_report_older_than_five_years_is_retired(house):
    assert gone(house, year=2026)[-1] == "retired"
    assert house.told() == ["report_retired"]


def test_a_report_that_comes_back_is_ok_again(house):
    gone(house, year=2026)
    url = house.put("/reports/a.pdf")
    for night in (60, 61):
        house.night(night)
    assert house.state(url) == "ok"
    assert house.told() == ["report_retired", "report_back"]


def test_a_site_that_answers_404_to_everything_has_lost_nothing(house):
    urls = [house.put(f"/reports/{number}.pdf") for number in range(6)]
    for url in urls:
        house.review(url)
    house.night(0)
    house.answers.clear()
    for night in range(28, 90):
        house.night(night, per_night=2)
    assert {house.state(url) for url in urls} == {"unknown"}
    assert house.told() == []


@pytest.mark.parametrize("status", [403, 500, 503])
def test_a_site_that_is_down_for_a_month_has_lost_nothing(house, status):
    url = house.put("/reports/a.pdf")
    house.review(url)
    house.night(0)
    house.put("/reports/a.pdf", PAGE, "text/html", status)
    house.night(28)
    assert house.state(url) == "ok"
    for night in range(35, 56, 7):
        house.night(night)
    assert house.state(url) == "unknown"
    assert house.told() == []


def test_one_address_of_two_reviews_is_asked_for_once_and_told_of_both(house):
    url = house.put("/reports/a.pdf")
    house.put("/reports/b.pdf")
    for year in (2026, 2030):
        house.review(url, house.server.url_for("/reports/b.pdf"), year=year, case_name=str(year))
    assert house.night(0)["checked"] == 2
    house.answers.pop("/reports/a.pdf")
    for night in range(28, 33):
        house.night(night)
    assert house.state(url) == "retired missing"
    assert sorted(house.told()) == ["report_missing", "report_retired"]


def test_a_link_that_its_source_took_down_is_left_alone(house):
    url = house.put("/reports/a.pdf")
    id_ = house.review(url)
    with transaction(house.db):
        derived.refresh(house.db, [(id_, entry(url))], "2031-03-02T00:00:00Z")
    house.night(0)
    assert house.state(url) == "retired"
    assert house.asked == []


def test_a_link_that_one_source_took_down_stays_down_while_another_shows_it(house):
    url = house.put("/reports/a.pdf")
    id_ = house.review(url)
    house.review(url, case_name="Child R")
    with transaction(house.db):
        derived.refresh(house.db, [(id_, entry(url))], "2031-03-02T00:00:00Z")
    house.night(0)
    assert house.state(url) == "retired ok"


def test_no_more_links_and_files_in_a_night_than_the_settings_say(house):
    for number in range(7):
        house.review(house.put(f"/reports/{number}.pdf"))
    done = house.night(0, per_night=5, pdfs_per_night=2)
    assert (done["checked"], done["pdfs"]) == (5, 2)
    assert house.night(1, per_night=5, pdfs_per_night=0)["pdfs"] == 0


def test_links_that_are_switched_off_are_not_asked_for(house):
    house.review(house.put("/reports/a.pdf"))
    assert house.night(0, enabled=False) == Counter()


def test_a_replica_s_links_never_leave_this_machine(house):
    house.review("https://reports.example/a.pdf")
    assert house.night(0) == Counter()


def test_a_public_page_s_links_are_asked_for_with_a_contact_only_and_never_here(house):
    url = house.put("/reports/a.pdf")
    house.review(url)
    house.settings = with_settings(house.settings, sources={})
    assert house.night(0) == Counter()
    house.review("http://127.0.0.1.invalid/a.pdf")
    anonymous = with_settings(house.settings, fetch=FetchSettings(seconds_between_requests=0))
    public, house.settings = house.settings, anonymous
    assert house.night(0) == Counter()
    house.settings = public
    assert house.night(0) == Counter(checked=1, unclear=1)


def ogl(house, **chosen):
    url = house.put("/media/1/report.pdf")
    item = publication(
        attachments=(Attachment(kind="file", title="Report", url=url),), state="live"
    )
    id_ = house.add(item, "govuk-reviews")
    house.night(0, **chosen)
    return id_, url


def test_a_file_is_not_kept_where_the_operator_does_not_say_so(house):
    ogl(house)
    assert bodies(house.settings.archive) == []


def test_a_kept_file_is_known_to_a_takedown(house):
    id_, _ = ogl(house, keep_files=True)
    (kept,) = bodies(house.settings.archive)
    assert house.archive.get(kept) == PDF
    assert links.kept_files(house.db, id_) == {kept}


def test_files_of_others_are_never_kept(house):
    house.review(house.put("/reports/a.pdf"))
    house.night(0, keep_files=True)
    assert bodies(house.settings.archive) == []


def test_a_takedown_leaves_nothing_of_a_link(house):
    url, other = house.put("/reports/a.pdf"), house.put("/reports/b.pdf")
    id_ = house.review(url, other)
    house.review(other, case_name="Child R")
    house.night(0)
    suppress(house.db, house.run(1), id_, "asked for")
    left = [url for (url,) in house.db.execute("SELECT url FROM link_check")]
    assert left == [other]


def test_what_is_no_pdf_inside_is_looked_into_once(house):
    house.review(house.put("/reports/a.pdf", b"%PDF-1.7 and then nothing"))
    assert house.night(0)["pdfs"] == 1
    for night in (28, 29, 57):
        assert house.night(night)["pdfs"] == 0


def test_every_source_says_whether_it_takes_reports_down():
    assert {one.id: one.report_years for one in SOURCES}["nspcc-reviews"] == 5


def test_links_of_a_source_that_is_switched_off_are_left_alone(house):
    house.review(house.put("/reports/a.pdf"))
    chosen = {**house.settings.sources}
    off = SourceSettings(urls=chosen["nspcc-reviews"].urls, enabled=False)
    house.settings = with_settings(house.settings, sources={**chosen, "nspcc-reviews": off})
    assert house.night(0) == Counter()
    assert house.asked == []


@pytest.mark.parametrize(
    ("source", "told"), [("govuk-reviews", []), ("nspcc-reviews", ["report_replaced"])]
)
def test_a_govuk_file_that_leads_to_another_is_told_by_its_page_alone(house, source, told):
    first, second = (f"/media/{digit * 24}/guidance.pdf" for digit in "ab")
    url = house.put(first)
    house.put(second, tiny_pdf("The fictional guidance, replaced"))
    paper = Attachment(kind="file", title="Guidance", url=url)
    house.add(publication(attachments=(paper,)), source=source)
    house.night(0)
    house.put(first, lambda _: b"", status=301)
    answer = house._answer

    def moved(request):
        response = answer(request)
        if response.status_code == 301:
            response.location = second
        return response

    house.server.clear_all_handlers()
    house.server.expect_request("/robots.txt").respond_with_data(status=404)
    house.server.expect_request(re.compile("/media/.*")).respond_with_handler(moved)
    house.night(60)
    assert house.state(url) == "replaced"
    assert house.told() == told
