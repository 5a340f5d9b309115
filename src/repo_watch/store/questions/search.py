"""Full-text search over reviews: ranked, filtered, with the piece of text that was found."""

import json
from datetime import date
from sqlite3 import Connection as Database
from typing import Any

from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.reading.terms import places
from repo_watch.store.questions.query import to_fts5

# Titles and keywords say what a review is about; the rest mentions much.
_RANK = "bm25(review_search, 8.0, 2.0, 1.0, 1.0, 4.0)"
_SNIPPET = "snippet(review_search, -1, '[', ']', '…', 24)"

_SHOWN = """(SELECT id FROM item WHERE kind = 'review' AND merged_into IS NULL
    AND state <> 'suppressed') AS reviews"""
"""The same reviews, where nothing is asked of what they say."""
_BEST = " AND reviews.id IN (SELECT value FROM json_each(:best))"

_SUCH_A_PLACE = r"""SELECT
    EXISTS (SELECT 1 FROM authorities WHERE authority LIKE :place ESCAPE '\'
        OR region LIKE :place ESCAPE '\' OR nation LIKE :place ESCAPE '\'
        OR gss_code LIKE :place ESCAPE '\')
    OR EXISTS (SELECT 1 FROM reviews WHERE authority_text LIKE :place ESCAPE '\')"""

_OF_PLACE = r"""(reviews.id IN (SELECT review_id FROM review_authorities
    WHERE authority LIKE :place ESCAPE '\' OR region LIKE :place ESCAPE '\'
       OR nation LIKE :place ESCAPE '\' OR gss_code LIKE :place ESCAPE '\'
       OR authority IN (SELECT value FROM json_each(:names)))
    OR reviews.authority_text LIKE :place ESCAPE '\')"""


class Hit(Struct, frozen=True):
    """A review that was found; the words looked for stand in [brackets] in the snippet."""

    id: int
    title: str
    year: int
    authorities: str | None
    snippet: str
    report_url: str | None
    listed_at: str | None


class Found(Struct, frozen=True):
    """The best hits, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


def search(
    db: Database,
    query: str,
    *,
    authority: str | None = None,
    since: int | None = None,
    until: int | None = None,
    limit: int = 20,
) -> Found:
    """Reviews that match, best first; without words, the newest first.

    Args:
        db: the database.
        query: in the language of `repo_watch.store.questions.query`; "" where filters alone choose.
        authority: a local authority, region or nation; a name it is known by or the beginning of
            its own, or a GSS code.
        since: first year of the heading.
        until: last year of the heading.
        limit: how many at the most.

    Raises:
        SettingsError: the query is not one (the message shows how they are written), no place is
            called so, or the years are the wrong way round.
    """
    if since is not None and until is not None and since > until:
        raise SettingsError(f"no year is from {since} on and until {until}; swap the two")
    where: list[str] = []
    values: dict[str, Any] = {}
    if query.strip():
        where.append("review_search MATCH :query")
        values["query"] = to_fts5(query)
    if authority:
        where.append(_OF_PLACE)
        values |= _place(db, authority)
    if since is not None:
        where.append("reviews.year >= :since")
        values["since"] = since
    if until is not None:
        where.append("reviews.year <= :until")
        values["until"] = until
    searched, snippet, order = (
        (" JOIN review_search ON review_search.rowid = reviews.id", _SNIPPET, _RANK)
        if query.strip()
        else ("", "coalesce(substr(summary, 1, 160), '')", "year DESC, coalesce(month, 0) DESC")
    )
    among = _SHOWN if values.keys() == {"query"} else "reviews"
    chosen = f"{searched} WHERE {' AND '.join(where) or 'TRUE'}"
    every, best = f"FROM {among}{chosen}", f"FROM reviews{chosen}{_BEST}"
    # What is told of a hit is made for the best alone: SQLite would make it for all, to sort them.
    found = db.execute(f"SELECT reviews.id {every} ORDER BY {order}, reviews.id", values).fetchall()
    rows = db.execute(
        f"SELECT reviews.id, reviews.title, year, coalesce(authorities, authority_text), {snippet},"
        f" report_url, listed_at {best} ORDER BY {order}, reviews.id",
        {**values, "best": json.dumps([id_ for (id_,) in found[:limit]])},
    )
    return Found(len(found), tuple(Hit(*row) for row in rows))


def _place(db: Database, text: str) -> dict[str, str]:
    """The pattern and the exact names by which a place is looked for."""
    names = [place.name for place in places.resolve(text, date.max)]
    pattern = _beginning(text)
    if not names and not db.execute(_SUCH_A_PLACE, {"place": pattern}).fetchone()[0]:
        raise SettingsError(f"no authority, region or nation is called {text!r} or begins so")
    return {"place": pattern, "names": json.dumps(names)}


def _beginning(text: str) -> str:
    """A LIKE pattern for what begins so; its own wildcards are taken for text."""
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return f"{text}%"
