"""Pages that cannot be vouched for, and sound pages without entries."""

import pytest
from list_pages import read_list

from repo_watch.errors import ChallengePageError, CutShortError, ReadingError, WrongPageError
from repo_watch.reading.page.web_page import see

URL = "https://example.org/case-reviews/list"


def page(title: str, body: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


PROSE = "<p>Schools have had new guidance on attendance since the spring of that year.</p>" * 40
LIST = "Recently published case reviews"


@pytest.mark.parametrize(
    ("body", "error", "says"),
    [
        (b"", CutShortError, "empty"),
        (b"\xef\xbb\xbf \r\n", CutShortError, "empty"),
        (b"%PDF-1.7 ...", WrongPageError, "PDF"),
        (b"PK\x03\x04", WrongPageError, "office document"),
        (b"\x1f\x8b\x08", WrongPageError, "compressed"),
        (b'{"title": "Case reviews"}', WrongPageError, "JSON"),
        (b'<?xml version="1.0"?><rss></rss>', WrongPageError, "feed"),
        (b"2031 - A - B", WrongPageError, "plain text"),
        (b"<html><body><p>2031", CutShortError, "before its end"),
        (b"<p>2031</p><p cla", CutShortError, "inside a tag"),
        (b"<p>2031</p><!-- and so", CutShortError, "inside a comment"),
        (b"<div>" * 3000 + b"</div>" * 3000, CutShortError, "deep"),
        (page("Just a moment...", "x"), ChallengePageError, "bot challenge"),
        (page(LIST, "<p>Are you a robot?</p>"), ChallengePageError, "bot challenge"),
        (page("x", '<script src="/turnstile.js"></script>'), ChallengePageError, "bot challenge"),
        (page("x", '<form action="/captcha"></form>'), ChallengePageError, "bot challenge"),
        (b"<?xml version='1.1'?>" + page("x", "<form>x</form>"), WrongPageError, "x"),
        (page("Access denied", PROSE), ChallengePageError, "refusal"),
        (page("Error 503", "x"), ChallengePageError, "error page"),
        (page(LIST, "<h1>Sorry, something went wrong</h1>"), ChallengePageError, "error page"),
        (page("x", '<input type="password">'), ChallengePageError, "password"),
        (page("Sign in", "x"), ChallengePageError, "login page"),
        (page("x", "<p>We use cookies. Choose.</p>"), ChallengePageError, "cookie wall"),
        (
            page(LIST, "<p>We use cookies.</p><p>Sorry, there is a problem. Try again.</p>"),
            ChallengePageError,
            "error page",
        ),
        (page("New guidance", PROSE), WrongPageError, "New guidance"),
        (page("A" * 80, PROSE), WrongPageError, "A…"),
        (page("", PROSE), WrongPageError, "untitled"),
        (page(LIST, PROSE), WrongPageError, "layout"),
        (page("x", PROSE + "<p>Keywords: infants</p>"), WrongPageError, "layout"),
        (
            page(LIST, "<p>No reviews have been added yet.</p><p>Learning: be kind</p>"),
            WrongPageError,
            "layout",
        ),
    ],
)
def test_refused(body: bytes, error: type[ReadingError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read_list(body, url=URL)
    assert caught.value.url == URL
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        "There are no case reviews.",
        "There are currently no case reviews to show.",
        "No new case reviews have been added this month.",
        "We haven’t published any case reviews yet.",
        "Nothing has been added to the collection so far.",
        "No results",
        "0 results found",
        "Case reviews for August have not been added yet.",
        "None have been published so far.",
        "There is nothing new in the collection.",
    ],
)
def test_sound_and_empty(said: str) -> None:
    reading = read_list(page(LIST, f"<h1>{LIST}</h1><p>{said}</p>{PROSE}"), url=URL)
    assert reading.items == ()


@pytest.mark.parametrize(
    "title",
    [
        "Serious case reviews 2031 - NSPCC Inform",
        "NSPCC | Case reviews update",
        "2031 case reviews",
        "Case reviews added in the last five years",
        "Case reviews: August 2031",
    ],
)
def test_titles_of_a_list(title: str) -> None:
    assert read_list(page(title, "<p>No case reviews have been added.</p>"), url=URL).items == ()


@pytest.mark.parametrize(
    "title",
    [
        "Search results for: case reviews",
        "The case review process in each nation",
        "Learning from case reviews",
        "Why we publish case reviews | NSPCC Learning",
    ],
)
def test_a_page_about_case_reviews_is_no_list_of_none(title: str) -> None:
    with pytest.raises(WrongPageError, match="not a list"):
        read_list(page("NSPCC Learning", f"<h1>{title}</h1><p>No results.</p>{PROSE}"), url=URL)


@pytest.mark.parametrize(
    "said",
    [
        "Full reports are not available through web search engines.",
        "Reports that are no longer published can be asked for.",
        "Not all reviews are published here.",
        "There are no set dates for this.",
    ],
)
def test_a_sentence_about_reviews_does_not_say_that_there_are_none(said: str) -> None:
    with pytest.raises(WrongPageError, match="layout"):
        read_list(page(LIST, f"<h1>{LIST}</h1><p>{said}</p>{PROSE}"), url=URL)


def test_a_cookie_banner_is_no_wall_before_a_list_that_is_seen() -> None:
    banner = "<div><h2>Cookies on this site</h2><p>We use cookies.</p></div>"
    none = "<p>There are no new case reviews this month.</p>"
    assert read_list(page("x", f"{banner}<h1>Case reviews update</h1>{none}"), url=URL).items == ()
    with pytest.raises(ChallengePageError, match="cookie wall"):
        read_list(page("Case reviews update", banner + none), url=URL)
    with pytest.raises(WrongPageError, match="no entry was understood"):
        read_list(page("x", f"{banner}<h1>Case reviews update</h1><p>Soon.</p>"), url=URL)


def test_an_entry_makes_up_for_words_of_a_wall() -> None:
    body = "<h3>2031 – Eastmere – Child Q</h3><p>An error was made.</p><p>Keywords: infants</p>"
    assert len(read_list(page("Sign in", body), url=URL).items) == 1


# ------------------------------------------------------------------ a page without its last tags

FIRST = "<h2>2031 - Anyshire - Child Q</h2><p>Death of an infant.</p><p>Keywords: infants</p>"
ENDS = {
    "tags left out after whole elements": "<h2>2031 - Othertown - Child R</h2><p>Injury.</p>",
    "a footer after them": "<h2>2031 - Othertown - Child R</h2><p>Injury.</p><footer>Us</footer>",
}
BREAKS = {
    "in a sentence": "<h2>2031 - Othertown - Child R</h2><p>Injury to a child who",
    "at the end of a sentence": "<h2>2031 - Othertown - Child R</h2><p>Injury to a child.",
    "in a heading": "<h2>2031 - Othertown - Chi",
    "in a link in a sentence": '<h2>2031 - Othertown - Child R</h2><p>Injury. <a href="/a">See t',
    "in the body's own text": "<h2>2031 - Othertown - Child R</h2>Injury to a child who",
    "after a line's end": "<h2>2031 - Othertown - Child R</h2><p>Injury to<br>a child who",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_whole_page_may_leave_out_its_last_tags(end):
    body = f"<html><body>{FIRST}{end}".encode()
    assert len(read_list(body, url=URL, whole=True).items) == 2
    with pytest.raises(CutShortError, match="before its end"):
        read_list(body, url=URL)


@pytest.mark.parametrize("end", BREAKS.values(), ids=BREAKS)
def test_what_breaks_off_within_a_text_is_not_whole_whatever_the_transport_says(end):
    with pytest.raises(CutShortError, match="breaks off"):
        read_list(f"<html><body>{FIRST}{end}".encode(), url=URL, whole=True)


def test_a_page_that_closes_no_paragraph_may_end_in_one():
    minified = FIRST.replace("</p>", "") + "<h2>2031 - Othertown - Child R</h2><p>Injury<hr><p>Ours"
    assert len(read_list(f"<html><body>{minified}".encode(), url=URL, whole=True).items) == 2
    with pytest.raises(CutShortError, match="breaks off"):
        read_list(f"<html><body>{FIRST}{minified}".encode(), url=URL, whole=True)


def test_a_line_of_the_body_itself_may_end_the_page_where_a_sentence_ends():
    body = f"<html><body>{FIRST}<h2>2031 - Othertown - Child R</h2>Injury to a child.".encode()
    assert len(read_list(body, url=URL, whole=True).items) == 2


def test_a_saved_part_of_a_page_may_end_where_a_sentence_does():
    part = f"{FIRST}<h2>2031 - Othertown - Child R</h2><p>Injury.</p>"
    assert len(read_list(f"{part}Ours.".encode(), url=URL, whole=True).items) == 2
    with pytest.raises(CutShortError, match="breaks off"):
        read_list(f"{part}Injury to a child who".encode(), url=URL, whole=True)


# --------------------------------------------------------------------- the titles of error pages


@pytest.mark.parametrize("title", ["Page not found", "Just a moment...", "Error", "Please log in"])
def test_error_pages_are_known_by_their_titles(title):
    assert see(f"<title>{title}</title><p>x").names_an_error
    assert see(f"<h1>{title}</h1>").names_an_error


def test_reviews_are_not():
    title = "Learning from serious case reviews in 2031"
    assert not see(f"<title>Case reviews</title><h1>{title}</h1>").names_an_error
