"""What an item said on any day, and what was changed when, by whom and in which words."""

import difflib
import json
from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection as Database
from typing import Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from repo_watch.errors import SettingsError
from repo_watch.judging.fingerprint import fields
from repo_watch.judging.links import uploaded_on
from repo_watch.model import Attachment, Figure, Item, Link
from repo_watch.store.questions import SQL
from repo_watch.store.rows.known import item_of
from repo_watch.store.schema.database import as_dicts


class Version(Struct, frozen=True):
    """One version of an item: who made it (`cause`), when, and what it changed."""

    number: int
    at: str
    cause: str
    changed: tuple[str, ...]
    item: Item


def versions(db: Database, id_: int) -> tuple[Version, ...]:
    """All versions of an item, oldest first.

    A `SettingsError` where there is no such item, or it was suppressed or merged into another.
    """
    row = db.execute("SELECT kind, state, merged_into FROM item WHERE id = ?", [id_]).fetchone()
    if row is None:
        raise SettingsError(f"{id_}: there is no review or publication with this number")
    kind, state, merged_into = row
    if state == "suppressed":
        raise SettingsError(f"{id_}: was suppressed; its text is not kept")
    if merged_into:
        raise SettingsError(f"{id_}: was merged into {merged_into}; ask for that number")
    return tuple(
        Version(number, at, cause, tuple(json.loads(changed)), item_of(kind, text))
        for number, at, cause, changed, text in db.execute(SQL["versions"], [id_])
    )


def told_of(db: Database, id_: int, what: Literal["decisions", "seen_at"]) -> list[dict[str, Any]]:
    """Rows about an item that are no versions of it.

    `decisions` of an operator, oldest first: merged or split, with which `other`, and why; the
    pages at which it is or was `seen_at`, leading one first: since when, why, till when.
    """
    return [*as_dicts(db.execute(SQL[what], [id_]))]


def on_day(found: tuple[Version, ...], day: date) -> Version:
    """The version that stood at the end of a day (UTC); a `SettingsError` before the first."""
    known = [version for version in found if version.at[:10] <= day.isoformat()]
    if not known:
        raise SettingsError(f"it was first seen on {found[0].at[:10]}, after {day}")
    return known[-1]


def text_of(item: Item, name: str) -> str:
    """A field as text, for people."""
    value: Any = fields(item).get(name, "")
    if isinstance(value, tuple):
        return ", ".join(
            part
            if isinstance(part, str)
            else f"{getattr(part, 'label', None) or part.title} ({part.url})"
            for part in value
        )
    return str(value)


def edits(before: Item, after: Item, name: str) -> tuple[tuple[str, str], ...]:
    """What became of one field: pairs of what it said and what it says, "" where nothing.

    Of a text, the changed words with a few around them; of a list, the members that went, came or
    say something else.
    """
    old, new = (fields(item).get(name, "") for item in (before, after))
    if not (isinstance(old or new, tuple) and isinstance(new or old, tuple)):
        return tuple(_passages(str(old).split(), str(new).split()))
    was, now = (dict(map(_member, value or ())) for value in (old, new))
    return tuple(
        (was.get(key, ""), now.get(key, ""))
        for key in dict.fromkeys((*was, *now))
        if was.get(key) != now.get(key)
    )


def _member(part: Any) -> tuple[str, str]:  # noqa: ANN401 -- whatever a list of an item holds
    """What a member of a list is known by, and what it says."""
    match part:
        case Figure():
            name = f"{part.name} {part.period}".strip()
            return name, f"{name}: {part.value}"
        case Link():
            return part.label, f"{part.label} ({_file_of(part.url)})"
        case Attachment():
            return part.title, f"{part.title} ({', '.join(_facts(part))})"
        case _:
            return str(part), str(part)


def _facts(part: Attachment) -> Iterator[str]:
    """What tells a document from another of its title: file name, size, day of upload."""
    yield _file_of(part.url)
    if part.file_size:
        yield f"{part.file_size:,} bytes"
    if on := uploaded_on(part.url):
        yield f"uploaded on {on.day} {on:%B} {on.year}"


def _file_of(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2] or url


_AROUND = 3
"""Words that show where a change is."""


def _passages(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        (_, from_a, _, from_b, _), (*_, to_a, _, to_b) = group[0], group[-1]
        yield " ".join(old[from_a:to_a]), " ".join(new[from_b:to_b])


def word_difference(old: str, new: str) -> str:
    """The new text with what went in [-brackets-] and what came in {+braces+}, word by word."""
    before, after = old.split(), new.split()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[str] = []
    for kind, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        went, came = " ".join(before[from_a:to_a]), " ".join(after[from_b:to_b])
        if kind == "equal":
            pieces.append(came)
        else:
            pieces += [f"[-{went}-]"] * bool(went) + [f"{{+{came}+}}"] * bool(came)
    return " ".join(pieces)
