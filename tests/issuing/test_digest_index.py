import json
import re

import feedparser
import pytest
from bs4 import BeautifulSoup
from house import utc
from msgspec.structs import replace

from repo_watch.digest.model import NATIONAL
from repo_watch.issuing.index import write
from repo_watch.rendering.words import short_size


def page_of(public):
    return BeautifulSoup((public / "index.html").read_bytes(), "lxml")


def test_issues_are_listed_by_year_newest_first_in_the_partnerships_form(issued, public):
    write(issued.db, public)
    page = page_of(public)
    listed = [
        (
            section.h2.get_text(),
            [item.find(href=re.compile("pdf$")).get_text() for item in section.find_all("li")],
        )
        for section in page.find_all("section")
        if section.find(class_="issues")
    ]

    def size(stem):
        return short_size((public / f"{stem}.pdf").stat().st_size)

    assert listed == [
        (
            "2026",
            [
                f"Case reviews Nov/Dec 2026 [{size('case-reviews-2026-11_2026-12')}]",
                f"Case reviews October 2026 [{size('case-reviews-2026-10')}]",
                f"Case reviews September 2026 [{size('case-reviews-2026-09')}]",
            ],
        ),
        (
            "2017",
            [f"Case reviews Dec 2016/Jan 2017 [{size('case-reviews-2016-12_2017-01')}]"],
        ),
    ]


def test_each_issue_says_what_it_holds_its_web_page_first(issued, public):
    write(issued.db, public)
    first = page_of(public).find(class_="issues").li
    assert " ".join(first.get_text(" ", strip=True).split()).startswith(
        "Read Nov/Dec 2026 as a web page 2 new case reviews Case reviews Nov/Dec 2026 ["
    )
    assert first.a["href"].endswith(".html")
    assert "(PDF)" in first.get_text()


def test_the_page_says_when_each_source_was_last_read_and_whom_to_ask(issued, public, sources):
    issued.run(utc(2027, 1, 1, 2), verdicts={"a-panel": "failed"})
    edition = replace(NATIONAL, organisation="The Board", contact="office@board.example")
    never = replace(sources[0], id="never", title="Never tried")
    write(issued.db, public, edition=edition, sources=(*sources, never))
    page = page_of(public)
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.find_all("tr")]
    assert rows[1:] == [
        ["The yearly list", "1 January 2027"],
        ["The national panel", "14 December 2026"],
    ]
    assert "Issued by The Board." in page.footer.get_text()
    assert page.find(href="mailto:office@board.example")


def test_the_database_and_its_kept_copies_are_linked_from_every_edition(issued, public):
    for name in ("repo-watch.db", "repo-watch-2026-10.db", "repo-watch-2026-11.db"):
        (public / name).touch()
    names = ["repo-watch.db", "repo-watch-2026-11.db", "repo-watch-2026-10.db"]
    for folder, edition in ((public, NATIONAL), (public / "east", replace(NATIONAL, name="east"))):
        write(issued.db, public, edition=edition)
        linked = [one["href"] for one in page_of(folder).find_all(href=re.compile("db$"))]
        assert [(folder / one).resolve() for one in linked] == [public / one for one in names]


def test_an_issue_links_what_stands_beside_it(issued, public):
    write(issued.db, public)
    soup = BeautifulSoup((public / "case-reviews-2026-10.html").read_bytes(), "lxml")
    links = [one["href"] for one in soup.footer.find_all("a")]
    stem = "case-reviews-2026-10"
    assert links == ["index.html", f"{stem}.pdf", f"{stem}.csv", "feed.xml"]
    assert all((public / one).is_file() for one in links)


def test_whatever_the_page_names_is_there(issued, public):
    (public / "case-reviews-2026-10.pdf").unlink()
    write(issued.db, public)
    links = [tag["href"] for tag in page_of(public).find_all("a") if tag["href"][0] != "#"]
    assert len(links) == 14
    assert all((public / link).is_file() for link in links)


def test_files_are_touched_only_when_their_bytes_change(issued, public):
    assert set(write(issued.db, public)) == {
        *("index.html", "fragment.html", "feed.xml", "reviews.xml", "search-index.js"),
    }
    before = {one.name: one.stat().st_mtime_ns for one in public.iterdir()}
    assert write(issued.db, public) == ()
    assert {one.name: one.stat().st_mtime_ns for one in public.iterdir()} == before


def test_a_correction_is_listed_in_place_of_what_it_corrects(issued, public, make_issues):
    make_issues("2026-10", at=utc(2027, 2, 3, 4), reissue=True)
    write(issued.db, public)
    text = page_of(public).get_text(" ", strip=True)
    assert text.count("Case reviews October 2026") == 1
    assert "corrected on 3 February 2027" in text


def test_before_the_first_issue_the_page_says_so(house, public):
    house.run(utc(2026, 9, 14, 2))
    write(house.db, public)
    assert "There is no issue yet." in page_of(public).get_text()
    feed = BeautifulSoup((public / "feed.xml").read_bytes(), "xml")
    assert feed.updated.get_text() == "2026-09-14T02:00:00Z"
    assert not feed.find_all("entry")


