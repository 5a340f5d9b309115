"""Rows that follow from an item's newest version: authorities, terms, links, codes, search, marks.

They are made when an item changes, and all again when the rules or reference tables improve;
history is not touched by that.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime

import structlog
from sqlite_utils import Database

from repo_watch import coding
from repo_watch.judging.fingerprint import shingles
from repo_watch.judging.marks import marks
from repo_watch.model import Entry, Item, Publication
from repo_watch.reading.terms import reference
from repo_watch.store.rows import made_by
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema import authorities
from repo_watch.store.schema.database import insert
from repo_watch.store.times import iso
from repo_watch.workers import Workers

_log = structlog.get_logger()

_VERSION = 3
"""Raised when this module derives differently."""


def refresh(
    db: Database, id_: int, item: Item, at: str, *, coded: coding.Coding | None = None
) -> None:
    """Make the derived rows of one item again, its codes unless they are `coded`.

    Call inside a transaction.
    """
    if isinstance(item, Entry):
        _authorities(db, id_, item)
        _keywords(db, id_, item)
        _coding(db, id_, item, coded)
        _search(db, id_, item)
        kept = marks(item, shingles(item))
        # Those of older versions stay: a mark only proposes, and none is looked up by its item.
        db.conn.executemany(
            "INSERT OR IGNORE INTO item_mark (mark, item) VALUES (?, ?)",
            [(mark, id_) for mark in sorted(kept.sure | kept.text)],
        )
        from repo_watch.reading.terms import link_kinds

        links = [(link.url, link.label, link_kinds.link_kind(link.label)) for link in item.links]
    else:
        links = _attachments(item)
    _links(db, id_, links, at)


def refresh_all_if_stale(db: Database, now: datetime, workers: Workers) -> int:
    """Derive everything again if rules or tables have changed; gives how many items.

    The workers code. Call inside a transaction.
    """
    version = _rules_version()
    # A public copy that was brought back has no marks, by which reviews are found again.
    marked = db.execute("SELECT EXISTS (SELECT 1 FROM item_mark)").fetchone()[0]
    if marked and made_by.version(db, "derived") == version:
        return 0
    authorities.refresh(db)
    db.execute("DELETE FROM item_mark")
    rows = db.execute(
        "SELECT item.id, item.kind, version.snapshot FROM item"
        " JOIN version ON version.item = item.id AND version.number = item.version"
        " WHERE item.state <> 'suppressed'"
    ).fetchall()
    for (id_, kind, text), coded in workers.each(_coded, rows):
        refresh(db, id_, item_of(kind, text), iso(now), coded=coded)
    made_by.record(db, "derived", version)
    return len(rows)


def remove(db: Database, id_: int) -> None:
    """Take away everything derived from an item. Call inside a transaction."""
    for table in ("item_authority", "item_keyword", "item_link", "fact", "coding", "item_mark"):
        db.execute(f"DELETE FROM {table} WHERE item = ?", [id_])  # noqa: S608 -- names above
    db.execute("DELETE FROM review_search WHERE rowid = ?", [id_])


def _rules_version() -> str:
    tables = hashlib.sha256(reference.all_bytes()).hexdigest()[:16]
    return f"{_VERSION}.{coding.RULES_VERSION}.{tables}"


def _authorities(db: Database, id_: int, entry: Entry) -> None:
    from repo_watch.reading.terms import places

    db.execute("DELETE FROM item_authority WHERE item = ?", [id_])
    year = entry.year or date.max.year  # without a year, the places of today
    on = date(year, entry.month, 1) if entry.month else year
    for position, place in enumerate(places.resolve(entry.authority_text, on)):
        known = asdict(place)
        insert(
            db, "item_authority", item=id_, position=position, gss_code=known.pop("gss"), **known
        )


def _keywords(db: Database, id_: int, entry: Entry) -> None:
    from repo_watch.reading.terms import keywords

    db.execute("DELETE FROM item_keyword WHERE item = ?", [id_])
    for position, keyword in enumerate(entry.keywords):
        term = keywords.normalise(keyword)
        said = {"position": position, "keyword": keyword, **asdict(term)}
        insert(db, "item_keyword", item=id_, **said)


def _coded(row: tuple[int, str, str]) -> coding.Coding | None:
    """A review's codes; None for a publication, and where a rule fails: `_coding` tells of it."""
    item = item_of(*row[1:])
    try:
        return _codes(item) if isinstance(item, Entry) else None
    except Exception:  # noqa: BLE001 -- as in _coding
        return None


