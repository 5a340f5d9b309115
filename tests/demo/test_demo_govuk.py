"""The replica's GOV.UK behaves as GOV.UK's documentation says."""

import html
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import jsonschema
import pytest

from repo_watch.demo.answer import Get
from repo_watch.demo.sites import govuk
from repo_watch.demo.story import NIGHTS, STORY

BASE = "http://replica"
FIRST, LAST = STORY.days[0], STORY.days[-1]
PANEL = "child-safeguarding-practice-review-panel"
DFE = "department-for-education"
PUBLICATIONS = "/government/publications/"
SCHEMAS = Path(__file__).parents[3] / "shared" / "govuk" / "schemas"


def get(path, night=LAST, **query):
    values = {name: [v] if isinstance(v, str) else v for name, v in query.items()}
    return govuk.respond(Get(STORY, night, path, values, BASE))


def search(night=LAST, **query):
    answer = get("/api/search.json", night, **query)
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def document(slug, night=LAST):
    return json.loads(get(f"/api/content{PUBLICATIONS}{slug}", night).body)


def links(found):
    return ["/" + r["link"].removeprefix(BASE).removeprefix("/") for r in found["results"]]


# ------------------------------------------------------------------------------------- search


def test_search_lists_an_organisation_whole_in_the_order_that_was_asked_for():
    found = search(filter_organisations=PANEL, order="-public_timestamp", count="1500", night=FIRST)
    stamps = [result["public_timestamp"] for result in found["results"]]
    assert stamps == sorted(stamps, reverse=True)
    assert found["total"] == len(found["results"]) == 13
    assert found["start"] == 0
    assert {result["document_type"] for result in found["results"]} == {"edition"}


def test_search_pages_with_start_and_count():
    whole = search(filter_organisations=DFE, order="title", count="100")
    parts = [
        search(filter_organisations=DFE, order="title", count="3", start=str(start))
        for start in range(0, whole["total"], 3)
    ]
    assert [link for part in parts for link in links(part)] == links(whole)
    assert parts[1]["start"] == 3


def test_without_an_order_pages_overlap_or_miss():
    whole = search(filter_organisations=PANEL, count="100")
    parts = [search(filter_organisations=PANEL, count="5", start=str(s)) for s in (0, 5, 10)]
    assert sorted(link for part in parts for link in links(part)) != sorted(links(whole))


def test_a_quoted_phrase_holds_together_and_words_lose_their_plural():
    phrase = search(q='"serious case review"', filter_organisations=DFE, count="50", night=FIRST)
    assert {link.removeprefix(PUBLICATIONS) for link in links(phrase)} == {
        "triennial-analysis-patterns-in-reviews-2015-to-2018",
        "publishing-serious-case-reviews-advice",
    }
    words = search(q="case review", filter_organisations=DFE, count="50")
    assert PUBLICATIONS + "term-dates-guidance" in links(words)
    together = search(q='"case review"', filter_organisations=DFE, count="50")
    assert PUBLICATIONS + "term-dates-guidance" not in links(together)


def test_filters_of_one_name_add_up_and_of_two_names_narrow():
    both = search(filter_organisations=[PANEL, DFE], count="100")
    assert both["total"] > search(filter_organisations=PANEL, count="100")["total"]
    research = search(
        filter_organisations=DFE,
        filter_content_store_document_type=["research", "official_statistics"],
        fields="content_store_document_type",
        count="100",
    )
    types = {result["content_store_document_type"] for result in research["results"]}
    assert types == {"research", "official_statistics"}


def test_only_the_fields_asked_for_come_and_absent_ones_are_left_out():
    found = search(
        q="Parents", filter_organisations=PANEL, fields=["title", "description", "content_id"]
    )
    (result,) = [r for r in found["results"] if r["title"] == "Parents’ voices in reviews"]
    assert "description" not in result
    assert "link" not in result
    assert result["content_id"] == document("parents-voices-in-reviews")["content_id"]


def test_links_come_in_three_forms():
    found = search(filter_organisations=PANEL, count="100")
    raw = [result["link"] for result in found["results"]]
    assert sum(link.startswith("http") for link in raw) == 1
    assert sum(link.startswith("government") for link in raw) == 1


def test_withdrawn_items_show_only_when_asked_for():
    hidden = search(filter_organisations=PANEL, count="100")
    shown = search(filter_organisations=PANEL, count="100", debug="include_withdrawn")
    assert set(links(shown)) - set(links(hidden)) == {
        PUBLICATIONS + "interim-advice-on-review-timescales"
    }


