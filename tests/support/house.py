"""A small builder of databases for the digest's tests: rows as the nightly run writes them.

All names, places and texts are invented.
"""

import itertools
import json
import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection as Database

import msgspec
from msgspec.structs import replace

from repo_watch.model import (
    Attachment,
    Entry,
    Expectations,
    Link,
    Page,
    Publication,
    Reading,
    Request,
    Source,
    State,
)
from repo_watch.store.schema.database import connect, transaction
from repo_watch.store.times import iso


def _plan(_: State) -> tuple[Request, ...]:
    return ()


def _read(_: Page) -> Reading:
    return Reading()


def make_source(id_: str, title: str, *, fresh_days: int = 3) -> Source:
    return Source(
        id=id_,
        title=title,
        publisher=f"{title} (publisher)",
        licence="Metadata and links only; copyright stays with the publishing board.",
        setting="urls",
        urls=("https://list.example/",),
        expects={
            "list": Expectations(
                at_least=1,
                at_most=9000,
                filled={},
                largest_drop=None,
                unread=1.0,
                fresh_days=fresh_days,
            )
        },
        reader_version=1,
        plan=_plan,
        read=_read,
    )


LIST = make_source("a-list", "The yearly list")
PANEL = make_source("a-panel", "The national panel")
SOURCES = (LIST, PANEL)

PLACES = {
    "Eastmere": "East Midlands",
    "Westholt": "North West",
    "Northcombe": "South West",
    "Marlow Sands": "East of England",
    "Harrowdale": "North East",
    "Stonebeck": "Yorkshire and The Humber",
    "Oakenshire": "South East",
    "Llanfaer": "",
    "Inverlade": "",
}
NATIONS = {"Llanfaer": "Wales", "Inverlade": "Scotland"}

TERMS = (
    *("neglect", "infants", "professional curiosity", "voice of the child", "domestic abuse"),
    *("self-harm", "parents with mental health problems", "information sharing", "housing"),
    *("adolescents", "disabled children", "substance misuse", "non-accidental injuries"),
)

_SENTENCES = (
    "The family was known to several services for a little over two years.",
    "Each service held a part of the picture, and the parts were not brought together.",
    "Two referrals were closed after a telephone call without a visit.",
    "The health visitor raised a concern that was recorded but not passed on.",
    "A change of address meant that records followed slowly.",
    "The school knew the family well and kept in touch through the summer.",
    "Practitioners described a hopeful view of the parents that outlasted the evidence.",
    "The review spoke with the family and with eleven practitioners.",
)
_LEARNING = (
    "unborn babies need a plan before birth when older children are known to services",
    "a child who cannot speak needs someone to describe each day from the child's side",
    "a missed appointment is a reason to ask, not to close",
    "fathers and partners belong in every assessment",
    "challenge between services works where leaders expect it",
)
_RECOMMENDATIONS = (
    "seek assurance that pre-birth assessments begin by the sixteenth week",
    "agree one way of passing on information when a family moves",
    "make sure that escalation procedures are known and used",
    "audit supervision of cases that have been open for more than a year",
    "give guidance on recording the views of very young children",
)


_MORE = {
    "background": "Sam lived with a grandparent. Three services were in touch with the family; none"
    " of them knew of the others. A fourth had closed the case.",
    "key_issues": "moves between areas; records that followed late; a first language that nobody"
    " asked about.",
    "good_practice": "The school kept a chronology and shared it.",
    "model": "Significant Incident Learning Process.",
}


