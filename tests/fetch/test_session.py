"""What arrives becomes a page; what does not, one line that says why. All over real HTTP."""

import gzip
from hashlib import sha256

import pytest
from faults import refused

from repo_watch import __version__
from repo_watch.fetch.connections import hosts_of
from repo_watch.fetch.session import FAILURES_IN_A_ROW
from repo_watch.model import Validators


def test_a_page_arrives_as_received(site, fetch):
    site.routes["/list"] = site.answer(ETag='"a"')
    page = fetch(site.url("/list"))
    assert (page.url, page.status, page.body) == (site.url("/list"), 200, site.page)
    assert page.sha256 == sha256(site.page).hexdigest()
    assert page.headers["etag"] == '"a"'
    assert page.fetched_at == site.now
    assert not page.unchanged


def test_every_request_names_the_project_and_a_contact(site, fetch):
    site.routes["/list"] = site.answer()
    fetch(site.url("/list"))
    agents = {headers["User-Agent"] for _, headers, _ in site.seen}
    assert agents == {f"repo-watch/{__version__} (+you@example.org)"}


def test_without_a_contact_the_agent_is_the_project_alone(site, fetch, make_fetcher):
    site.routes["/list"] = site.answer()
    fetch(site.url("/list"), fetcher=make_fetcher(contact=""))
    assert site.asked("/list")[0]["User-Agent"] == f"repo-watch/{__version__}"


def test_one_connection_serves_a_whole_night(site, fetch):
    site.routes |= {
        "/list": site.answer(),
        "/packed": site.answer(gzip.compress(site.page), content_encoding="gzip"),
        "/gone": site.answer(b"<html>gone", 410),
        "/old": site.moved("/list", 301),
        "/same": site.answer(b"", 304, content_length=None),
        "/broken": site.answer(b"<html>broken", 500),
        "/refused": site.answer(b"x" * 300_000, 403),
    }
    for _ in range(5):
        for path in ("/list", "/packed", "/old"):
            fetch(site.url(path))
        fetch(site.url("/gone"), "content")
        fetch(site.url("/same"), validators=Validators('"a"', None, "0" * 64))
        refused(fetch, "status", site.url("/broken"))
        refused(fetch, "status", site.url("/refused"))
    assert len(site.seen) > 40
    assert site.connections == 1


