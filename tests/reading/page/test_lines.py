"""What a reader sees of a page."""

import pytest

from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import DEEPEST, see

SITE = "https://example.org/"


def texts(markup: str) -> list[str]:
    return [line.text for line in see(markup).lines]


def only(markup: str) -> Line:
    (line,) = see(markup, SITE).lines
    return line


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<h3>2031<br>Eastmere</h3>", ["2031 Eastmere"]),
        ("<p><b>20</b>31<i>East</i>mere</p>", ["2031Eastmere"]),
        ("<p>a&nbsp;&nbsp;b \n\t c&thinsp;d</p>", ["a b c d"]),
        ("<p>neg&shy;lect and hy\u200bphen</p>", ["neglect and hyphen"]),
        ("<p>one<!-- hidden -->two</p>", ["onetwo"]),
        ("<p>one <script>var x</script><style>p{}</style>two</p>", ["one two"]),
        ("<p>one<template><p>no</p></template><noscript>no</noscript></p>", ["one"]),
        ("<select><option>2031 – A – B</option></select>x", ["x"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
        ("a<div>b</div>c", ["a", "b", "c"]),
        ("<p>one\0two</p>", ["one two"]),
        ("<p> &shy; </p>", []),
        ("", []),
        (" ", []),
        ("<!-- only this -->", []),
    ],
)
def test_lines(markup: str, lines: list[str]) -> None:
    assert texts(markup) == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>no</div>",
        '<div style="color:red; display : none">no</div>',
        '<div style="visibility:hidden">no</div>',
        '<div class="x visually-hidden">no</div>',
        '<span aria-hidden="true">+</span>',
        "<button>Share</button><div hidden>no</div>",
        "<h3>2031 – A<button>b</button></h3><span hidden>no</span>",
        f"<div>{'long ' * 50}<button>b</button></div><div hidden>no</div>",
        "<h3>2031 – A – B</h3><div hidden>no</div><p>more</p>",
        "<div><p>x</p><div hidden>no</div></div>",
        "<section>x<div hidden>no</div></section>",
    ],
)
def test_hidden_elements_are_not_seen(hidden: str) -> None:
    seen = texts(f"<p>yes</p>{hidden}<p>more</p>")
    assert "no" not in seen
    assert (seen[0], seen[-1]) == ("yes", "more")


@pytest.mark.parametrize(
    "closed",
    [
        '<div hidden="until-found">text</div>',
        '<button aria-controls="p">b</button><div id="p" hidden>text</div>',
        '<a href="#p">b</a><div id="p" style="display:none">text</div>',
        '<a data-bs-target="#p">b</a><div id="p" class="hide">text</div>',
        '<div role="tabpanel" hidden>text</div>',
        '<div aria-labelledby="b" hidden>text</div>',
        "<details><summary>b</summary>text</details>",
        "<h3><button>b</button></h3><div hidden>text</div><p>more</p>",
        '<h3 aria-expanded="false">b</h3><div class="hide">text</div>',
        '<h3><a role="button">b</a></h3><div><div hidden>text</div></div>',
        '<h3>2031 – A – B</h3><div style="display:none">text</div>',
        "<h3>2031 – A – B</h3><div hidden>text</div><h3>2031 – A – C</h3>",
        "<h3>2031 – A – B</h3><div hidden><p>text</p><p>more</p></div><p>Back to top</p>",
        "<h2>2031</h2><div hidden>text</div>",
        '<p aria-hidden="true">text</p>',
        '<p aria-hidden="false">text</p>',
    ],
)
def test_closed_panels_are_seen(closed: str) -> None:
    assert "text" in texts(closed)


@pytest.mark.parametrize("toggle", ["Show", "hide this section", "Expand all", "+"])
def test_the_toggle_of_an_accordion_is_no_part_of_its_title(toggle: str) -> None:
    button = f'<button>2031 – A – B<span class="t" aria-hidden="true">{toggle}</span></button>'
    assert texts(f"<h3>{button}</h3>") == ["2031 – A – B"]


def test_a_body_without_its_tag_is_seen() -> None:
    page = "<html><meta charset=utf-8><title>T</title><nav>menu</nav><main><p>text</main></html>"
    document = see(page)
    assert document.title == "T"
    assert [line.text for line in document.lines] == ["menu", "text"]


def test_a_dash_for_the_eye_is_part_of_a_heading() -> None:
    assert texts('<h3>2031 <span aria-hidden="true">–</span> A</h3>') == ["2031 – A"]


