"""From documents to entries and publications."""

import pytest

from repo_watch.model import Entry, Publication
from repo_watch.reading.link_list import Publisher
from repo_watch.reading.link_list.documents import LinkedDocument
from repo_watch.reading.link_list.review_documents import (
    document_kind,
    items_of,
    kinds_of,
)
from repo_watch.reading.link_list.wording import link_words, said_date, written_date

HERE = Publisher(("test", "scp.example"), "A partnership", "Eastmere")


def document(title, *headings, file=True, beside="", url=None):
    dates = (written_date(title), said_date(beside), *map(written_date, headings))
    return LinkedDocument(
        title=title,
        url=url or f"https://scp.example/{abs(hash(title))}{'.pdf' if file else ''}",
        headings=headings,
        beside=beside,
        words=link_words(title),
        file=file,
        dated=next(filter(None, dates), None),
    )


REVIEWS, BRIEFINGS, NATIONAL = "Serious case reviews 2031", "Briefings", "National case reviews"
LESSONS = "Learning from reviews"


@pytest.mark.parametrize(
    ("kind", "title", "headings"),
    [
        ("review", "Serious Case Review - Child Q", ()),
        ("review", "Child Q overview report", ()),
        ("review", "LCSPR Sam", (LESSONS,)),
        ("review", "Gabriel", (REVIEWS,)),
        ("review", "Child Q: 7 minute briefing", (REVIEWS,)),
        ("review", "Child Q overview report", (BRIEFINGS,)),
        ("review", "Child Q guidance for practitioners", (REVIEWS,)),
        ("briefing", "Child Q: 7 minute briefing", ()),
        ("briefing", "Briefing on the Child Q serious case review", (BRIEFINGS,)),
        ("briefing", "Plans that wait", (BRIEFINGS, REVIEWS)),
        ("briefing", "Plans that wait", (LESSONS,)),
        ("digest", "Case reviews March 2031", (NATIONAL,)),
        ("digest", "Case reviews Oct/Nov 2030", ()),
        ("analysis", "Turnings: a triennial analysis of serious case reviews", (REVIEWS,)),
        ("analysis", "Some learning", (NATIONAL,)),
        ("analysis", "Learning for the Future: a final look", (REVIEWS,)),
        ("briefing", "Learning from serious case reviews 2031", (REVIEWS,)),
        ("report", "Serious Case Review learning event slides", (REVIEWS,)),
        ("analysis", "Serious Case Review findings", (NATIONAL,)),
        ("guidance", "Referral form for a serious case review", (REVIEWS,)),
        ("guidance", "Bruises", ("Practice guidance",)),
        ("report", "Annual report 2030-31", (REVIEWS,)),
        ("report", "Something else", ()),
        ("report", "what we do", (REVIEWS,)),
    ],
)
def test_kinds_of_documents(kind, title, headings):
    assert document_kind(document(title, *headings)) == kind


@pytest.mark.parametrize(
    ("title", "counted"),
    [
        ("Child Q", True),
        ("A triennial analysis of reviews", True),
        ("Serious case reviews", False),
        ("Contact us", False),
    ],
)
def test_links_to_pages_count_where_they_name_a_case_or_an_analysis(title, counted):
    ((page, _),) = kinds_of([document(title, file=False)])
    ((file, _),) = kinds_of([document(title)])
    assert (page != "passed over") is counted
    assert file != "passed over"


def entries(*documents):
    return [
        (item.year, item.month, item.case_name, [link.label for link in item.links])
        for item in items_of(documents, HERE)
        if isinstance(item, Entry)
    ]


def test_documents_of_one_case_and_year_are_one_review():
    assert entries(
        document("Child Q overview report", REVIEWS),
        document("Child R overview report", REVIEWS),
        document("CHILD Q: executive summary", REVIEWS),
        document("Child Q action plan", "Serious case reviews 2030"),
    ) == [
        (2031, None, "Child Q", ["overview report", "executive summary"]),
        (2031, None, "Child R", ["overview report"]),
        (2030, None, "Child Q", ["action plan"]),
    ]


