"""`parse` and `code`: what a page or an entry is taken for."""

import json

from repo_watch.demo.answer import Get
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import NIGHTS, STORY


def test_parse_prints_an_object_a_line(call, config, site):
    body = nspcc.respond(Get(STORY, NIGHTS[0].at.date(), nspcc.LIST, base=site.nspcc)).body
    file = config.parent / "page.html"
    file.write_bytes(body)
    status, out, err = call("parse", "nspcc-reviews", file, "--url", "https://lists.example/here")
    assert status == 0
    assert err.startswith("verdict: ")
    entries = [json.loads(line) for line in out.splitlines()]
    assert len(entries) == 65
    assert set(entries[0]) == {
        *("title", "year", "month", "authority_text", "anonymous", "case_name"),
        *("sections", "keywords", "links"),
    }
    status, out, _ = call("parse", "nspcc-reviews", file, "--explain")
    assert status == 0
    assert any(line.startswith("heading") for line in out.splitlines())


def test_parse_prints_nothing_of_a_page_it_cannot_vouch_for(refused, config):
    file = config.parent / "page.html"
    file.write_text(
        "<html><title>Just a moment...</title><body>Checking your browser</body></html>"
    )
    assert refused("parse", "nspcc-reviews", file, status=1)


def test_code_prints_an_object_a_line(call, config):
    file = config.parent / "entries.jsonl"
    entry = {
        "id": "a1",
        "title": "2031 – Eastmere – Child Q",
        "sections": {"summary": "Death of a 3-month-old boy in June 2030.", "learning": None},
        "keywords": ["infant deaths"],
        "links": [],
    }
    file.write_text(json.dumps(entry) + "\n\n" + json.dumps({**entry, "id": 7}) + "\n")
    status, out, _ = call("code", file)
    assert status == 0
    first, second = [json.loads(line) for line in out.splitlines()]
    assert (first["id"], second["id"]) == ("a1", 7)
    assert first["child_age_months"] == [[3, 3]]
    assert first["outcome"] == "death"
    assert (first["incident_from"], first["incident_to"]) == ("2030-06-01", "2030-06-30")
    assert set(first) == {
        *("id", "child_age_months", "n_children", "sex", "outcome", "incident_from"),
        *("incident_to", "incident_precision", "harm", "factors", "model", "agencies", "evidence"),
    }


def test_code_says_which_line_is_no_entry(call, config):
    file = config.parent / "entries.jsonl"
    file.write_text('{"title": "2031 – Eastmere – Child Q", "sections": {}}\n{"title": 3}\n')
    status, out, err = call("code", file)
    assert (status, out.count("\n")) == (2, 1)
    assert err.startswith("repo-watch: ")
    assert err.count("\n") == 1
    assert "line 2" in err


def test_a_page_that_is_refused_is_named_by_its_file(refused, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>Recipes</title></head><body><h1>Recipes</h1></body></html>")
    said = refused("parse", "nspcc-reviews", page, status=1)
    assert said.startswith(f"repo-watch: nspcc-reviews: {page}: not a list of case reviews")


def test_a_newer_list_of_places_is_compared_with_the_table(call, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("LAD25CD,LAD25NM\nE06000098,Nowhere\n")
    status, out, _ = call("places", "check", file, "--now", "2026-10-01")
    assert status == 1
    assert "E06000098 Nowhere: not in the table" in out
