"""An editor's note on one issue, and the items that they left out of it, from a small file.

    data/notes/national-2026-10.toml

    note = "The next issue comes after the holidays."

    [[hide]]
    item = 42
    reason = "The board asked for time to tell the family."

The number of an item is printed in a draft. The reason is kept in the database and never printed.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, ValidationError, convert

from repo_watch.digest.model import Edition
from repo_watch.digest.months import Months
from repo_watch.digest.text import clean
from repo_watch.errors import SettingsError


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


def read(folder: Path, edition: Edition, months: Months) -> Notes:
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
        found = convert(said, _File)
    except ValidationError as error:
        raise SettingsError(
            f'{path}: {error}; allowed: note = "...", and [[hide]] with item = NUMBER and'
            ' reason = "..."'
        ) from None
    return Notes(clean(found.note), {one.item: clean(one.reason) for one in found.hide})


def path_name(edition: Edition, months: Months) -> str:
    """The file's name, as in "national-2026-10.toml"."""
    return f"{edition.name}-{months.stem.removeprefix('case-reviews-')}.toml"
