"""Local safeguarding partnerships: recorded pages of ten forms, and what the settings add."""

import json
import re

import pytest
from msgspec.structs import replace
from recorded import PAGES, cases, check, recorded

from repo_watch.errors import ReadingError
from repo_watch.model import UNLISTED, Entry, KnownPage, Publication, Request, State
from repo_watch.settings import PartnershipSettings, Settings, SourceSettings
from repo_watch.sources.partnerships import SOURCE, configured

FORMS = (
    "accordion", "drupal-files", "iscp-form", "lists-by-year", "page-per-year", "sharepoint",
    "size-in-span", "table", "titles-outside", "wordpress-blocks",
)  # fmt: skip


def source_for(case):
    """The source as the settings of this case make it."""
    told = json.loads((PAGES / SOURCE.id / case / "meta.json").read_text("utf-8"))
    if "partnership" not in told:
        return SOURCE
    return configured([PartnershipSettings(url=told["url"], **told["partnership"])])


def read(case):
    return source_for(case).read(recorded(SOURCE.id, case))


@pytest.mark.parametrize("case", cases(SOURCE.id))
def test_a_recorded_page_is_read_as_expected(case):
    check(source_for(case), case)


@pytest.mark.parametrize("case", FORMS)
def test_ten_forms_are_read_whole(case):
    reading = read(case)
    assert any(isinstance(item, Entry) for item in reading.items)
    assert not reading.unread
    assert all(item.title and "icon" not in item.title.lower() for item in reading.items)
    ids = [item.content_id for item in reading.items if isinstance(item, Publication)]
    assert len(ids) == len(set(ids))


def _each(pattern, to):
    return lambda html: re.sub(pattern, to, html)


SAME_WORDS = {
    "headings of one level": _each(r"<(/?)h[2-4]>", r"<\1h2>"),
    "bold headings": _each(r"<h[2-4]>(.*?)</h[2-4]>", r"<p><strong>\1</strong></p>"),
    "plain headings": _each(r"<h[2-4]>(.*?)</h[2-4]>", r"<div>\1</div>"),
    "an accordion": _each(r"<h3>(.*?)</h3>", r"<h3><button>\1</button></h3>"),
    "boxes": _each(r"<(/?)(?:p|ul|li)>", r"<\1div>"),
    "a table": _each(r"<p>(.*?)</p>", r"<table><tr><td>\1</td></tr></table>"),
    "rows without boxes": _each(r"<p>(.*?)</p>", r"\1<br>"),
    "sections": _each(r"<h2>", r"</section><section><h2>"),
    "sizes outside": _each(r" (\[\w+\])</a>", r"</a> \1"),
    "sizes in spans": _each(r" (\[\w+\])</a>", r" <span>\1</span></a>"),
    "sizes in round brackets": _each(r"\[(\d+)(\w+)\]", r"(PDF, \1.0 \2)"),
    "icons in spans": _each(r"pdf icon ", r"<span>pdf icon</span> "),
    "addresses that say nothing": _each(r"/CHttpHandler\.ashx\?id=(\d+)&amp;p=0", r"/article/\1"),
    "no icons": _each(r"/CHttpHandler\.ashx\?id=(\d+)&amp;p=0\">(?:pdf icon)?", r'/\1.pdf">'),
}


@pytest.mark.parametrize("change", SAME_WORDS)
def test_the_same_words_in_other_markup_say_the_same(change):
    page = recorded(SOURCE.id, "iscp-form")
    body = SAME_WORDS[change](page.body.decode())
    assert body.encode() != page.body
    said = [
        [
            (item.year, item.case_name, item.title, [link.label for link in item.links])
            if isinstance(item, Entry)
            else (item.document_type, item.title)
            for item in SOURCE.read(one).items
        ]
        for one in (page, replace(page, body=body.encode()))
    ]
    assert said[0] == said[1]


def test_nothing_is_asked_for_unless_a_partnership_is_named():
    assert SOURCE.urls == ()
    assert SOURCE.plan(State(urls=())) == ()
    assert not Settings().enabled(SOURCE)
    assert not Settings(sources={SOURCE.id: SourceSettings(enabled=True)}).enabled(SOURCE)


