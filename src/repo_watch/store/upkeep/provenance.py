"""What a copy says of itself: made when, from which nights, by which version, how to cite it."""

from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection as Database
from zoneinfo import ZoneInfo

from repo_watch import __version__
from repo_watch.model import Source
from repo_watch.store.schema.database import as_dicts, names, statements, transaction
from repo_watch.store.times import read

OWN_LICENCE = (
    "repo-watch's own additions (dates, identity, codes, counts): CC BY 4.0. Titles and texts stay"
    " the publishers': see the rows licence of each source before you republish them."
)
_LONDON = ZoneInfo("Europe/London")


def write(copy: Database, sources: Sequence[Source], *, counter: str) -> str:
    """Fill the table `provenance` of a copy; gives when that was made.

    `sources` are all that there are, for their licences; `counter` is how often the original had
    been written to, as its own header counts, "" unknown.
    """
    question, *shape = statements(__package__, "provenance.sql")
    (facts,) = as_dicts(copy.execute(question))
    cite = _citation(facts["first_night"], facts["last_night"])
    rows = {**facts, "version": __version__, "licence": OWN_LICENCE, "cite": cite}
    rows |= {f"licence {one.id}": f"{one.publisher}: {one.licence}" for one in sources}
    with transaction(copy):
        for statement in shape:
            copy.execute(statement)
        every = {**rows, "original_writes": counter}.items()
        copy.executemany("INSERT INTO provenance (name, value) VALUES (?, ?)", every)
    return str(facts["made_at"])


def of(copy: Database) -> Mapping[str, str]:
    """What a copy says of itself; empty for a database that is no copy."""
    if "provenance" not in names(copy, "table"):
        return {}
    return dict(copy.execute("SELECT name, value FROM provenance").fetchall())


def month(made_at: str) -> str:
    """The month (`2026-10`) that London's calendar showed at a moment; "" for an empty one."""
    return f"{read(made_at).astimezone(_LONDON):%Y-%m}" if made_at else ""


def _citation(first: str, last: str) -> str:
    nights = f"nights of {_day(first)} to {_day(last)}" if first else "no night yet"
    return (
        f"repo-watch {__version__}: case reviews and national publications in the United Kingdom"
        f" and the Crown dependencies (database, {nights}); with the sources named in each row."
    )


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
