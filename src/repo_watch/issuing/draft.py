"""Drafts: an issue as it would be, for an editor to look at. No draft is recorded anywhere.

A draft that was prepared is what an approval is for: when the facts have changed since, the
approval is refused once, with a new draft to look at.
"""

from collections.abc import Mapping
from pathlib import Path

from repo_watch import files
from repo_watch.digest.model import Digest, Edition
from repo_watch.digest.months import Months
from repo_watch.issuing.issue import Composed
from repo_watch.rendering import html, pdf
from repo_watch.rendering.view import view


def write(made: Composed, folder: Path) -> tuple[Path, ...]:
    """Write a draft's web page and PDF into the folder of all drafts; gives their paths."""
    place = files.within(folder, made.digest.edition.folder)
    files.write_if_changed(place, made.files)
    return tuple(place / name for name in made.files)


def is_as_prepared(made: Composed, folder: Path) -> bool:
    """Whether the draft that was written says what an issue would say now."""
    page = made.digest.months.file("html")
    return files.read(folder / made.digest.edition.folder / page) == made.files[page]


def is_prepared(folder: Path, edition: Edition, months: Months) -> bool:
    """Whether there is a draft."""
    return (folder / edition.folder / months.file("html")).exists()


def remove(folder: Path, edition: Edition, months: Months) -> None:
    """Take away the draft of what was issued."""
    for name in (months.file("html"), months.file("pdf")):
        files.remove(folder / edition.folder / name)


def remove_all(folder: Path) -> None:
    """Take away every draft: after a takedown none may show what was taken down."""
    for path in folder.rglob("case-reviews-*"):
        files.remove(path)


def render(digest: Digest) -> Mapping[str, bytes]:
    """The draft's files, bytes by name."""
    said = view(digest, draft=True)
    return {
        digest.months.file("html"): html.render(said),
        digest.months.file("pdf"): pdf.render(said, digest.issued_at, apart=True),
    }