def test_feed_entries_keep_their_ids_through_corrections(issued, public, make_issues):
    write(issued.db, public)
    before = BeautifulSoup((public / "feed.xml").read_bytes(), "xml")
    make_issues("2026-10", at=utc(2027, 2, 3, 4), reissue=True)
    write(issued.db, public)
    after = BeautifulSoup((public / "feed.xml").read_bytes(), "xml")
    ids = [one.id.get_text() for one in before.find_all("entry")]
    assert len(set(ids)) == 4
    assert ids == [one.id.get_text() for one in after.find_all("entry")]
    assert after.updated.get_text() == "2027-02-03T04:00:00Z"
    assert before.updated.get_text() == "2027-01-02T03:00:00Z"


def test_the_feed_tells_what_a_feed_reader_needs(issued, public):
    write(issued.db, public)
    feed = feedparser.parse((public / "feed.xml").read_bytes())
    assert not feed.bozo
    newest = feed.entries[0]
    assert newest.title == "Case reviews Nov/Dec 2026: 2 new case reviews"
    assert newest.link == "case-reviews-2026-11_2026-12.html"
    (enclosure,) = newest.enclosures
    size = (public / "case-reviews-2026-11_2026-12.pdf").stat().st_size
    assert (enclosure.href, enclosure.length) == ("case-reviews-2026-11_2026-12.pdf", str(size))


def test_titles_in_the_feed_are_text(house, public, make_issues):
    house.run(utc(2026, 9, 14, 2))
    house.review(
        utc(2026, 10, 3, 2),
        entry=house.entry(title="2026 – <b>East</b> & ]]> – Child \x0bQ", keywords=("a & <b>",)),
    )
    make_issues("2026-10", at=utc(2026, 11, 2, 3))
    write(house.db, public)
    feed = BeautifulSoup((public / "feed.xml").read_bytes(), "xml")
    content = BeautifulSoup(feed.entry.content.get_text(), "lxml")
    assert content.find("li").get_text() == "2026 – <b>East</b> & ]]> – Child Q"


# ------------------------------------------------------------------ the fragment


def links_of(public):
    fragment = BeautifulSoup((public / "fragment.html").read_bytes(), "lxml")
    return {one.get_text(): one["href"] for one in fragment.find_all("a")}


def test_the_fragment_says_what_the_page_says_and_is_plain_enough_to_paste(issued, public):
    write(issued.db, public)
    content = (public / "fragment.html").read_bytes()
    content.decode("ascii")
    fragment = BeautifulSoup(content, "lxml")
    assert {one.name for one in fragment.body.find_all()} == {"div", "h2", "ul", "li", "a"}
    assert {name for one in fragment.body.find_all() for name in one.attrs} == {"class", "href"}
    listed = {
        one.get_text(): one["href"]
        for one in page_of(public).select(".issues a")
        if not one["href"].endswith(".csv")
    }
    assert {(text, f"./{href}") for text, href in listed.items()} <= links_of(public).items()
    assert all((public / href).is_file() for href in links_of(public).values())


