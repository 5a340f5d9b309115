"""Whatever comes: our own errors only, in time, and text that survives reading."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from list_pages import read_list
from scraps import in_step, repeated

from repo_watch.errors import ReadingError
from repo_watch.model import Entry

URL = "https://example.org/case-reviews/list"
SECONDS_PER_100_KB = 1.0
HEADING = "<h3>2031 – Anonymous – Child A</h3>"
PIECES = st.sampled_from(
    [
        *"<>&:;,.–- \n\0\u00a0\u00ad",
        HEADING,
        "2031 – Eastmere – Child Q",
        "March 2031",
        "Learning: ",
        "include: ",
        "Keywords: a, b",
        "Infants, police.",
        "<p>",
        "</p>",
        "<br>",
        "<b>",
        "</b>",
        "<ul><li>",
        "</li>",
        "</ul>",
        "<h2>",
        "<td>",
        "<dt>",
        "<div hidden id=x>",
        "<a href='#x'>",
        "<a href='/r.pdf'>Read the overview report</a>",
        "<a href='http://['>",
        "</a>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<base href='//x'>",
        "<base href='http://['>",
        "Back to top",
        "Last updated: 31 June 2031",
        "NC50543",
        "There are no case reviews",
    ]
)


def read(body: bytes) -> tuple[object, ...]:
    try:
        return read_list(body, url=URL).items
    except ReadingError:
        return ()


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_markup_gives_entries_or_our_own_error(markup: str) -> None:
    for entry in read(markup.encode()):
        assert isinstance(entry, Entry)
        assert entry.title
        assert entry.case_name
        assert entry.anonymous is (entry.authority_text is None)
        assert all(entry.sections.values())
        assert all(entry.keywords)
        assert all(link.label and link.url.startswith("http") for link in entry.links)


@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_any_bytes_give_entries_or_our_own_error(body: bytes, content_type: str | None) -> None:
    with contextlib.suppress(ReadingError):
        read_list(body, url=URL, content_type=content_type)


WORDS = st.text(st.sampled_from("abcdefg’ –"), min_size=1, max_size=40).map(
    lambda text: " ".join(f"Words {text} end.".split())
)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=4))
def test_text_comes_back_as_it_was_written(summary: list[str], learning: list[str]) -> None:
    markup = HEADING + "".join(f"<p>{text}</p>" for text in summary) + "<p>Learning: "
    markup += "<br>".join(learning) + "</p><p>Keywords: infants</p>"
    (entry,) = read(markup.encode())
    assert isinstance(entry, Entry)
    assert entry.sections["summary"] == "\n".join(summary)
    assert entry.sections.get("learning", "") == "\n".join(learning)


REPEATED = {
    "colons": ":",
    "capitals and colons": "A: ",
    "labels": "Learning: ",
    "addressed labels": "Recommendations to ",
    "misspelt labels": "Lerning includs: ",
    "marks": "<b>L:</b> x ",
    "links": "<a href=/x>Read</a> ",
    "inline links": "<a href=/x>overview report</a>. ",
    "numbers beside links": "<a href=/x>Read</a> 1.1.1.1.1.1.1.1",
    "keywords": "a, ",
    "broken keywords": "a, <br>",
    "dashes": "– ",
    "headings": "</p><p>2031 – Anonymous – Child A",
    "linked headings": "</p><p><a href=/x>2031 – Anonymous – Child A</a>",
    "dates": "2031<br>",
    "paragraphs": "<p>x",
    "lists": "<ul><li>",
    "boxes": "<div>x",
    "nested entries": f"<div>{HEADING}<p>Sum",
    "open tags": "<",
    "references": "&",
    "comments": "<!--",
    "mojibake": "Ã©",
    "spaces": "\u00a0",
    "controls": "<a href=#x aria-controls=y>x</a><p hidden id=z>y</p>",
    "decorations": "<i aria-hidden=true>+",
    "catalogue numbers": "number no ref NC ",
    "doubtful names": "</p><p>2031 – Xx yy.",
    "plain names": "</p><p>2031 – Aa – Bb</p><p>Learning: x",
    "marked names": "</p><b>2031 – Aa – Bb</b><p>Learning: x",
    "edges": "<b> </b>2031 Aa b.<br>",
    "names behind links": "<a href=/x>Read</a> 2031 – Aa – Bb ",
}


@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED.keys())
def test_no_input_takes_long(piece: str) -> None:
    def reads(size: int) -> None:
        read(f"{HEADING}<p>{repeated(piece, size)}</p>".encode())

    assert in_step(reads, 100_000, SECONDS_PER_100_KB)
