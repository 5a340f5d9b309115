"""The entry grammar, one hard point at a time. Whole pages: test_recorded_pages."""

import re
from datetime import date

import pytest
from list_pages import END, LINK, A, B, entries, one, read, titles

from repo_watch.model import DateSpan, Link


@pytest.mark.parametrize(
    ("body", "sections"),
    [
        ("<p>One.</p><p>Two.</p>" + END, {"summary": "One.\nTwo.", "learning": "be kind."}),
        (
            "<p>One.</p><p>Learning: a.</p><p>b.</p><ul><li>c, d<li>e</ul><p>Keywords: x</p>",
            {"summary": "One.", "learning": "a.\nb.\nc, d\ne"},
        ),
        (
            "<p>One.</p><h4>Key issues</h4><p>include: a</p><p>Keywords: x</p>",
            {"summary": "One.", "key_issues": "a"},
        ),
        (
            "<p>One.</p><p>Learning</p><p>a</p><p>Keywords: x</p>",
            {"summary": "One.", "learning": "a"},
        ),
        (
            "<p>One.</p><p>Recommendations:</p><ul><li>Learning: share it</ul><p>Keywords: x</p>",
            {"summary": "One.", "recommendations": "Learning: share it"},
        ),
        (
            "<p>One.</p><ul><li>Learning: a</li><li>Recommendations: b</li></ul><p>Keywords: x</p>",
            {"summary": "One.", "learning": "a", "recommendations": "b"},
        ),
        (
            "<p>One.</p><h4>What happened next</h4><p>Two.</p>" + END,
            {"summary": "One.\nWhat happened next\nTwo.", "learning": "be kind."},
        ),
        ("<p>Learning: a.</p><p>Learning: b.</p><p>Keywords: x</p>", {"learning": "a.\nb."}),
        (LINK + "<p>One.</p><p>Keywords: x</p>", {"summary": "One."}),
    ],
)
def test_sections(body: str, sections: dict[str, str]) -> None:
    assert one(body).sections == sections


@pytest.mark.parametrize(
    ("body", "points"),
    [
        ("<p>One.</p><p>Learning: a.</p><p>b.</p>" + END, {}),
        ("<p>One.</p><p>Learning: a:</p><ul><li>c<li>d</ul><p>e</p>" + END, {"learning": (1, 2)}),
        ("<ul><li>One.</li><li>Learning: a<ul><li>b</ul></li></ul>" + END, {"learning": (1,)}),
        ("<ul><li>Learning: a</li><li>Recommendations: b</li></ul>" + END, {}),
        ("<p>Learning: a<br>b</p>" + END, {}),
    ],
)
def test_items_of_a_list_are_known_as_such(body: str, points: dict[str, tuple[int, ...]]) -> None:
    assert {k: v for k, v in one(body).points.items() if k != "summary"} == points


@pytest.mark.parametrize(
    ("body", "keywords"),
    [
        ("<p>One.</p><p>Keywords: a, b.</p>", ("a", "b")),
        ("<p>One.</p><p>Keywords:</p><p>a, b</p>", ("a", "b")),
        ("<p>One.</p><p>Keywords:</p><ul><li>a</li><li>b</li></ul>", ("a", "b")),
        ("<p>One.</p><p>Keywords: a, b,<br>c</p>", ("a", "b", "c")),
        ("<p>One.</p><p>Keywords: a, drugs and<br>alcohol, c</p>", ("a", "drugs and alcohol", "c")),
        ("<p>One.</p><p>Keywords: <a href='/k/1'>a</a>, <a href='/k/2'>b</a></p>", ("a", "b")),
        ("<p>One.</p><p>Infants, child neglect.</p>", ("Infants", "child neglect")),
        ("<p>One.</p>" + LINK + "<p>infants, child neglect</p>", ("infants", "child neglect")),
        ("<p>One.infants, child neglect</p>", ("infants", "child neglect")),
        ("<p>One.</p><p>Learning: a.infants, child neglect</p>", ("infants", "child neglect")),
        ("<p>One.</p><p>Learning: training, supervision</p>" + LINK, ()),
        ("<p>One.</p><p>Learning: a</p><ul><li>training, supervision</li></ul>", ()),
    ],
)
def test_keywords(body: str, keywords: tuple[str, ...]) -> None:
    assert one(body).keywords == keywords


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (LINK, ["Read the overview report"]),
        (LINK + LINK.replace("/r.", "/w.").replace("report", "report in Welsh"),
         ["Read the overview report", "Read the overview report in Welsh"]),
        (LINK * 2, ["Read the overview report"]),
        ("<h4>Report</h4>" + LINK, ["Read the overview report"]),
        ("<p>Downloads:</p>" + LINK, ["Read the overview report"]),
        ("<p>&gt; Read the overview report</p>", []),
        ("<ul><li>Read the overview report</li></ul>", []),
        ("<p><a href='/c'>Contact us</a></p>" + LINK, []),
    ],
)  # fmt: skip
def test_links(body: str, links: list[str]) -> None:
    entry = one("<p>One.</p>" + END + body)
    assert [link.label for link in entry.links] == links
    assert entry.keywords == ("infants", "police")
    assert entry.sections == {"summary": "One.", "learning": "be kind."}


