"""The editions of an installation: what each puts first, what it leaves out, its editor's notes.

A note on one issue, and the items that the editor left out of it, come from a small file:

    data/notes/national-2026-10.toml

    note = "The next issue comes after the holidays."

    [[hide]]
    item = 42
    reason = "The board asked for time to tell the family."

The number of an item is printed in a draft. The reason is kept in the database and never printed.
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, ValidationError

from repo_watch.digest.issues import answer
from repo_watch.digest.model import Edition, Features
from repo_watch.digest.months import Months
from repo_watch.digest.text import clean
from repo_watch.errors import SettingsError
from repo_watch.settings import Settings


def edition(settings: Settings, name: str) -> Edition:
    """One edition; the national one is there without any setting.

    Raises:
        SettingsError: there is no such edition, or its logo cannot be used.
    """
    if name not in settings.all_editions:
        known = ", ".join(settings.all_editions)
        raise SettingsError(f"{name}: there is no such edition; there are: {known}")
    one = settings.all_editions[name]
    logo = None
    if one.logo:
        from repo_watch.digest.logo import read

        logo = read(one.logo, f"editions.{name}.logo")
    return Edition(
        name=name,
        title=clean(one.title),
        contact=clean(one.contact or settings.fetch.contact),
        organisation=clean(one.organisation),
        logo=logo,
        introduction=clean(one.introduction),
        features=msgspec.convert(one, Features, from_attributes=True),
        rest=one.rest,
        pairs_begin=one.pairs_begin if one.rhythm == "two months" else None,
        group_by=one.group_by,
        approval=one.approval,
    )


def featured(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that the edition puts first; none where it features nothing.

    A review of several authorities, or with several keywords, is featured where one of them is.
    """
    if not edition.features:
        return frozenset()
    features = msgspec.structs.asdict(edition.features)
    wanted = {(one, name.casefold()) for one, names in features.items() for name in names}
    said = answer(db, "said", items=items, features={one for one, _ in wanted})
    return frozenset(item for item, one, name in said if (one, name.casefold()) in wanted)


def left_out(db: Database, edition: Edition, items: Collection[int]) -> frozenset[int]:
    """The reviews among these that are not for the edition. Publications are for every one."""
    if edition.rest == "after":
        return frozenset()
    reviews = (item for (item,) in answer(db, "reviews_among", items=items))
    return frozenset(reviews) - featured(db, edition, items)


class _Hidden(Struct, frozen=True, forbid_unknown_fields=True):
    item: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    reason: Annotated[str, Meta(min_length=1)]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    note: str = ""
    hide: tuple[_Hidden, ...] = ()


class Notes(Struct, frozen=True):
    """What an editor says of an issue: a note or "", and the reason for each hidden item."""

    note: str = ""
    hidden: Mapping[int, str] = {}


NOTHING = Notes()


def notes_on(folder: Path, edition: Edition, months: Months) -> Notes:
    """The notes on an issue, from the folder of all notes; none where there is no file.

    Raises:
        SettingsError: the file cannot be read, or is not as it should be; one line.
    """
    path = folder / path_name(edition, months)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return NOTHING
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingsError(f"{path}: cannot be read as TOML: {reason}") from error
    try:
        found = msgspec.convert(said, _File)
    except ValidationError as error:
        raise SettingsError(
            f'{path}: {error}; allowed: note = "...", and [[hide]] with item = NUMBER and'
            ' reason = "..."'
        ) from None
    return Notes(clean(found.note), {one.item: clean(one.reason) for one in found.hide})


def path_name(edition: Edition, months: Months) -> str:
    """The file's name, as in "national-2026-10.toml"."""
    return f"{edition.name}-{months.stem.removeprefix('case-reviews-')}.toml"
