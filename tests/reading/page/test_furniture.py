"""Lines that belong to no entry."""

from datetime import date

import pytest

from repo_watch.model import DateSpan
from repo_watch.reading.page.furniture import (
    claimed_total,
    is_furniture,
    is_furniture_outside,
    updated,
)


@pytest.mark.parametrize(
    "text",
    [
        "Back to top",
        "↑ Return to the top of the page",
        "Show all sections",
        "Close",
        "Print this page",
        "Content warning: these summaries may be upsetting.",
        "Last updated: 07 Jun 2019",
        "We use cookies to make this site work.",
        "© 2031 Example charity",
        "Registered charity number 000000",
        "Sign up to our newsletter",
    ],
)
def test_furniture(text: str) -> None:
    assert is_furniture(text)
    assert is_furniture_outside(text)


@pytest.mark.parametrize(
    "text",
    [
        "Closed cases need a last check.",
        "Share information early.",
        "Open the discussion with families",
        "Sign up to the national protocol",
        "Death of an infant.",
    ],
)
def test_no_furniture_within_an_entry(text: str) -> None:
    assert not is_furniture(text)


def test_outside_an_entry_more_is_known() -> None:
    assert is_furniture_outside("Related pages")
    assert is_furniture_outside("> Find out more about the collection")
    assert not is_furniture_outside("Eastmere, Child Q")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (
            "Last updated: 07 Jun 2019",
            DateSpan(date(2019, 6, 7), date(2019, 6, 7), "day", "07 Jun 2019"),
        ),
        (
            "Page last reviewed on 2nd Sept 2025",
            DateSpan(date(2025, 9, 2), date(2025, 9, 2), "day", "2nd Sept 2025"),
        ),
        (
            "Updated December 2024",
            DateSpan(date(2024, 12, 1), date(2024, 12, 31), "month", "December 2024"),
        ),
        ("Last updated: 31 June 2019", DateSpan(None, None, None, "31 June 2019")),
        ("Last updated: 03/04/2019", DateSpan(None, None, None, "03/04/2019")),
        ("Last updated: soon", None),
        ("7 June 2019", None),
    ],
)
def test_updated(text: str, span: DateSpan | None) -> None:
    assert updated(text) == span


def test_claimed_total() -> None:
    assert claimed_total("Showing 1 to 20 of 60 case reviews") == 60
    assert claimed_total("Displaying 12 results") == 12
    assert claimed_total("More than 1400 case reviews are in the collection") is None
