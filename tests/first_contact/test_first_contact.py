"""`repo-watch doctor --live`, rehearsed: on the replica, and on one that is not as we think."""

import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from filelock import FileLock
from msgspec.structs import replace

from repo_watch.cli import group
from repo_watch.demo.answer import Answer, error_page, render
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import STORY
from repo_watch.errors import LockedError, SettingsError
from repo_watch.fetch.session import Fetcher
from repo_watch.first_contact.assumptions import _table, assumed_of, check
from repo_watch.first_contact.bundle import bundle
from repo_watch.first_contact.visits import meet
from repo_watch.settings import FetchSettings, Settings, SourceSettings
from repo_watch.sources import SOURCES, source

NOW = datetime(2026, 8, 31, 12, 0, tzinfo=UTC)
SEARCH, CONTENT = "/api/search.json", "/api/content/"
WATCHED = ("nspcc-reviews", "govuk-reviews")


class Stage:
    """The replica, of which some pages can be made to differ."""

    def __init__(self, replica):
        self.replica = replica
        replica.answer = self._differing(replica.answer)
        self.changes = []

    def _differing(self, respond):
        def answer(site, path, query):
            said = respond(site, path, query)
            for where, change in self.changes:
                if re.fullmatch(where, path):
                    said = change(said)
            return said

        return answer

    def differs(self, where, change):
        self.changes.append((where, change))

    @property
    def settings(self):
        urls = (self.replica.nspcc + nspcc.LIST, self.replica.nspcc + nspcc.UPDATE)
        return Settings(
            fetch=FetchSettings(contact="me@example.org", seconds_between_requests=0, attempts=1),
            sources={
                "nspcc-reviews": SourceSettings(urls=urls),
                "govuk-reviews": SourceSettings(base=self.replica.govuk),
            },
        )

    def meet(self):
        with Fetcher(self.settings.fetch, clock=lambda: NOW, sleep=lambda _: None) as fetcher:
            return [meet(self.settings, source(id_), fetcher) for id_ in WATCHED]

    def not_so(self):
        """What does not hold, as `SOURCE ASSUMPTION`, with what was found."""
        return {
            f"{contact.source.id.partition('-')[0]} {one.id}": one.found
            for contact in self.meet()
            for one in check(contact)
            if one.holds is False
        }


@pytest.fixture
def stage():
    with Replica() as replica:
        yield Stage(replica)


def text(*pairs):
    """A change of a page's text by regular expressions."""

    def change(answer):
        body = answer.body.decode()
        for pattern, new in pairs:
            body, count = re.subn(pattern, new, body)
            assert count, f"the replica has no {pattern}"
        return replace(answer, body=body.encode())

    return change


def data(edit):
    """A change of a JSON document."""

    def change(answer):
        found = json.loads(answer.body)
        edit(found)
        return replace(answer, body=json.dumps(found).encode())

    return change


def header(name, value=None):
    """A change of one header; None takes it away."""

    def change(answer):
        kept = {key: said for key, said in answer.headers.items() if key != name}
        return replace(answer, headers=kept | ({name: value} if value else {}))

    return change


def instead(answer):
    return lambda _: answer


def lacking(name):
    return data(lambda found: [one.pop(name, None) for one in found["results"]])


WALL = Answer(b"<!doctype html><title>Just a moment...</title><p>Checking your browser</p></html>")
MOVED = Answer(b"", 301, headers={"Location": nspcc.UPDATE})

DIFFERENCES = {
    "robots.txt forbids the list": (
        "/robots.txt",
        lambda said: replace(said, body=said.body.replace(b"/account/", b"/case-reviews/recently")),
        {"nspcc robots", "nspcc list/answers"},
    ),
    "a wall answers with 200": (nspcc.LIST, instead(WALL), {"nspcc list/read"}),
    "the list has moved": (
        nspcc.LIST,
        instead(MOVED),
        {"nspcc list/answers", "nspcc list/years", "nspcc list/dated"},
    ),
    "headings have another pattern": (
        nspcc.LIST,
        text((r"(>)(20\d\d) [–-] ", r"\1Review of \2: ")),
        {"nspcc list/read"},
    ),
    "keywords are called tags": (
        nspcc.LIST,
        text(("Keywords:", "Tags of the board:")),
        {"nspcc list/healthy", "nspcc list/keywords"},
    ),
    "one year is shown": (
        nspcc.LIST,
        text((r"202[2-5]( [–-] )", r"2026\1")),
        {"nspcc list/years"},
    ),
    "reports lie elsewhere": (
        nspcc.LIST,
        text((r'href="[^"]*(/globalassets/)', r'href="https://reports.example\1')),
        {"nspcc list/reports"},
    ),
    "the page has no date": (
        nspcc.LIST,
        text(("Last updated", "Thank you for reading")),
        {"nspcc list/dated"},
    ),
    "the update sends no validator": (nspcc.UPDATE, header("ETag"), {"nspcc update/validators"}),
    "the update shows other reviews": (
        nspcc.UPDATE,
        text((r"2026( [–-] )", r"2031\1")),
        {"nspcc update/witness"},
    ),
    "search refuses a parameter": (
        SEARCH,
        instead(error_page(422, "Unprocessable")),
        {"govuk search/answers", "govuk phrase/answers"},
    ),
    "search shows fewer than it claims": (
        SEARCH,
        data(lambda found: found["results"].pop()),
        {"govuk search/whole", "govuk more/healthy"},
    ),
    "results have no timestamp": (
        SEARCH,
        lacking("public_timestamp"),
        {"govuk search/fields"},
    ),
    "search sends an ETag": (SEARCH, header("ETag", '"x"'), {"govuk search/validators"}),
    "there is no feed": (
        r".*\.atom",
        instead(error_page(404, "Page not found")),
        {"govuk feed/answers", "govuk feed/form"},
    ),
    "documents have ids of another form": (
        f"{CONTENT}.*",
        data(lambda found: found.update(content_id="17")),
        {"govuk content/id"},
    ),
    "documents send no ETag": (f"{CONTENT}.*", header("ETag"), {"govuk content/validators"}),
    "documents are web pages": (
        f"{CONTENT}.*",
        lambda answer: replace(answer, content_type="text/html"),
        {"govuk content/answers"},
    ),
}


