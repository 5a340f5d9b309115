"""Invented entries and publications for tests. Nothing here is a real case."""

from datetime import UTC, datetime
from random import Random
from string import printable
from zlib import crc32

from hypothesis import strategies as st

from repo_watch.model import Entry, Link, Publication

NIGHT = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)

_WORDS = """
    agencies assessment autumn board carers clinic contact family hospital housing information
    keyworker meeting midwife neighbours nursery outcome partnership plan practitioners referral
    records school sharing supervision support team threshold transition visits week worker year
""".split()


def words(seed: object, count: int = 60) -> str:
    """Text without a meaning, the same for the same seed and unlike any other's."""
    random = Random(str(seed))
    return " ".join(f"{random.choice(_WORDS)}{random.randrange(90)}" for _ in range(count))


def entry(
    case_name="Child Q",
    authority="Eastmere",
    *,
    year=2026,
    text=None,
    links=("report",),
    keywords=("infants", "physical abuse"),
    **fields,
):
    """An entry; `authority=None` makes it anonymous. Its report's address follows from its text."""
    heading = f"{year} – {authority or 'Anonymous'} – {case_name}"
    text = text or words(heading)
    report = f"https://reports.example/{crc32(text.encode()):x}"
    fields.setdefault("month", None)
    return Entry(
        title=heading,
        year=year,
        authority_text=authority,
        anonymous=authority is None,
        case_name=case_name,
        sections={"summary": text},
        keywords=keywords,
        links=tuple(Link(name, f"{report}/{name}") for name in links),
        **fields,
    )


def publication(content_id="c-1", **fields):
    """A live publication."""
    fields.setdefault("title", f"Annual report {content_id}")
    fields.setdefault("url", f"https://www.gov.example/government/publications/{content_id}")
    return Publication(content_id=content_id, **fields)


SIGNS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(f"{printable}\0\x1b\x7f\u2028\u202e\ufeff\ufffe\U0001f468\u200d"),
    ),
    max_size=60,
)
"""Any text, and more often what is special in one: controls, joiners, turned writing."""
