"""What a person should look at: names and terms not understood, joins that were close calls."""

from sqlite3 import Connection as Database

from msgspec import Struct

from repo_watch.reading.terms import places

_RECENT_DAYS = 31
_CLOSE_CALL = 0.9
"""Joins with a lesser score are worth a look."""


class Unresolved(Struct, frozen=True):
    """An authority as written that no table knows, its reviews, and known names like it."""

    authority: str
    reviews: int
    nearest: tuple[str, ...]


class UnknownTerm(Struct, frozen=True):
    """A keyword outside the reviewed vocabulary, and how many reviews have it."""

    term: str
    reviews: int


class Join(Struct, frozen=True):
    """Why a page's entry is held to be a review that was known."""

    id: int
    title: str
    url: str
    rule: str
    score: float


class Witness(Struct, frozen=True):
    """A review that one kind of list names and the other, which is sound, does not."""

    id: int
    title: str
    named_by: str
    not_by: str


def unresolved(db: Database) -> tuple[Unresolved, ...]:
    """Authorities that could not be resolved to a place, most frequent first."""
    rows = db.execute(
        "SELECT authority_text, count(*) FROM reviews WHERE authority_text IS NOT NULL"
        " AND id NOT IN (SELECT review_id FROM review_authorities)"
        " GROUP BY authority_text ORDER BY 2 DESC, 1"
    )
    return tuple(Unresolved(text, reviews, places.nearest(text)) for text, reviews in rows)


def unknown_terms(db: Database) -> tuple[UnknownTerm, ...]:
    """Keywords that are in no reference table, most frequent first."""
    rows = db.execute(
        "SELECT term, count(DISTINCT review_id) FROM review_keywords WHERE NOT known"
        " GROUP BY term ORDER BY 2 DESC, 1"
    )
    return tuple(UnknownTerm(*row) for row in rows)


def joins(db: Database, *, every: bool = False) -> tuple[Join, ...]:
    """Joins by likeness, weakest first: close calls, or every one of them."""
    rows = db.execute(
        "SELECT item.id, reviews.title, page.url, sighting.rule, sighting.score"
        " FROM sighting JOIN page ON page.id = sighting.page JOIN item ON item.id = sighting.item"
        " JOIN reviews ON reviews.id = item.id"
        " WHERE sighting.rule NOT IN ('new', 'equal', 'content_id') AND sighting.score < ?"
        " ORDER BY sighting.score, item.id",
        [2.0 if every else _CLOSE_CALL],
    )
    return tuple(Join(*row) for row in rows)


def one_witness(db: Database) -> tuple[Witness, ...]:
    """Recent reviews that only one of a source's two kinds of list names.

    The monthly update and the yearly list are each other's witness: what the update names should
    come into the list, and what came into the list in the last month should be in an update.
    """
    rows = db.execute(
        "SELECT id, title, kind, iif(kind = 'list', 'update', 'list') AS other FROM ("
        " SELECT reviews.id, reviews.title, page.kind, page.source, reviews.first_seen_at"
        " FROM reviews JOIN sighting ON sighting.item = reviews.id"
        " JOIN page ON page.id = sighting.page"
        " WHERE sighting.gone_at IS NULL AND page.kind IN ('list', 'update')"
        " AND NOT reviews.baseline) AS shown"
        " WHERE (kind = 'update' OR julianday(first_seen_at) >"
        "   (SELECT max(julianday(started_at)) FROM run) - ?)"
        " AND EXISTS (SELECT 1 FROM page WHERE page.source = shown.source"
        "   AND page.kind = other AND page.verdict IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM sighting JOIN page ON page.id = sighting.page"
        "   WHERE sighting.item = shown.id AND page.kind = other)"
        " ORDER BY id",
        [_RECENT_DAYS],
    )
    return tuple(Witness(*row) for row in rows)


def damage(db: Database) -> str | None:
    """What SQLite's own check finds wrong with the file, or None."""
    said: str = db.execute("PRAGMA integrity_check").fetchone()[0]
    return None if said == "ok" else said
