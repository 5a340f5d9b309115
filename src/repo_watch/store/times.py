"""Moments as the database writes them: UTC, to the second, so that text order is time order."""

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=32)
def iso(moment: datetime) -> str:
    """`2026-10-01T02:15:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)