def test_links_within_text() -> None:
    entry = one(
        "<p>Seen in the <a href='/n'>local press</a> and an <a href='/e.pdf'>overview report</a> "
        "twice.</p><p>Keywords: a, b <a href='/r.pdf'>&gt; Read the overview report</a></p>"
    )
    assert entry.sections == {"summary": "Seen in the local press and an overview report twice."}
    assert entry.keywords == ("a", "b")
    assert [link.url[-6:] for link in entry.links] == ["/e.pdf", "/r.pdf"]


def test_a_label_that_names_no_document_counts_before_the_keywords() -> None:
    entry = one("<p>One.</p><p><a href='/x'>Eastmere</a></p><p>Keywords: a</p>")
    assert entry.links == (Link("Eastmere", "https://example.org/x"),)


@pytest.mark.parametrize(
    ("heading", "links"),
    [
        ("<p><a href='/q.pdf'><b>2031</b>Eastmere – Child A</a></p>", ["2031Eastmere – Child A"]),
        ("<p><b>2031</b><a href='/q.pdf'>Eastmere – Child A</a></p>", ["Eastmere – Child A"]),
        ("<h3><a href='#a'>2031 – Eastmere – Child A</a></h3>", []),
    ],
)
def test_links_of_headings(heading: str, links: list[str]) -> None:
    entry = one("<p>One.</p><p>Infants, police.</p>", heading)
    assert [link.label for link in entry.links] == links
    assert entry.keywords == ("Infants", "police")


@pytest.mark.parametrize("glue", ["", " ", ". ", " &gt; "])
def test_a_link_without_an_address_is_no_keyword(glue: str) -> None:
    entry = one(f"<p>One. Keywords: infants, police{glue}Read the overview report</p>")
    assert entry.keywords == ("infants", "police")
    assert entry.links == ()


def test_a_heading_without_a_body_of_its_own_gives_nothing_to_the_entry_before() -> None:
    plain = "<ul><li>2031 – Fenlow – Wren</li></ul><p>Sum.</p><p>Recommendations: x</p>"
    reading = read(A + END + plain + B + END)
    assert [sorted(entry.sections) for entry in reading.items] == [["learning", "summary"]] * 2
    assert [each.text for each in reading.unread] == [
        "2031 – Fenlow – Wren",
        "Sum.",
        "Recommendations: x",
    ]


def test_a_keyword_line_whose_label_lost_its_colon() -> None:
    assert one("<p>One.</p><p>Keywords infants, police</p>").keywords == ("infants", "police")


@pytest.mark.parametrize(
    "prefix", ["NC50543", "Accession number: NC050543", "NC 50543 was NC50543"]
)
def test_accession(prefix: str) -> None:
    assert one(f"<p>One.</p><p>{prefix}</p><p>Keywords: a</p>").accession == "NC50543"


def test_accession_in_an_address() -> None:
    entry = one("<p>One.</p><p><a href='/Hapi.dll?id=NC050543'>Read the review</a></p>")
    assert entry.accession == "NC50543"


@pytest.mark.parametrize(
    "menu",
    [
        "<ul><li><a href='#a'>2031 – Anonymous – Child A</a></ul><p>In order of date.</p>",
        "<p>2031 – Anonymous – Child A</p><p>2031 – Eastmere – Child B</p><p>In order of date.</p>",
        "<nav><p>2031 – Anonymous – Child A</p><p>Learning: x</p></nav>",
    ],
)
def test_menus_are_no_entries(menu: str) -> None:
    reading = read(menu + A + END + B + END)
    assert [item.title for item in reading.items] == [
        "2031 – Anonymous – Child A",
        "2031 – Eastmere – Child B",
    ]
    assert reading.unread == ()


