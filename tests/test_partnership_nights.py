"""Partnerships' pages night by night: what is new, changed and gone is told, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from repo_watch import nightly
from repo_watch.settings import load
from repo_watch.sources import partnerships
from repo_watch.store.schema.database import connect_read_only

FIRST = datetime(2032, 3, 1, 2, 15, tzinfo=UTC)


class Boards:
    """Boards on loopback, whose pages a test writes night by night."""

    def __init__(self, server, folder):
        self.pages, self.nights, self.first = {}, 0, FIRST
        self.server, self.folder = server, folder
        server.expect_request("/robots.txt").respond_with_data(status=404)
        server.respond_nohandler = self.answer
        self.sources = (partnerships.SOURCE,)

    def answer(self, request, *_):
        page = self.pages.get(request.full_path.rstrip("?"), 404)
        if isinstance(page, int):
            return Response("<html><body>Out of order</body></html>", page)
        if isinstance(page, Response):
            return page
        return Response(f"<html><body><main>{page}</main></body></html>", 200, mimetype="text/html")

    def watch(self, *paths, authorities=(), more=""):
        names = more + "".join(
            f'[partnerships.b{at}]\nurl = "{self.server.url_for(path)}"\ntitle = "Board {at}"\n'
            for at, path in enumerate(paths)
        )
        for at, authority in enumerate(authorities):
            titled = f'title = "Board {at}"\n'
            names = names.replace(titled, f'{titled}authority = "{authority}"\n')
        file = self.folder / "repo-watch.toml"
        file.write_text(
            "[links]\nenabled = false\n"
            "[fetch]\nseconds_between_requests = 0\nattempts = 1\n" + names,
            encoding="utf-8",
        )
        self.settings = load(file, self.sources)

    def night(self):
        """The events of one night."""
        told = len(self.events()) if self.nights else 0
        now = self.first + timedelta(days=self.nights)
        self.nights += 1
        self.outcome = nightly.run(self.settings, lambda: now, sources=self.sources)
        return self.events()[told:]

    def rows(self, sql):
        db = connect_read_only(self.settings.database)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def events(self):
        return self.rows(
            "SELECT event.kind, json_extract(version.snapshot, '$.title') FROM event"
            " JOIN version USING (item) WHERE NOT baseline GROUP BY event.id ORDER BY event.id"
        )


@pytest.fixture
def boards(httpserver, tmp_path):
    return Boards(httpserver, tmp_path)


def reviews(*names, year=2031, more=""):
    items = "".join(
        f'<li><a href="/f/{name.lower()}.pdf">LCSPR Child {name} (PDF, 1MB)</a></li>'
        for name in names
    )
    return f"<h1>Practice reviews</h1><h2>{year}</h2><ul>{items}</ul>{more}"


NEXT = '<nav><a rel="next" href="?page=1">Next</a></nav>'


def test_a_review_that_moves_to_the_next_page_is_not_gone(boards):
    boards.watch("/reviews")
    boards.pages = {
        "/reviews": reviews("Ash", "Birch", "Cedar", more=NEXT),
        "/reviews?page=1": reviews("Dogwood"),
    }
    assert boards.night() == []
    assert len(boards.rows("SELECT * FROM item")) == 4
    boards.pages = {
        "/reviews": reviews("Alder", "Aspen", "Ash", more=NEXT),
        "/reviews?page=1": 503,
    }
    (first, second) = boards.night()
    assert [first[0], second[0]] == ["new", "new"]
    for _ in range(4):
        assert boards.night() == []
    boards.pages["/reviews?page=1"] = reviews("Birch", "Cedar", "Dogwood")
    for _ in range(5):
        assert boards.night() == []
    assert boards.outcome.sources[0].verdict.state == "ok"
    boards.pages["/reviews?page=1"] = reviews("Birch", "Cedar")
    said = [told for _ in range(4) for told in boards.night()]
    assert said == [("absent", "LCSPR Child Dogwood")]


def test_leaflets_that_are_left_do_not_vouch_for_reviews_that_went(boards):
    boards.watch("/reviews")
    boards.pages = {"/reviews": reviews("Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir")}
    boards.night()
    leaflets = '<h1>Eastmere SCP</h1><p>We move.</p><p><a href="/l.pdf">Leaflet for parents</a></p>'
    boards.pages["/reviews"] = leaflets
    assert [kind for _ in range(4) for kind, _ in boards.night()] in ([], ["new"])
    assert boards.outcome.sources[0].verdict.state != "ok"
    assert boards.rows("SELECT count(*) FROM item WHERE state = 'absent'") == [(0,)]


def test_what_is_new_in_an_address_at_each_request_is_no_change(boards):
    boards.watch("/reviews")
    for night in range(4):
        secure = "s" * (night % 2)
        boards.pages["/reviews"] = (
            f"<h1>Reviews</h1><h2>2031</h2><p><a href='/f/a.pdf?t=170000{night}'>LCSPR Child Q</a>"
            f"</p><p><a href='http{secure}://{'www.' * (night % 2)}scp.example/download/r?id=4&amp;"
            f"refresh=6ab{night}'>LCSPR Child R (PDF)</a></p>"
        )
        assert boards.night() == []
    assert boards.rows("SELECT count(*) FROM version") == [(2,)]


def test_a_page_that_became_an_archive_is_told_once(boards):
    boards.watch("/reviews")
    boards.pages = {"/reviews": reviews("Ash")}
    boards.night()
    assert boards.outcome.notices == ()
    later = "<p><a href='/reviews/2032'>Reviews published in 2032</a></p>"
    boards.pages["/reviews"] = reviews("Ash", more=later)
    told = []
    for _ in range(3):
        assert boards.night() == []
        told += boards.outcome.notices
    assert boards.outcome.status == 0
    (one,) = told
    assert "Reviews published in 2032" in one
    assert boards.outcome.sources[0].verdict.reasons


NAMES = ("Ash", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel")


def names(board):
    return [chr(65 + board) + name.lower() for name in NAMES]


def faulty(board, night):
    """A board's page of a night: the same eight reviews, with what sites do to a page."""
    shown = names(board)
    turn = (board * 3 + night) % 8
    if turn == 1:
        return 503
    if turn == 2:
        return "<h1>Just a moment...</h1><p>Checking your browser</p>"
    if turn == 3:
        return "<h1>Eastmere SCP</h1><p>We move.</p><p><a href='/l.pdf'>Leaflet for parents</a></p>"
    if turn == 4:
        return reviews(*reversed(shown))
    if turn == 5:
        return reviews(*shown).replace("<li>", "<li><span></span>").replace("LCSPR ", "LCSPR  ")
    if turn == 6:
        return reviews(*shown).replace(".pdf", f".pdf?t=17000{night:02}&amp;Signature=a{night}")
    if turn == 7:
        return reviews(*shown[:3])
    return reviews(*shown)