class House:
    """A database being filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: Database = connect(path, create=True)
        self.db.execute("PRAGMA synchronous = OFF")
        self._numbers = itertools.count(1)
        self._random = random.Random(7)
        self.run_id = 0

    def run(
        self,
        at: datetime,
        *,
        verdicts: dict[str, str] | None = None,
        sources: Sequence[Source] = SOURCES,
    ) -> None:
        """A night: a run, and a verdict per source ("ok" where `verdicts` says nothing)."""
        with transaction(self.db):
            row = {"started_at": iso(at), "finished_at": iso(at), "version": "0", "mode": "nightly"}
            self.run_id = self._insert("run", row | {"full": 0, "exit_status": 0})
            for source in sources:
                verdict = (verdicts or {}).get(source.id, "ok")
                if verdict == "none":
                    continue
                self._insert(
                    "source_night",
                    {
                        "run": self.run_id,
                        "source": source.id,
                        "at": iso(at),
                        "verdict": verdict,
                        "reasons": json.dumps(["Traceback: 503 from the server"]),
                        "pages": 1,
                    },
                )

    def nights(self, first: datetime, last: datetime, **verdicts: str) -> None:
        """A run each night; `source_id="failed"` (underscores for hyphens) for all of them."""
        at = first
        while at <= last:
            self.run(at, verdicts={name.replace("_", "-"): one for name, one in verdicts.items()})
            at += timedelta(days=1)

    def review(
        self,
        at: datetime,
        *,
        entry: Entry | None = None,
        baseline: bool = False,
        state: str = "listed",
        link_states: Sequence[str] = (),
        coded: dict[str, object] | None = None,
        terms: Sequence[str] | None = None,
    ) -> int:
        entry = entry or self.entry()
        item = self._item("review", at, entry, baseline=baseline, state=state)
        place = entry.authority_text
        with transaction(self.db):
            if place in PLACES:
                self._insert(
                    "item_authority",
                    {
                        "item": item,
                        "position": 0,
                        "name": place,
                        "region": PLACES[place] or None,
                        "nation": NATIONS.get(place, "England"),
                    },
                )
            for position, keyword in enumerate(entry.keywords):
                term = terms[position] if terms else keyword
                row = {"item": item, "position": position, "keyword": keyword, "term": term}
                self._insert("item_keyword", row | {"known": 1})
            for position, link in enumerate(entry.links):
                self._insert(
                    "item_link",
                    {
                        "item": item,
                        "url": link.url,
                        "position": position,
                        "label": link.label,
                        "kind": "overview_report" if position == 0 else "executive_summary",
                        "since": iso(at),
                        "state": link_states[position] if link_states else "unchecked",
                        "state_since": iso(at),
                    },
                )
            if coded is not None:
                lists = dict.fromkeys(("sex", "harm", "factors", "agencies"), "[]")
                row = {"item": item, "rules_version": 1, "child_age_months": "[]"}
                self._insert("coding", row | lists | coded)
        return item

    def publication(
        self,
        at: datetime,
        *,
        publication: Publication | None = None,
        baseline: bool = False,
        state: str = "live",
    ) -> int:
        number = next(self._numbers)
        publication = publication or Publication(
            content_id=f"content-{number}",
            url=f"https://www.gov.example/publications/{number}",
            title=f"Annual report {number} of the national panel",
            description="What a year of notifications and reviews shows, and what follows from it.",
            document_type="independent_report",
            organisations=("National Panel",),
            first_published_at=iso(at),
            attachments=(
                Attachment(
                    kind="file",
                    title=f"Annual report {number}",
                    url=f"https://assets.gov.example/{number}.pdf",
                    content_type="application/pdf",
                    file_size=1_790_000,
                    pages=84,
                ),
            ),
        )
        return self._item("publication", at, publication, baseline=baseline, state=state)

    def event(
        self,
        item: int,
        kind: str,
        at: datetime,
        fields: Iterable[str] = (),
        *,
        baseline: bool = False,
    ) -> None:
        with transaction(self.db):
            (version,) = self.db.execute("SELECT version FROM item WHERE id = ?", [item]).fetchone()
            self._insert(
                "event",
                {
                    "at": iso(at),
                    "run": self.run_id,
                    "item": item,
                    "kind": kind,
                    "fields": json.dumps(list(fields)),
                    "version": version,
                    "baseline": int(baseline),
                },
            )

    def revise(self, item: int, at: datetime, new: Entry | Publication) -> None:
        with transaction(self.db):
            (number,) = self.db.execute("SELECT version FROM item WHERE id = ?", [item]).fetchone()
            self._version(item, number + 1, at, new)
            self.db.execute("UPDATE item SET version = ? WHERE id = ?", [number + 1, item])

    def set_state(self, item: int, state: str) -> None:
        with transaction(self.db):
            self.db.execute("UPDATE item SET state = ? WHERE id = ?", [state, item])

    def entry(self, **given: object) -> Entry:
        """An invented review; the same calls give the same ones."""
        number = next(self._numbers)
        chance = self._random
        anonymous = chance.random() < 0.25
        place = None if anonymous else chance.choice(list(PLACES))
        case = f"Child {chr(65 + number % 26)}{number}"
        title = f"2026 – {place or 'Anonymous'} – {case}"
        entry = Entry(
            title=title,
            year=2026,
            month=None,
            authority_text=place,
            anonymous=anonymous,
            case_name=case,
            sections={
                "summary": " ".join(chance.sample(_SENTENCES, 5)),
                "learning": "; ".join(chance.sample(_LEARNING, 3)) + ".",
                "recommendations": "; ".join(chance.sample(_RECOMMENDATIONS, 3)) + ".",
            }
            | (_MORE if number % 4 == 0 else {}),
            keywords=tuple(chance.sample(TERMS, 4)),
            links=(Link("Read the overview report", f"https://library.example/{number}"),),
        )
        return replace(entry, **given)

    def month(self, start: datetime, reviews: int) -> None:
        """That many coded reviews, spread over the month."""
        chance = self._random
        for number in range(reviews):
            low = chance.choice([2, 8, 30, 80, 140, 170, 200])
            self.review(
                start + timedelta(days=number % 27, hours=3),
                coded={
                    "review_type": chance.choice(
                        [
                            "local_child_safeguarding_practice_review",
                            "child_safeguarding_practice_review",
                            "serious_case_review",
                            None,
                        ]
                    ),
                    "child_age_months": chance.choice(["[]", f"[[{low}, {low}]]"]),
                    "outcome": chance.choice(["death", "serious_harm", "other", None]),
                },
            )

    def publication_of(self, item: int) -> Publication:
        """A publication's newest version."""
        (text,) = self.db.execute(
            "SELECT snapshot FROM version WHERE item = ? ORDER BY number DESC", [item]
        ).fetchone()
        return msgspec.json.decode(text, type=Publication)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.db.execute(sql).fetchall()

    def _item(
        self, kind: str, at: datetime, item: Entry | Publication, *, baseline: bool, state: str
    ) -> int:
        key = item.content_id if isinstance(item, Publication) else item.accession
        with transaction(self.db):
            id_ = self._insert(
                "item",
                {
                    "kind": kind,
                    "key": key,
                    "title_key": item.title,
                    "source": LIST.id if kind == "review" else PANEL.id,
                    "first_seen_at": iso(at),
                    "first_run": self.run_id,
                    "baseline": int(baseline),
                    "state": state,
                    "version": 1,
                },
            )
            self._version(id_, 1, at, item)
        return id_

    def _version(self, item: int, number: int, at: datetime, said: Entry | Publication) -> None:
        self._insert(
            "version",
            {
                "item": item,
                "number": number,
                "at": iso(at),
                "run": self.run_id,
                "cause": "source",
                "hash": "1:0",
                "changed": "[]",
                "snapshot": msgspec.json.encode(said).decode(),
            },
        )

    def _insert(self, table: str, row: dict[str, object]) -> int:
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
        return int(cursor.lastrowid or 0)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)
