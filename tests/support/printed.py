"""Two months with what readers of text have stumbled over, and what they say in print order."""

from datetime import UTC, datetime

import pytest
from house import utc

from repo_watch.digest.months import Months
from repo_watch.digest.select import select
from repo_watch.model import Link
from repo_watch.rendering import pdf
from repo_watch.rendering.view import view

AT = datetime(2026, 12, 1, 3, tzinfo=UTC)
OCTOBER, NOVEMBER = Months.parse("2026-10"), Months.parse("2026-11")
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def words(text):
    return " ".join(text.replace("\u200b", "").split())


@pytest.fixture(scope="module")
def said(house_at, sources, tmp_path_factory):
    """Two months, with what readers of text have stumbled over."""
    house = house_at(tmp_path_factory.mktemp("readers") / "watch.db")
    house.nights(utc(2026, 9, 14, 2), utc(2026, 11, 29, 2))
    entry = house.entry(
        title="2026 – Pont\N{NO-BREAK SPACE}Wen – Child\N{NON-BREAKING HYPHEN}Q",
        authority_text="Pont Wen",
        anonymous=False,
        sections={
            "summary": "A 4\N{NON-BREAKING HYPHEN}year\N{NO-BREAK SPACE}old was often left with"
            " staff after hours; the office offered no efficient help at first.",
            "learning": "different offices to share files; staff to be told after the fifth call",
            "recommendations": "a helpline: 01632 960 123; fflat Ŵyn affected",
        },
        keywords=("child neglect", "staff"),
        links=(Link(f"Read the report for {LONG}", "https://library.example/" + "long/" * 30),),
    )
    house.review(utc(2026, 10, 3, 2), entry=entry)
    house.month(utc(2026, 10, 5, 2), 5)
    house.month(utc(2026, 11, 5, 2), 5)
    made = {
        months: view(select(house.db, months, issued_at=AT, sources=sources))
        for months in (OCTOBER, NOVEMBER)
    }
    house.db.close()
    return made


@pytest.fixture(scope="module")
def paper(said):
    return pdf.render(said[OCTOBER], AT)


@pytest.fixture(scope="module")
def plain(said):
    """What the issue says from its first to its last part, text by text in print order.

    The sign of a no-break hyphen is a hyphen on paper.
    """
    return [words(one).replace("\N{NON-BREAKING HYPHEN}", "-") for one in _texts(said[OCTOBER])]


def _texts(view):
    yield from (f"{view.series} {view.months}", view.headline, *view.standfirst)
    yield from _block(view.notice)
    for part in view.parts:
        yield part.title
        yield from part.lead
        for group in part.groups:
            for entry in group.entries:
                yield from filter(None, (entry.title, entry.about))
                for block in entry.blocks:
                    yield from _block(block)
                yield from (line.text for line in entry.lines)
        for row in part.table.rows if part.table else ():
            yield from row
        for block in part.blocks:
            yield from _block(block)


def _block(block):
    yield from (f"{block.label}: {block.text}" if block.label else block.text).split("\n")
    yield from block.points


def missing(texts, found):
    """The texts that do not follow one another in what was found."""
    at, lost = 0, []
    for text in texts:
        start = found.find(text, at)
        if start < 0:
            lost.append(text)
        else:
            at = start + len(text)
    return lost
