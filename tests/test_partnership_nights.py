"""Partnerships' pages night by night: what is new, changed and gone is told, and nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug import Response

from repo_watch import cli, nightly
from repo_watch.digest.months import Months
from repo_watch.nightly import decisions
from repo_watch.nightly.issues import preview
from repo_watch.settings.reading import load
from repo_watch.sources import partnerships
from repo_watch.store.schema.database import opened

FIRST = datetime(2032, 3, 1, 2, 15, tzinfo=UTC)


class Boards:
    """Boards on loopback, whose pages a test writes night by night."""

    def __init__(self, server, folder):
        self.pages, self.nights, self.first = {}, 0, FIRST
        self.server, self.folder = server, folder
        server.respond_nohandler = self.answer
        self.sources = (partnerships.SOURCE,)

    def answer(self, request, *_):
        page = self.pages.get(request.full_path.rstrip("?"), 404)
        if isinstance(page, int):
            return Response("<html><body>Out of order</body></html>", page)
        if isinstance(page, Response):
            return page
        return Response(f"<html><body><main>{page}</main></body></html>", 200, mimetype="text/html")

    def watch(self, *paths, more="", links=False):
        names = more or "".join(
            f'[partnerships.b{at}]\nurl = "{self.server.url_for(path)}"\ntitle = "Board {at}"\n'
            for at, path in enumerate(paths)
        )
        file = self.folder / "repo-watch.toml"
        file.write_text(
            f"[links]\nenabled = {str(links).lower()}\npdfs_per_night = 0\n"
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
        db = opened(self.settings.database, "ro")
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


CARDS = """<h1>Practice reviews</h1><h2>2031</h2><ul><li><a href="/reviews/ivy">Child Ivy</a>{}</li>
<li><a href="/reviews/oak">Child Oak</a></li><li><a href="/f/yew.pdf">Child Yew</a></li></ul>"""
IVY = """<h1>Child Ivy</h1><p><a href="/f/ivy.pdf">Full report</a></p><p><a href="/f/ivy7.pdf">Seven
minute briefing</a></p>{}<p><a href="/f/t.pdf">Threshold guidance</a></p><h2>See also</h2>
<p><a href="/f/ash.pdf">LCSPR Child Ash</a></p><p><a href="/about">About us</a></p>"""


def links(boards, case):
    (found,) = boards.rows(
        "SELECT json_extract(snapshot, '$.links') FROM item JOIN version ON version.item = item.id"
        f" AND version.number = item.version WHERE snapshot LIKE '%{case}%'"
    )
    return [(one["label"], one["url"].rpartition("/")[2]) for one in json.loads(found[0])]


def test_a_page_about_one_review_is_read_for_its_files(boards):
    boards.watch("/reviews")
    boards.pages = {"/reviews": CARDS.format(""), "/reviews/ivy": IVY.format("")}
    assert boards.night() == []
    assert links(boards, "Ivy") == [
        ("overview report", "ivy.pdf"), ("briefing", "ivy7.pdf"), ("page", "ivy")
    ]  # fmt: skip
    assert links(boards, "Oak") == [("report", "oak")]
    assert boards.outcome.sources[0].verdict.state == "ok"
    for _ in range(2):
        assert boards.night() == []
    asked = [request.path for request, _ in boards.server.log]
    assert asked.count("/reviews/ivy") == 1
    boards.pages["/reviews/ivy"] = IVY.format("<p><a href='/f/plan.pdf'>Action plan</a></p>")
    assert [one for _ in range(7) for one in boards.night()] == [("changed", "Child Ivy")]
    assert ("action plan", "plan.pdf") in links(boards, "Ivy")
    boards.pages["/reviews"] = CARDS.format(" published May 2031")
    assert [kind for _ in range(2) for kind, _ in boards.night()] == ["changed"]
    assert boards.rows("SELECT json_extract(snapshot, '$.month') FROM version").count((5,)) == 1
    boards.pages["/reviews"] = CARDS.format("").replace('/reviews/ivy">Child Ivy', '">')
    told = [one for _ in range(5) for one in boards.night()]
    assert told == [("absent", "Child Ivy")]


def test_what_is_no_page_about_a_review_leaves_the_word_of_the_list(boards):
    boards.watch("/reviews")
    boards.pages = {
        "/reviews": CARDS.format(""),
        "/reviews/ivy": Response(b"%PDF-1.7\n", 200, mimetype="application/pdf"),
        "/reviews/oak": "<h1>Page not found</h1><p>Nothing is here.</p>",
    }
    assert boards.night() == []
    assert links(boards, "Ivy") == [("report", "ivy")]
    assert links(boards, "Oak") == [("report", "oak")]
    assert boards.outcome.sources[0].verdict.state == "ok"
    assert boards.outcome.notices == ()


def test_a_review_that_was_taken_down_leaves_its_name_in_no_list(boards):
    boards.watch("/reviews")
    boards.pages = {"/reviews": CARDS.format(""), "/reviews/ivy": IVY.format("")}
    boards.pages["/reviews/oak"] = "<h1>Child Oak</h1><p>The report of Child Oak follows.</p>"
    boards.night()
    for number, in boards.rows("SELECT id FROM item JOIN version ON item = id GROUP BY id"
                               " HAVING max(snapshot) NOT LIKE '%Yew%'"):  # fmt: skip
        decisions.suppress_by_hand(boards.settings, number, "asked for", FIRST)
    archived = [path for path in boards.settings.archive.rglob("*") if path.is_file()]
    assert archived == []
    for _ in range(2):
        assert boards.night() == []
        db = opened(boards.settings.database, "ro")
        text = "\n".join(db.iterdump())
        db.close()
        assert "Yew" in text
        assert "Child Ivy" not in text
        assert "Child Oak" not in text


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


@pytest.mark.no_cover
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
    authorities = {
        "islands": "Islands Safeguarding Children Partnership (Guernsey and Alderney)",
        "surrey": "Surrey Safeguarding Children Partnership",
        "northamptonshire": "Northamptonshire",
    }
    pages = "".join(
        f'[partnerships.{name}]\nurl = "{boards.server.url_for(f"/{name}")}"\nauthority = "{one}"\n'
        for name, one in authorities.items()
    )
    boards.watch(more=f'{pages}[editions.surrey]\nauthorities = ["Surrey"]\nrest = "none"\n')
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
    for area in (
        "Guernsey and Alderney",
        "East Surrey and West Surrey (formerly Surrey)",
        "North Northamptonshire and West Northamptonshire (formerly Northamptonshire)",
    ):
        assert f" · {area}" in issue
    theirs = (boards.settings.public / "surrey" / "case-reviews-2028-05.html").read_text()
    assert "Child Elder" in theirs
    assert "Child Fir" not in theirs


def test_a_partnership_that_replaced_another_keeps_what_was_known(boards):
    old = boards.server.url_for("/board/reviews")
    new = old.replace("localhost", "127.0.0.1").replace("board", "partnership")
    shown = reviews("Ash", "Birch", "Cedar").replace("/f/", "https://files.example/")
    leaflet = "<h2>Other</h2><p><a href='https://files.example/l.pdf'>Leaflet</a></p>"
    boards.pages = {
        "/board/reviews": shown + leaflet,
        "/partnership/reviews": shown.replace("<ul>", "<ul><li><a href='/n.pdf'>Child New</a></li>")
        + leaflet,
    }
    boards.watch(more=f'[partnerships.a]\nurl = "{old}"\ntitle = "Eastmere Board"\n')
    assert boards.night() == []
    named = f'title = "Eastmere Partnership"\nformerly = ["{old}"]\n'
    boards.watch(more=f'[partnerships.b]\nurl = "{new}"\n{named}')
    told = [one for _ in range(5) for one in boards.night()]
    assert told == [("new", "Child New")]
    assert boards.rows("SELECT count(*) FROM item") == [(5,)]


def test_what_a_site_forbids_is_told_as_such_and_not_as_nothing_published(boards, capsys):
    boards.watch("/1/reviews", "/2/reviews", links=True)
    boards.pages = {
        "/robots.txt": Response("User-agent: *\nDisallow: /2/\nDisallow: /f/\n", 200),
        "/1/reviews": reviews("Ash", "Birch"),
        "/2/reviews": reviews("Cedar"),
    }
    for path in ("/f/ash.pdf", "/f/birch.pdf"):
        boards.pages[path] = Response(b"%PDF", 200)
    for _ in range(2):
        boards.night()
    assert boards.outcome.sources[0].verdict.state == "partial"
    asked = [request.path for request, _ in boards.server.log]
    assert [path for path in asked if path.startswith(("/2/", "/f/"))] == []
    file = boards.folder / "repo-watch.toml"
    with file.open("a", encoding="utf-8") as settings:
        settings.write("[sources.nspcc-reviews]\nenabled = false\n")
        settings.write("[sources.govuk-reviews]\nenabled = false\n")
    assert cli.status_of(["status", "--config", str(file), "--now", "2032-03-02T03:00:00Z"]) == 1
    host = boards.server.url_for("").removeprefix("http://").rstrip("/")
    out = capsys.readouterr().out
    assert "/2/reviews: forbidden by the site" in out
    assert f"forbidden by the site: 2 files of {host}" in out, out + str(
        boards.rows("SELECT * FROM link_check")
    )
    (draft,) = (
        path
        for path in preview(
            boards.settings, Months.parse("2032-03"), FIRST + timedelta(2), edition="national"
        )
        if path.suffix == ".html"
    )
    text = draft.read_text("utf-8")
    assert (
        f"forbidden by the site: {boards.server.url_for('/2/reviews')}, 2 files of {host}" in text
    )
    assert "Forbidden by the site" in text
    (reasons,) = set(boards.rows("SELECT reasons FROM coverage WHERE verdict = 'partial'"))
    assert "forbidden by the site" in reasons[0]
