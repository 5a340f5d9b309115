"""`repo-watch demo`: the nightly job itself against the replica, over HTTP, with a set clock."""

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from sqlite3 import Connection as Database

from repo_watch import nightly
from repo_watch.demo.answer import render
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import NIGHTS, Night
from repo_watch.errors import SettingsError
from repo_watch.nightly import Outcome
from repo_watch.settings import Settings
from repo_watch.settings.reading import load
from repo_watch.sources import SOURCES
from repo_watch.store.schema.database import questions

_MARK = ".repo-watch-demo"
_COUNTED = """
SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM reviews WHERE baseline),
    (SELECT count(*) FROM publications), (SELECT count(*) FROM changes WHERE NOT baseline)"""


def tour(folder: Path, say: Callable[[str], None]) -> int:
    """Run every night of the story, then say line by line where everything lies.

    What an earlier demo put into the folder is replaced; what no demo put there is a SettingsError.
    The exit status is 1 if the job found something else than the story tells.
    """
    _clear(folder)
    with Replica() as replica:
        file = folder / "repo-watch.toml"
        file.write_bytes(render("repo-watch.toml", replica=replica, nspcc=nspcc))
        settings = load(file, SOURCES)
        say(f"Running {len(NIGHTS)} nights against a replica; every review is invented.")
        told = [(night, _one_night(replica, settings, night)) for night in NIGHTS]
    with questions(settings.database) as db:
        counted = db.execute(_COUNTED).fetchone()
        facts = {"counted": counted, "told": told, "settings": settings, "file": file}
        said = render("told.txt.j2", **facts, near=_near, program=_program).decode()
        for line in said.splitlines():
            say(line)
        if _as_told(db, told):
            return 0
    say("This is not what the story tells: something was missed or invented.")
    return 1


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise SettingsError(f"{folder}: holds files that no demo put there; name an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for each in folder.iterdir():  # not the folder itself: it may be where we are
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    (folder / _MARK).touch()


def _one_night(replica: Replica, settings: Settings, night: Night) -> Outcome:
    replica.show(night.at.date())
    return nightly.run(settings, lambda: night.at)


def _as_told(db: Database, told: Sequence[tuple[Night, Outcome]]) -> bool:
    """Whether the database holds the story's news, each on its night, and nothing else."""
    found = db.execute("SELECT night, title FROM changes WHERE change = 'new'").fetchall()
    expected = sorted(
        (night.at.date().isoformat(), title)
        for night, _ in told
        for title in (*night.new_reviews, *night.new_publications)
    )
    blind = [
        {one.source.id for one in outcome.sources if one.verdict.state != "ok"}
        for _, outcome in told
    ]
    return sorted(found) == expected and blind == [set(night.blind) for night, _ in told]


def _program(name: str) -> str:
    """How the person who watches can start a program that was installed with us."""
    return name if shutil.which(name) else str(_near(Path(sys.executable).parent / name))


def _near(path: Path) -> Path:
    """A path as seen from here, where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