def test_each_named_partnership_is_one_request_whose_wording_comes_last():
    source = configured(
        [
            PartnershipSettings(url="https://a.example/"),
            PartnershipSettings(url="https://b.example/"),
        ]
    )
    asked = source.plan(State(urls=source.urls))
    assert asked == (
        Request("https://a.example/", "links", rank=10),
        Request("https://b.example/", "links", rank=10),
    )
    known = {
        "https://a.example/?page=1": KnownPage("", None),
        "https://a.example/?page=2": KnownPage(UNLISTED, ""),
    }
    *_, further = source.plan(State(urls=source.urls, pages=known))
    assert further == Request("https://a.example/?page=1", "further", 10, "")
    case = KnownPage("{}", None)
    known |= {"https://a.example/a": KnownPage("{}", "{}"), "https://a.example/b": case}
    plan = source.plan(State(urls=source.urls, pages=known))
    assert plan[-1] == Request("https://a.example/b", "case", 9, "{}")
    assert {request.kind for request in plan} == set(source.expects)
    weekly = source.plan(State(urls=source.urls, pages=known, full=True))
    assert [request.url[-1] for request in weekly[-2:]] == ["b", "a"]


def test_the_settings_say_whose_reviews_these_are():
    told = recorded(SOURCE.id, "iscp-form")
    entries = [item for item in read("iscp-form").items if isinstance(item, Entry)]
    assert {entry.authority_text for entry in entries} == {"Isle of Merren"}
    unknown = [item for item in SOURCE.read(told).items if isinstance(item, Entry)]
    assert {entry.authority_text for entry in unknown} == {None}
    assert not any(entry.anonymous for entry in unknown)
    assert [replace(entry, authority_text=None) for entry in entries] == unknown


def test_documents_of_one_review_are_one_entry_and_another_year_is_another_review():
    entries = [item for item in read("iscp-form").items if isinstance(item, Entry)]
    assert [(entry.year, entry.case_name, len(entry.links)) for entry in entries] == [
        (2031, "Child Q", 3),
        (2031, "Child/Adult R", 1),
        (2029, "Child Q", 1),
    ]
    assert [link.label for link in entries[0].links] == [
        "executive summary", "overview report", "action plan",
    ]  # fmt: skip


def test_a_document_keeps_its_id_when_its_file_is_replaced_and_shares_none_with_another_site():
    page = recorded(SOURCE.id, "iscp-form")
    moved = replace(page, body=page.body.replace(b"id=9010", b"id=7770").replace(b"319kb", b"1Mb"))
    elsewhere = replace(page, request=Request("https://other.example/", "links"))
    here, again, there = (
        [item.content_id for item in SOURCE.read(one).items if isinstance(item, Publication)]
        for one in (page, moved, elsewhere)
    )
    assert here == again
    assert not set(here) & set(there)


def test_a_review_without_a_year_is_a_review_all_the_same():
    reading = read("without-years")
    assert [(entry.year, entry.case_name) for entry in reading.entries] == [
        (None, "Child A"),
        (None, "Child B"),
    ]


def test_files_without_words_alone_are_told_with_their_names():
    page = recorded(SOURCE.id, "without-years")
    start, end = page.body.index(b'<li><a href="/child-a'), page.body.index(b'<li><a href="/icon')
    bare = replace(page, body=page.body[:start] + page.body[end:])
    with pytest.raises(ReadingError, match=r"none of its 1 links to files.*icon-only\.pdf"):
        SOURCE.read(bare)


def test_a_saved_page_without_an_address_loses_no_link():
    page = recorded(SOURCE.id, "iscp-form")
    saved = replace(page, url="", request=Request("", "links"))
    here, there = (SOURCE.read(one).items for one in (page, saved))
    assert [item.title for item in there] == [item.title for item in here]
    assert there[0].links[0].url == "https://address.invalid/CHttpHandler.ashx?id=90101&p=0"
    assert len(list(SOURCE.explain(saved))) == len(list(SOURCE.explain(page)))


def test_each_link_can_be_explained():
    told = list(SOURCE.explain(recorded(SOURCE.id, "without-years")))
    assert told == [
        ("review", "Child A Overview Report"),
        ("review", "Child B Overview Report"),
        ("unread", "icon-only.pdf"),
    ]
