"""The words of a link: title, size, pages, format."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.link_list.wording import file_size, link_words, without_notes

KB, MB = 1024, 1024 * 1024
PDF, WORD = "application/pdf", "application/msword"


@pytest.mark.parametrize(
    ("text", "title", "size", "pages", "content_type"),
    [
        (
            "pdf icon Serious Case Review - Child Q [319kb]",
            "Serious Case Review - Child Q",
            319 * KB,
            None,
            PDF,
        ),
        (
            "Case reviews Dec 2030/Jan 2031 [2Mb]",
            "Case reviews Dec 2030/Jan 2031",
            2 * MB,
            None,
            None,
        ),
        ("Overview report (PDF, 2.08MB)", "Overview report", 2181038, None, PDF),
        ("Child Q - Word document, 24 pages (opens in new window)", "Child Q", None, 24, WORD),
        ("Child Q SCR PDF 1,024 KB", "Child Q SCR", MB, None, PDF),
        ("Children F, G and H | PDF | 512 KB", "Children F, G and H", 512 * KB, None, PDF),
        (
            "Download the Child Q overview report (PDF 1.5 MB)",
            "Child Q overview report",
            1572864,
            None,
            PDF,
        ),
        (
            "Microsoft Word document icon Neglect toolkit [51k]",
            "Neglect toolkit",
            51 * KB,
            None,
            WORD,
        ),
        ("Slides (PowerPoint, 1MB)", "Slides", MB, None, "application/vnd.ms-powerpoint"),
        ("Figures.xlsx", "Figures", None, None, "application/vnd.ms-excel"),
        ("child-q-scr-overview-report.pdf", "Child Q SCR Overview Report", None, None, PDF),
        ("Child_Q_Action_Plan.docx", "Child Q Action Plan", None, None, WORD),
        ("Child Q overview report Download", "Child Q overview report", None, None, None),
        ("child-q-overview-reportDownload", "Child Q Overview Report", None, None, None),
        (
            "Plans of 3 pages that nobody read",
            "Plans of 3 pages that nobody read",
            None,
            None,
            None,
        ),
        ("View the report (opens in a new tab)", "report", None, None, None),
        ("Child Q pdf icon [1Mb] (opens new window)", "Child Q", MB, None, PDF),
        ("Sudden illness", "Sudden illness", None, None, None),
    ],
)
def test_what_a_link_says(text, title, size, pages, content_type):
    words = link_words(text)
    assert (words.title, words.size, words.pages) == (title, size, pages)
    assert words.content_type == content_type
    assert words.file == bool(content_type or size)


@pytest.mark.parametrize("beside", ["[319kb]", "(PDF, 319 KB)", "PDF | 319KB", "File size: 319 KB"])
def test_what_stands_beside_a_link_describes_its_file(beside):
    assert link_words("Child Q", beside).size == 319 * KB


def test_prose_beside_a_link_describes_nothing():
    words = link_words("Child Q", "is 3 MB too large for some")
    assert (words.size, words.file) == (None, False)


@pytest.mark.parametrize(
    "text", ["Download", "Read the full report", "here", "Click here to view", "(PDF, 1MB)", ""]
)
def test_an_invitation_says_nothing(text):
    assert link_words(text).empty


@pytest.mark.parametrize("text", ["Executive summary", "Action plan [1Mb]", "7 minute briefing"])
def test_a_kind_of_document_is_no_title(text):
    words = link_words(text)
    assert words.bare_kind
    assert not words.empty


def test_a_title_is_neither():
    words = link_words("Child Q - Executive summary")
    assert not words.empty
    assert not words.bare_kind


@pytest.mark.parametrize(
    ("text", "left"),
    [("(PDF, 2MB)", ""), ("Child Q (PDF 2MB)", "Child Q"), ("Child Q:", "Child Q"), ("", "")],
)
def test_text_without_notes(text, left):
    assert without_notes(text) == left


@pytest.mark.parametrize(
    ("text", "size"), [("1.7 MB", 1782579), ("300 bytes", 300), ("2 GB", 2 * 1024**3), ("?", None)]
)
def test_sizes(text, size):
    assert file_size(text) == size


@pytest.mark.parametrize("piece", ["pdf ", "1kb, ", "size: ", "(file ", "case practice ", "A and "])
def test_what_is_almost_a_note_is_not_tried_in_all_its_divisions(piece):
    before = process_time()
    words = link_words("[" + piece * 5000 + "x", "[" + piece * 5000 + "x")
    assert len(words.title) <= 300
    assert process_time() - before < 1


@given(st.text(), st.text())
def test_any_words_are_read(text, beside):
    words = link_words(text, beside)
    assert words.title == words.title.strip()
    assert words.size is None or words.size >= 0
