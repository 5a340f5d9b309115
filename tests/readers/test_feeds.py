"""The feeds in feed readers: every entry, with its words whole and in order."""

import contextlib
import functools
import http.server
import json
import mailbox
import shutil
import sqlite3
import subprocess
import sys
import threading
from email import message_from_bytes, policy
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.slow
FEEDS = ("feed.xml", "reviews.xml")
_NEWSBOAT = {"url": "urls", "cache": "cache.db", "config": "config"}


@pytest.fixture(scope="module")
def public(toured):
    return toured[0] / "public"


def words(html):
    return BeautifulSoup(html, "lxml").get_text(" ", strip=True).split()


def due(file):
    """Each entry's title and words by its id, from the file's own elements."""
    entries = BeautifulSoup(file.read_bytes(), "xml").find_all("entry")
    return {one.id.text: (one.title.text, words(one.content.text)) for one in entries}


def by_id(entries):
    return {one["id"]: (one["title"], words(one["html"])) for one in entries}


def with_feedparser(file):
    return [
        {"id": one.id, "title": one.title, "html": one.content[0].value}
        for one in feedparser.parse(file).entries
    ]


def with_reader(file):
    reader = pytest.importorskip("reader").make_reader(":memory:", feed_root="")
    with contextlib.closing(reader):
        reader.add_feed(str(file))
        reader.update_feeds()
        return [
            {"id": one.id, "title": one.title, "html": one.get_content().value}
            for one in reader.get_entries()
        ]


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("program", [with_feedparser, with_reader])
def test_entries_are_whole(public, name, program):
    assert by_id(program(public / name)) == due(public / name)


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("program", ["rss-parser", "feedsmith"])
def test_entries_are_whole_in_javascript(public, node, name, program):
    asked = ["node", "feeds.mjs", str(public / name), program]
    said = subprocess.run(asked, cwd=node, capture_output=True, text=True, check=True).stdout
    assert by_id(json.loads(said)) == due(public / name)


@pytest.fixture
def served(public):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=public)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_newsboat_shows_the_entries_of_both_feeds(public, served, tmp_path):
    """It knows an entry by its id alone, whichever feed has it."""
    if shutil.which("newsboat") is None:
        pytest.skip("no newsboat here")
    for name, text in (("urls", "\n".join(f"{served}/{one}" for one in FEEDS)), ("config", "")):
        (tmp_path / name).write_text(text)
    files = [f"--{one}-file={tmp_path / two}" for one, two in _NEWSBOAT.items()]
    subprocess.run(["newsboat", *files, "--execute=reload"], check=True, capture_output=True)
    with contextlib.closing(sqlite3.connect(tmp_path / "cache.db")) as cache:
        rows = cache.execute("SELECT guid, title, content FROM rss_item").fetchall()
    shown = {id_: (title, words(html)) for id_, title, html in rows}
    assert shown == {**due(public / FEEDS[0]), **due(public / FEEDS[1])}
    assert len(shown) == sum(len(due(public / name)) for name in FEEDS)


def test_rss2email_sends_each_review_whole(public, served, tmp_path):
    program = Path(sys.executable).with_name("r2e")
    if not program.exists():
        pytest.skip("no rss2email here: make readers")
    (tmp_path / "box").mkdir()
    config = tmp_path / "r2e.cfg"
    config.write_text(
        "[DEFAULT]\nfrom = digest@council.example\nto = staff@council.example\nhtml-mail = True\n"
        f"email-protocol = maildir\nmaildir-path = {tmp_path / 'box'}\n"
    )
    call = [program, "-c", config, "-d", tmp_path / "r2e.json"]
    for step in (["add", "reviews", f"{served}/reviews.xml"], ["run"]):
        subprocess.run([*call, *step], check=True, capture_output=True)
    sent = {}
    for mail in mailbox.Maildir(tmp_path / "box" / "INBOX"):
        read = message_from_bytes(mail.as_bytes(), policy=policy.default)
        sent[read["subject"]] = words(read.get_content())
    for title, text in due(public / "reviews.xml").values():
        assert " ".join(text) in " ".join(sent[title])
