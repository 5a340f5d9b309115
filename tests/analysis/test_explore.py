"""Datasette on the copy, clicked through in a real browser."""

import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from repo_watch.analysis.cookbook import drawn, recipes
from repo_watch.analysis.dictionary import relations
from repo_watch.analysis.explore import metadata
from repo_watch.cli import status_of

CHROMIUM = Path("/usr/bin/chromium")
COMMAND = "from repo_watch.cli import main; main()"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def site(copy_path):
    """The address at which `repo-watch explore` answers."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", COMMAND, "explore"),
            *("--database", str(copy_path), "--port", str(port)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            time.sleep(0.2)
            try:
                urllib.request.urlopen(f"{address}/-/versions.json").close()
                break
            except OSError:
                assert process.poll() is None, "explore has ended"
        yield address
    finally:
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) in (0, -signal.SIGINT)


def asked(site, path):
    with urllib.request.urlopen(f"{site}{path}") as answer:
        return json.load(answer)


def test_every_question_of_the_cookbook_answers(site):
    for name in recipes():
        said = asked(site, f"/repo-watch/{name}.json?_shape=objects")
        assert said["ok"], name
        assert said["rows"], name


def test_every_view_opens_with_its_facets(site):
    shown = asked(site, "/repo-watch.json")
    for view in shown["views"]:
        said = asked(site, f"/repo-watch/{view['name']}.json?_size=1")
        assert said.get("facets_timed_out", []) == []
    visible = {table["name"] for table in shown["tables"] if not table["hidden"]}
    assert visible == {"provenance"}
    assert asked(site, "/-/settings.json")["suggest_facets"] is False


def test_it_serves_this_machine_alone_and_writes_nothing(site):
    (database,) = [one for one in asked(site, "/-/databases.json") if one["name"] == "repo-watch"]
    assert database["is_mutable"] is False


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_a_person_clicks_from_chart_to_numbers_to_a_review(site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(request.url))
        page.on("response", lambda r: faults.append(r.url) if r.status >= 400 else None)

        page.goto(site)
        charts = page.locator(".charts img")
        assert charts.count() == len(drawn())
        assert all(charts.nth(n).evaluate("one => one.naturalWidth") for n in range(len(drawn())))
        page.get_by_alt_text("The fifteen most frequent themes").click()
        expect(page.locator("h1")).to_have_text("What are reviews about?")
        assert page.locator("tbody tr").count() == 15

        page.get_by_role("link", name="repo-watch", exact=True).first.click()
        expect(page.get_by_role("link", name=recipes()["withdrawn"].question)).to_be_visible()
        page.get_by_role("link", name="reviews", exact=True).click()
        expect(page.get_by_text(relations()["reviews"].about)).to_be_visible()
        expect(page.get_by_text("CC BY 4.0").first).to_be_visible()

        page.get_by_role("link", name="2024", exact=True).first.click()
        expect(page.get_by_role("heading", name=re.compile("where year = 2024"))).to_be_visible()
        page.locator("input[name=_search]").fill("neglect")
        page.locator("input[type=submit]").first.click()
        expect(page.get_by_role("heading", name=re.compile("search matches"))).to_be_visible()
        assert 0 < page.locator("tbody tr").count() < 14
        browser.close()
    assert faults == []


def test_metadata_describes_every_column_and_licence():
    said = metadata("repo-watch", {"cite": "<cite>", "licence a": "A board: free"}, {"themes"})
    tables = said["databases"]["repo-watch"]["tables"]
    for name, relation in relations().items():
        assert set(tables[name]["columns"]) == {column.name for column in relation.columns}
        assert set(tables[name].get("facets", [])) <= set(tables[name]["columns"])
    assert said["source"] == "A board"
    assert "&lt;cite&gt;" in said["description_html"]
    assert said["description_html"].count("<img") == 1


def test_without_the_extra_one_line_says_what_to_do(copy_path, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert status_of(["explore", "--database", str(copy_path)]) == 2
    assert capsys.readouterr().err == (
        "repo-watch: explore needs Datasette: pip install 'repo-watch[explore]'\n"
    )


def test_without_a_copy_one_line_says_so(tmp_path, capsys):
    assert status_of(["explore", "--database", str(tmp_path / "none.db")]) == 4
    assert capsys.readouterr().err.count("\n") == 1
