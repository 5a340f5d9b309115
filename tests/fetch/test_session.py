"""What arrives becomes a page; what does not, one line that says why. All over real HTTP."""

import gzip
import os
import re
import shutil
import ssl
import subprocess
import tracemalloc
import zlib
from functools import partial
from hashlib import sha256

import pytest

from repo_watch import __version__
from repo_watch.fetch import FaultError, hosts_of
from repo_watch.fetch.session import FAILURES_IN_A_ROW
from repo_watch.model import Validators


def _refused(fetch, fault, *args, **kwargs):
    """The error of a fetch that must fail in that way, in one line that names the address."""
    with pytest.raises(FaultError) as caught:
        fetch(*args, **kwargs)
    error = caught.value
    assert error.fault == fault, str(error)
    assert "\n" not in str(error)
    assert str(error).startswith(error.url)
    return error


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
        _refused(fetch, "status", site.url("/broken"))
        _refused(fetch, "status", site.url("/refused"))
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
    assert "HTTP 304" in _refused(fetch, "status", site.url("/list")).reason


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
        error = _refused(fetch, "status", site.url("/p"), kind)
        assert f"HTTP {status}" in error.reason
    assert len(site.asked("/p")) == 3


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 422, 451, 501])
def test_any_other_status_is_no_page_and_not_asked_for_again(site, fetch, sleeps, status):
    site.routes["/p"] = site.answer(b"", status)
    assert f"HTTP {status}" in _refused(fetch, "status", site.url("/p"), "content").reason
    assert len(site.asked("/p")) == 1
    assert sleeps == []


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_with_pauses(site, fetch, sleeps, status):
    site.routes["/p"] = [site.answer(b"", status), site.answer(b"", status), site.answer()]
    assert fetch(site.url("/p")).body == site.page
    assert sleeps == [1, 2]


def test_after_the_last_attempt_the_fault_says_how_often(site, fetch, make_fetcher, sleeps):
    site.routes["/p"] = site.answer(b"", 503)
    error = _refused(fetch, "status", site.url("/p"))
    assert error.reason == "answers HTTP 503 (asked 3 times)"
    assert len(site.asked("/p")) == 3
    assert sleeps == [1, 2]
    error = _refused(fetch, "status", site.url("/p"), fetcher=make_fetcher(attempts=1))
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
    error = _refused(fetch, "status", site.url("/p"))
    assert "left alone for 3600 s" in error.reason
    assert "left alone for 3600 s" in _refused(fetch, "resting", site.url("/q")).reason
    assert (len(site.asked("/p")), site.asked("/q"), sleeps) == (1, [], [])


def test_a_host_that_stays_busy_is_left_alone(site, fetch):
    site.routes |= {"/p": site.answer(b"", 429), "/q": site.answer()}
    _refused(fetch, "status", site.url("/p"))
    assert "HTTP 429" in _refused(fetch, "resting", site.url("/q")).reason
    assert site.asked("/q") == []


def test_a_host_that_fails_again_and_again_is_left_alone_and_others_are_not(site, make_site, fetch):
    other = make_site()
    site.routes |= {"/p": site.answer(b"", 500), "/q": site.answer()}
    other.routes["/q"] = other.answer()
    for _ in range(FAILURES_IN_A_ROW - 1):
        _refused(fetch, "status", site.url("/p"))
    fetch(site.url("/q"))
    for _ in range(FAILURES_IN_A_ROW):
        _refused(fetch, "status", site.url("/p"))
    _refused(fetch, "resting", site.url("/q"))
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
    assert "HTTP 304" in _refused(fetch, "status", site.url("/old"), validators=known).reason


def test_five_redirects_are_followed_and_not_a_sixth(site, fetch):
    site.routes |= {f"/{n}": site.moved(f"/{n + 1}") for n in range(6)} | {"/6": site.answer()}
    assert fetch(site.url("/1")).url == site.url("/6")
    assert "more than 5 times" in _refused(fetch, "redirect", site.url("/0")).reason


def test_a_redirect_to_another_host_is_refused_without_asking_there(site, make_site, fetch):
    other = make_site()
    site.routes["/p"] = site.moved(other.url("/p"))
    error = _refused(fetch, "redirect", site.url("/p"))
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
def test_a_redirect_to_anything_but_the_web_is_refused(site, fetch, target):
    site.routes["/p"] = site.moved(target)
    _refused(fetch, "redirect", site.url("/p"))