@pytest.mark.parametrize(
    ("markup", "level", "titled", "landmark", "cell", "item"),
    [
        ("<h3>x</h3>", 3, True, False, False, 0),
        ("<h3><button>x</button></h3>", 3, True, False, False, 0),
        ("<dl><dt>x</dl>", 0, True, False, False, 0),
        ('<div role="heading">x</div>', 0, True, False, False, 0),
        ("<nav>x</nav>", 0, False, True, False, 0),
        ('<div role="banner">x</div>', 0, False, True, False, 0),
        ("<footer>x</footer>", 0, False, True, False, 0),
        ("<article><footer>x</footer></article>", 0, False, False, False, 0),
        ("<div><footer>x</footer></div>", 0, False, True, False, 0),
        ("<div><div><footer>x</footer></div></div>", 0, False, False, False, 0),
        ("<header>x</header>", 0, False, False, False, 0),
        ("<table><tr><td>x</table>", 0, False, False, True, 0),
        ("<ul><li><ul><li>x</ul></ul>", 0, False, False, False, 2),
    ],
)
def test_evidence(
    markup: str, *, level: int, titled: bool, landmark: bool, cell: bool, item: int
) -> None:
    line = only(markup)
    assert (line.level, line.titled, line.landmark) == (level, titled, landmark)
    assert (line.cell, line.item) == (cell, item)


@pytest.mark.parametrize(
    ("markup", "strong", "marked"),
    [
        ("<p><b>one</b> <i>two</i></p>", True, True),
        ("<p><b>one</b>: two</p>", False, False),
        ("<p>one <b>two</b></p>", False, False),
        ("<p>(<b>one</b>)</p>", True, True),
        ('<p><span style="font-weight: 700">one</span></p>', True, True),
        ('<p><a href="/x">one</a></p>', False, True),
        ('<p><a name="x">one</a></p>', False, False),
        ("<p>one</p>", False, False),
    ],
)
def test_marks(markup: str, *, strong: bool, marked: bool) -> None:
    line = only(markup)
    assert (line.strong, line.marked) == (strong, marked)


def test_anchors_of_one_address_are_one() -> None:
    line = only('<p>> <a href="/a"><b>Read</b> <i>it</i></a> <a href="/b">or this</a></p>')
    assert [(line.text[a.start : a.end], a.url) for a in line.anchors] == [
        ("Read it", f"{SITE}a"),
        ("or this", f"{SITE}b"),
    ]


def test_cut_and_joined() -> None:
    line = only('<p><b>one</b> two <a href="/x">three</a></p>')
    first, second = line.cut(0, 4), line.cut(4)
    assert (first.text, first.marks, first.anchors) == ("one", ((0, 3, None),), ())
    assert (second.text, second.marks) == ("two three", ())
    assert second.anchors[0][:2] == (4, 9)
    assert first.joined(second) == line


def test_title_and_base() -> None:
    document = see("<head><title> T \n x </title><base href=' /b/ '></head><body>x")
    assert (document.title, document.base) == ("T x", "/b/")
    assert (see("<p>x").title, see("<head><title></title></head>x").title) == ("", "")


def test_nesting_is_counted_and_not_recursed_into() -> None:
    assert see("<div>a" * 20000).depth >= DEEPEST
    assert see("<div>a" * 1000).depth < DEEPEST


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("<img src='c.png' alt='Child Q: overview report'>", "Child Q: overview report"),
        ("<img alt='Overview'> <img alt='report'>", "Overview report"),
        ("<svg><title>icon</title><text>i</text></svg><img alt='Report'>", "Report"),
        ("Report<img alt='a cover'>", "Report"),
        ("<img alt='a cover'><span>Report</span>", "Report"),
    ],
)
def test_a_link_that_is_a_picture_is_named_by_what_the_picture_stands_for(
    link: str, words: str
) -> None:
    line = only(f"<p><a href='/q.pdf'>{link}</a></p>")
    assert line.text == words
    assert [anchor.url for anchor in line.anchors] == [f"{SITE}q.pdf"]


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ("aria-label='Report' title='no'", "Report"),
        ("title='Report'", "Report"),
        ("title=' '", None),
        ("", None),
    ],
)
def test_a_link_without_a_word_is_named_by_its_label_or_title(
    attributes: str, words: str | None
) -> None:
    assert texts(f"<p><a href='/q.pdf' {attributes}><i></i></a></p>") == ([words] if words else [])


def test_type_and_size_that_are_hidden_within_a_link_are_heard_and_nothing_else_is() -> None:
    size = "<span class='visually-hidden'>(PDF, 1.7MB)</span>"
    tab = "<span class='visually-hidden'>(opens in a new tab)</span>"
    gone = "<span hidden>(PDF, 1.7MB)</span>"
    assert texts(f"<p><a href='/q.pdf'>Report {size}{tab}{gone}</a>{size}</p>") == [
        "Report (PDF, 1.7MB)"
    ]
