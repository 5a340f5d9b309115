"""A small world of case reviews that a simulation can watch for years.

Its pages are JSON, its reader is ten lines: what is simulated is time, faults and change. Each
review carries a word of its own ("uid17"), so that what the database made of it can be told.
"""

import hashlib
import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from fictions import words
from msgspec.structs import replace

from repo_watch import nightly
from repo_watch.errors import ChallengePageError, CutShortError, SourceError
from repo_watch.model import Entry, Expectations, Link, Page, Reading, Request, Source
from repo_watch.settings import Settings, SourceSettings
from repo_watch.store.schema.database import as_dicts

LIST = "http://127.0.0.1/list"
UPDATE = "http://127.0.0.1/update"

CHALLENGE, CUT, EMPTY = b"challenge", b"cut", b"[]"


def read(page):
    if page.body == CHALLENGE:
        raise ChallengePageError("a challenge page")
    if page.body == CUT:
        raise CutShortError("cut short")
    return Reading(items=tuple(msgspec.json.decode(page.body, type=tuple[Entry, ...])))


def plan(state):
    return tuple(
        Request(url, "update" if "update" in url else "list", rank)
        for rank, url in enumerate(state.urls)
    )


def expects(at_least, largest_drop):
    return Expectations(
        at_least=at_least,
        at_most=5000,
        filled={"title": 1.0, "summary": 0.9},
        largest_drop=largest_drop,
        unread=0.02,
        fresh_days=3,
    )


SOURCE = Source(
    id="nspcc-reviews",
    title="Lists of a world",
    publisher="A world",
    licence="Free",
    setting="urls",
    urls=(LIST, UPDATE),
    expects={"list": expects(1, 0.3), "update": expects(0, None)},
    reader_version=1,
    plan=plan,
    read=read,
)


def review(uid, *, year, anonymous=False):
    """A review of its own; an anonymous one shares its heading with many others."""
    authority = None if anonymous else f"Place {uid % 40}"
    case = "Child A" if anonymous else f"Child {uid % 30}"
    return Entry(
        title=f"{year} – {authority or 'Anonymous'} – {case}",
        year=year,
        month=None,
        authority_text=authority,
        anonymous=anonymous,
        case_name=case,
        sections={"summary": f"uid{uid} {words(uid, 50)}", "learning": words(-uid - 1, 20)},
        keywords=("infants",),
        links=(Link("Read the overview report", f"http://127.0.0.1/{uid}.pdf"),),
    )


def uid_of(text):
    """The word by which a review is told, from any text that holds its summary."""
    return int(re.search(r"\buid(\d+)\b", text)[1])


def edited(entry, stamp):
    """The entry with a few words of its summary changed."""
    said = entry.sections["summary"].split()
    said[10:13] = [f"edit{stamp}"] * 3
    return replace(entry, sections={**entry.sections, "summary": " ".join(said)})


@dataclass
class World:
    """What the pages show tonight. `faults`: address -> body or an exception to raise."""

    pages: dict[str, list[Entry]] = field(default_factory=dict)
    faults: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    clock: object = None

    def get(self, request, validators, *, hosts):  # noqa: ARG002 -- a Getter's signature
        self.asked.append(request.url)
        fault = self.faults.get(request.url)
        if fault == "503":
            raise SourceError("the site answers 503", url=request.url)
        if request.url not in self.pages:
            raise SourceError("the site answers 404", url=request.url)
        body = fault if isinstance(fault, bytes) else msgspec.json.encode(self.pages[request.url])
        if fault == "half":
            shown = self.pages[request.url]
            body = msgspec.json.encode(shown[: len(shown) // 2])
        digest = hashlib.sha256(body).hexdigest()
        unchanged = digest == validators.sha256
        return Page(
            request,
            request.url,
            200,
            {},
            b"" if unchanged else body,
            digest,
            self.clock(),
            unchanged=unchanged,
        )


@dataclass
class Installation:
    """repo-watch as installed in a folder, watching a world."""

    folder: Path
    world: World = field(default_factory=World)
    sources: tuple[Source, ...] = (SOURCE,)
    urls: dict[str, tuple[str, ...]] = field(default_factory=dict)
    archive_days: int = 0

    @property
    def settings(self):
        chosen = {one.id: SourceSettings(urls=self.urls.get(one.id)) for one in self.sources}
        return Settings(data_dir=self.folder, sources=chosen, archive_days=self.archive_days)

    def run(self, now, **options):
        """One nightly run at a moment."""
        self.world.clock = lambda: now
        return nightly.run(
            self.settings, lambda: now, sources=self.sources, getter=self.world, **options
        )

    def rows(self, sql, *arguments):
        """Rows of a question to the database, as dicts."""
        db = sqlite3.connect(self.folder / "repo-watch.db", isolation_level=None)
        try:
            return [*as_dicts(db.execute(sql, arguments))]
        finally:
            db.close()

    def column(self, sql, *arguments):
        """The first column of a question's rows."""
        return [next(iter(row.values())) for row in self.rows(sql, *arguments)]
