"""What a person should look at: names and terms not understood, joins that were close calls."""

from dataclasses import dataclass

from sqlite_utils import Database

_CLOSE_CALL = 0.9
"""Joins with a lesser score are worth a look."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An authority as written that no reference table knows, and how many reviews have it."""

    authority: str
    reviews: int


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A keyword outside the reviewed vocabulary, and how many reviews have it."""

    term: str
    reviews: int


@dataclass(frozen=True, slots=True)
class Join:
    """Why a page's entry is held to be a review that was known."""

    id: int
    title: str
    url: str
    rule: str
    score: float


def unresolved(db: Database) -> tuple[Unresolved, ...]:
    """Authorities that could not be resolved to a place, most frequent first."""
    rows = db.execute(
        "SELECT authority_text, count(*) FROM reviews WHERE authority_text IS NOT NULL"
        " AND id NOT IN (SELECT review_id FROM review_authorities)"
        " GROUP BY authority_text ORDER BY 2 DESC, 1"
    )
    return tuple(Unresolved(*row) for row in rows)


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


def damage(db: Database) -> str | None:
    """What SQLite's own check finds wrong with the file, or None."""
    said: str = db.execute("PRAGMA integrity_check").fetchone()[0]
    return None if said == "ok" else said
