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
        self.pages, self.nights = {}, 0
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

    def watch(self, *paths):
        names = "".join(
            f'[partnerships.b{at}]\nurl = "{self.server.url_for(path)}"\ntitle = "Board {at}"\n'
            for at, path in enumerate(paths)
        )
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
        now = FIRST + timedelta(days=self.nights)
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