def test_nothing_is_sent_that_the_machine_keeps_for_others(site, fetch, tmp_path, monkeypatch):
    """No password of ~/.netrc, no cookie of an earlier answer, no proxy for this machine."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.routes["/list"] = site.answer(set_cookie="seen=1")
    fetch(site.url("/list"))
    fetch(site.url("/list"))
    for headers in site.asked("/list"):
        assert not {"Authorization", "Cookie"} & set(headers)


# ----------------------------------------------------------------------------------- not changed


def test_validators_are_sent_and_a_304_is_unchanged(site, fetch):
    site.routes["/list"] = site.answer(b"", 304, content_length=None, etag='W/"b"')
    page = fetch(site.url("/list"), validators=Validators('W/"a"', "Mon, 03 Mar 2031", "ab" * 32))
    assert page.unchanged
    assert (page.status, page.body, page.sha256) == (304, b"", "ab" * 32)
    sent = site.asked("/list")[0]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('W/"a"', "Mon, 03 Mar 2031")


def test_without_the_body_they_stand_for_no_validators_are_sent(site, fetch):
    site.routes["/list"] = site.answer()
    fetch(site.url("/list"), validators=Validators('"a"', "Mon, 03 Mar 2031", None))
    assert not {"If-None-Match", "If-Modified-Since"} & set(site.asked("/list")[0])


def test_a_304_nobody_asked_for_is_no_page(site, fetch):
    site.routes["/list"] = site.answer(b"", 304, content_length=None)
    assert "HTTP 304" in refused(fetch, "status", site.url("/list")).reason


def test_the_hash_of_the_last_good_body_is_unchanged_too(site, fetch):
    site.routes["/list"] = site.answer()
    known = Validators(sha256=sha256(site.page).hexdigest())
    page = fetch(site.url("/list"), validators=known)
    assert (page.unchanged, page.status, page.body) == (True, 200, b"")
    assert page.sha256 == known.sha256


# --------------------------------------------------------------------------------------- statuses


@pytest.mark.parametrize("status", [404, 410])
def test_absence_is_a_state_of_a_publication_and_a_fault_of_a_list(site, fetch, status):
    site.routes["/p"] = site.answer(b"<html>an error page", status)
    page = fetch(site.url("/p"), "content")
    assert (page.status, page.body, page.unchanged) == (status, b"<html>an error page", False)
    for kind in ("list", "search"):
        error = refused(fetch, "status", site.url("/p"), kind)
        assert f"HTTP {status}" in error.reason
    assert len(site.asked("/p")) == 3


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 422, 451, 501])
def test_any_other_status_is_no_page_and_not_asked_for_again(site, fetch, sleeps, status):
    site.routes["/p"] = site.answer(b"", status)
    assert f"HTTP {status}" in refused(fetch, "status", site.url("/p"), "content").reason
    assert len(site.asked("/p")) == 1
    assert sleeps == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_with_pauses(site, fetch, sleeps, status):
    site.routes["/p"] = [site.answer(b"", status), site.answer(b"", status), site.answer()]
    assert fetch(site.url("/p")).body == site.page
    assert sleeps == [1, 2]


def test_after_the_last_attempt_the_fault_says_how_often(site, fetch, make_fetcher, sleeps):
    site.routes["/p"] = site.answer(b"", 503)
    error = refused(fetch, "status", site.url("/p"))
    assert error.reason == "answers HTTP 503 (asked 3 times)"
    assert len(site.asked("/p")) == 3
    assert sleeps == [1, 2]
    error = refused(fetch, "status", site.url("/p"), fetcher=make_fetcher(attempts=1))
    assert error.reason == "answers HTTP 503"
    assert len(site.asked("/p")) == 4


@pytest.mark.parametrize(
    ("value", "date", "pause"),
    [
        ("7", None, 7),
        (" 120 ", None, 120),
        ("0", None, 1),
        ("Tue, 04 Mar 2031 02:15:30 GMT", "", 30),
        ("Tue, 04 Mar 2031 02:15:30 -0000", "", 30),
        ("Tue, 04 Mar 2031 02:14:00 GMT", "", 1),
        ("Fri, 01 Jan 1999 00:00:09 GMT", "Fri, 01 Jan 1999 00:00:00 GMT", 9),
        ("soon", None, 1),
        ("-5", None, 1),
    ],
)
def test_retry_after_is_honoured(site, fetch, sleeps, value, date, pause):
    busy = site.answer(b"", 503, retry_after=value, **({} if date is None else {"date": date}))
    site.routes["/p"] = [busy, site.answer()]
    fetch(site.url("/p"))
    assert sleeps == [pause]


@pytest.mark.parametrize("status", [429, 503])
def test_a_longer_retry_after_ends_the_night_for_the_host(site, fetch, sleeps, status):
    site.routes |= {"/p": site.answer(b"", status, retry_after="3600"), "/q": site.answer()}
    error = refused(fetch, "status", site.url("/p"))
    assert "left alone for 3600 s" in error.reason
    assert "left alone for 3600 s" in refused(fetch, "resting", site.url("/q")).reason
    assert (len(site.asked("/p")), site.asked("/q"), sleeps) == (1, [], [])


def test_a_host_that_stays_busy_is_left_alone(site, fetch):
    site.routes |= {"/p": site.answer(b"", 429), "/q": site.answer()}
    refused(fetch, "status", site.url("/p"))
    assert "HTTP 429" in refused(fetch, "resting", site.url("/q")).reason
    assert site.asked("/q") == []


def test_a_host_that_fails_again_and_again_is_left_alone_and_others_are_not(site, make_site, fetch):
    other = make_site()
    site.routes |= {"/p": site.answer(b"", 500), "/q": site.answer()}
    other.routes["/q"] = other.answer()
    for _ in range(FAILURES_IN_A_ROW - 1):
        refused(fetch, "status", site.url("/p"))
    fetch(site.url("/q"))
    for _ in range(FAILURES_IN_A_ROW):
        refused(fetch, "status", site.url("/p"))
    refused(fetch, "resting", site.url("/q"))
    assert fetch(other.url("/q")).body == other.page


# -------------------------------------------------------------------------------------- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_within_the_host_are_followed(site, fetch, status):
    site.routes |= {"/a/old": site.moved("../b?c=d#part", status), "/b?c=d": site.answer()}
    page = fetch(site.url("/a/old"))
    assert (page.url, page.body) == (site.url("/b?c=d"), site.page)
    assert page.request.url == site.url("/a/old")


def test_validators_do_not_speak_for_the_target_of_a_redirect(site, fetch):
    site.routes |= {"/old": site.moved("/new"), "/new": site.answer()}
    fetch(site.url("/old"), validators=Validators('"a"', None, "ab" * 32))
    assert "If-None-Match" in site.asked("/old")[0]
    assert "If-None-Match" not in site.asked("/new")[0]


def test_a_304_behind_a_redirect_is_no_page(site, fetch):
    site.routes |= {"/old": site.moved("/new"), "/new": site.answer(b"", 304, content_length=None)}
    known = Validators('"a"', None, "ab" * 32)
    assert "HTTP 304" in refused(fetch, "status", site.url("/old"), validators=known).reason


def test_five_redirects_are_followed_and_not_a_sixth(site, fetch):
    site.routes |= {f"/{n}": site.moved(f"/{n + 1}") for n in range(6)} | {"/6": site.answer()}
    assert fetch(site.url("/1")).url == site.url("/6")
    assert "more than 5 times" in refused(fetch, "redirect", site.url("/0")).reason


def test_a_redirect_to_another_host_is_refused_without_asking_there(site, make_site, fetch):
    other = make_site()
    site.routes["/p"] = site.moved(other.url("/p"))
    error = refused(fetch, "redirect", site.url("/p"))
    assert error.url == site.url("/p")
    assert f"has moved to {other.url('/p')}" in error.reason
    assert other.seen == []


def test_a_redirect_to_another_host_of_the_source_is_followed(site, make_site, fetch):
    other = make_site()
    site.routes["/p"] = site.moved(other.url("/p"))
    other.routes["/p"] = other.answer()
    hosts = hosts_of([site.url("/"), other.url("/")])
    assert fetch(site.url("/p"), hosts=hosts).url == other.url("/p")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "javascript:1",
        "//",
        "http://[",
    ],
)
def test_a_redirect_to_anything_but_the_web_isrefused(site, fetch, target):
    site.routes["/p"] = site.moved(target)
    refused(fetch, "redirect", site.url("/p"))


def test_a_redirect_that_does_not_say_where_is_no_page(site, fetch):
    site.routes["/p"] = site.answer(b"", 302)
    assert "HTTP 302" in refused(fetch, "status", site.url("/p")).reason


def test_an_address_outside_the_sources_hosts_is_not_asked_for(site, fetch):
    refused(fetch, "redirect", site.url("/p"), hosts=frozenset({"lists.example"}))
    assert site.seen == []


# ------------------------------------------------------------------------------------------- type


@pytest.mark.parametrize(
    ("kind", "content_type", "fits"),
    [
        ("list", "text/html", True),
        ("update", "Application/XHTML+XML; charset=utf-8", True),
        ("list", None, True),
        ("list", "", True),
        ("list", "application/pdf", False),
        ("list", "image/png", False),
        ("list", "application/json", False),
        ("list", "text/plain", False),
        ("search", "application/json; charset=utf-8", True),
        ("content", "application/vnd.example+json", True),
        ("feed", "application/atom+xml", True),
        ("feed", "text/xml", True),
        ("search", None, True),
        ("search", "text/html", False),
        ("content", "application/xhtml+xml", False),
        ("content", "text/html", False),
    ],
)
def test_only_the_form_that_was_asked_for_is_a_page(site, fetch, kind, content_type, fits):
    site.routes["/p"] = site.answer(content_type=content_type)
    if fits:
        assert fetch(site.url("/p"), kind).body == site.page
    else:
        assert "is " in refused(fetch, "wrong-type", site.url("/p"), kind).reason
    assert len(site.asked("/p")) == 1
    accepted = site.asked("/p")[0]["Accept"]
    assert ("html" in accepted) is (kind in {"list", "update"})
