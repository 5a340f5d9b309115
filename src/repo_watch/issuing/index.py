"""What leads to an edition's issues: its page, the fragment to paste, the feeds, the search."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

import msgspec

from repo_watch import __version__, files
from repo_watch.digest.issues import first_run, months_of, newest
from repo_watch.digest.loading import fingerprint, load
from repo_watch.digest.model import NATIONAL, Edition
from repo_watch.digest.months import Month, london_day
from repo_watch.digest.select import before_the_issues
from repo_watch.digest.text import web_address
from repo_watch.issuing.issue import numbers_of, restore
from repo_watch.model import Source
from repo_watch.rendering import html, leads, words
from repo_watch.rendering.view import headline, logo
from repo_watch.rendering.view_model import Line, Listed
from repo_watch.store import times
from repo_watch.store.rows import made_by
from repo_watch.store.schema.database import transaction

_NAMES = ("index.html", "fragment.html", "feed.xml", "reviews.xml", "search-index.js")
_ROOMS = ("digest", "issuing", "rendering")
_MAKERS = frozenset({".py", ".sql", ".toml", ".j2", ".css", ".js"})


def write(
    db: Database,
    public_dir: Path,
    *,
    edition: Edition = NATIONAL,
    public_url: str = "",
    sources: Sequence[Source] = (),
) -> tuple[str, ...]:
    """Bring an edition's page and what goes with it up to date; gives the names of written files.

    Whatever the page names is there: an issued file that is missing, or not as it was recorded,
    is put back first. A file whose bytes would stay the same is not touched.

    The database is outside a transaction. `public_dir` has the public files, an edition's own in
    its folder there; `public_url` is its web address, for the links of feeds and fragment, which
    are relative where it is "". The page says when `sources` were last read well.
    """
    put_back = restore(db, public_dir, edition=edition)
    place = files.within(public_dir, edition.folder)
    base = edition.address(public_url)
    copies, last_read = _copies(public_dir, edition), _last_read(db, sources)
    before = before_the_issues(db, edition)
    inputs = _inputs(db, edition, before, base, copies, [title for title, _ in last_read])
    there = {name: content for name in _NAMES if (content := files.read(place / name)) is not None}
    what = f"pages of {edition.name}"
    as_made = made_by.version(db, what) == _of(inputs, there)
    if as_made:
        made = {"index.html": there["index.html"]}
    else:
        made = _made(db, edition, before, base, copies, last_read)
    page = html.set_rows(made["index.html"], last_read)
    changed = files.write_if_changed(place, made | {"index.html": page})
    if not as_made:
        with transaction(db):
            made_by.record(db, what, _of(inputs, made))
    return put_back + changed


def _made(
    db: Database,
    edition: Edition,
    before: Collection[int],
    base: str,
    copies: Sequence[Line],
    last_read: Sequence[tuple[str, str]],
) -> dict[str, bytes]:
    """The files by their names."""
    issues = [_listed(db, row, edition) for row in newest(db, edition)]
    began, contact = first_run(db), edition.contact
    mailed = "@" in contact and ":" not in contact
    address = f"mailto:{contact}" if mailed else web_address(contact)
    by_year = groupby(issues, key=lambda one: one.months.last.year)
    facts = {"edition": edition, "years": [(year, list(some)) for year, some in by_year]}
    # "./": some editors take the first part of a bare name for a host.
    fragment = html.fill("fragment.html.j2", **facts, base=base or "./").decode()
    return {
        "index.html": html.fill(
            "index.html.j2",
            **facts,
            logo=logo(edition),
            last_read=last_read,
            copies=copies,
            contact=contact and Line(contact, address),
            search_hash=html.search_hash(),
        ),
        # Character references alone: a CMS may take the file for any encoding.
        "fragment.html": fragment.encode("ascii", "xmlcharrefreplace"),
        **leads.feeds(issues, edition, base, began),
        "search-index.js": leads.search_list(issues, chain(*load(db, before))),
    }


def _inputs(db: Database, edition: Edition, before: Collection[int], *said: object) -> str:
    """A hash of all that the files are made from, save the days of `last_read`."""
    found = hashlib.sha256(repr((_program(), first_run(db), (edition, *said))).encode())
    for row in db.execute("SELECT * FROM issue WHERE edition = ? ORDER BY id", [edition.name]):
        found.update(msgspec.json.encode(row))
    found.update(fingerprint(db, before).encode())
    return found.hexdigest()


@cache
def _program() -> str:
    """A hash of what makes the files: this release, and its modules and templates as they are."""
    found = hashlib.sha256(__version__.encode())
    package = Path(__file__).parents[1]
    for file in sorted(file for room in _ROOMS for file in (package / room).rglob("*.*")):
        if file.suffix in _MAKERS:
            found.update(file.read_bytes())
    return found.hexdigest()


def _of(inputs: str, made: Mapping[str, bytes]) -> str:
    """A hash of the files and of what they are made from."""
    found = hashlib.sha256(inputs.encode())
    for name in filter(made.get, _NAMES):
        content = made[name] if name != "index.html" else html.set_rows(made[name], ())
        found.update(f"{name} {hashlib.sha256(content).hexdigest()}".encode())
    return found.hexdigest()


def _last_read(db: Database, sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Each source that was ever tried, with the day of its last complete good reading."""
    rows = db.execute(
        "SELECT source, max(CASE verdict WHEN 'ok' THEN at END) FROM source_night GROUP BY source"
    ).fetchall()
    last = {source: at and words.day(london_day(times.read(at))) for source, at in rows}
    return [(one.title, last[one.id] or "Not yet") for one in sources if one.id in last]


def _copies(public_dir: Path, edition: Edition) -> list[Line]:
    """The analysts' database and the copies that are kept of it, newest first."""
    up = "../" if edition.folder else ""
    now = public_dir / "repo-watch.db"
    named = [Line("The database as it is now (SQLite)", up + now.name)] if now.exists() else []
    for one in sorted(public_dir.glob("repo-watch-????-??.db"), reverse=True):
        month = Month.parse(one.stem[-7:]).name
        named.append(Line(f"As it was at the end of {month}", up + one.name))
    return named


def _listed(db: Database, row: dict[str, Any], edition: Edition) -> Listed:
    months = months_of(row)
    digests = numbers_of(db, months, edition)
    return Listed(
        months=months,
        title=f"{edition.title} {months.name}",
        holds=headline(digests[0]),
        size=words.short_size(row["pdf_bytes"]),
        pdf_bytes=row["pdf_bytes"],
        corrected=words.day(london_day(digests[0].issued_at)) if row["number"] != 1 else "",
        updated=row["issued_at"],
        digests=digests,
    )
