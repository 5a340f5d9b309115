"""An outline holds the build of a page and not a word of it, whatever the page is."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from repo_watch.first_contact.assumptions import without_quotes
from repo_watch.first_contact.bundle import outline
from repo_watch.model import Page, Request

WORDS = st.lists(st.sampled_from("Zebulon quartzite thimbleful marmalade".split()), max_size=5)
TAGS = st.sampled_from("div p h2 h3 li table td span strong summary section br".split())
CLASSES = st.sampled_from(["", "card", "card card--wide", "Zebulon quartzite’s home", "1x"])


@st.composite
def markup(draw, depth=3):
    """Well-formed or not: tags with classes and ids, in and around words."""
    parts = []
    for _ in range(draw(st.integers(0, 4))):
        tag, words = draw(TAGS), " ".join(draw(WORDS))
        name = f' class="{draw(CLASSES)}" id="{"-".join(draw(WORDS))}"'
        inner = draw(markup(depth=depth - 1)) if depth else ""
        parts.append(f"<{tag}{name}>{words}{inner}" + (f"</{tag}>" if draw(st.booleans()) else ""))
    return "".join(parts)


def page(body):
    request = Request("https://site.example/list", "list")
    return Page(request, request.url, 200, {}, body, "", datetime(2031, 1, 1, tzinfo=UTC))


@given(markup())
def test_no_word_of_a_web_page_is_in_its_outline(body):
    said = json.dumps(outline(page(f"<html><body>{body}</body></html>".encode()), None))
    for word in ("thimbleful", "marmalade", "’"):
        assert word not in said


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=9) | st.just("marmalade and more"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "two words", "ok"]), inner, max_size=3)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["results", "marmalade jars"]), JSON))
def test_no_word_of_a_document_is_in_its_outline(value):
    said = json.dumps(outline(page(json.dumps(value).encode()), None))
    assert "marmalade" not in said
    assert "two words" not in said


@given(st.binary(max_size=300))
def test_anything_at_all_has_an_outline(body):
    for start in (b"", b"{", b"<?xml version='1.0'?>", b"<html>"):
        json.dumps(outline(page(start + body), None))


def test_data_that_break_off_are_told():
    assert outline(page(b'{"title": "marm'), None) == {"json": "cannot be parsed"}
    assert outline(page(b"<?xml version='1.0'?>"), None) == {"xml": "cannot be parsed"}


def test_a_reason_loses_what_it_quotes_and_keeps_the_rest():
    reason = 'not a list of case reviews but "Child Q and kin"'
    assert without_quotes(reason) == "not a list of case reviews but (a quotation)"
    assert without_quotes("It shows 3 items.") == "It shows 3 items."
