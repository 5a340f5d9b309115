"""The demo's database, made once; and a small installation whose places are real names."""

from datetime import UTC, datetime

import pytest
from fictions import entry
from msgspec.structs import replace
from world import LIST, UPDATE, Installation

from repo_watch.store.schema.database import opened


@pytest.fixture(scope="session")
def demo(toured):
    """The folder of a whole demo."""
    folder, status, said = toured
    assert status == 0, said
    return folder


@pytest.fixture(scope="session")
def copy_path(demo):
    return demo / "public" / "repo-watch.db"


@pytest.fixture
def copy(copy_path):
    db = opened(copy_path, "ro")
    yield db
    db.close()


NIGHT = datetime(2026, 9, 29, 2, 15, tzinfo=UTC)
ENTRIES = (
    entry("Child A", "Birmingham", text="Neglect of two infants in a crowded flat."),
    entry("Child B", "Birmingham", year=2021, text="An infant was neglected; a “quiet” baby."),
    entry("Child C", "Bexley and Greenwich", text="Delayed care. 100% of visits were missed."),
    entry("=1+1", "Leeds", text="@SUM(A1) was written in a note. Non-accidental injuries."),
    replace(
        entry("Child E", None, text="Domestic abuse in the family home.", keywords=("infants",)),
        sections={
            "summary": "Domestic abuse in the family home.",
            "learning": "neglect must be named",
        },
    ),
    replace(
        entry("Child F", None, text="A partnership whose area nobody configured."),
        title="Child F",
        anonymous=False,
        keywords=(),
    ),
)


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Six reviews, read on one night."""
    installation = Installation(tmp_path_factory.mktemp("small"))
    installation.world.pages = {LIST: list(ENTRIES), UPDATE: []}
    installation.run(NIGHT)
    return installation


@pytest.fixture
def small_copy(small):
    db = opened(small.settings.public / "repo-watch.db", "ro")
    yield db
    db.close()
