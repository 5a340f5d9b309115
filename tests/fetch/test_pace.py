"""At most one request a second to a host, by the clock of the one who is asked."""

import pytest

from repo_watch.fetch.connections import host_of, hosts_of
from repo_watch.fetch.session import Fetcher
from repo_watch.model import Request, Validators
from repo_watch.settings import FetchSettings


class Timer:
    """A clock that moves only when someone sleeps or the test says so."""

    def __init__(self):
        self.now = 1000.0

    def sleep(self, seconds):
        self.now += seconds

    def __call__(self):
        return self.now


@pytest.fixture
def starts(monkeypatch):
    """The moments at which requests to these addresses start, each taking `takes` seconds."""

    def starts(seconds, *urls, takes=0.0, delays=()):
        timer = Timer()
        monkeypatch.setattr("repo_watch.fetch.session.time.monotonic", timer)
        limits = FetchSettings(seconds_between_requests=seconds)
        fetcher = Fetcher(limits, clock=timer, sleep=timer.sleep)
        for url, delay in delays:
            fetcher._slow_down(url, delay)
        moments = []
        for url in urls:
            fetcher._wait(url)
            moments.append(timer.now - 1000)
            timer.now += takes
        return moments

    return starts


A, B, HERE = "https://a.example/x", "https://b.example/", "http://127.0.0.1:8000/"


def test_requests_to_one_host_start_apart_and_hosts_do_not_wait_for_each_other(starts):
    assert starts(3, A, A, B, A, B) == [0, 3, 3, 6, 6]


def test_the_time_a_request_takes_counts(starts):
    assert starts(3, A, A, A, takes=2) == [0, 3, 6]
    assert starts(3, A, A, A, takes=5) == [0, 5, 10]


def test_less_than_a_second_is_for_this_machine_alone(starts):
    assert starts(0.2, A, A, A) == [0, 1, 2]
    assert starts(0.25, HERE, HERE, HERE) == [0, 0.25, 0.5]
    assert starts(0, HERE, HERE, "http://localhost/", "http://localhost/") == [0, 0, 0, 0]


def test_http_and_https_of_a_site_are_one_host(starts):
    assert starts(1, A, A.replace("https", "http"), "https://A.example:443/y") == [0, 1, 2]


def test_a_hosts_own_wish_is_kept_when_it_is_longer(starts):
    assert starts(1, A, A, B, B, delays=[(A, 4)]) == [0, 4, 4, 5]
    assert starts(9, A, A, delays=[(A, 4)]) == [0, 9]
    assert starts(1, A, A, delays=[(A, 4000)]) == [0, 30]
    assert starts(0, HERE, HERE, delays=[(HERE, 2)]) == [0, 2]


def test_the_server_sees_the_pace(site):
    """Real time, robots.txt and an absence included."""
    sound = site.answer(b"{}", content_type="application/json")
    site.routes["/p"] = [sound, site.answer(b"", 404), sound]
    settings = FetchSettings(seconds_between_requests=0.2)
    with Fetcher(settings, clock=lambda: site.now) as fetcher:
        for _ in range(3):
            fetcher.get(
                Request(site.url("/p"), "content"), Validators(), hosts=hosts_of([site.url("/")])
            )
    times = [at for _, _, at in site.seen]
    assert len(times) == 4
    # Three waits of 0.2 s; on a busy machine the first request may be noted late.
    assert times[-1] - times[0] > 0.3


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Example.org/a", "www.example.org"),
        ("https://www.example.org:443/a", "www.example.org"),
        ("http://www.example.org:80/a", "www.example.org"),
        ("http://www.example.org:443/a", "www.example.org:443"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000"),
        ("http://[::1]:8000/a", "[::1]:8000"),
        ("http://[::1/", ""),
        ("http://a.example:port/", ""),
        ("mailto:someone@example.org", ""),
    ],
)
def test_hosts_of_addresses(url, host):
    assert host_of(url) == host
    assert hosts_of([url, url]) == {host}
