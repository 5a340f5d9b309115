"""One wall-clock limit for a whole answer, whatever its bytes are. All over real sockets."""

import gzip
import socket
import threading
from contextlib import contextmanager
from time import monotonic, process_time

import pytest
from faults import refused

from repo_watch.fetch.connections import Connections, TimeLimit
from repo_watch.reading.page.decoding import decode

SOON = 30
"""Seconds: far beyond any limit here, however busy the machine, and far before a drip ends."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
DRIPS = {
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "header": (HEAD + b"X-Long: ", b"a"),
    "header after header": (HEAD, b"X-More: a\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "chunk size": (CHUNKED, b"0"),
    "chunk extension": (CHUNKED + b"5;", b"a"),
    "trailer": (CHUNKED + b"5\r\n<html\r\n0\r\n", b"X-More: a\r\n"),
    "body until closed": (HEAD + b"Connection: close\r\n\r\n<html>", b"a"),
    "body of a redirect": (
        b"HTTP/1.1 302 Found\r\nLocation: /q\r\nContent-Length: 100000\r\n\r\n",
        b"a",
    ),
}


def dripping(site, first, drop):
    def route(handler):
        handler.close_connection = True
        handler.wfile.write(first)
        ends = monotonic() + 2 * SOON
        while not site.stop.wait(0.05) and monotonic() < ends:
            handler.wfile.write(drop)

    return route


@pytest.mark.parametrize("where", DRIPS)
def test_a_server_that_drips_is_given_up_when_its_time_is_over(
    site, fetch, make_fetcher, where, monkeypatch
):
    site.routes["/p"] = dripping(site, *DRIPS[where])
    fetcher = make_fetcher(timeout_seconds=0.3, attempts=1)
    began = monotonic()
    error = refused(fetch, "slow", site.url("/p"), fetcher=fetcher)
    assert monotonic() - began < SOON
    assert error.reason.startswith("not answered in full within 0.3 s")
    wire = fetcher._wire
    monkeypatch.setattr(wire, "_limits", make_fetcher()._wire._limits)
    for one in (wire._connections, wire._connections.limit):
        monkeypatch.setattr(one, "_seconds", 5)
    site.routes["/sound"] = site.answer()
    assert fetch(site.url("/sound"), fetcher=fetcher).body == site.page


@contextmanager
def silent_server():
    """Takes connections and says nothing, not even a greeting of TLS."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept = []

        def take():
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for one in kept:
            one.close()


def test_a_greeting_of_tls_that_never_comes_is_given_up(fetch, make_fetcher):
    with silent_server() as port:
        fetcher = make_fetcher(timeout_seconds=0.3, attempts=1)
        began = monotonic()
        refused(fetch, "robots", f"https://127.0.0.1:{port}/p", fetcher=fetcher)
        assert monotonic() - began < SOON


def test_the_addresses_of_a_host_share_its_time(fetch, make_fetcher, monkeypatch):
    """A name with many addresses, none of which answers: the full queue of a listener."""
    with socket.socket() as full, socket.socket() as one, socket.socket() as two:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for queued in (one, two):
            queued.settimeout(0)
            queued.connect_ex(full.getsockname())
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", full.getsockname())] * 40
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        fetcher = make_fetcher(timeout_seconds=0.3, attempts=1)
        began = monotonic()
        url = f"http://many.example:{full.getsockname()[1]}/p"
        assert "not answered in full" in refused(fetch, "robots", url, fetcher=fetcher).reason
        assert monotonic() - began < SOON


def watchers():
    return {one for one in threading.enumerate() if one.name.endswith("(_watch)")}


def gone(threads):
    for one in threads:
        one.join(SOON)
    return not any(one.is_alive() for one in threads)


def test_one_thread_looks_after_many_bodies_until_it_is_stopped():
    before, limit = watchers(), TimeLimit(SOON, lambda: None)
    for _ in range(50):
        with limit:
            its = watchers() - before
    assert len(its) == 1
    limit.stop()
    assert gone(its)
    with limit:
        assert watchers() - before
    limit.stop()


def test_what_takes_too_long_is_ended_and_its_thread_goes():
    ended, before = threading.Event(), watchers()
    limit = TimeLimit(0.2, ended.set)
    with limit:
        its = watchers() - before
        assert ended.wait(SOON)
    assert limit.passed
    assert gone(its)
    with limit:
        assert not limit.passed
    limit.stop()


def test_a_session_that_is_closed_leaves_no_thread(site, fetch, make_fetcher):
    before, fetcher = watchers(), make_fetcher(timeout_seconds=60)
    site.routes["/sound"] = site.answer()
    with fetcher:
        fetch(site.url("/sound"), fetcher=fetcher)
        its = watchers() - before
    assert len(its) == 1
    assert gone(its)


def test_a_connection_is_let_go_when_the_library_closed_it():
    connections = Connections(5)
    with silent_server() as port:
        connections.trusted.add(f"127.0.0.1:{port}")

        class Asked:
            host, sock, socket_options = "127.0.0.1", None, None

        Asked.port = port
        asked = Asked()
        with connections.in_time():
            asked.sock = connections.connect(asked)
        assert connections._open
        asked.sock.close()
        asked.sock = None
        connections.forget()
        assert not connections._open


def test_a_body_of_very_many_packed_parts_is_refused(site, fetch):
    page = gzip.compress(site.page)
    site.routes |= {
        "/few": site.answer(page + gzip.compress(b"") * 15, content_encoding="gzip"),
        "/many": site.answer(gzip.compress(b"") * 100_000 + page, content_encoding="gzip"),
    }
    assert fetch(site.url("/few")).body == site.page
    assert "more than 16 parts" in refused(fetch, "wrong-type", site.url("/many")).reason


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "utf-7", "rot13", "x\0y"])
def test_a_character_set_that_no_page_uses_is_not_tried(name):
    body = "Café".encode("latin-1") + b"a-" * 50_000
    began = process_time()
    assert decode(body, f"text/html; charset={name}").startswith("Café")
    assert process_time() - began < 5
