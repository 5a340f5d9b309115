"""Databases as the nightly run writes them, and what the digest is made with."""

import pytest
from house import utc
from issues import *  # noqa: F403 -- fixtures are found by name in each folder's conftest


@pytest.fixture
def issued(house, make_issues):
    """Issues of one month and of two, in no order."""
    for month in (9, 10, 11, 12):
        house.run(utc(2026, month, 14, 2))
        house.review(utc(2026, month, 20, 2))
    months = ("2026-10", "2016-12..2017-01", "2026-09", "2026-11..2026-12")
    make_issues(*months, at=utc(2027, 1, 2, 3))
    return house