def test_a_redirect_that_does_not_say_where_is_no_page(site, fetch):
    site.routes["/p"] = site.answer(b"", 302)
    assert "HTTP 302" in _refused(fetch, "status", site.url("/p")).reason


def test_an_address_outside_the_sources_hosts_is_not_asked_for(site, fetch):
    _refused(fetch, "redirect", site.url("/p"), hosts=frozenset({"lists.example"}))
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
        assert "is " in _refused(fetch, "wrong-type", site.url("/p"), kind).reason
    assert len(site.asked("/p")) == 1
    accepted = site.asked("/p")[0]["Accept"]
    assert ("html" in accepted) is (kind in {"list", "update"})


# ------------------------------------------------------------------------------------------- size


def test_a_page_may_have_as_many_bytes_as_the_setting_and_no_more(site, fetch, make_fetcher):
    small = make_fetcher(max_bytes=1000)
    site.routes |= {
        "/fits": site.answer(b"a" * 1000),
        "/packed": site.answer(gzip.compress(b"a" * 1000), content_encoding="gzip"),
        "/large": site.answer(b"a" * 1001),
        "/bomb": site.answer(gzip.compress(b"\0" * 50_000_000), content_encoding="gzip"),
        "/bomb-in-parts": site.answer(
            gzip.compress(b"a" * 1000) + gzip.compress(b"a"), content_encoding="gzip"
        ),
    }
    assert len(fetch(site.url("/fits"), fetcher=small).body) == 1000
    assert len(fetch(site.url("/packed"), fetcher=small).body) == 1000
    for path in ("/large", "/bomb", "/bomb-in-parts"):
        error = _refused(fetch, "too-large", site.url(path), fetcher=small)
        assert "more than 1000 bytes (setting fetch.max_bytes)" in error.reason
        assert len(site.asked(path)) == 1


def test_a_bomb_is_not_unpacked_past_the_limit(site, fetch, make_fetcher):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.routes["/p"] = site.answer(bomb, content_encoding="gzip")
    tracemalloc.start()
    try:
        _refused(fetch, "too-large", site.url("/p"), fetcher=make_fetcher(max_bytes=100_000))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("status", "fault"), [(200, "too-large"), (403, "status"), (302, "redirect")]
)
def test_an_endless_body_is_left_at_the_limit(site, fetch, make_fetcher, status, fault):
    def endless(handler):
        handler.send_response(status)
        handler.send_header("Location", "http://elsewhere.example/")
        handler.send_header("Connection", "close")
        handler.end_headers()
        while not site.stop.is_set():
            handler.wfile.write(b"a" * 4096)

    site.routes["/p"] = endless
    _refused(fetch, fault, site.url("/p"), fetcher=make_fetcher(max_bytes=100_000))


# ------------------------------------------------------------------------------ cut short, damaged


