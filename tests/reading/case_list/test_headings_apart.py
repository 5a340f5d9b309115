"""Headings that run into what stands before or behind them, or are broken in two."""

import pytest
from list_pages import END, A, B, entries, read, titles


@pytest.mark.parametrize(
    "heading",
    [
        "<p>2031<br>Eastmere – Child A</p><p>",
        "<h3><div>2031 –</div><div>Eastmere – Child A</div></h3><p>",
        "<p><b>2031 – Eastmere – Child A</b> ",
        "<p><a href='#x'>2031 – Eastmere – Child A</a> ",
    ],
)
def test_broken_and_running_headings(heading: str) -> None:
    (entry,) = entries(heading + "One was here. Two.</p>" + END)
    assert entry.case_name == "Child A"
    assert entry.sections["summary"] == "One was here. Two."


@pytest.mark.parametrize(
    "heading",
    [
        "<p>2031 – Eastmere – Child A ",
        "<p>2031 – Eastmere – Child A",
        "<p>2031Eastmere – Child A",
        "<p>2031 – Eastmere – Child A\n",
        "<p><span>2031 – Eastmere – Child A</span>",
        "<p><font>2031</font><font> – Eastmere – Child A</font> ",
        "<p><a name='x'>2031 – Eastmere – Child A</a>",
    ],
)
def test_a_heading_and_its_text_in_one_unmarked_paragraph(heading: str) -> None:
    text = "One was here.Learning includes: be kind.Keywords: infants, police.</p>"
    both = entries((heading + text) * 2)
    assert len(both) == 2
    for entry in both:
        assert entry.case_name == "Child A"
        assert entry.sections == {"summary": "One was here.", "learning": "be kind."}
        assert entry.keywords == ("infants", "police")


def test_the_end_of_an_element_tells_where_any_name_ends() -> None:
    text = " Harm to a boy. He was three. Keywords: infants, police.</p>"
    (entry,) = entries("<p><span>2031 – Eastmere – Wren and Jay</span>" + text)
    assert entry.case_name == "Wren and Jay"


@pytest.mark.parametrize(
    "heading",
    [
        "2031 – Anonymous – Child B",
        "<b>2031 – Anonymous – Child B</b>",
        "<a href='/b.pdf'>2031 – Anonymous – Child B</a>",
        "<b>2031 – Anonymous – Child B</b> Summary B. Keywords: infants, police",
    ],
)
@pytest.mark.parametrize("text", ["", "Keywords: infants, police "])
def test_a_heading_right_behind_the_link_of_the_entry_before(text: str, heading: str) -> None:
    link = "<a href='/a.pdf'>Read the overview report</a>"
    both = entries(
        A + (END if not text else "") + f"<p>{text}{link} {heading}</p><p>Sum.</p>" + END
    )
    assert [entry.case_name for entry in both] == ["Child A", "Child B"]
    assert [entry.keywords[:2] for entry in both] == [("infants", "police")] * 2
    assert [each.label for each in both[0].links] == ["Read the overview report"]


def test_a_doubtful_name_right_behind_a_link_is_unread() -> None:
    link = "<a href='/a.pdf'>Read the overview report</a>"
    reading = read(
        A + END + f"<p>{link} 2031 – Fenlow – Wren Harm to a boy. He lived.</p>" + B + END
    )
    assert [each.text for each in reading.unread] == [
        "2031 – Fenlow – Wren Harm to a boy. He lived."
    ]


def test_a_date_behind_other_words_and_their_link_is_no_heading() -> None:
    text = "Reviewed by <a href='/x'>a panel</a> 2031 – Eastmere – Child C."
    assert titles(A + f"<p>{text}</p>" + END) == ["2031 – Anonymous – Child A"]


def test_a_mark_within_a_heading_does_not_end_it() -> None:
    assert titles("<p><b>2031 – Eastmere – Child A</b> and B</p>" + END) == [
        "2031 – Eastmere – Child A and B"
    ]
    assert titles("<p><b>2031 – Eastmere – Child</b> A</p>" + END) == ["2031 – Eastmere – Child A"]


def test_a_line_with_the_keywords_of_two_entries_is_nobodys() -> None:
    both = "Sum. Keywords: infants, police. 2031 – Fenlow – Wren Sum. Keywords: housing, schools."
    reading = read(A.replace("<p>Summary A.</p>", f"<p>{both}</p>") + B + END)
    assert [each.text for each in reading.unread] == [both]
    assert [item.keywords for item in reading.items] == [(), ("infants", "police")]


def test_a_keyword_label_written_twice_is_one_entrys() -> None:
    assert entries(A + "<p>Keywords: Keywords: infants, police</p>")[0].keywords == (
        "infants",
        "police",
    )