@pytest.mark.parametrize(
    "after",
    [
        "<h2>Related</h2><ul><li><a href='/z'>2019 – Anonymous – Child Z</a></ul><p>42 Street</p>",
        "<ul><li><a href='/z'>2019 – Anonymous – Child Z</a><li><a href='/r'>Our report</a></ul>",
        "<a href='/z'>2019 – Anonymous – Child Z</a><br><a href='/r'>Our report</a><br>42 Street",
        "<h3><a href='/z'>2019 – Anonymous – Child Z</a></h3><h2>2030</h2><p>42 Street</p>",
        "<p>2019 – Annual conference – Book now</p><p>Join us in the spring of that year.</p>",
    ],
)
def test_what_follows_the_list_is_no_entry(after: str) -> None:
    assert titles(A + END + LINK + after) == ["2031 – Anonymous – Child A"]


def test_steps_of_a_chronology_are_no_entries() -> None:
    steps = (
        "<p>2029 – Police – No further action</p><ul><li>2030 – Health – Weekly visits</li></ul>"
    )
    (entry,) = entries(A + steps + END)
    assert entry.sections["summary"].endswith("No further action\n2030 – Health – Weekly visits")


def test_plain_headings_among_linked_ones() -> None:
    linked = "<p><a href='/q.pdf'>2031Eastmere – Child Q</a></p><p>One.</p><p>Infants, police.</p>"
    plain = "<p>2031Northcombe – Gabriel</p><p>Two.</p><p>Police, housing.</p>"
    assert titles(linked + plain) == ["2031Eastmere – Child Q", "2031Northcombe – Gabriel"]


@pytest.mark.parametrize(
    "body",
    ["<p>Death of a boy.</p>", LINK, "<button>Read more</button>" + LINK],
    ids=["text", "link", "control and link"],
)
def test_a_heading_like_those_of_the_entries_needs_little_behind_it(body: str) -> None:
    short = f"<h3>2031 – Fenlow – Gabriel</h3>{body}"
    for markup in (A + END + short + B + END, A + END + B + END + short, short + A + END):
        assert "2031 – Fenlow – Gabriel" in titles(markup)
        assert read(markup).unread == ()


@pytest.mark.parametrize(
    "doubtful",
    [
        "<p>2031 — Fenlow and Marling - Wren Harm to a boy.</p>",
        "<p>2031 - Anonymous – Wren Harm to a boy. Learning includes: x</p>",
        "<p>2031 - Fenlow – Wren Harm to a boy. Learning includes: x. Keywords: a, b</p>",
        "<h3>2031 – Gabriel</h3>",
        "<p>2031 – Fenlow – Gabriel</p>",
        "<h3><a href='/z.pdf'>2031 – Fenlow – Child Z</a></h3>",
    ],
)
def test_what_may_name_a_review_is_never_furniture(doubtful: str) -> None:
    words = [re.sub("<[^>]+>", "", doubtful)]
    for markup in (A + END + doubtful + B + END, A + END + B + END + doubtful):
        reading = read(markup)
        assert [each.text for each in reading.unread] == words
        assert len(reading.items) == 2
    if "href" not in doubtful:  # before the list it is a menu
        assert [each.text for each in read(doubtful + A + END).unread] == words


@pytest.mark.parametrize(
    "title", ["<h1>2031 - Published case reviews</h1>", "<h2>2031 – 2032</h2>"]
)
def test_the_title_of_the_list_is_no_entry(title: str) -> None:
    reading = read(f"{title}<p>All of them.</p>{A}{END}")
    assert len(reading.items) == 1
    assert reading.unread == ()


def test_a_second_review_of_the_same_heading_is_no_menu() -> None:
    again = "<h3>2031 – Anonymous – Child A</h3><p>Harm to another child.</p>"
    reading = read(A + END + again + B + END)
    assert [each.text for each in reading.unread] == [
        "2031 – Anonymous – Child A",
        "Harm to another child.",
    ]


def test_a_link_among_links_is_no_entry_whatever_its_words() -> None:
    related = "<ul><a href='/z'>2031 – Anonymous – Child Z</a><li>A charity, London.</li></ul>"
    assert titles(A + END + related) == ["2031 – Anonymous – Child A"]


def test_a_marked_step_does_not_close_an_entry_that_is_not_complete() -> None:
    first, second = (f"<p><b>2031 – Anonymous – Child {name}</b></p><p>Sum.</p>" for name in "AB")
    step = "<p><b>2029 – First referral</b></p><p>No action.</p>"
    before, _ = entries(first + step + END + second + END)
    assert before.sections["summary"] == "Sum.\n2029 – First referral\nNo action."