def test_redirected_and_gone_items_leave_the_index():
    slugs = ("domestic-abuse-and-very-young-children", "panel-members-register-of-interests")
    for slug in slugs:
        found = search(filter_organisations=PANEL, count="100", debug="include_withdrawn")
        assert PUBLICATIONS + slug not in links(found)
        assert PUBLICATIONS + slug in links(
            search(filter_organisations=PANEL, count="100", night=FIRST)
        )


def test_a_backdated_item_appears_far_from_the_top():
    night = date(2026, 10, 7)
    slug = PUBLICATIONS + "early-study-of-serious-case-reviews-2005-to-2007"
    found = links(search(night, filter_organisations=DFE, order="-public_timestamp", count="100"))
    assert found.index(slug) == len(found) - 1
    eve = search(date(2026, 10, 6), filter_organisations=DFE, count="100")
    assert slug not in links(eve)


@pytest.mark.parametrize(
    "query",
    [
        {"page": "2"},
        {"filter_nonsense": "x"},
        {"fields": "nonsense"},
        {"order": "first_published_at"},
        {"count": "1501"},
        {"count": "ten"},
        {"start": "-1"},
        {"q": "x" * 513},
        {"q": ["a", "b"]},
        {"debug": "everything"},
    ],
)
def test_what_search_does_not_know_is_422_with_a_page_of_html(query):
    answer = get("/api/search.json", **query)
    assert answer.status == 422
    assert answer.content_type.startswith("text/html")
    assert answer.body.startswith(b"<!DOCTYPE html>")


def test_search_has_no_validators():
    assert not get("/api/search.json", q="review").headers


# ------------------------------------------------------------------------------------ content


def test_content_has_a_weak_etag_and_five_minutes_of_life():
    answer = get(f"/api/content{PUBLICATIONS}babies-and-the-first-hundred-days")
    assert answer.headers["ETag"].startswith('W/"')
    assert answer.headers["Cache-Control"] == "max-age=300, public"


def test_the_three_kinds_of_attachment():
    attachments = document("national-review-children-in-temporary-homes")["details"]["attachments"]
    pdf, page, external = attachments
    assert (pdf["attachment_type"], pdf["file_size"], pdf["number_of_pages"]) == (
        "file",
        2755018,
        104,
    )
    assert page["url"].startswith("/government/publications/national-review-")
    assert external["url"].startswith("https://data.example.org/")
    assert pdf["command_paper_number"] == "CP 9002"
    assert page["command_paper_number"] == ""


def test_the_states_of_a_path():
    withdrawn = document("publishing-serious-case-reviews-advice")
    assert withdrawn["schema_name"] == "publication"
    assert withdrawn["withdrawn_notice"]["withdrawn_at"] == "2026-09-21T08:30:00Z"
    moved = document("domestic-abuse-and-very-young-children")
    assert moved["schema_name"] == "redirect"
    assert moved["redirects"][0]["destination"] == PUBLICATIONS + "family-violence-learning-hub"
    gone = document("panel-members-register-of-interests")
    assert gone["schema_name"] == "gone"
    assert "Published in error" in gone["details"]["explanation"]
    assert get(f"/api/content{PUBLICATIONS}panel-letters-to-partnerships-2020").status == 410
    assert get(f"/api/content{PUBLICATIONS}never-was").status == 404
    early = get(f"/api/content{PUBLICATIONS}listening-to-siblings", FIRST)
    assert early.status == 404
    sub = get(f"/api/content{PUBLICATIONS}panel-guidance-for-rapid-reviews/examples")
    assert sub.status == 303
    assert get(sub.headers["Location"].removeprefix(BASE)).status == 200


def test_a_silent_replacement_shows_in_content_alone():
    slug = "babies-and-the-first-hundred-days"
    eve, day = date(2026, 9, 27), date(2026, 9, 28)
    stamps = [search(n, q='"first hundred days"', fields="public_timestamp") for n in (eve, day)]
    assert stamps[0] == stamps[1]
    before, after = (document(slug, night) for night in (eve, day))
    assert before["public_updated_at"] == after["public_updated_at"]
    assert before["updated_at"] < after["updated_at"]
    old, new = (doc["details"]["attachments"][0] for doc in (before, after))
    uploaded = int(new["url"].split("/media/")[1][:8], 16)
    assert datetime.fromtimestamp(uploaded, UTC).date() == date(2026, 9, 27)
    assert old["filename"] == new["filename"]
    assert get(old["url"].removeprefix(BASE), eve).status == 200
    redirect = get(old["url"].removeprefix(BASE), day)
    assert (redirect.status, redirect.headers["Location"]) == (301, new["url"])


