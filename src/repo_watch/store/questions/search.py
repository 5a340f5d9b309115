"""Full-text search over reviews: ranked, filtered, with the piece of text that was found.

A reader's query is turned into FTS5's own language; nothing a person types is malformed SQL. Words
are all looked for, each in singular and plural; "a phrase" as it stands; `negl*` for beginnings;
`FIELD:` before any of these; OR between two; NOT or `-` before one. OR binds closer than the blank,
as in other search boxes: `neglect OR abuse infant` is about infants either way.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection as Database
from typing import Any

from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.reading.terms import places
from repo_watch.store.questions import SQL

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

    The query is "" where filters alone choose: first and last year of the heading, and an
    authority, region or nation, by a name that it is known by, the beginning of its own or a GSS
    code. A `SettingsError` where the query is not one (the message shows how they are written), no
    place is called so, or the years are the wrong way round.
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


FIELDS = ("title", "summary", "learning", "recommendations", "keywords")

HELP = (
    'words are all looked for; "a phrase" in quotes; negl* for beginnings;'
    f" FIELD:word for one of {', '.join(FIELDS)}; OR between words, NOT before one"
)

_TOKEN = re.compile(
    r'(?P<minus>-(?=["\w]))?(?:(?P<field>[A-Za-z_]+):(?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
    r"|(?P<quote>\")"
)
_PLAIN = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_HISSING = ("s", "x", "z", "ch", "sh")
_IRREGULAR = re.findall(
    r"(\w+)/(\w+)",
    """
    child/children man/men person/people life/lives wife/wives knife/knives half/halves self/selves
    thief/thieves leaf/leaves loaf/loaves calf/calves shelf/shelves foot/feet tooth/teeth mouse/mice
    louse/lice criterion/criteria sis/ses
    """,
)
"""Ends of words whose plural no rule makes: a closed class. "man" is also that of woman."""


def to_fts5(query: str) -> str:
    """The FTS5 expression for a reader's query; words without a letter or digit are left out.

    A `SettingsError` where no sense can be made of it: that shows how queries are written.
    """
    found: list[list[str]] = []
    excluded: list[str] = []
    pending = ""
    can_join = False
    for token in _TOKEN.finditer(query):
        word = token["word"]
        if token["quote"]:
            raise _refusal(query, "a quotation mark is not closed")
        if word in ("AND", "OR", "NOT") and not token["field"] and not token["minus"]:
            if pending or (word == "OR" and not can_join):
                raise _refusal(query, f"there is nothing before {word} to go with it")
            pending = "" if word == "AND" else word
        elif any(sign.isalnum() for sign in word or token["phrase"]):
            can_join = pending != "NOT" and not token["minus"]
            if pending != "OR" and can_join:
                found.append([])
            (found[-1] if can_join else excluded).append(_term(query, token))
            pending = ""
    if pending:
        raise _refusal(query, f"there is nothing after {pending}")
    if not found:
        raise _refusal(query, "it names nothing to look for")
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in found)
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if excluded else wanted


def _term(query: str, token: re.Match[str]) -> str:
    field, word = (token["field"] or "").lower(), token["word"]
    if token["field"] and field not in FIELDS:
        raise _refusal(query, f"there is no field {token['field']!r}")
    if word is None:
        said = _quoted(token["phrase"])
    elif word.endswith("*"):
        said = f"{_quoted(word)} *"
    else:
        said = f"({' OR '.join(map(_quoted, _forms(word)))})"
    return f"{field} : {said}" if field else said


def _quoted(text: str) -> str:
    """A string of FTS5; what its tokenizer does not take for a letter or digit separates words."""
    return f'"{"".join(sign if sign.isalnum() else " " for sign in _encodable(text))}"'


def _encodable(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def _forms(word: str) -> Iterator[str]:
    """An English word in singular and plural; anything else as it stands.

    More is offered than is English ("humen"): what is no word is in no text.
    """
    yield word
    if _PLAIN.fullmatch(word):
        yield from _regular(word.lower())
        for one, many in _IRREGULAR:
            for end, other in ((one, many), (many, one)):
                if word.lower().endswith(end):
                    yield f"{word[: -len(end)]}{other}"


def _regular(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        return (word[:-2], word[:-1])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    return (f"{word}es" if word.endswith(_HISSING) else f"{word}s",)


def _refusal(query: str, why: str) -> SettingsError:
    shown = " ".join(_encodable(query).split())[:60]
    return SettingsError(f"cannot search for {shown!r}: {why}. {HELP}")
