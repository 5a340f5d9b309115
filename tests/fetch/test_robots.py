"""robots.txt is obeyed, and one that cannot be read means "do not fetch"."""

import pytest

from repo_watch.errors import FaultError

RULES = b"""User-agent: *
Disallow: /*/print$
Disallow: /search/all*
Disallow: /private
Allow: /private/list

User-agent: someone-else
Disallow: /
"""


@pytest.fixture
def rules(site):
    """Sets the answer at /robots.txt; every other page of the site is sound."""
    site.routes |= {
        path: site.answer()
        for path in ("/a/print", "/a/print/b", "/search/all?x=1", "/private", "/private/list", "/")
    }

    def rules(body, status=200, **headers):
        site.routes["/robots.txt"] = site.answer(
            body, status, **{"content_type": "text/plain"} | headers
        )

    return rules


def _forbidden(fetch, url):
    with pytest.raises(FaultError) as caught:
        fetch(url)
    assert caught.value.fault == "robots"
    assert caught.value.url == url
    return caught.value.reason


def test_rules_with_wildcards_are_obeyed(site, rules, fetch):
    rules(RULES)
    for path in ("/a/print", "/search/all?x=1", "/private"):
        assert "forbidden" in _forbidden(fetch, site.url(path))
        assert site.asked(path) == []
    for path in ("/a/print/b", "/private/list", "/"):
        assert fetch(site.url(path)).body == site.page


def test_rules_that_name_us_lead(site, rules, fetch):
    rules(b"User-agent: *\nAllow: /\n\nUser-agent: Repo-Watch\nDisallow: /private\n")
    _forbidden(fetch, site.url("/private"))
    assert fetch(site.url("/")).body == site.page


@pytest.mark.parametrize(
    "name",
    [
        "repo-watch",
        "REPO-WATCH/0.1.0",
        "repo-watch (+https://board.example/contact)",
        "repo-watch/9.9 (+desk@board.example)  # seen in the log",
        "repo-watch/*",
        "*repo-watch*",
    ],
)
@pytest.mark.parametrize("field", ["User-agent:", "user agent :", "Useragent"])
def test_a_group_bears_our_name_as_operators_copy_it(site, rules, fetch, make_fetcher, name, field):
    rules(f"{field} *\nAllow: /\n\n{field} {name}\nDisallow: /private\n".encode())
    _forbidden(fetch, site.url("/private"))
    rules(f"{field} *\nDisallow: /\n\n{field} {name}\nDisallow: /private\n".encode())
    assert fetch(site.url("/"), fetcher=make_fetcher()).body == site.page


@pytest.mark.parametrize(
    "name", ["repo", "repo/0.1.0", "watch", "repo-watcher", "repo-watch-news/2", "my-repo-watch"]
)
def test_a_group_for_another_says_nothing_of_us(site, rules, fetch, make_fetcher, name):
    rules(f"User-agent: * # all\nDisallow: /private\n\nUser-agent: {name}\nAllow: /\n".encode())
    _forbidden(fetch, site.url("/private"))
    rules(f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /\n".encode())
    assert fetch(site.url("/private"), fetcher=make_fetcher()).body == site.page


@pytest.mark.parametrize("refusing", [0, 1])
def test_of_two_groups_with_our_name_either_may_refuse(site, rules, fetch, refusing):
    names = ["repo-watch", "repo-watch/0.1.0"]
    rules(
        "".join(
            f"User-agent: {name}\n{'Disallow' if place == refusing else 'Allow'}: /private\n\n"
            for place, name in enumerate(names)
        ).encode()
    )
    _forbidden(fetch, site.url("/private"))
    assert fetch(site.url("/")).body == site.page


def test_rules_behind_a_byte_order_mark_are_read(site, rules, fetch):
    rules(b"\xef\xbb\xbfUser-agent: *\nDisallow: /private\n")
    _forbidden(fetch, site.url("/private"))


def test_rules_are_read_once_in_a_night_and_before_anything_else(site, rules, fetch, make_fetcher):
    rules(RULES)
    for _ in range(3):
        fetch(site.url("/"))
    assert [path for path, _, _ in site.seen] == ["/robots.txt", "/", "/", "/"]
    fetch(site.url("/"), fetcher=make_fetcher())
    assert len(site.asked("/robots.txt")) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_host_without_rules_allows_everything(site, rules, fetch, status):
    rules(b"<html>an error page", status, content_type="text/html")
    assert fetch(site.url("/private")).body == site.page


def test_empty_rules_allow_everything(site, rules, fetch):
    rules(b"")
    assert fetch(site.url("/private")).body == site.page


def _cut(route):
    def cut(handler):
        route(handler)
        handler.close_connection = True

    return cut


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda site: site.answer(b"", 401), "HTTP 401"),
        (lambda site: site.answer(b"", 403), "HTTP 403"),
        (lambda site: site.answer(b"", 429), "HTTP 429"),
        (lambda site: site.answer(b"", 500), "HTTP 500"),
        (lambda site: site.answer(b"", 503, retry_after="3600"), "left alone for 3600 s"),
        (lambda site: site.answer(b"User-agent: *"), "a web page is in its place"),
        (
            lambda site: site.answer(b" \n<!doctype html>", content_type=None),
            "a web page is in its place",
        ),
        (
            lambda site: _cut(site.answer(b"#", content_type="text/plain", content_length="9")),
            "cut short",
        ),
        (lambda site: site.answer(b"#" * 2000, content_type="text/plain"), "more than 1500 bytes"),
        (lambda site: site.moved("http://elsewhere.example/robots.txt"), "has moved to"),
        (lambda site: site.moved("/robots.txt"), "more than 5 times"),
        (lambda site: site.answer(b"", 304, content_length=None), "HTTP 304"),
    ],
)
def test_rules_that_cannot_be_read_mean_do_not_fetch(site, fetch, make_fetcher, answer, reason):
    site.routes["/robots.txt"] = answer(site)
    fetcher = make_fetcher(max_bytes=1500, attempts=1)
    for path in ("/", "/private"):
        message = _forbidden(lambda url: fetch(url, fetcher=fetcher), site.url(path))
        assert "nothing of this host is fetched" in message
        assert reason in message
        assert site.asked(path) == []


def test_rules_may_move_within_their_host(site, rules, fetch):
    rules(RULES)
    site.routes["/rules"] = site.routes["/robots.txt"]
    site.routes["/robots.txt"] = site.moved("/rules", 301)
    _forbidden(fetch, site.url("/private"))


def test_a_busy_host_gets_a_second_chance_to_tell_its_rules(site, rules, fetch):
    rules(RULES)
    site.routes["/robots.txt"] = [site.answer(b"", 503), site.routes["/robots.txt"]]
    assert fetch(site.url("/")).body == site.page
    _forbidden(fetch, site.url("/private"))


def test_the_target_of_a_redirect_is_asked_about_too(site, rules, fetch):
    rules(RULES)
    site.routes["/"] = site.moved("/private")
    with pytest.raises(FaultError, match="forbidden by the site"):
        fetch(site.url("/"))
    assert site.asked("/private") == []


@pytest.mark.parametrize(("wish", "kept"), [(b"9", 9), (b"12.5", 12.5), (b"3600", 30)])
def test_a_crawl_delay_is_kept_up_to_half_a_minute(site, rules, fetch, sleeps, wish, kept):
    rules(b"User-agent: *\nCrawl-delay: " + wish + b"\n")
    fetch(site.url("/"))
    (pause,) = sleeps
    assert kept - 2 < pause <= kept
