"""No text takes a reader longer than its length is worth, whatever it repeats.

The limits are ten times what such a text takes: they tell growth with the square of the length.
"""

from contextlib import suppress
from functools import partial

import pytest
from msgspec.structs import replace
from recorded import recorded
from scraps import MARKUP, WORDS, in_step, repeated

from repo_watch.errors import ReadingError
from repo_watch.reading.page.web_page import see
from repo_watch.reading.terms.case_names import (
    case_number,
    looks_like_a_name,
    named_case,
    rest_of_title,
    without_case_numbers,
)
from repo_watch.reading.terms.dates import read_date
from repo_watch.reading.terms.headings import begins_with_heading, parse_heading
from repo_watch.reading.terms.keywords import normalise
from repo_watch.reading.terms.link_kinds import link_kind
from repo_watch.reading.terms.places import nearest, resolve
from repo_watch.reading.terms.review_types import concerns_a_child, review_type
from repo_watch.reading.terms.titles import title_key
from repo_watch.sources import SOURCES

TERMS = {
    one.__name__: one
    for one in (
        *(case_number, looks_like_a_name, named_case, rest_of_title, without_case_numbers),
        *(read_date, begins_with_heading, parse_heading, normalise, link_kind),
        *(nearest, review_type, title_key),
    )
} | {
    "resolve": lambda text: resolve(text, 2031),
    "names_an_error": lambda text: see(f"<h1>{text}</h1>").names_an_error,
    "concerns_a_child": lambda text: concerns_a_child("safeguarding_adult_review", text),
}

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_told_in_step_with_its_length(name):
    def told(scrap, size):
        return TERMS[name](repeated(scrap, size))

    assert [one for one in WORDS if not in_step(partial(told, one), 30_000, 1)] == []


PAGES = (
    ("partnerships", "accordion", b"<a ", MARKUP),
    (
        "partnerships",
        "accordion-by-theme",
        b"<li",
        ("Published ", "Child A and ", "2031 ", "child "),
    ),
    ("research-archives", "archive", b"<a ", ("<p>a</p>", "<li>a", "<tr><td>a", "a")),
    ("nspcc-briefings", "briefing", b"<p", ("<tr><td>a", "<b>", "child ", "2031 ")),
    ("nspcc-catalogue", "records-with-colons", b"<p", (": ", "number no ref NC ", "<td>")),
    ("panel-site", "feed", b"<title", ("<p>", "Published ", "a", "&amp;")),
    ("incident-notifications", "data-sets", b'"indicators": [', ("number no ref NC ", "a")),
)


@pytest.mark.parametrize(("source", "case", "behind", "scraps"), PAGES)
def test_a_page_is_read_in_step_with_its_length(source, case, behind, scraps):
    page = recorded(source, case)
    (read,) = (one.read for one in SOURCES if one.id == source)
    at = page.body.index(behind, len(page.body) // 3)
    ends = page.body.index(b'"' if behind.endswith(b"[") else b">", at + len(behind)) + 1

    def reads(scrap, size):
        body = page.body[:ends] + repeated(scrap, size).encode() + page.body[ends:]
        with suppress(ReadingError):
            read(replace(page, body=body))

    assert [one for one in scraps if not in_step(partial(reads, one), 25_000, 1.5)] == []
