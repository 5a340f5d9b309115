"""What leads to an edition's issues: its page, the fragment to paste, the feeds, the search."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from sqlite_utils import Database

from repo_watch import files
from repo_watch.digest.months import Month, Months, london_day
from repo_watch.digest.nouns import NATIONAL, Edition
from repo_watch.digest.select import before_the_issues, first_run
from repo_watch.digest.text import web_address
from repo_watch.issuing.issue import csv_name, html_name, newest, numbers_of, pdf_name, restore
from repo_watch.model import Source
from repo_watch.rendering import feeds, front_matter, html, search, words
from repo_watch.rendering.listing import Listed
from repo_watch.rendering.tree import Line
from repo_watch.rendering.view import logo
from repo_watch.store import times


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

    Args:
        db: the database, outside a transaction.
        public_dir: the folder of public files; an edition's own are in its folder there.
        edition: whose.
        public_url: the web address of that folder, for the links of feeds and fragment; with ""
            they are relative.
        sources: those of which the page says when they were last read well.

    Raises:
        EnvironmentFailure: a file cannot be written.
    """
    put_back = restore(db, public_dir, edition=edition)
    issues = [_listed(db, row, edition) for row in newest(db, edition)]
    began = first_run(db)
    base = _base(public_url, edition)
    years = [
        (year, list(some)) for year, some in groupby(issues, key=lambda one: one.months.last.year)
    ]
    changed = files.write_if_changed(
        public_dir / edition.folder,
        {
            "index.html": html.fill(
                "index.html.j2",
                edition=edition,
                years=years,
                logo=logo(edition),
                last_read=_last_read(db, sources),
                copies=_copies(public_dir, edition),
                contact=_contact(edition.contact),
            ),
            # Character references alone: a CMS may take the file for any encoding. And "./": some
            # editors take the first part of a bare name for a host.
            "fragment.html": html.fill(
                "fragment.html.j2", edition=edition, years=years, base=base or "./"
            )
            .decode()
            .encode("ascii", "xmlcharrefreplace"),
            "feed.xml": feeds.of_issues(issues, edition, base, began),
            "reviews.xml": feeds.of_reviews(issues, edition, base, began),
            "search-index.js": search.index(issues, before_the_issues(db, edition)),
        },
    )
    return put_back + changed


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
    kept = sorted(public_dir.glob("repo-watch-????-??.db"), reverse=True)
    named = [
        Line("The database as it is now (SQLite)", "repo-watch.db"),
        *(
            Line(f"As it was at the end of {Month.parse(one.stem[-7:]).name}", one.name)
            for one in kept
        ),
    ]
    return [
        replace(one, url=f"{up}{one.url}") for one in named if (public_dir / str(one.url)).exists()
    ]


def _contact(contact: str) -> Line | None:
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else web_address(contact)
    return Line(contact, address) if contact else None


def _base(public_url: str, edition: Edition) -> str:
    folder = f"{edition.folder}/" if edition.folder else ""
    return (public_url and web_address(f"{public_url.rstrip('/')}/{folder}")) or ""


def _listed(db: Database, row: dict[str, object], edition: Edition) -> Listed:
    """A row of `issue.newest`."""
    months = Months(Month.parse(str(row["first_month"])), Month.parse(str(row["last_month"])))
    issued_at = str(row["issued_at"])
    size = int(str(row["pdf_bytes"]))
    digests = numbers_of(db, months, edition)
    return Listed(
        months=months,
        title=f"{edition.title} {months.name}",
        holds=front_matter.headline(digests[0]),
        size=words.short_size(size),
        html=html_name(months),
        pdf=pdf_name(months),
        csv=csv_name(months),
        pdf_bytes=size,
        corrected=words.day(london_day(times.read(issued_at))) if row["number"] != 1 else "",
        updated=issued_at,
        digests=digests,
    )
