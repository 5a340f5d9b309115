"""Judging, storing, searching and setting beside what SQLite or Typst alone take for it; CPU.

    python bench/measures.py [--rounds 5] [--reviews 100000]

Matching: a list of 100 new entries where 16,000 reviews are known, by the same where 1,000 are.
Storing: lists of 1,000 entries each, as a night does it, from what is known to the rows, without
codes; by `executemany` of the same texts and versions and FTS5's `rebuild`. Again: the same lists,
unchanged. Searching: words and pairs of words: how many are found, and of the best twenty (titles
and keywords weigh more) what `search` tells; by FTS5 over a table that has all that in one row, of
which the same is asked: each word in singular and plural, as an expression that was made before.
An issue: its web page, PDF and table, of 60 reviews; by a process in which Typst alone sets the PDF
of the same words, which were put in its terms before. Memory: the most that this process held when
its reviews were stored.
"""

import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

import msgspec
import page

from repo_watch import coding
from repo_watch.digest.model import NATIONAL, Digest, Review, Section
from repo_watch.digest.months import Months
from repo_watch.issuing import issue
from repo_watch.judging.changes import Here
from repo_watch.judging.decide import decide
from repo_watch.judging.identity import match
from repo_watch.model import Entry, Reading, Request, Verdict
from repo_watch.rendering import pdf
from repo_watch.rendering.view import view
from repo_watch.store.questions.search import search, to_fts5
from repo_watch.store.rows import pages, runs
from repo_watch.store.rows.apply import apply
from repo_watch.store.rows.known import known
from repo_watch.store.schema.database import connect, transaction

NOW = datetime(2026, 9, 2, 2, 15, tzinfo=UTC)
NEW, FEW, MANY, OF_A_PAGE, OF_AN_ISSUE = 100, 1_000, 16_000, 1_000, 60
TARGETS = {"match": "1.5", "store": "3.0", "again": "0.3", "search": "1.2", "issue": "1.3"}
TOLD = {
    "match": f"a list of {NEW} new entries, {MANY} known / {FEW} known",
    "store": "storing with history, no codes / executemany and rebuild",
    "again": "the same again, unchanged / the same",
    "search": "search / raw FTS5",
    "issue": f"an issue of {OF_AN_ISSUE} reviews, HTML and PDF / Typst alone",
}
TOKENS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '3', content_rowid = 'id'"
TEXTS = "title, summary, learning, recommendations, keywords"
RAW = (
    "PRAGMA synchronous = FULL",
    f"CREATE TABLE review (id INTEGER PRIMARY KEY, {TEXTS}, year, place, report, page)",
    "CREATE TABLE version (item, number, snapshot, PRIMARY KEY (item, number)) WITHOUT ROWID",
    f"CREATE VIRTUAL TABLE found USING fts5 ({TEXTS}, content = 'review', {TOKENS})",
    "BEGIN",
)
TYPST = """
import datetime, sys, typst
typst.compile(sys.argv[1], sys.argv[3], root=sys.argv[2], font_paths=[sys.argv[2] + "/../fonts"],
    ignore_system_fonts=True, sys_inputs={"data": sys.stdin.read()}, pdf_standards=["a-2a", "ua-1"],
    timestamp=datetime.datetime.fromtimestamp(0, datetime.UTC))
"""
_SOME = random.Random(14)  # noqa: S311 -- the same reviews each time
_PARTS = [a + b for a in "bcdfglmnprstv" for b in "aeiou"]
WORDS = ["".join(_SOME.choices(_PARTS, k=4)) for _ in range(20_000)]


def entries(first: int, count: int) -> tuple[Entry, ...]:
    """Reviews in invented words, the same for the same numbers."""
    return tuple(_entry(random.Random(at), at) for at in range(first, first + count))  # noqa: S311


def _entry(some: random.Random, at: int) -> Entry:
    def text(words: int) -> str:
        return " ".join(some.choices(WORDS, k=words)).capitalize() + "."

    place = f"{WORDS[at % 150].capitalize()}shire"
    return Entry(
        title=f"{2020 + at % 7} \N{EN DASH} {place} \N{EN DASH} Child {at}",
        year=2020 + at % 7,
        month=None,
        authority_text=place,
        anonymous=False,
        case_name=f"Child {at}",
        sections={"summary": text(100), "learning": text(60), "recommendations": text(40)},
        keywords=tuple(some.choices(WORDS[:600], k=6)),
        links=(),
    )


def night(db: Connection, url: str, shown: tuple[Entry, ...]) -> None:
    """What becomes of one list, from what is known to the rows."""
    with transaction(db):
        run = runs.begin(db, NOW, version="0", mode="nightly", full=False)
        here = Here("bench", 0)
        row = pages.find(db, "bench", url)
        reading = Reading(items=shown)
        facts = known(db, run, "bench", row, reading)
        found = match(reading.entries, facts)
        changes = decide(facts, here, reading, Verdict("ok"), NOW, matches=found)
        at = pages.ensure(db, "bench", Request(url, "list"), run, baseline=False)
        apply(db, run, "bench", at, changes)


def lists(count: int) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """So many reviews as lists, by their addresses."""
    for first in range(0, count, OF_A_PAGE):
        size = min(OF_A_PAGE, count - first)
        yield f"http://bench.example/{first}", entries(first, size)