def test_a_document_without_a_year_joins_the_one_review_of_its_case():
    summary = document("Child Q executive summary", "Executive summaries of reviews")
    one = document("Child Q overview report", REVIEWS)
    other = document(
        "Child Q overview report", "Serious case reviews 2029", url="https://x.example/"
    )
    assert entries(one, summary) == [
        (2031, None, "Child Q", ["overview report", "executive summary"])
    ]
    assert len(entries(one, other, summary)) == 2
    (*_, last) = items_of((one, other, summary), HERE)
    assert isinstance(last, Publication)
    assert last.document_type == "report"


@pytest.mark.parametrize(
    ("title", "beside", "heading", "dated"),
    [
        ("Child Q June 2029", "May 2030", REVIEWS, (2029, 6)),
        ("Child Q", "Published: 3 May 2030", REVIEWS, (2030, 5)),
        ("Child Q", "", REVIEWS, (2031, None)),
        ("Child Q 2029 and 2030", "", REVIEWS, (2031, None)),
        ("Child Q May to June 2029", "", REVIEWS, (2029, 6)),
        ("Child Q", "", "Serious case reviews 2031-32", (2031, None)),
        ("Child Q", "May 2030 and June 2030", "Reviews", (2030, None)),
    ],
)
def test_the_year_is_the_one_that_is_nearest(title, beside, heading, dated):
    ((year, month, name, _),) = entries(document(title, heading, beside=beside))
    assert (year, month) == dated
    assert name == "Child Q"


def test_a_briefing_on_a_case_of_the_page_is_a_document_of_it():
    assert entries(document("Child Q overview report", REVIEWS), document("Child Q briefing")) == [
        (2031, None, "Child Q", ["overview report", "briefing"])
    ]


def test_a_name_may_stand_in_the_heading_or_be_missing():
    assert [case for _, _, case, _ in entries(
        document("Serious Case Review Overview Report", "Child Q", REVIEWS),
        document("Serious Case Review Overview Report", "Willow", REVIEWS, url="https://x.example/1"),
        document("Serious Case Review", "Serious Case Review", REVIEWS, url="https://x.example/2"),
    )] == ["Child Q", "Willow", "Serious Case Review"]  # fmt: skip


def test_the_row_tells_the_kind_of_document_where_the_link_does_not():
    assert entries(document("Child Q", REVIEWS, beside="Executive summary")) == [
        (2031, None, "Child Q", ["executive summary"])
    ]


def test_one_title_is_one_publication_in_all_its_formats_and_two_files_are_two():
    one = document("Practice guidance", url="https://scp.example/a.pdf")
    two = document("Practice Guidance", url="https://scp.example/a.docx")
    other = document("Practice guidance", url="https://scp.example/b.pdf")
    for reviews in (True, False):
        found, apart = items_of((one, two, other), HERE, reviews=reviews)
        assert apart.url == other.url
        assert apart.content_id != found.content_id
        assert [file.url.rpartition("/")[2] for file in found.attachments] == ["a.pdf", "a.docx"]
        assert [file.content_type for file in found.attachments] == ["application/pdf", None]
        assert found.url == one.url


def test_an_analysis_is_made_elsewhere_and_a_page_has_no_file():
    (found,) = items_of((document("A triennial analysis of reviews", file=False),), HERE)
    assert (found.organisations, found.attachments) == ((), ())
    (other,) = items_of((document("Practice guidance"),), HERE)
    assert other.organisations == ("A partnership",)


def test_a_page_that_publishes_no_reviews_of_its_own_has_publications_only():
    (found,) = items_of((document("Child Q overview report", REVIEWS),), HERE, reviews=False)
    assert (found.document_type, found.title) == ("report", "Child Q overview report")


def test_kinds_are_told_in_page_order():
    documents = (document("Child Q", REVIEWS), document("Menu", file=False), document("Guidance"))
    assert kinds_of(documents) == (
        ("review", "Child Q"),
        ("passed over", "Menu"),
        ("guidance", "Guidance"),
    )