@pytest.mark.parametrize("nights", [9, pytest.param(40, marks=pytest.mark.slow)])
def test_nights_of_ten_boards_with_faults_tell_nothing_that_is_not_so(boards, nights):
    paths = [f"/{board}/reviews" for board in range(10)]
    boards.watch(*paths)
    told = []
    for night in range(nights):
        boards.pages = {
            path: faulty(board, night) if night else reviews(*names(board))
            for board, path in enumerate(paths)
        }
        told += boards.night()
    assert boards.rows("SELECT count(*) FROM item WHERE kind = 'review'") == [(80,)]
    assert {title for kind, title in told if kind == "new"} <= {"Leaflet for parents"}
    assert [one for one in told if one[0] not in {"new", "missing", "back"}] == []
    assert [one for one in told if "LCSPR" in one[1]] == []


def test_a_month_after_counties_were_divided(boards):
    boards.first = datetime(2028, 5, 1, 2, 15, tzinfo=UTC)
    boards.watch(
        *("/islands", "/surrey", "/northamptonshire"),
        authorities=(
            "Islands Safeguarding Children Partnership (Guernsey and Alderney)",
            "Surrey Safeguarding Children Partnership",
            "Northamptonshire",
        ),
        more='[editions.surrey]\nauthorities = ["Surrey"]\nrest = "none"\n',
    )
    boards.pages = {
        "/islands": reviews("Ash", year=2028),
        "/surrey": reviews("Birch", "Cedar", year=2028),
        "/northamptonshire": reviews("Dogwood", year=2028),
    }
    for boards.nights in (0, 9):
        assert boards.night() == []
    boards.pages = {
        "/islands": reviews("Ash", "Alder", year=2028),
        "/surrey": reviews("Birch", "Cedar", "Elder", year=2028),
        "/northamptonshire": reviews("Dogwood", "Fir", year=2028),
    }
    told = [event for boards.nights in (18, 27, 31) for event in boards.night()]
    assert {kind for kind, _ in told} == {"new"}
    assert {title.rpartition(" ")[2] for _, title in told} == {"Alder", "Elder", "Fir"}
    issue = (boards.settings.public / "case-reviews-2028-05.html").read_text()
    for heading in (
        "Guernsey and Alderney",
        "East Surrey and West Surrey (formerly Surrey)",
        "North Northamptonshire and West Northamptonshire (formerly Northamptonshire)",
    ):
        assert f">{heading}</h3>" in issue
    theirs = (boards.settings.public / "surrey" / "case-reviews-2028-05.html").read_text()
    assert "Child Elder" in theirs
    assert "Child Fir" not in theirs
