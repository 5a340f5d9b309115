"""The commands about partnerships: what a page would give, which there are, and their settings."""

import json
import re
import tomllib
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from recorded import PAGES

from repo_watch import cli
from repo_watch.cli.reading import settings_of
from repo_watch.reading.terms.partnerships import partnerships
from repo_watch.reading.terms.places import resolve
from repo_watch.settings.reading import load
from repo_watch.sources import SOURCES

PAGE = PAGES / "partnerships" / "years-in-tabs" / "page.html"


@pytest.fixture
def call(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "repo-watch.toml").write_text(
        '[fetch]\ncontact = "test@example.org"\nseconds_between_requests = 0\nattempts = 1\n'
        "[sources.nspcc-reviews]\nenabled = false\n[sources.govuk-reviews]\nenabled = false\n"
    )

    def run(*arguments):
        status = cli.status_of(["partnerships", *map(str, arguments)])
        return (status, *capsys.readouterr())

    return run


def test_a_page_is_tried_and_nothing_is_stored(call, tmp_path):
    before = sorted(tmp_path.iterdir())
    status, out, _ = call("try", PAGE)
    assert status == 0
    rows, _, settings = out.partition("[partnerships.")
    assert rows.startswith("review  20")
    assert "verdict: ok" in rows
    assert "its own address" in settings
    status, out, _ = call(
        "try", PAGE, "--url", "https://scp.example/r", "--authority", "Kent", "--json"
    )
    found = json.loads(out)
    assert found["settings"]["authority"] == "Kent"
    assert {one["authority"] for one in found["items"] if one["kind"] == "review"} == {"Kent"}
    assert sorted(tmp_path.iterdir()) == before


def test_the_settings_to_paste_are_read_as_such(call, tmp_path):
    _, out, _ = call("try", PAGE, "--url", "https://scp.example/r", "--title", "Devon SCP")
    text = out[out.index("[partnerships.") :]
    assert tomllib.loads(text)["partnerships"] == {
        "devon-scp": {"url": "https://scp.example/r", "title": "Devon SCP", "authority": "Devon"}
    }
    (tmp_path / "pasted.toml").write_text(text)
    (one,) = load(tmp_path / "pasted.toml", SOURCES).partnerships.values()
    assert one.authority == "Devon"


def test_a_live_page_is_tried_as_the_night_would_ask_for_it(call, httpserver: HTTPServer):
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /secret\n", content_type="text/plain"
    )
    httpserver.expect_request("/reviews").respond_with_data(
        "<title>Reviews - Eastmere Safeguarding Partnership</title><main><h1>Practice reviews</h1>"
        "<h2>2031</h2><p><a href='/a.pdf'>LCSPR Child Q (PDF)</a></p><p><a href='/l.pdf'>Leaflet"
        "</a></p><a rel='next' href='/reviews?page=2'>Next</a></main>",
        content_type="text/html",
    )
    status, out, _ = call("try", httpserver.url_for("/reviews"))
    assert status == 0
    assert "goes on at" in out
    assert 'title = "Eastmere Safeguarding Partnership"' in out
    status, out, err = call("try", httpserver.url_for("/secret"))
    assert (status, out) == (1, "")
    assert "robots.txt" in err


def test_a_page_that_is_no_list_is_refused(call, tmp_path):
    (tmp_path / "page.html").write_text("<h1>Swimming lessons</h1><p>Book now.</p>")
    status, out, err = call("try", "page.html")
    assert (status, out) == (1, "")
    assert "page.html" in err


def test_the_partnerships_of_a_place_come_first(call):
    status, out, _ = call("list", "--near", "Birmingham")
    assert status == 0
    assert out.startswith("Birmingham Safeguarding Children Partnership (Birmingham)\n")
    assert "Walsall" in out
    assert "Kent " not in out
    _, out, _ = call("list", "--near", "Guernsey", "--json")
    assert json.loads(out)[0]["former_names"] == ["Islands Child Protection Committee"]
    assert call("list")[1].count("not verified") == len(partnerships())
    assert call("list", "--near", "Nowhere")[0] == 2


def test_every_row_says_for_which_authorities_and_how_it_is_known():
    from repo_watch.reading.terms.reference import rows

    for row in rows("partnerships.csv"):
        on = date.fromisoformat(row["entered"])
        found = [one for name in row["authorities"].split(";") for one in resolve(name, on)]
        assert [one.gss or "" for one in found] == (
            row["gss"].split(";") if row["gss"] else [""] * len(found)
        )
        assert {one.nation for one in found} == {row["nation"]}
        assert row["found"]


def test_a_partnership_is_named_in_new_settings(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "Islands Child Protection Committee"

    def init(name):
        return cli.status_of(
            ["init", "--contact", "a@b.example", "--file", "n.toml", "--partnership", name]
        )

    assert init("Islands Safeguarding Partnership") == 2
    assert "Islands Safeguarding Children Partnership" in capsys.readouterr().err
    assert init("Norfolk Safeguarding Children Partnership") == 2
    assert "partnerships try" in capsys.readouterr().err
    assert init(name) == 0
    (one,) = load(tmp_path / "n.toml", SOURCES).partnerships.values()
    assert one.title == "Islands Safeguarding Children Partnership"
    assert one.authority == "Guernsey and Alderney"


def test_the_bodies_of_islands_and_nations_are_in_the_table_and_recorded(pytestconfig):
    root = pytestconfig.rootpath
    text = (root / "docs/sources.md").read_text()
    table = text.partition("### Bodies of islands and nations")[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([^|]+) \| (http\S+) \| `([^`]+)` \|", table, flags=re.MULTILINE)
    assert len(found) == 6
    for name, address, form in found:
        assert settings_of(name).url == address
        assert (root / "tests/pages/partnerships" / form / "expected.json").is_file()
