"""Pages of links: which links lead to documents, under what title, below which headings."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_watch.errors import ReadingError
from repo_watch.model import Page, Request
from repo_watch.reading.link_list.documents import file_name, is_file, read_links
from repo_watch.reading.link_list.pages import claimed, next_page
from repo_watch.reading.link_list.wording import Published, said_date
from repo_watch.reading.page.addresses import address
from repo_watch.reading.page.web_page import open_page

URL = "https://scp.example/reviews/"


def opened(main, head="<title>T</title>"):
    body = f"<html><head>{head}</head><body>{main}</body></html>".encode()
    page = Page(Request(URL, "links"), URL, 200, {}, body, "", datetime(2031, 6, 3, tzinfo=UTC))
    return open_page(page)


def links(main):
    return read_links(opened(main))


def titles(main):
    return [document.title for document in links(main).documents]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x.pdf",
        "https://a.example/x.PDF?v=2",
        "https://a.example/x.docx/download",
        "https://a.example/CHttpHandler.ashx?id=1&p=0",
        "https://a.example/?wpdmdl=3",
        "https://a.example/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D",
        "https://a.sharepoint.example/:w:/s/x/abc",
        "https://a.example/download/9/report",
        "https://a.example/go?file=report%2Epdf",
    ],
)
def test_addresses_of_files(url):
    assert is_file(url)


@pytest.mark.parametrize(
    "url", ["https://a.example/", "https://a.example/pdfs", "https://a.example/downloaded?x=1"]
)
def test_addresses_of_pages(url):
    assert not is_file(url)


def test_file_names():
    assert file_name("https://a.example/b/Child%20Q.pdf") == "Child Q.pdf"
    assert file_name("https://a.example/b/get.ashx?id=1") == "get.ashx?id=1"


def test_a_base_that_is_no_address_is_passed_over():
    assert opened("<p><a href='/c.pdf'>C</a></p>", "<base href='http://['>").base == URL


def test_a_cell_of_a_table_without_rows_has_no_column():
    (found,) = links("<h1>T</h1><table><td><a href='/a.pdf'>A review</a></td></table>").documents
    assert found.words.title == "A review"


def test_menus_banners_and_footers_are_passed_over():
    assert titles(
        "<header><a href='/a.pdf'>A</a></header><nav><a href='/b.pdf'>B</a></nav>"
        "<p><a href='/c.pdf'>C</a></p><footer><a href='/d.pdf'>D</a></footer>"
    ) == ["C"]


def test_an_address_counts_once_and_links_to_nowhere_not_at_all():
    assert titles(
        "<p><a href='/c.pdf'>C</a> or <a href='/c.pdf'>Again</a> <a href='#top'>Top</a>"
        "<a href='mailto:x@y.example'>Mail</a></p>"
    ) == ["C"]


def test_headings_are_given_from_the_inside_out():
    (document,) = links(
        "<h1>Reviews</h1><h2>Other</h2><h2>Published in 2031</h2><h3>Child Q</h3>"
        "<p><a href='/q.pdf'>Report</a></p>"
    ).documents
    assert document.headings == ("Child Q", "Published in 2031", "Reviews")


def test_a_heading_that_is_a_link_does_not_stand_above_itself():
    (document,) = links("<h1>Reviews</h1><h2><a href='/q.pdf'>Child Q</a></h2>").documents
    assert (document.title, document.headings) == ("Child Q", ("Reviews",))


def test_column_titles_are_no_headings_and_row_titles_end_with_their_row():
    documents = links(
        "<h1>Reviews</h1><table><tr><th>Title</th><th>Download</th></tr>"
        "<tr><th scope='row'>Child Q</th><td><a href='/q.pdf'>Download</a></td></tr></table>"
        "<p><a href='/other.pdf'>Annual report</a></p>"
    ).documents
    assert [(one.title, one.headings) for one in documents] == [
        ("Child Q", ("Child Q", "Reviews")),
        ("Annual report", ("Reviews",)),
    ]


def test_the_name_of_a_case_stands_below_a_section_of_the_same_level():
    documents = links(
        "<h2>Reviews of 2031</h2><h2>Child Q</h2><p><a href='/q.pdf'>Report</a></p>"
        "<h2>Child R</h2><p><a href='/r.pdf'>Report</a></p>"
        "<h2>Guidance</h2><p><a href='/g.pdf'>How to refer</a></p>"
    ).documents
    assert [one.headings for one in documents] == [
        ("Child Q", "Reviews of 2031"),
        ("Child R", "Reviews of 2031"),
        ("Guidance",),
    ]


def test_an_open_and_shut_box_lends_its_title_to_what_is_in_it_alone():
    documents = links(
        "<details><summary>Child Q</summary><p><a href='/q.pdf'>Download</a></p></details>"
        "<p><a href='/x.pdf'>Annual report</a></p>"
    ).documents
    assert [one.headings for one in documents] == [("Child Q",), ()]


def test_a_button_lends_its_title_to_what_follows_it():
    (document,) = links(
        "<div><button>Child Q</button></div><div><p><a href='/q.pdf'>Download</a></p></div>"
    ).documents
    assert document.headings == ("Child Q",)


def test_a_bold_line_holds_in_its_own_box_alone():
    documents = links(
        "<div><b>Child Q</b><br><a href='/q.pdf'>Download</a></div>"
        "<p><a href='/x.pdf'>Annual report</a></p>"
    ).documents
    assert [one.headings for one in documents] == [("Child Q",), ()]


def test_a_header_of_a_part_is_no_banner():
    assert titles(
        "<header><p><a href='/a.pdf'>A</a></p></header>"
        "<article><header><a href='/b.pdf'>B</a></header></article>"
    ) == ["B"]


@pytest.mark.parametrize(
    ("main", "title"),
    [
        (
            "<p>Child Q overview report (PDF, 1MB) <a href='/q.pdf'>Download</a></p>",
            "Child Q overview report",
        ),
        (
            "<h2>Child Q</h2><p><a href='/q.pdf'>Executive summary</a></p>",
            "Child Q - Executive summary",
        ),
        (
            "<h2>Child Q executive summary</h2><p><a href='/q.pdf'>Executive summary</a></p>",
            "Child Q executive summary",
        ),
        (
            "<h2>Reviews</h2><p>Child Q</p><p>Added: May 2031</p><p><a href='/q.pdf'>Get</a></p>",
            "Child Q",
        ),
        (
            "<h2>Child Q</h2><p>What was learned is told here.</p><p><a href='/q.pdf'>Read</a></p>",
            "Child Q",
        ),
        (
            "<h2>Child Q</h2><p>You can read it here</p><p><a href='/q.pdf'>Download</a></p>",
            "Child Q",
        ),
        (
            "<table><tr><td>2031<td>Child Q<td><a href='/q.pdf'>Get</a></tr></table>",
            "Child Q",
        ),
        (
            "<ul><li><a href='/p.pdf'>Child P</a></li><li><a href='/q.pdf'>Download</a></li></ul>",
            "Download",
        ),
        ("<p><a href='/q.pdf'>Overview report</a></p>", "Overview report"),
    ],
)
def test_the_title_is_sought_where_the_link_only_invites(main, title):
    assert titles(main)[-1] == title


def test_a_page_that_is_offered_has_the_title_above_and_one_to_read_on_has_none():
    assert titles(
        "<h2>The triennial analysis</h2><p>It is available to download <a href='/a'>here</a>.</p>"
        "<p>Studies are made every three years. <a href='/b'>More</a></p>"
    ) == ["The triennial analysis"]


def test_a_long_sentence_around_a_link_to_a_page_is_no_title():
    (document,) = links(
        "<h2>The analysis</h2><p>The new analysis, which was made by many people over three years"
        " and published by the department, stands <a href='/a'>here</a> on its own page.</p>"
    ).documents
    assert document.title == "The analysis"


@pytest.mark.parametrize(
    ("main", "dated"),
    [
        ("<p><a href='/q.pdf'>Child Q</a> [1Mb]</p><p>May 2031</p>", (2031, 5)),
        (
            "<h2>Q</h2><p>1 May 2031</p><p>Some prose.</p><p><a href='/q.pdf'>Child Q</a></p>",
            (2031, 5),
        ),
        (
            "<a href='/p.pdf'>P</a><p>1 May 2031</p><a href='/q.pdf'>Child Q</a><p>2 May 2030</p>",
            (2030, 5),
        ),
        ("<p><a href='/q.pdf'>Child Q</a></p><h2>2030</h2>", None),
        (
            "<ul><li><a href='/q.pdf'>Child Q</a><br>May 2031</li><li>June 2030</li></ul>",
            (2031, 5),
        ),
        (
            "<table><tr><td>2031</td><td><a href='/q.pdf'>Child Q</a></td></tr></table>",
            (2031, None),
        ),
        (
            (
                "<table><tr><td colspan=2>2031</td></tr><tr><td>Child P</td><td>"
                "<a href='/p.pdf'>Get</a></td></tr><tr><td>Q</td>"
                "<td><a href='/q.pdf'>Get</a></table>"
            ),
            (2031, None),
        ),
        (
            (
                "<table><tr><th>Incident</th><th>Published</th><th></th></tr><tr><td>June 2028</td>"
                "<td>May 2031</td><td><a href='/q.pdf'>Get</a></td></tr></table>"
            ),
            (2031, 5),
        ),
        (
            "<p>Child P (May 2031): <a href='/p.pdf'>report</a>, <a href='/q.pdf'>summary</a></p>",
            (2031, 5),
        ),
        (
            "<p><a href='/p.pdf'>Child P</a> May 2031, <a href='/q.pdf'>Child Q</a> June 2030</p>",
            (2030, 6),
        ),
        (
            "<ul><li>2031<ul><li>Child Q<ul><li><a href='/q.pdf'>Report</a></ul></ul></ul>",
            (2031, None),
        ),
        (
            (
                "<div><p>Child Q died in 2029.</p><p>We published this in May 2031, after a"
                " trial in March 2030.</p><p><a href='/q.pdf'>Child Q</a></p></div>"
            ),
            (2031, 5),
        ),
        ("<div><p>Child Q died in 2029.</p><p><a href='/q.pdf'>Child Q</a></p></div>", None),
        ("<p>To be published in May 2031</p><p><a href='/q.pdf'>Child Q</a></p>", None),
        ("<button>2031</button><div><h3>Child Q</h3><a href='/q.pdf'>Get</a></div>", (2031, None)),
        (
            "<a href='#a' class='tab'>2031</a><div id='a'><h3>Q</h3><a href='/q.pdf'>Get</a></div>",
            (2031, None),
        ),
        (
            (
                "<dl><dt>Case</dt><dd>Child Q</dd><dt>Published</dt><dd>May 2031</dd>"
                "<dt>Report</dt><dd><a href='/q.pdf'>Download</a></dd></dl>"
            ),
            (2031, 5),
        ),
        ("<p><a href='/child-q-may-2031.pdf'>Child Q</a></p>", (2031, 5)),
    ],
)
def test_the_date_is_that_of_what_the_link_stands_with(main, dated):
    assert links(main).documents[-1].dated == dated


def test_links_without_words_are_told_once_each():
    found = links(
        "<nav><a href='/menu.pdf'><img src='x'></a></nav><p><a href='/q.pdf'><img src='x'></a>"
        "<a href='/q.pdf'><img src='x'></a><a href='/page'><img src='x'></a>"
        "<a href='/r.pdf'><img src='x'></a><a href='/r.pdf'>Child R</a>"
        "<a href='javascript:x'></a></p>"
    )
    assert [one.text for one in found.unread] == ["q.pdf"]


def test_the_day_of_the_page():
    dated = links("<p>Last updated: 3 April 2031</p>").dated
    assert dated is not None
    assert dated.raw == "3 April 2031"


def test_a_page_without_words_has_no_links():
    assert links("<div></div>").documents == ()


_WORDS = st.sampled_from(
    "Child Q|Download|[1Mb]|2031|Published: May 2031|Reviews|pdf icon|Executive summary| ".split(
        "|"
    )
)
_TAGS = st.sampled_from(
    "p h2 h3 li ul table tr td th b button details summary div dl dt dd".split()
)


@given(st.recursive(_WORDS, lambda inner: st.one_of(
    st.tuples(_TAGS, st.lists(inner, max_size=4)).map(
        lambda part: f"<{part[0]}>{''.join(part[1])}</{part[0]}>"),
    inner.map(lambda text: f"<a href='/{len(text)}.pdf'>{text}</a>"),
    inner.map(lambda text: f"<a href='/{len(text)}'>{text}</a>"),
), max_leaves=30))  # fmt: skip
@settings(deadline=None)
def test_any_markup_is_read(main):
    try:
        found = links(main)
    except ReadingError:
        return
    assert all(document.title for document in found.documents)


@pytest.mark.parametrize(
    ("main", "url"),
    [
        ("<p><a href='?page=1' rel='next'>2</a></p>", f"{URL}?page=1"),
        ("<nav><a href='?page=1'>1</a> <a href='?page=2'>Next ›</a></nav>", f"{URL}?page=2"),
        ("<p><a href='page/2/'>Load more reviews</a></p>", f"{URL}page/2/"),
        ("<p><a href='/news'>Next</a></p>", None),
        ("<p><a href='#'>Next</a></p>", None),
        ("<p>Nothing more</p>", None),
        ("", None),
    ],
)
def test_a_list_goes_on_within_its_own_path(main, url):
    assert next_page(opened(main)) == url


def test_a_page_that_shows_a_part_says_how_many_there_are():
    assert claimed(opened("<p>Reviews</p><p>Showing 1 to 4 of 9 results</p>")) == 9
    assert claimed(opened("<p>1-9 of 9</p>")) is None


def test_a_cell_outside_a_table_has_no_column():
    (found,) = links("<h2>Reviews</h2><div><td><a href='/a.pdf'>Child Q</a></td></div>").documents
    assert found.title == "Child Q"


def test_what_is_linked_twice_has_the_date_that_either_place_states():
    (found,) = links(
        "<p><a href='/a.pdf'>Child Q</a></p><p>Published May 2031: <a href='/a.pdf'>Child Q</a></p>"
    ).documents
    assert (found.dated.year, found.dated.month) == (2031, 5)
    (found,) = links(
        "<p><a href='/a.pdf'>Download</a></p><p><a href='/a.pdf'>Child Q</a></p>"
    ).documents
    assert found.title == "Child Q"


def test_a_sign_alone_is_no_link():
    assert titles("<p><a href='/a.pdf'>&gt;</a></p><p><a href='/b.pdf'>Child Q</a></p>") == [
        "Child Q"
    ]


def test_a_control_without_words_opens_nothing_that_has_a_name():
    main = "<button aria-controls='p'></button><div id='p'><a href='/a.pdf'>Child Q</a></div>"
    assert titles(main) == ["Child Q"]


def test_the_month_may_be_a_number_and_two_dates_say_nothing():
    assert said_date("Published 03/2031") == Published(2031, 3)
    assert said_date("May 2030, June 2031") is None
    assert said_date("After the inquest of May 2030 it was published") is None


def test_a_signature_in_an_address_is_left_out():
    base = "https://example.org/reviews"
    assert address("/a.pdf?se=2031&sig=x&id=4", base) == "https://example.org/a.pdf?id=4"