def test_the_replica_is_as_we_think(stage):
    assert stage.not_so() == {}


def test_each_page_is_asked_for_once(stage):
    stage.meet()
    asked = Counter((one.site, one.path) for one in stage.replica.log)
    assert set(asked.values()) == {1}
    # Two robots.txt; list, update; search, phrase, feed, document; two places nobody knows of.
    assert len(asked) == 2 + 2 + 4 + 2


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_found_and_named(stage, name):
    where, change, expected = DIFFERENCES[name]
    stage.differs(where, change)
    assert set(stage.not_so()) == expected


TEN = (
    *("keywords are called tags", "reports lie elsewhere", "the page has no date"),
    *("the update sends no validator", "the update shows other reviews"),
    *("results have no timestamp", "search sends an ETag", "there is no feed"),
    *("documents have ids of another form", "documents send no ETag"),
)


def test_a_replica_that_differs_in_ten_ways_is_told_in_ten_ways(stage):
    expected = set()
    for name in TEN:
        where, change, found = DIFFERENCES[name]
        stage.differs(where, change)
        expected |= found
    found = stage.not_so()
    assert set(found) == expected
    assert all(words and "\n" not in words for words in found.values())


def prose(value):
    """Every run of four words of the story, and every name of a review or publication."""
    for review in STORY.reviews.values():
        yield review.title
        yield from re.findall(r"(?=\b(\w+ \w+ \w+ \w+)\b)", json.dumps(value(review)))
    for publication in STORY.publications.publication:
        yield publication.title


def test_the_bundle_has_no_prose_and_does_not_say_who_made_it(stage):
    stage.differs(*DIFFERENCES["keywords are called tags"][:2])
    stage.differs(nspcc.UPDATE, header("Set-Cookie", "session=secret-of-mine"))
    said = json.dumps(bundle(stage.meet(), NOW), ensure_ascii=False)
    ours = json.dumps([[a.statement, a.how] for s in SOURCES for a in assumed_of(s)])
    for words in prose(lambda review: [review.summary, review.learning]):
        assert words not in said or words in ours, words
    assert "me@example.org" not in said
    assert "secret-of-mine" not in said
    assert len(said) < 100_000


def test_a_refusal_does_not_quote_the_page(stage):
    title = "Child Q and what befell"
    stage.differs(nspcc.LIST, instead(Answer(f"<html><title>{title}</title></html>".encode())))
    said = json.dumps(bundle(stage.meet(), NOW))
    assert title not in said
    assert "(a quotation)" in said


def test_the_bundle_tells_how_entries_are_built(stage):
    made = bundle(stage.meet(), NOW)
    page = next(p for s in made["sources"] for p in s["pages"] if p["kind"] == "list")
    shapes = page["outline"]["entries"]
    assert sum(shape["entries"] for shape in shapes) == page["items"]
    assert shapes[0]["around"].startswith("html > body > main > section.accordion")
    assert shapes[0]["lines"][0]["in"] == "h3"
    assert page["headers"]["content-type"].startswith("text/html")
    assert made["sources"][0]["robots"] == render("nspcc_robots.txt").decode()


def test_the_bundle_tells_where_words_were_left_over(stage):
    note = "<p>Notes: a line of seven words or so</p>"
    titles = iter(range(1000))
    spoil = lambda found: note + found[0] if next(titles) == 2 else found[0]  # noqa: E731
    stage.differs(nspcc.LIST, text((r"<h3[^>]*>", spoil)))
    made = bundle(stage.meet(), NOW)
    page = next(p for s in made["sources"] for p in s["pages"] if p["kind"] == "list")
    assert page["unread"] == [{"after_item": 2, "words": 8}]


