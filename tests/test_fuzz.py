"""Pages, answers, feeds and settings that are damaged in every way are read, or refused in a line.

`make fuzz MINUTES=600` goes on for that long, from where it stood: what failed is in `build/fuzz`
and is tried first, and each round begins where none was. The corpus is tests/pages and the settings
file that `init` writes.
"""

import json
import os
import time
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase, InMemoryExampleDatabase

from repo_watch.errors import ReadingError, SettingsError
from repo_watch.model import Page, Request
from repo_watch.settings.reading import load
from repo_watch.settings.writing import template
from repo_watch.sources import SOURCES
from repo_watch.store.times import read as moment

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "build" / "fuzz"
BY_ID = {one.id: one for one in SOURCES}
KINDS = {"pages": ".html", "json": ".json", "feeds": ".xml", "settings": ".toml"}
SCRAPS = (
    *("", " ", "<", ">", "&", "&#0;", "&#xD800;", "&#x110000;", "]]>", "<!--", "<![CDATA[", "</"),
    *(
        "<table><tr><td>",
        "</table>",
        "<a href='http://[x]/'>",
        "<script>",
        "<li>" * 300,
        "\0",
        "\r",
    ),
    *("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\u202e", "\ufeff", "é", "\\"),
    *(
        "9" * 5_000,
        "-1",
        "1e999",
        "NaN",
        "2026-02-30",
        "99999-01-01T00:00:00Z",
        "null",
        "[" * 2_000,
    ),
    *(
        '"',
        '"""',
        "'",
        "{",
        "}",
        "=",
        "\n[",
        "\n",
        "#",
        "true",
        "a" * 10_000,
        "<?xml version='1.1'?>",
    ),
)
ABSURD = (
    *(None, True, False, -1, 2**70, 1e308, "", " ", "\ud800", "\0", "a" * 10_000, "9" * 400),
    *([], {}, [[]], [None], {"": None}, [{}], "2026-02-30", "0001-01-01T00:00:00+23:59", "//["),
    *("http://[x]/", "99999-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "<b>", "&#xD800;"),
)


def corpus(kind):
    """What is damaged: a function that reads it, and its bytes."""
    if kind == "settings":
        yield None, template(SOURCES, "me@example.org").encode()
        return
    for path in sorted((ROOT / "tests" / "pages").glob(f"*/*/page{KINDS[kind]}")):
        yield path, path.read_bytes()


def damaged(body, dice, as_json):
    """The same with up to a dozen changes."""
    if as_json and dice.random() < 0.7:
        try:
            value = json.loads(body)
        except ValueError:
            pass
        else:
            for _ in range(dice.randrange(1, 6)):
                value = exchanged(value, dice)
            return json.dumps(value).encode()
    for _ in range(dice.randrange(1, 12)):
        at, to = sorted(dice.randrange(len(body) + 1) for _ in range(2))
        match dice.randrange(5):
            case 0:
                body = body[:at]
            case 1:
                body = body[:at] + body[to:]
            case 2:
                body = body[:to] + body[at : at + 20_000] + body[to:]
            case 3:
                body = body[:at] + dice.randbytes(dice.randrange(1, 9)) + body[at + 4 :]
            case _:
                scrap = dice.choice(SCRAPS).encode("utf-8", "replace")
                body = body[:at] + scrap + body[at + dice.randrange(3) :]
    return body


def exchanged(value, dice):
    """The same data with one value, somewhere within, exchanged for an absurd one or taken out."""
    if not isinstance(value, dict | list) or not value or dice.random() < 0.1:
        return dice.choice(ABSURD)
    names = list(value) if isinstance(value, dict) else range(len(value))
    name = dice.choice(names)
    changed = value.copy()
    if dice.random() < 0.1:
        del changed[name]
    else:
        changed[name] = exchanged(value[name], dice)
    return changed


def survives(path, body, folder):
    """Reads it; whatever it is, it is refused in a line or can be stored."""
    refused = ""
    try:
        if path is None:
            file = folder / "repo-watch.toml"
            file.write_bytes(body)
            load(file, SOURCES)
        else:
            reading = BY_ID[path.parts[-3]].read(as_page(path, body))
            msgspec.json.encode(msgspec.to_builtins(reading))
    except SettingsError as refusal:
        refused = str(refusal)
    except ReadingError as refusal:
        refused = refusal.reason
    assert "\n" not in refused


def as_page(path, body):
    """A page as it would come from the network, with another body."""
    meta = json.loads((path.parent / "meta.json").read_text("utf-8"))
    return Page(
        Request(meta["url"], meta.get("kind", "list"), marker=meta.get("marker")),
        meta["url"],
        meta.get("status", 200),
        {},
        body,
        sha256="",
        fetched_at=moment("2031-10-03T00:00:00Z"),
    )


def rounds(kind, folder, database, *, first, seconds, examples):
    """Plays rounds until the time is over, at least one; gives the next one's number."""
    whole = list(corpus(kind))
    ends = time.monotonic() + seconds
    number = first
    while number == first or time.monotonic() < ends:

        @seed(number)
        @settings(
            max_examples=examples,
            database=database,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.integers(0, len(whole) - 1), st.integers(0, 2**32))
        def play(which, dice):
            path, body = whole[which]
            survives(path, damaged(body, Random(dice), kind == "json"), folder)

        play()
        number += 1
    return number


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_read_or_refused(kind, tmp_path):
    rounds(kind, tmp_path, InMemoryExampleDatabase(), first=0, seconds=0, examples=40)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_read_or_refused_for_hours(kind, tmp_path):
    book = BOOK / kind
    book.mkdir(parents=True, exist_ok=True)
    stands = book / "rounds"
    first = int(stands.read_text()) if stands.exists() else 1
    database = DirectoryBasedExampleDatabase(book / "examples")
    seconds = 60 * float(os.environ.get("MINUTES", "10")) / len(KINDS)
    last = rounds(kind, tmp_path, database, first=first, seconds=seconds, examples=500)
    stands.write_text(str(last))
    print(f"{kind}: {(last - first) * 500} examples")  # noqa: T201 -- the figure
