"""What a copy says of itself: made when, from which nights, by which version, how to cite it."""

from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection as Database
from zoneinfo import ZoneInfo

from repo_watch import __version__
from repo_watch.model import Source
from repo_watch.store.schema.database import transaction
from repo_watch.store.times import read

OWN_LICENCE = (
    "repo-watch's own additions (dates, identity, codes, counts): CC BY 4.0. Titles and texts stay"
    " the publishers': see the rows licence of each source before you republish them."
)
_LONDON = ZoneInfo("Europe/London")


def write(copy: Database, sources: Sequence[Source], *, counter: str) -> None:
    """Fill the table `provenance` of a copy.

    Args:
        copy: the copy, before it is put in place.
        sources: all that there are, for their licences.
        counter: how often the original had been written to, as its own header counts; "" unknown.
    """
    # The original may be a copy itself: one that was brought back after a loss.
    copy.execute("DROP TABLE IF EXISTS provenance")
    copy.execute(
        "CREATE TABLE provenance (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    rows = {**_facts(copy), "original_writes": counter}
    rows |= {f"licence {one.id}": f"{one.publisher}: {one.licence}" for one in sources}
    with transaction(copy):
        copy.executemany("INSERT INTO provenance (name, value) VALUES (?, ?)", rows.items())


def of(copy: Database) -> Mapping[str, str]:
    """What a copy says of itself; empty for a database that is no copy."""
    known = "SELECT count(*) FROM sqlite_master WHERE name = 'provenance'"
    if not copy.execute(known).fetchone()[0]:
        return {}
    return dict(copy.execute("SELECT name, value FROM provenance").fetchall())


def month(made_at: str) -> str:
    """The month (`2026-10`) that London's calendar showed at a moment; "" for an empty one."""
    return f"{read(made_at).astimezone(_LONDON):%Y-%m}" if made_at else ""


def _facts(copy: Database) -> dict[str, str]:
    made_at, runs = copy.execute(
        "SELECT max(coalesce(finished_at, started_at)), count(*) FROM run"
    ).fetchone()
    first, last, nights = copy.execute(
        "SELECT min(night), max(night), count(DISTINCT night) FROM coverage"
    ).fetchone()
    failed = copy.execute(
        "SELECT count(DISTINCT night) FROM coverage WHERE verdict <> 'ok'"
    ).fetchone()[0]
    counted = copy.execute(
        "SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM publications)"
    ).fetchone()
    return {
        "made_at": made_at or "",
        "first_night": first or "",
        "last_night": last or "",
        "nights": str(nights),
        "nights_not_ok": str(failed),
        "runs": str(runs),
        "reviews": str(counted[0]),
        "publications": str(counted[1]),
        "version": __version__,
        "schema": str(copy.execute("PRAGMA user_version").fetchone()[0]),
        "licence": OWN_LICENCE,
        "cite": _citation(first, last),
    }


def _citation(first: str | None, last: str | None) -> str:
    nights = f"nights of {_day(first)} to {_day(last)}" if first and last else "no night yet"
    return (
        f"repo-watch {__version__}: case reviews and national publications in the United Kingdom"
        f" and the Crown dependencies (database, {nights}); with the sources named in each row."
    )


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
