"""Databases as the nightly run writes them, and what the digest is made with."""

import shutil

import pytest
from house import SOURCES, House, make_source, utc
from msgspec.structs import replace

from repo_watch.digest.edition import NOTHING
from repo_watch.digest.model import NATIONAL
from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.issuing.issue import Composed, _record, issue
from repo_watch.rendering.view import view
from repo_watch.store.schema.database import transaction

FILES = {"issue.html": b"page", "issue.pdf": b"paper", "issue.csv": b"rows"}


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "watch.db")
    yield made
    made.db.close()


@pytest.fixture
def public(tmp_path):
    return tmp_path / "public"


@pytest.fixture(scope="session")
def sources():
    return SOURCES


@pytest.fixture(scope="session")
def house_at():
    """The builder itself, for tests that need several databases."""
    return House


@pytest.fixture(scope="session")
def pdftotext():
    """Poppler's reader of PDF text, where the machine has it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (Debian: poppler-utils)")


@pytest.fixture(scope="session")
def monthly():
    """A source that is read every four weeks."""
    return replace(make_source("an-archive", "The archive", fresh_days=40), every_days=28)


@pytest.fixture
def watched(house):
    """A baseline night in September, and a night in each of the months that follow."""
    for month in (9, 10, 11):
        house.run(utc(2026, month, 14, 2))
    return house


@pytest.fixture
def chosen(house, sources):
    """What an issue for some months would say."""

    def chosen_(months="2026-10", at=None, edition=NATIONAL, notes=NOTHING, *, of=house):
        at = at or utc(2027, 1, 2)
        some = Months.parse(months)
        return select(of.db, some, issued_at=at, sources=sources, edition=edition, notes=notes)

    return chosen_


@pytest.fixture
def recorded(chosen, house):
    """An issue as it is recorded, without its files."""

    def record(months="2026-10", at=None, *, of=house):
        digest = chosen(months, at, of=of)
        with transaction(of.db):
            _record(of.db, Composed(digest, FILES), NOTHING)
        return digest

    return record


@pytest.fixture
def make_issues(house, public, sources):
    """Issues with their files."""

    def make(*months, at, **more):
        for text in months:
            some = Months.parse(text)
            issue(house.db, some, public_dir=public, now=at, sources=sources, **more)

    return make


def part_of(digest, name):
    """A chapter of an issue in words."""
    (part,) = [one for one in view(digest).parts if one.id == name]
    return part
