"""A real HTTP/1.1 server on loopback that counts its connections and can misbehave."""

import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest

from repo_watch.fetch.connections import hosts_of
from repo_watch.fetch.session import Fetcher
from repo_watch.model import Request, Validators
from repo_watch.settings import FetchSettings

NOW = datetime(2031, 3, 4, 2, 15, tzinfo=UTC)
PAGE = b"<!doctype html><title>Fictional list</title><p>Nothing real.</p></html>"


def answer(body=PAGE, status=200, **headers):
    """A route that answers in full; a header of None is left out."""

    def route(handler):
        sent = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send_response_only(status)
        for name, value in sent.items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return route


def moved(target, status=302):
    return answer(b"moved", status, location=target)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        site = self.server.site
        site.seen.append((self.path, dict(self.headers.items()), monotonic()))
        route = site.routes.get(self.path)
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        (route or answer(b"nothing here", 404))(self)

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def get_request(self):
        self.site.connections += 1
        return super().get_request()

    def handle_error(self, *_):
        """A client that hangs up on a misbehaving answer does what it should."""


class Site:
    """What one server answers, and what it was asked."""

    answer = staticmethod(answer)
    moved = staticmethod(moved)
    page = PAGE
    now = NOW

    def __init__(self):
        self.routes = {}
        self.seen = []
        self.connections = 0
        self.stop = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.site = self
        self.scheme = "http"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    def url(self, path):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}{path}"

    def asked(self, path):
        return [headers for at, headers, _ in self.seen if at == path]


@pytest.fixture
def make_site():
    sites = []

    def make(wrap=None):
        site = Site()
        if wrap:
            site.server.socket = wrap(site.server.socket)
            site.scheme = "https"
        site.thread.start()
        sites.append(site)
        return site

    yield make
    for site in sites:
        site.stop.set()
        site.server.shutdown()
        site.server.server_close()
        site.thread.join()


@pytest.fixture
def site(make_site):
    return make_site()


@pytest.fixture
def sleeps():
    """The waits that were asked for, in seconds; nobody waits them."""
    return []


@pytest.fixture
def make_fetcher(sleeps):
    fetchers = []

    def make(**settings):
        fetcher = Fetcher(
            FetchSettings(
                **{"contact": "you@example.org", "seconds_between_requests": 0} | settings
            ),
            clock=lambda: NOW,
            sleep=sleeps.append,
        )
        fetchers.append(fetcher)
        return fetcher

    yield make
    for fetcher in fetchers:
        fetcher.__exit__(None, None, None)


@pytest.fixture
def fetch(make_fetcher):
    """Fetches one address with one fetcher for the whole test."""
    fetcher = make_fetcher()

    def fetch(url, kind="list", validators=None, hosts=None, fetcher=fetcher):
        return fetcher.get(
            Request(url, kind), validators or Validators(), hosts=hosts or hosts_of([url])
        )

    return fetch