def _chunked(*chunks, end=b"0\r\n\r\n"):
    def route(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for chunk in chunks:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        handler.wfile.write(end)
        handler.close_connection = not end.endswith(b"0\r\n\r\n")

    return route


def _closing(route):
    def closing(handler):
        route(handler)
        handler.close_connection = True

    return closing


def test_chunks_are_put_together_on_the_same_connection(site, fetch):
    site.routes["/p"] = _chunked(b"<html>", b"one ", b"two")
    assert fetch(site.url("/p")).body == b"<html>one two"
    assert fetch(site.url("/p")).body == b"<html>one two"
    assert site.connections == 1


def test_a_body_that_is_cut_short_is_never_a_page(site, fetch):
    packed = gzip.compress(b"<html>" + os.urandom(2000))
    gzipped = partial(site.answer, content_encoding="gzip")
    site.routes |= {
        "/length": _closing(site.answer(content_length=str(len(site.page) + 1))),
        "/no-body": _closing(site.answer(b"", content_length="10")),
        "/chunk": _chunked(b"<html>", end=b"ff\r\ncut"),
        "/chunks": _chunked(b"<html>", end=b""),
        "/packed": gzipped(packed[:-9]),
        "/packed-without-checksum": gzipped(packed[:-4]),
        "/packed-and-damaged": gzipped(packed[:-8] + b"\0" * 8),
        "/not-packed": gzipped(site.page),
        "/packed-and-more": gzipped(packed + b"more"),
    }
    for path in list(site.routes):
        # A sound page in between: so many failures in a row would put the host to rest.
        site.routes["/sound"] = site.answer()
        fetch(site.url("/sound"))
        error = _refused(fetch, "cut-short", site.url(path))
        assert "cut short or damaged after" in error.reason
        assert len(site.asked(path)) == 3


def test_a_body_that_is_whole_at_the_second_attempt_is_a_page(site, fetch):
    cut = _closing(site.answer(content_length="9999"))
    site.routes["/p"] = [cut, site.answer()]
    assert fetch(site.url("/p")).body == site.page


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(site, fetch, packing):
    site.routes["/p"] = site.answer(zlib.compress(site.page), content_encoding=packing)
    assert packing in _refused(fetch, "wrong-type", site.url("/p")).reason


# ----------------------------------------------------------------------------- slow, unreachable


def _slow_body(site):
    def route(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not site.stop.wait(0.02):
            handler.wfile.write(b"a")

    return route


def _stalled_body(site):
    def route(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"a")
        site.stop.wait()

    return route


def _no_answer(site):
    return lambda _: site.stop.wait()


@pytest.mark.parametrize("misbehave", [_slow_body, _stalled_body, _no_answer])
def test_an_answer_that_takes_too_long_is_given_up(site, fetch, make_fetcher, misbehave):
    site.routes["/p"] = misbehave(site)
    fetcher = make_fetcher(timeout_seconds=0.3, attempts=2)
    error = _refused(fetch, "slow", site.url("/p"), fetcher=fetcher)
    assert error.reason == "not answered in full within 0.3 s (asked 2 times)"
    times = [at for path, _, at in site.seen if path == "/p"]
    assert 0.25 < times[1] - times[0] < 10


def test_a_connection_that_fails_once_is_tried_again(site, fetch):
    def hang_up(handler):
        handler.close_connection = True

    site.routes["/p"] = [hang_up, site.answer()]
    assert fetch(site.url("/p")).body == site.page


def test_a_host_that_hangs_up_or_is_not_there_is_unreachable(make_site, fetch, make_fetcher):
    def hang_up(handler):
        handler.close_connection = True

    site = make_site()
    site.routes["/p"] = hang_up
    assert "closed without an answer" in _refused(fetch, "unreachable", site.url("/p")).reason
    site.server.shutdown()
    site.server.server_close()
    error = _refused(fetch, "robots", site.url("/p"), fetcher=make_fetcher())
    assert "cannot be reached: Connection refused" in error.reason


def test_what_cannot_be_asked_for_is_one_line_and_not_a_fault_of_ours(site, fetch, make_fetcher):
    """Neither an address without a host's form nor a validator that would break the request."""
    url = "http://a..example/p"
    assert "cannot be asked for" in _refused(fetch, "robots", url).reason
    site.routes["/p"] = site.answer()
    broken = Validators("one\ntwo", None, "ab" * 32)
    assert (
        "cannot be asked for"
        in _refused(
            fetch, "unreachable", site.url("/p"), validators=broken, fetcher=make_fetcher()
        ).reason
    )
    assert site.asked("/p") == []


# -------------------------------------------------------------------------------------------- TLS


@pytest.fixture
def secure_site(make_site, tmp_path):
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl, which makes the certificate, is not installed")
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    subprocess.run(
        [openssl, "req", "-x509", *key, *names, "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    return make_site(partial(context.wrap_socket, server_side=True)), tmp_path / "certificate.pem"


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(secure_site, fetch):
    site, _ = secure_site
    error = _refused(fetch, "robots", site.url("/p"))
    assert re.search("certificate|verify", error.reason, re.IGNORECASE)
    assert site.seen == []


def test_https_is_read_and_never_left_for_http(secure_site, site, fetch, monkeypatch):
    secure, certificate = secure_site
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    site.routes["/p"] = site.answer()
    secure.routes |= {"/p": secure.answer(), "/open": secure.moved(site.url("/p"))}
    hosts = hosts_of([secure.url("/"), site.url("/")])
    assert fetch(secure.url("/p"), hosts=hosts).body == secure.page
    assert "from https to" in _refused(fetch, "redirect", secure.url("/open"), hosts=hosts).reason
    assert site.seen == []