def test_what_a_refused_page_is_built_of_is_told_all_the_same(stage):
    stage.differs(*DIFFERENCES["headings have another pattern"][:2])
    made = bundle(stage.meet(), NOW)
    page = next(p for s in made["sources"] for p in s["pages"] if p["kind"] == "list")
    assert page["error"]["kind"] == "WrongPageError"
    built = page["outline"]["page"]["built_of"]
    assert any(key.endswith("div.accordion__panel > h3") for key in built)


def test_places_that_nobody_knows_of_are_knocked_at(stage):
    stage.differs("/rss", instead(Answer(b"<rss/>", content_type="application/rss+xml")))
    (first, _) = bundle(stage.meet(), NOW)["sources"]
    assert first["besides"] == {
        f"{stage.replica.nspcc}/sitemap.xml": "HTTP 404, text/html; charset=utf-8",
        f"{stage.replica.nspcc}/rss": "HTTP 200, application/rss+xml",
    }
    heads = [one.path for one in stage.replica.log if one.method == "HEAD"]
    assert heads == ["/sitemap.xml", "/rss"]


def test_a_source_without_an_address_is_not_asked(stage):
    with Fetcher(stage.settings.fetch, clock=lambda: NOW) as fetcher:
        contact = meet(stage.settings, source("nspcc-catalogue"), fetcher)
    assert (contact.visits, contact.besides) == ({}, {})
    assert {one.holds for one in check(contact)} == {None}
    assert stage.replica.log == []


def test_data_are_told_by_their_keys(stage):
    made = bundle(stage.meet(), NOW)
    pages = {p["kind"]: p["outline"] for s in made["sources"] for p in s["pages"]}
    assert pages["content"]["json"]["content_id"] == "text"
    assert pages["search"]["json"]["results"]["first"][0]["link"] == "text"
    assert pages["feed"]["xml"]["entry"] > 0


def test_every_assumption_has_an_id_of_its_own():
    for one in SOURCES:
        ids = [assumption.id for assumption in assumed_of(one)]
        assert len(set(ids)) == len(ids)
    assert set(_table()) <= {"every-source", "every-page", *(one.id for one in SOURCES)}


def run(stage, folder, *arguments):
    settings = stage.settings
    file = folder / "repo-watch.toml"
    off = "".join(
        f"[sources.{one.id}]\nenabled = false\n" for one in SOURCES if one.id not in WATCHED
    )
    urls = list(settings.addresses(source("nspcc-reviews")))
    file.write_text(
        '[fetch]\ncontact = "me@example.org"\nseconds_between_requests = 0\nattempts = 1\n'
        f"[sources.nspcc-reviews]\nurls = {json.dumps(urls)}\n"
        f'[sources.govuk-reviews]\nbase = "{stage.replica.govuk}"\n{off}'
    )
    return CliRunner().invoke(
        group,
        ["doctor", "--live", "--config", str(file), "--now", NOW.isoformat(), *arguments],
        standalone_mode=False,
    )


def test_the_command_writes_one_file_and_says_what_holds(stage, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(stage, tmp_path)
    assert done.exception is None
    assert done.return_value == 0
    assert "NSPCC case reviews: 16 of 16 assumptions hold" in done.output
    assert "NOT SO" not in done.output
    made = json.loads((tmp_path / "first-contact-2026-08-31.json").read_text("utf-8"))
    assert [one["id"] for one in made["sources"]] == list(WATCHED)
    assert not (tmp_path / "data").exists()


def test_the_command_ends_with_1_where_something_is_not_so(stage, tmp_path):
    stage.differs(*DIFFERENCES["the page has no date"][:2])
    done = run(stage, tmp_path, "--bundle", str(tmp_path / "found.json"))
    assert done.return_value == 1
    assert "NOT SO    list/dated: The page says when it was last updated." in done.output
    assert (tmp_path / "found.json").exists()


def test_the_same_is_printed_for_programs(stage, tmp_path):
    done = run(stage, tmp_path, "--json", "--bundle", str(tmp_path / "found.json"))
    assert json.loads(done.stdout) == json.loads((tmp_path / "found.json").read_text("utf-8"))


def test_nobody_is_asked_while_a_run_is_at_work(stage, tmp_path):
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / "repo-watch.lock"):
        done = run(stage, tmp_path)
    assert isinstance(done.exception, LockedError)
    assert stage.replica.log == []


def test_nobody_is_asked_without_a_contact(tmp_path):
    file = tmp_path / "repo-watch.toml"
    file.write_text("")
    done = CliRunner().invoke(
        group, ["doctor", "--live", "--config", str(file)], standalone_mode=False
    )
    assert isinstance(done.exception, SettingsError)