def test_a_certain_heading_within_text_closes_the_entry_before_it() -> None:
    reading = read(A + "<p>2031 – Anonymous – Wren Harm to a boy.</p><p>x</p>" + B + END)
    assert [each.text for each in reading.unread] == [
        "2031 – Anonymous – Wren Harm to a boy.",
        "x",
    ]


def test_what_may_name_a_review_gives_nothing_to_a_complete_entry_before_it() -> None:
    doubtful = (
        "<p>2031 – Fenlow – Wren Harm to a boy.</p><p>Recommendations: x</p><p>Keywords: y</p>"
    )
    first, _ = entries(A + END + doubtful + B + END)
    assert "recommendations" not in first.sections
    assert first.keywords == ("infants", "police")


def test_the_same_heading_twice() -> None:
    assert (
        titles(A + END + A.replace("Summary", "Other summary") + END)
        == ["2031 – Anonymous – Child A"] * 2
    )


def test_entries_of_a_summary_alone() -> None:
    assert titles(A + B) == ["2031 – Anonymous – Child A", "2031 – Eastmere – Child B"]
    assert (
        titles("<p>2031 – Eastmere – Child A</p><p>One.</p>" * 2)
        == ["2031 – Eastmere – Child A"] * 2
    )


def test_an_entry_may_go_on_behind_another_within_it() -> None:
    inner = f"<div>{B}{END.replace('be kind', 'inner')}</div>"
    first, second = entries(f"<div>{A}{inner}{END}</div><div><h3>2030</h3></div>")
    assert (first.sections["learning"], second.sections["learning"]) == ("be kind.", "inner.")
    assert first.keywords == ("infants", "police")


def test_an_unfinished_entry_does_not_take_what_follows_the_next() -> None:
    first, second = entries(f"<div><div>{A}</div><div>{B}{END}</div><p>A note.</p></div>")
    assert first.sections == {"summary": "Summary A."}
    assert second.sections["summary"] == "Summary B."


@pytest.mark.parametrize(
    ("markup", "unread"),
    [
        (A + END + "<h3>Autumn 2031</h3><p>Words.</p>" + B + END, ["Autumn 2031", "Words."]),
        (A + END + "<h2>Autumn 2031</h2><p>Words.</p>" + B + END, []),
        (A + END + "<p>Words.</p>" + B + END, ["Words."]),
        (A + END + "<p>See also the other list</p>" + B + END, []),
        (A + END + "<h3>2030</h3>" + B + END, []),
        (A + END + "<p>Words.</p>", []),
        (A + END + LINK + "<p>x</p><p>Learning: more</p><p>Rest</p>", ["x", "Learning: more"]),
        (A + END + LINK + "<p>Learning: more</p>", ["Learning: more"]),
        ("<p>Intro</p><h3>Z</h3><p>Sum</p><p>Keywords: x</p><nav>n</nav>" + A + END,
         ["Z", "Sum", "Keywords: x"]),
        (A + END + "<h3>2031 – Fenlow – Child E</h3>" + B + END, ["2031 – Fenlow – Child E"]),
        (A + END + "<h4>2031 – Fenlow – Gabriel</h4><p>x</p>", ["2031 – Fenlow – Gabriel"]),
        (A + LINK + "<p>Words.</p>" + B + END, ["Words."]),
        (A + END + "<p>x <b>y</b></p><p>Model: z</p>" + B + END, ["x y"]),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said(markup: str, unread: list[str]) -> None:
    reading = read(markup)
    assert [each.text for each in reading.unread] == unread
    before = "" if markup.startswith("<p>") else "2031 – Anonymous – Child A"
    assert {each.after for each in reading.unread} <= {before}


def test_words_date_and_total() -> None:
    reading = read(
        "<p>Showing 2 case reviews</p><p>Last updated: 07 Jun 2031</p>"
        + A + END + "<p>Back to top</p>" + B + END + "<footer>x</footer>"
    )  # fmt: skip
    assert reading.claimed_total == 2
    assert reading.dated == DateSpan(date(2031, 6, 7), date(2031, 6, 7), "day", "07 Jun 2031")
    assert reading.words == 2 * (6 + 2 + 3 + 3)


def test_base_element() -> None:
    page = "<html><head><base href='/other/'></head><body>" + A + END + LINK + "</body></html>"
    assert (
        entries(page.replace("/r.pdf", "r.pdf"))[0].links[0].url
        == "https://example.org/other/r.pdf"
    )