def _codes(entry: Entry) -> coding.Coding:
    return coding.code(entry.title, entry.sections, entry.keywords)


def _coding(db: Database, id_: int, entry: Entry, coded: coding.Coding | None) -> None:
    from repo_watch.reading.terms import review_types

    db.execute("DELETE FROM coding WHERE item = ?", [id_])
    db.execute("DELETE FROM fact WHERE item = ?", [id_])
    try:
        coded = coded or _codes(entry)
    except Exception:  # noqa: BLE001 -- a fault of a rule must not keep a review from being stored
        _log.exception("a coding rule failed; the review is stored without codes", item=id_)
        return
    # What says which kind of review this is; recommendations name others.
    said = (entry.sections.get(name) for name in ("summary", "background", "model"))
    text = ". ".join(filter(None, (entry.title, *said)))
    row = {
        "item": id_,
        "rules_version": coding.RULES_VERSION,
        "review_type": review_types.review_type(text),
        "child_age_months": json.dumps(coded.child_age_months),
        "n_children": coded.n_children,
        "sex": json.dumps(coded.sex),
        "outcome": coded.outcome,
        "incident_from": coded.incident_from and coded.incident_from.isoformat(),
        "incident_to": coded.incident_to and coded.incident_to.isoformat(),
        "incident_precision": coded.incident_precision,
        "harm": json.dumps(coded.harm),
        "factors": json.dumps(coded.factors),
        "model": coded.model,
        "agencies": json.dumps(coded.agencies),
    }
    insert(db, "coding", **row)
    for position, evidence in enumerate(coded.evidence):
        insert(db, "fact", item=id_, position=position, **evidence._asdict())


def _search(db: Database, id_: int, entry: Entry) -> None:
    db.execute("DELETE FROM review_search WHERE rowid = ?", [id_])
    said = entry.sections
    summary = " ".join(
        said[name] for name in ("summary", "background", "key_issues") if name in said
    )
    learning = " ".join(said[name] for name in ("learning", "good_practice") if name in said)
    insert(
        db,
        "review_search",
        rowid=id_,
        title=entry.title,
        summary=summary,
        learning=learning,
        recommendations=said.get("recommendations", ""),
        keywords=", ".join(entry.keywords),
    )


def _attachments(item: Publication) -> list[tuple[str, str, str]]:
    return [(one.url, one.title, one.kind) for one in item.attachments]


def _links(db: Database, id_: int, links: list[tuple[str, str, str]], at: str) -> None:
    """A link that the source took down stays on record as retired."""
    urls = [url for url, _, _ in links]
    db.execute(
        "UPDATE item_link SET state = 'retired', state_since = ?"
        " WHERE item = ? AND state <> 'retired'"
        " AND url NOT IN (SELECT value FROM json_each(?))",
        [at, id_, json.dumps(urls)],
    )
    for position, (url, label, kind) in enumerate(links):
        db.execute(
            "INSERT INTO item_link (item, url, position, label, kind, since, state, state_since)"
            " VALUES (?, ?, ?, ?, ?, ?, 'unchecked', ?)"
            " ON CONFLICT (item, url) DO UPDATE SET position = excluded.position,"
            " label = excluded.label, kind = excluded.kind,"
            " state = iif(state = 'retired', 'unchecked', state),"
            " state_since = iif(state = 'retired', excluded.since, state_since)",
            [id_, url, position, label, kind, at, at],
        )