def test_a_major_update_moves_the_timestamp_and_leaves_a_note():
    slug = "panel-guidance-for-rapid-reviews"
    updated = document(slug, date(2026, 10, 2))
    assert [change["note"] for change in updated["details"]["change_history"]] == [
        "Added a section on reviews that concern more than one local area.",
        "First published.",
    ]
    found = search(
        date(2026, 10, 2),
        q='"useful rapid review"',
        fields=["public_timestamp", "latest_change_note"],
    )
    (result,) = found["results"]
    assert datetime.fromisoformat(result["public_timestamp"]) == datetime.fromisoformat(
        updated["public_updated_at"]
    )
    assert result["latest_change_note"].startswith("Added a section")


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"GOV.UK's schemas are not at hand: {SCHEMAS}")
def test_every_content_response_of_every_night_is_valid_by_govuk_s_schema():
    validators = {
        path.stem: jsonschema.Draft4Validator(json.loads(path.read_text("utf-8")))
        for path in SCHEMAS.glob("*.json")
    }
    paths = {p.path for p in STORY.publications.publication}
    paths |= {
        f"{p.path}/{d.slug}"
        for p in STORY.publications.publication
        for d in p.attachments
        if d.kind == "html"
    }
    seen, met = set(), set()
    for night in STORY.days:
        for path in sorted(paths):
            answer = get(govuk.CONTENT + path, night)
            if answer.status != 200 or answer.body in seen:
                continue
            seen.add(answer.body)
            item = json.loads(answer.body)
            met.add(item["schema_name"])
            errors = [e.message for e in validators[item["schema_name"]].iter_errors(item)]
            assert not errors, (night, path, errors)
    assert met == {"publication", "html_publication", "redirect", "gone"}
    assert len(seen) > len(paths)


@pytest.mark.parametrize("night", NIGHTS, ids=lambda night: str(night.at.date()))
def test_no_night_knows_the_future(night):
    day = night.at.date()
    texts = [get(govuk.CONTENT + p.path, day).body for p in STORY.publications.publication]
    texts.append(get("/api/search.json", day, count="100", fields="public_timestamp").body)
    stamps = re.findall(r'"(\d{4}-\d\d-\d\dT[^"]+)"', b"".join(texts).decode())
    if stamps:
        assert max(datetime.fromisoformat(stamp) for stamp in stamps) < night.at
    else:
        assert "govuk-reviews" in night.blind


# --------------------------------------------------------------------------- feed, files, robots


def test_the_feed_is_atom_with_new_ids_at_each_update():
    eve, day = (
        feedparser.parse(get(f"/government/organisations/{PANEL}.atom", night).body)
        for night in (date(2026, 10, 1), date(2026, 10, 2))
    )
    assert not day.bozo
    assert day.version == "atom10"
    first = day.entries[0]
    assert first.title == "Guidance: Writing a useful rapid review: guidance for partnerships"
    assert first.id == f"{first.link}#{first.updated}"
    assert first.id not in {entry.id for entry in eve.entries}
    assert not hasattr(first, "published")
    assert get("/government/organisations/nobody.atom").status == 404


def test_files_carry_their_validators_and_their_page():
    url = document("babies-and-the-first-hundred-days")["details"]["attachments"][0]["url"]
    answer = get(url.removeprefix(BASE))
    assert answer.body.startswith(b"%PDF-")
    assert answer.headers["Last-Modified"] == "Sun, 27 Sep 2026 08:30:00 GMT"
    assert answer.headers["Link"].endswith('babies-and-the-first-hundred-days>; rel="up"')
    assert get("/media/000000000000000000000000/none.pdf").status == 404


def test_robots_uses_wildcards():
    text = get("/robots.txt").body.decode()
    assert "Disallow: /*/print$" in text
    assert "Disallow: /search/all*" in text


def test_a_document_that_is_a_web_page_is_there_at_its_address():
    documents = [
        (f"{publication.path}/{document.slug}", document.title)
        for publication in STORY.publications.publication
        if publication.listed <= LAST and publication.end(LAST) is None
        for document in publication.documents(LAST)
        if document.kind == "html"
    ]
    assert documents
    for path, title in documents:
        answer = get(path)
        assert (answer.status, f"<h1>{html.escape(title)}</h1>" in answer.body.decode()) == (
            200,
            True,
        )
