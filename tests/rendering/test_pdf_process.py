"""A PDF set by a process of its own, and what is told where none can be set."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from house import utc

from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.errors import EnvironmentFailure
from repo_watch.rendering import pdf
from repo_watch.rendering.view import view

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)


@pytest.fixture
def said(house, sources):
    """The words of a small issue."""
    house.nights(utc(2026, 9, 14, 2), utc(2026, 10, 31, 2))
    house.review(utc(2026, 10, 5, 2))
    return view(select(house.db, Months.parse("2026-10"), issued_at=AT, sources=sources))


def test_a_pdf_is_the_same_whichever_process_sets_it(said, monkeypatch):
    here = pdf.render(said, AT)
    assert pdf.render(said, AT, apart=True) == here
    ends = subprocess.CompletedProcess([], 1, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ends)
    assert pdf.render(said, AT, apart=True) == here
    ends.returncode = -9
    with pytest.raises(EnvironmentFailure, match="ended by signal 9; is there enough memory"):
        pdf.render(said, AT, apart=True)

    def fails(*_, **__):
        raise BlockingIOError

    monkeypatch.setattr(subprocess, "run", fails)
    assert pdf.render(said, AT, apart=True) == here


class PanicException(BaseException):
    pass


@pytest.mark.parametrize(
    ("error", "told", "words"),
    [
        (PanicException("ThreadPoolBuildError { }"), EnvironmentFailure, "no further thread"),
        (PanicException("index out of bounds"), RuntimeError, "Typst: index out of bounds"),
        (KeyboardInterrupt("stop"), KeyboardInterrupt, "stop"),
    ],
)
def test_what_typst_cannot_go_on_with_is_told_as_what_it_is(said, monkeypatch, error, told, words):
    def panics(*_, **__):
        raise error

    monkeypatch.setattr("typst.compile", panics)
    with pytest.raises(told, match=words):
        pdf.render(said, AT)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImportError("failed to map segment from shared object"), MemoryError),
        (ModuleNotFoundError("no typst"), ModuleNotFoundError),
    ],
)
def test_a_library_that_finds_no_room_is_told_as_short_memory(said, monkeypatch, error, told):
    class Fails:
        def find_spec(self, name, *_):
            if name == "typst":
                raise error

    monkeypatch.delitem(sys.modules, "typst", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Fails(), *sys.meta_path])
    with pytest.raises(told):
        pdf.render(said, AT)
