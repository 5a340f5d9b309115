"""GOV.UK's content and search interfaces: JSON or Atom in; publications and where to look next out.

It knows GOV.UK's schemas; it must not know which organisations are watched.
"""

from datetime import UTC, datetime

PUBLIC = "https://www.gov.uk"
"""GOV.UK's own address: the base of a file that came without one."""

CONTENT = "/api/content"
SEARCH = "/api/search.json"


def moment(text: str | None) -> str | None:
    """A timestamp as UTC to the second (`2031-05-02T08:30:00Z`); None where it is none.

    Search, feeds and history give one moment in several spellings; in this one they compare.
    A timestamp without offset is UTC, as GOV.UK's search documentation has it.
    """
    try:
        when = datetime.fromisoformat((text or "").strip())
        when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