def test_titles_in_the_fragment_are_text_in_any_encoding(issued, public):
    write(issued.db, public, edition=replace(NATIONAL, title="Adolygiadau <b>ŵ</b> & mwy"))
    content = (public / "fragment.html").read_bytes().decode("latin-1")
    fragment = BeautifulSoup(content, "lxml")
    assert (
        fragment.find(href=re.compile("pdf$"))
        .get_text()
        .startswith("Adolygiadau <b>ŵ</b> & mwy Nov/Dec 2026 [")
    )


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://board.example/files", "https://board.example/files/"),
        ("https://board.example/files/", "https://board.example/files/"),
        ("", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_links_are_absolute_where_the_address_is_known(issued, public, given, base):
    for folder, edition in ((public, NATIONAL), (public / "east", replace(NATIONAL, name="east"))):
        write(issued.db, public, edition=edition, public_url=given)
        own = base and base + ("east/" if folder != public else "")
        assert all(href.startswith(own or "./case-") for href in links_of(folder).values())
        for name in ("feed.xml", "reviews.xml"):
            feed = BeautifulSoup((folder / name).read_bytes(), "xml")
            assert feed.find("link", rel="self")["href"] == own + name


# ------------------------------------------------------------------ the feed of reviews


def reviews_of(public):
    return BeautifulSoup((public / "reviews.xml").read_bytes(), "xml")


def test_each_review_is_an_entry_that_leads_to_its_place(issued, public):
    write(issued.db, public)
    parsed = feedparser.parse((public / "reviews.xml").read_bytes())
    assert not parsed.bozo
    assert len(parsed.entries) == 4
    for entry in parsed.entries:
        name, _, anchor = entry.link.partition("#")
        article = BeautifulSoup((public / name).read_bytes(), "lxml").find(id=anchor)
        assert article.find(["h3", "h4"]).get_text() == entry.title
        text = BeautifulSoup(entry.content[0].value, "lxml").get_text(" ", strip=True)
        for block in article.find_all(["p", "li"]):
            if block.get("class") != ["about"]:
                assert " ".join(block.get_text(" ", strip=True).split()) in " ".join(text.split())


def test_entries_of_reviews_keep_their_ids_through_corrections(issued, public, make_issues):
    write(issued.db, public)
    before = [one.id.get_text() for one in reviews_of(public).find_all("entry")]
    make_issues("2026-10", at=utc(2027, 2, 3, 4), reissue=True)
    write(issued.db, public)
    entries = reviews_of(public).find_all("entry")
    assert [one.id.get_text() for one in entries] == before
    assert len(set(before)) == 4
    moments = {one.updated.get_text() for one in entries}
    assert "2027-02-03T04:00:00Z" not in moments
    assert reviews_of(public).updated.get_text() == max(moments)


def test_a_correction_moves_the_entries_that_it_changes(house, public, make_issues):
    house.run(utc(2026, 9, 14, 2))
    text = "The plan was made late."
    house.review(utc(2026, 10, 3, 2), entry=house.entry(title="2026 – East – Child Q"))
    other = house.review(utc(2026, 10, 4, 2), entry=house.entry(title="2026 – East – Child R"))
    for day in (2, 3, 4):
        make_issues("2026-10", at=utc(2026, 11, day, 3), reissue=day > 2)
        if day == 2:
            house.db.execute(
                "UPDATE version SET snapshot = json_set(snapshot, '$.sections.learning', ?)"
                " WHERE item = ?",
                [text, other],
            )
    write(house.db, public)
    moved = {
        one.title.get_text(): one.updated.get_text() for one in reviews_of(public).find_all("entry")
    }
    assert moved == {
        "2026 – East – Child Q": "2026-11-02T03:00:00Z",
        "2026 – East – Child R": "2026-11-03T03:00:00Z",
    }
    assert reviews_of(public).updated.get_text() == "2026-11-03T03:00:00Z"
    everything = (public / "feed.xml").read_text() + (public / "reviews.xml").read_text()
    ids = BeautifulSoup(f"<all>{everything}</all>", "lxml").find_all("id")
    assert len({one.get_text() for one in ids}) == len(ids)
    (entry, *_) = feedparser.parse((public / "reviews.xml").read_bytes()).entries
    assert entry.content[0].type == "text/html"


def test_the_feed_of_reviews_holds_the_newest_hundred(house, public, make_issues):
    house.run(utc(2026, 9, 14, 2))
    for month in (9, 10, 11):
        house.month(utc(2026, month, 1, 2), 80)
    make_issues("2026-09", "2026-10", "2026-11", at=utc(2026, 12, 2, 3))
    write(house.db, public)
    links = [one.link["href"] for one in reviews_of(public).find_all("entry")]
    assert len(links) == 100
    assert sum("2026-11" in one for one in links) == 80


# ------------------------------------------------------------------ the list for the search


def test_the_search_knows_every_item_of_every_issue_and_where_it_stands(issued, public):
    write(issued.db, public)
    content = (public / "search-index.js").read_text(encoding="ascii")
    items = json.loads(content.removeprefix("window.repoWatchItems=").removesuffix(";\n"))
    assert len(items) == 4
    for item in items:
        name, _, anchor = item["url"].partition("#")
        article = BeautifulSoup((public / name).read_bytes(), "lxml").find(id=anchor)
        assert article.find(["h3", "h4"]).get_text() == item["title"]
        keywords = article.get_text().partition("Keywords: ")[2].partition(".")[0]
        assert all(word in item["more"] for word in keywords.split(", "))
        said = {word for tag in article.select("p, li") for word in tag.get_text().split()}
        said -= {word for tag in article.select(".about, .lines, b") for word in tag.text.split()}
        assert {word.casefold() for word in said} <= set(item["text"].split())


def test_the_search_knows_what_was_there_before_the_first_issue(issued, public):
    old_entry = issued.entry()
    issued.review(utc(2026, 9, 14, 2), baseline=True, entry=old_entry)
    issued.review(utc(2026, 9, 14, 2), baseline=True, state="suppressed")
    report = issued.publication(utc(2026, 9, 14, 2), baseline=True)
    write(issued.db, public)
    content = (public / "search-index.js").read_text(encoding="ascii")
    items = json.loads(content.removeprefix("window.repoWatchItems=").removesuffix(";\n"))
    *_, review, publication = items
    assert len(items) == 6
    assert review["about"].endswith("From before the first issue")
    assert review["url"] == old_entry.links[0].url
    assert publication["url"] == issued.publication_of(report).url


def test_nothing_in_the_list_for_the_search_can_end_its_script(house, public, make_issues):
    house.run(utc(2026, 9, 14, 2))
    text = "</script><!-- \u2028 \\ ' \" "
    house.review(utc(2026, 10, 3, 2), entry=house.entry(title=text, keywords=(text,)))
    make_issues("2026-10", at=utc(2026, 11, 2, 3))
    write(house.db, public)
    content = (public / "search-index.js").read_text(encoding="ascii")
    assert "<" not in content
    assert content.count("\n") == 1
