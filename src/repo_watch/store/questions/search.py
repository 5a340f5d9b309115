"""Full-text search over reviews: ranked, filtered, with the piece of text that was found."""

import json
from datetime import date
from sqlite3 import Connection as Database
from typing import Any

from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.reading.terms import places
from repo_watch.store.questions import SQL
from repo_watch.store.questions.query import to_fts5

# Titles and keywords say what a review is about; the rest mentions much.
_MATCHES = "review_search MATCH :query AND rank MATCH 'bm25(8.0, 2.0, 1.0, 1.0, 4.0)'"
_SNIPPET = "snippet(review_search, -1, '[', ']', '…', 24)"

_BEGINNING = "coalesce(substr(summary, 1, 160), '')"
_NEWEST = "year DESC, coalesce(month, 0) DESC, id"

# FTS5 goes first and sorts its hits itself: what is told is made for the best alone.
_SEARCHED = "review_search CROSS JOIN reviews ON reviews.id = review_search.rowid"
_SHOWN = "rowid NOT IN (SELECT id FROM item WHERE merged_into IS NOT NULL)"
"""The same reviews, where nothing is asked of what they say: what is suppressed is not there."""

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

    The query is in the language of `repo_watch.store.questions.query`, "" where filters alone
    choose: first and last year of the heading, and an authority, region or nation, by a name that
    it is known by, the beginning of its own or a GSS code.

    Raises:
        SettingsError: the query is not one (the message shows how they are written), no place is
            called so, or the years are the wrong way round.
    """
    if since is not None and until is not None and since > until:
        raise SettingsError(f"no year is from {since} on and until {until}; swap the two")
    where: list[str] = []
    values: dict[str, Any] = {}
    if query.strip():
        where.append(_MATCHES)
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
    chosen = f"WHERE {' AND '.join(where) or 'TRUE'}"
    if query.strip():
        among, snippet, order = f"FROM {_SEARCHED}", _SNIPPET, "rank"
        lone = where == [_MATCHES]
        every = f"FROM review_search {chosen} AND {_SHOWN}" if lone else f"{among} {chosen}"
        (total,) = db.execute(f"SELECT count(*) {every}", values).fetchone()
    else:
        among, snippet, order = "FROM reviews", _BEGINNING, _NEWEST
        found = db.execute(f"SELECT id {among} {chosen} ORDER BY {order}", values).fetchall()
        total, chosen = len(found), "WHERE id IN (SELECT value FROM json_each(:best))"
        values["best"] = json.dumps([id_ for (id_,) in found[:limit]])
    rows = db.execute(
        f"SELECT reviews.id, reviews.title, year, coalesce(authorities, authority_text), {snippet},"
        f" report_url, listed_at {among} {chosen} ORDER BY {order} LIMIT :limit",
        {**values, "limit": limit},
    )
    return Found(total, tuple(Hit(*row) for row in rows))


def _place(db: Database, text: str) -> dict[str, str]:
    """The pattern and the exact names by which a place is looked for."""
    names = [place.name for place in places.resolve(text, date.max)]
    pattern = _beginning(text)
    if not names and not db.execute(SQL["such_a_place"], {"place": pattern}).fetchone()[0]:
        raise SettingsError(f"no authority, region or nation is called {text!r} or begins so")
    return {"place": pattern, "names": json.dumps(names)}


def _beginning(text: str) -> str:
    """A LIKE pattern for what begins so; its own wildcards are taken for text."""
    for sign in "\\%_":
        text = text.replace(sign, f"\\{sign}")
    return f"{text}%"
