"""Bodies too large, cut short or slow, hosts out of reach, certificates. All over real HTTP."""

import gzip
import os
import re
import shutil
import ssl
import subprocess
import tracemalloc
import zlib
from functools import partial

import pytest
from faults import refused

from repo_watch.fetch.connections import hosts_of
from repo_watch.model import Validators

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
        error = refused(fetch, "too-large", site.url(path), fetcher=small)
        assert "more than 1000 bytes (setting fetch.max_bytes)" in error.reason
        assert len(site.asked(path)) == 1


def test_a_bomb_is_not_unpacked_past_the_limit(site, fetch, make_fetcher):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.routes["/p"] = site.answer(bomb, content_encoding="gzip")
    tracemalloc.start()
    try:
        refused(fetch, "too-large", site.url("/p"), fetcher=make_fetcher(max_bytes=100_000))
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
    refused(fetch, fault, site.url("/p"), fetcher=make_fetcher(max_bytes=100_000))


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
        error = refused(fetch, "cut-short", site.url(path))
        assert "cut short or damaged after" in error.reason
        assert len(site.asked(path)) == 3


def test_a_body_that_is_whole_at_the_second_attempt_is_a_page(site, fetch):
    cut = _closing(site.answer(content_length="9999"))
    site.routes["/p"] = [cut, site.answer()]
    assert fetch(site.url("/p")).body == site.page


@pytest.mark.parametrize("packing", ["br", "deflate", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_isrefused(site, fetch, packing):
    site.routes["/p"] = site.answer(zlib.compress(site.page), content_encoding=packing)
    assert packing in refused(fetch, "wrong-type", site.url("/p")).reason


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
    error = refused(fetch, "slow", site.url("/p"), fetcher=fetcher)
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
    assert "closed without an answer" in refused(fetch, "unreachable", site.url("/p")).reason
    site.server.shutdown()
    site.server.server_close()
    error = refused(fetch, "robots", site.url("/p"), fetcher=make_fetcher())
    assert "cannot be reached: Connection refused" in error.reason


def test_what_cannot_be_asked_for_is_one_line_and_not_a_fault_of_ours(site, fetch, make_fetcher):
    """Neither an address without a host's form nor a validator that would break the request."""
    url = "http://a..example/p"
    assert "cannot be asked for" in refused(fetch, "robots", url).reason
    site.routes["/p"] = site.answer()
    broken = Validators("one\ntwo", None, "ab" * 32)
    assert (
        "cannot be asked for"
        in refused(
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
    error = refused(fetch, "robots", site.url("/p"))
    assert re.search("certificate|verify", error.reason, re.IGNORECASE)
    assert site.seen == []


def test_https_is_read_and_never_left_for_http(secure_site, site, fetch, monkeypatch):
    secure, certificate = secure_site
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    site.routes["/p"] = site.answer()
    secure.routes |= {"/p": secure.answer(), "/open": secure.moved(site.url("/p"))}
    hosts = hosts_of([secure.url("/"), site.url("/")])
    assert fetch(secure.url("/p"), hosts=hosts).body == secure.page
    assert "from https to" in refused(fetch, "redirect", secure.url("/open"), hosts=hosts).reason
    assert site.seen == []


def test_a_page_says_whether_the_transport_proved_its_end(site, fetch):
    page = b"<html><body><p>No last tags"
    until_closed = site.answer(page, content_length=None)
    site.routes |= {
        "/length": site.answer(page),
        "/chunks": _chunked(page),
        "/packed": _closing(
            site.answer(gzip.compress(page), content_encoding="gzip", content_length=None)
        ),
        "/closed": _closing(until_closed),
    }
    whole = {path: fetch(site.url(path)).whole for path in list(site.routes)}
    assert whole == {"/length": True, "/chunks": True, "/packed": True, "/closed": False}