def raw(db: Connection, shown: Iterator[Entry]) -> None:
    """The least by which SQLite keeps and finds the same texts."""
    for statement in RAW:
        db.execute(statement)
    rows = [
        (at, one.title, *one.sections.values(), ", ".join(one.keywords), one.year,
         one.authority_text, None, "http://bench.example/", one)
        for at, one in enumerate(shown)
    ]  # fmt: skip
    into = f"INSERT INTO review VALUES (?{', ?' * 9})"  # noqa: S608 -- ours
    db.executemany(into, (row[:-1] for row in rows))
    said = ((row[0], 1, msgspec.json.encode(row[-1]).decode()) for row in rows)
    db.executemany("INSERT INTO version VALUES (?, ?, ?)", said)
    db.execute("INSERT INTO found (found) VALUES ('rebuild')")
    db.execute("COMMIT")


def raw_search(db: Connection, query: str) -> None:
    """The best twenty for an expression of FTS5, and how many there are."""
    db.execute("SELECT count(*) FROM found WHERE found MATCH ?", [query]).fetchone()
    db.execute(
        "SELECT id, review.title, year, place, snippet(found, -1, '[', ']', '...', 24), report,"
        " page FROM found CROSS JOIN review ON id = found.rowid"
        " WHERE found MATCH ? AND rank MATCH 'bm25(8, 2, 1, 1, 4)' ORDER BY rank LIMIT 20",
        [query],
    ).fetchall()


def an_issue() -> Digest:
    """One of reviews alone."""

    def review(at: int, said: Entry) -> Review:
        return Review(
            item=at,
            title=said.title,
            authority=said.authority_text,
            places=(),
            review_type=None,
            sections=tuple(Section(name, text) for name, text in said.sections.items()),
            keywords=said.keywords,
            terms=(),
            ages=(),
            outcome=None,
            links=(),
            first_seen=NOW.date(),
            departure=None,
        )

    return Digest(
        edition=NATIONAL,
        months=Months.parse("2026-09"),
        number=1,
        issued_at=NOW,
        first_issued_at=NOW,
        back_issue=False,
        reviews=tuple(review(at, said) for at, said in enumerate(entries(0, OF_AN_ISSUE))),
        late_reviews=(),
        publications=(),
        late_publications=(),
        changes=(),
        left_by_age=0,
        coverage=(),
        history=(),
        origins=(),
    )


def typst_alone(words: str, folder: Path) -> None:
    """The PDF of an issue's words, by a process that knows no more than Typst."""
    templates = Path(pdf.__file__).parent / "templates"
    files = [str(templates / "issue.typ"), str(templates), str(folder / "alone.pdf")]
    subprocess.run([sys.executable, "-c", TYPST, *files], input=words, text=True, check=True)


def seconds(step: Callable[[], object]) -> float:
    """Its CPU, with that of processes which it began."""
    begun = used()
    step()
    return used() - begun


def used() -> float:
    """CPU seconds until now."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def one_round(folder: Path, reviews: int) -> tuple[dict[str, tuple[float, float]], int]:
    """Ours and theirs by measure, and the MiB that were held at most when ours were stored."""
    took: dict[str, list[float]] = defaultdict(list)
    for count in (MANY, FEW):
        with closing(connect(folder / f"{count}.db", create=True)) as db:
            for url, shown in lists(count):
                night(db, url, shown)
            new = entries(10**6, NEW)
            took["match"].append(seconds(lambda: night(db, "http://bench.example/new", new)))  # noqa: B023 -- called here
    path = folder / "raw.db"
    with (
        closing(connect(folder / "ours.db", create=True)) as ours,
        closing(sqlite3.connect(path, isolation_level=None)) as theirs,
    ):
        for name in ("store", "again"):
            took[name].append(
                sum(seconds(lambda: night(ours, url, shown)) for url, shown in lists(reviews))  # noqa: B023 -- called here
            )
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        shown = [one for _, some in lists(reviews) for one in some]
        took["store"].append(seconds(lambda: raw(theirs, iter(shown))))
        took["again"].append(took["store"][-1])
        asked = [*WORDS[:20], *(f"{a} {b}" for a, b in zip(WORDS[:20], WORDS[20:40], strict=True))]
        took["search"].append(seconds(lambda: [search(ours, one) for one in asked]))
        same = [to_fts5(one) for one in asked]
        took["search"].append(seconds(lambda: [raw_search(theirs, one) for one in same]))
    digest = an_issue()
    said = view(digest)
    given = msgspec.to_builtins(said) | {"title": said.title}
    words = json.dumps(pdf._settable(given, "", set()))  # noqa: SLF001 -- as Typst is given them
    took["issue"].append(seconds(lambda: issue.render(digest)))
    took["issue"].append(seconds(lambda: typst_alone(words, folder)))
    return {name: (ours, theirs) for name, (ours, theirs) in took.items()}, held


def main() -> None:
    """Measure, and write the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--reviews", type=int, default=100_000)
    said = asked.parse_args()
    coding.code = lambda *_: coding.Coding()
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    held = []
    for _ in range(said.rounds):
        with tempfile.TemporaryDirectory(prefix="measures-") as folder:
            made, most = one_round(Path(folder), said.reviews)
        held.append(most)
        for name, took in made.items():
            found[name].append(took)
    lines = [
        f"{said.rounds} rounds, {said.reviews:,} reviews.\n",
        "| measure | ours, CPU s | theirs | ours / theirs | target |",
        "|---|---|---|---|---|",
    ]
    for name, rounds in found.items():
        ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = page.spread([a / b for a, b in rounds])
        lines.append(f"| {TOLD[name]} | {ours:.2f} | {theirs:.2f} | {ratio} | {TARGETS[name]} |")
    # The later rounds' peak is that of the first one's yardstick.
    lines.append(f"\nStoring them, our process held {held[0]} MiB at the most.")
    page.put("measures", "\n".join(lines))


if __name__ == "__main__":
    main()
