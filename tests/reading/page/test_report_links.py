"""Report links: lines of links, labels, addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.model import Link
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.report_links import (
    names_report,
    only_links,
    report_links,
    trailing_links,
)
from repo_watch.reading.page.web_page import see

BASE = "https://example.org/case-reviews/list"


def line(markup: str) -> Line:
    (found,) = see(f"<p>{markup}</p>", BASE).lines
    return found


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a.pdf", "https://example.org/a.pdf"),
        ("a.pdf", "https://example.org/case-reviews/a.pdf"),
        (" https://other.example/a b.pdf\n", "https://other.example/a%20b.pdf"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("/a?utm_source=x&id=3&_t_q=z", "https://example.org/a?id=3"),
        ("/a?UTM_medium=x", "https://example.org/a"),
        ("/a#page=2", "https://example.org/a#page=2"),
        ("", None),
        ("#top", None),
        ("list#top", None),
        ("javascript:void(0)", None),
        ("mailto:x@example.org", None),
        ("http://[", None),
        ("http:///a", None),
    ],
)
def test_address(href: str, url: str | None) -> None:
    assert address(href, BASE) == url


def test_base() -> None:
    assert see("<p>", BASE).base == BASE
    assert see("<base href='/other/'>x", BASE).base == "https://example.org/other/"
    assert see("<base href='http://['>x", BASE).base == BASE
    assert address("/a", "http://[") is None


@given(st.text(max_size=40))
def test_any_address_may_be_asked(href: str) -> None:
    url = address(href, BASE)
    assert url is None or url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("markup", "labels"),
    [
        ('<a href="/1">&gt; Read the overview report</a>', ["Read the overview report"]),
        ('&gt; <a href="/1">Read the review</a> (PDF, 1.2MB)', ["Read the review"]),
        (
            '<a href="/1">Overview report</a> [319kb] | <a href="/2">Executive summary</a>',
            ["Overview report", "Executive summary"],
        ),
        ('<a href="/1">Fersiwn Gymraeg</a>', ["Fersiwn Gymraeg"]),
        ('<a href="/1.pdf">Child Q</a>', ["Child Q"]),
        ('Overview report: <a href="/1">Child Q</a>', ["Child Q"]),
        ('<a href="">Read the overview report</a>', []),
        ("&gt; Read the overview report", []),
        ("Read the executive summary (PDF)", []),
        ('<a href="/1">Follow-up report</a>', ["Follow-up report"]),
    ],
)
def test_lines_of_links(markup: str, labels: list[str]) -> None:
    found = line(markup)
    assert only_links(found)
    links = report_links(found, any_label=False)
    assert links is not None
    assert [link.label for link in links] == labels


@pytest.mark.parametrize(
    "markup",
    ['<a href="/1">Contact us</a>', '<a href="/1">Sign up</a>', '<a href="/1">Eastmere</a>'],
)
def test_links_of_another_purpose(markup: str) -> None:
    assert only_links(line(markup))
    assert report_links(line(markup), any_label=False) is None


def test_the_place_may_say_what_the_label_does_not() -> None:
    assert report_links(line('<a href="/1">Eastmere</a>'), any_label=True) == (
        Link("Eastmere", "https://example.org/1"),
    )


@pytest.mark.parametrize(
    "markup",
    [
        'Seen by <a href="/1">police</a> twice',
        "Summary of events",
        "Review the action plan",
        '<a href="/1">Read</a> ' + "1.1" * 40 + " twice",
    ],
)
def test_lines_of_text(markup: str) -> None:
    assert not only_links(line(markup))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('The end. <a href="/1">Overview report</a>', "The end. "),
        ('The end. &gt; <a href="/1">Overview report</a> (PDF)', "The end. > "),
        ('a, b, c <a href="/1">Read the overview report</a>', "a, b, c "),
        ('End. <a href="/1">Overview report</a>, <a href="/2">action plan</a>', "End. "),
        ('It is in the <a href="/1">overview report</a>', None),
        ('End. <a href="/1">Overview report</a> was late', None),
        ('End. <a href="/1">Child B</a>', None),
        ("No link", None),
    ],
)
def test_links_behind_text(markup: str, text: str | None) -> None:
    found = line(markup)
    start = trailing_links(found)
    assert (None if start is None else found.text[:start]) == text


def test_links_in_prose() -> None:
    assert names_report("overview report")
    assert names_report("the executive summary (PDF)")
    assert not names_report("local press")
