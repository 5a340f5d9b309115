"""Checking links over real HTTP: what is there, what is not, and what cannot be told."""

import socket
import threading
from datetime import UTC, datetime
from functools import partial

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from repo_watch.demo.answer import tiny_pdf
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.errors import FaultError
from repo_watch.fetch.connections import is_public
from repo_watch.fetch.links import MOST_REDIRECTS, probe
from repo_watch.fetch.session import Fetcher
from repo_watch.fetch.wire import FIRST_BYTES
from repo_watch.judging.links import Document
from repo_watch.model import Request, Validators
from repo_watch.settings import FetchSettings

NOW = datetime(2031, 3, 4, 2, 15, tzinfo=UTC)
PDF = tiny_pdf("A fictional report")
PAGE = b"<!doctype html><title>Our reports</title><p>Welcome to the library.</p></html>"
WALL = b"<!doctype html><title>Just a moment...</title></html>"
STAMPS = {"ETag": '"a1"', "Last-Modified": "Mon, 03 Mar 2031 09:00:00 GMT"}


@pytest.fixture
def sleeps():
    return []


@pytest.fixture
def fetcher(sleeps):
    with Fetcher(
        FetchSettings(contact="you@example.org", seconds_between_requests=0, timeout_seconds=2),
        clock=lambda: NOW,
        sleep=sleeps.append,
    ) as fetcher:
        yield fetcher


@pytest.fixture
def site(httpserver):
    """A server that says nothing of robots, and answers as it is told."""
    httpserver.expect_request("/robots.txt").respond_with_data(status=404)
    return httpserver


@pytest.fixture
def other_site():
    with HTTPServer(host="localhost", port=0) as server:
        yield server


def serve(
    site, path, body=PDF, status=200, kind="application/pdf", methods=("HEAD", "GET"), **more
):
    """Answers at a path; a method that is not named is refused."""

    def answer(request):
        if request.method not in methods:
            return Response(status=405)
        response = Response(body, status, {**STAMPS, **more}, content_type=kind)
        if status == 200:
            response.make_conditional(request, accept_ranges=True, complete_length=len(body))
        return response

    site.expect_request(path).respond_with_handler(answer)
    return site.url_for(path)


def check(fetcher, url):
    return probe(partial(fetcher.peek, near=True), url)


def asked(site, path="/a.pdf"):
    return [request.method for request, _ in site.log if request.path == path]


def test_a_head_settles_a_document_that_is_there(site, fetcher):
    found = check(fetcher, serve(site, "/a.pdf"))
    assert (found.says, found.status) == ("there", 200)
    assert found.document == Document(
        content_type="application/pdf",
        size=len(PDF),
        etag=STAMPS["ETag"],
        last_modified=STAMPS["Last-Modified"],
    )
    assert asked(site) == ["HEAD"]


def test_where_head_is_refused_the_first_bytes_are_asked_for(site, fetcher):
    large = PDF + b"\0" * 100_000
    found = check(fetcher, serve(site, "/a.pdf", large, methods=("GET",)))
    assert (found.says, found.status, found.document.size) == ("there", 206, len(large))
    assert asked(site) == ["HEAD", "GET"]
    (request,) = [request for request, _ in site.log if request.method == "GET"][1:]
    assert request.headers["Range"] == f"bytes=0-{FIRST_BYTES - 1}"
    assert request.headers["User-Agent"].endswith("(+you@example.org)")


def test_no_more_than_the_first_bytes_are_taken_where_ranges_are_unknown(site, fetcher):
    large = PDF + b"\0" * 100_000
    site.expect_request("/a.pdf", method="GET").respond_with_data(large)
    reply = fetcher.peek(site.url_for("/a.pdf"), method="GET", near=True)
    assert (reply.status, reply.body) == (200, large[:FIRST_BYTES])


def test_a_web_page_under_the_address_of_a_document_is_none(site, fetcher):
    found = check(fetcher, serve(site, "/a.pdf", PAGE, kind="text/html; charset=utf-8"))
    assert (found.says, found.reason) == ("absent", "a web page is in the document's place")
    assert asked(site) == ["HEAD", "GET"]


def test_a_web_page_that_calls_itself_a_pdf_is_none_where_its_bytes_are_seen(site, fetcher):
    assert check(fetcher, serve(site, "/a.pdf", PAGE, methods=("GET",))).says == "absent"


def test_a_document_that_is_called_a_web_page_is_a_document(site, fetcher):
    assert check(fetcher, serve(site, "/a.pdf", kind="text/html")).says == "there"


def test_a_web_page_at_a_web_page_s_address_is_there(site, fetcher):
    assert check(fetcher, serve(site, "/report", PAGE, kind="text/html")).says == "there"
    assert asked(site, "/report") == ["HEAD"]


def test_a_wall_in_the_place_of_a_document_says_nothing(site, fetcher):
    found = check(fetcher, serve(site, "/a.pdf", WALL, kind="text/html"))
    assert found.says == "unclear"


@pytest.mark.parametrize("status", [404, 410, 451])
def test_gone_is_believed_of_a_get_alone(site, fetcher, status):
    found = check(fetcher, serve(site, "/a.pdf", PAGE, status, kind="text/html"))
    assert (found.says, found.status) == ("absent", status)
    assert asked(site) == ["HEAD", "GET"]


def test_a_server_that_knows_no_head_does_not_lose_its_documents(site, fetcher):
    site.expect_request("/a.pdf", method="HEAD").respond_with_data(status=404)
    site.expect_request("/a.pdf", method="GET").respond_with_data(PDF, headers=STAMPS)
    assert check(fetcher, site.url_for("/a.pdf")).says == "there"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 502, 503, 504])
def test_refusals_and_faults_of_the_server_say_nothing(site, fetcher, status, sleeps):
    found = check(fetcher, serve(site, "/a.pdf", PAGE, status, kind="text/html"))
    assert found.says == "unclear"
    assert str(status) in found.reason
    assert sleeps == []


def test_a_host_that_is_busy_is_left_alone_for_the_night(site, fetcher):
    check(fetcher, serve(site, "/a.pdf", PAGE, 429, kind="text/html"))
    assert check(fetcher, serve(site, "/b.pdf")).says == "unclear"
    assert asked(site, "/b.pdf") == []


def test_no_answer_says_nothing(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.pdf"
    found = check(fetcher, url)
    assert (found.says, found.status) == ("unclear", None)


def test_robots_txt_holds_for_links_too(httpserver, fetcher):
    httpserver.expect_request("/robots.txt").respond_with_data(
        "User-agent: *\nDisallow: /*.pdf$\n", content_type="text/plain"
    )
    found = check(fetcher, serve(httpserver, "/a.pdf"))
    assert found.says == "unclear"
    assert "robots.txt" in found.reason
    assert asked(httpserver) == []


def moved(site, path, target, status=301):
    site.expect_request(path).respond_with_data(status=status, headers={"Location": target})
    return site.url_for(path)


def test_a_permanent_redirect_is_where_the_document_went(site, fetcher):
    new = serve(site, "/new/b.pdf")
    found = check(fetcher, moved(site, "/a.pdf", "/new/b.pdf"))
    assert (found.says, found.document.leads_to) == ("there", new)


def test_a_temporary_redirect_is_no_move(site, fetcher):
    serve(site, "/signed.pdf")
    moved(site, "/store", "/signed.pdf", 308)
    found = check(fetcher, moved(site, "/a.pdf", "/store", 302))
    assert (found.says, found.document.leads_to) == ("there", None)


def test_of_a_mirror_no_size_tag_or_date_is_taken(site, fetcher):
    url = serve(site, "/a.pdf", **{"Fastly-Backend-Name": "mirrorS3"})
    found = check(fetcher, url)
    assert (found.says, found.document) == ("there", Document())


def test_an_asset_under_another_name_is_no_move_and_another_asset_is(site, fetcher):
    one, two = (f"/media/{number:024x}" for number in (1, 2))
    serve(site, f"{one}/b.pdf")
    new = serve(site, f"{two}/a.pdf")
    same = moved(site, f"{one}/a.pdf", f"{one}/b.pdf")
    assert check(fetcher, same).document.leads_to is None
    other = moved(site, f"{one}/c.pdf", f"{two}/a.pdf")
    assert check(fetcher, other).document.leads_to == new


def test_a_draft_is_not_followed_and_says_nothing(site, fetcher):
    url = moved(site, "/a.pdf", "https://draft-assets.example/media/1/a.pdf", 302)
    found = check(fetcher, url)
    assert (found.says, "draft" in found.reason) == ("unclear", True)


def test_a_redirect_to_the_home_page_is_an_absence(site, fetcher):
    serve(site, "/", PAGE, kind="text/html")
    assert check(fetcher, moved(site, "/a.pdf", "/")).says == "absent"


def test_redirects_are_followed_five_times(site, fetcher):
    for number in range(MOST_REDIRECTS + 1):
        moved(site, f"/{number}", f"/{number + 1}")
    serve(site, f"/{MOST_REDIRECTS + 1}")
    assert check(fetcher, site.url_for("/1")).says == "there"
    found = check(fetcher, site.url_for("/0"))
    assert (found.says, "redirects more than 5 times" in found.reason) == ("unclear", True)


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/a.pdf", "javascript:1", "http://10.0.0.1/a.pdf"],
)
def test_a_link_leads_to_nothing_but_where_it_may(site, fetcher, target):
    found = check(fetcher, moved(site, "/a.pdf", target))
    assert (found.says, "not asked" in found.reason) == ("unclear", True)


def test_a_link_of_a_public_page_never_leads_to_this_machine(site, fetcher):
    found = probe(fetcher.peek, serve(site, "/a.pdf"))
    assert (found.says, found.reason) == ("unclear", "leads to this machine: not asked")
    assert site.log == []


def test_a_name_that_resolves_to_this_machine_is_found_out_before_a_byte_is_sent(
    site, fetcher, monkeypatch
):
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: look_up(
            "127.0.0.1" if host == "rebound.example" else host, *rest, **more
        ),
    )
    monkeypatch.setenv("NO_PROXY", "*")
    serve(site, "/a.pdf")
    found = probe(fetcher.peek, f"http://rebound.example:{site.port}/a.pdf")
    assert found.says == "unclear"
    assert "127.0.0.1, an address of a private network" in found.reason
    assert site.log == []
    closed = probe(fetcher.peek, "http://rebound.example:1/a.pdf")
    assert closed.reason == found.reason


def test_a_host_that_the_settings_name_may_be_private(site, fetcher, monkeypatch):
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _, *rest, **more: look_up("127.0.0.1", *rest, **more)
    )
    monkeypatch.setenv("NO_PROXY", "*")
    host = f"intranet.example:{site.port}"
    serve(site, "/list", PAGE, kind="text/html")
    page = fetcher.get(Request(f"http://{host}/list", "list"), Validators(), hosts={host})
    assert page.status == 200


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    ::1 fe80::1%eth0 fc00::1 ::ffff:127.0.0.1 2002:7f00:1::""".split(),
)
def test_addresses_that_are_not_of_the_open_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address):
    assert is_public(address)


def test_the_rules_of_a_site_that_moved_are_those_of_where_it_went(site, fetcher, other_site):
    old = other_site
    old.expect_request("/robots.txt").respond_with_data(
        status=301, headers={"Location": site.url_for("/robots.txt")}
    )
    new = serve(site, "/a.pdf")
    check(fetcher, new)
    found = check(fetcher, moved(old, "/a.pdf", new))
    assert (found.says, found.document.leads_to) == ("there", new)


def test_a_whole_document_is_fetched_within_the_limit_of_size(site, fetcher):
    assert fetcher.document(serve(site, "/a.pdf")) == PDF
    huge = b"%PDF-" + b"\0" * FetchSettings().max_bytes
    assert fetcher.document(serve(site, "/b.pdf", huge)) == b""
    assert fetcher.document(serve(site, "/c.pdf", status=403)) == b""


def test_an_address_without_a_host_is_refused(fetcher):
    with pytest.raises(FaultError, match="no plain http or https address"):
        fetcher.peek("https:///a.pdf", method="HEAD")


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/a.pdf", "http://[fd00::1]/a.pdf", "https://169.254.169.254/a.pdf"],
)
def test_a_private_address_is_not_even_connected_to(fetcher, url):
    found = probe(fetcher.peek, url)
    assert (found.says, found.reason) == ("unclear", "leads to a private network: not asked")


def test_a_name_and_password_in_a_link_are_not_sent(site, fetcher):
    url = serve(site, "/a.pdf").replace("//", "//me:secret@")
    assert check(fetcher, url).says == "unclear"
    assert site.log == []


def test_a_round_of_links_keeps_its_connection():
    with (
        Replica() as replica,
        Fetcher(FetchSettings(seconds_between_requests=0), clock=lambda: NOW) as fetcher,
    ):
        accepted = []
        accept = replica._servers["nspcc"].get_request
        replica._servers["nspcc"].get_request = lambda: accepted.append(1) or accept()
        for number in range(5):
            probe(partial(fetcher.peek, near=True), f"{replica.nspcc}{nspcc.LIST}?{number}")
            probe(partial(fetcher.peek, near=True), f"{replica.nspcc}/nowhere-{number}.pdf")
        assert len(replica.log) == 1 + 5 + 10
        assert len(accepted) == 1


@pytest.fixture
def stubborn():
    """A server that sends these bytes to whoever asks, and then says no more."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen(*answers, closes):
            def serve_all():
                for answer in answers:
                    connection, _ = server.accept()
                    connection.recv(65_536)
                    connection.sendall(answer)
                    if closes:
                        connection.close()
                    else:
                        kept.append(connection)

            kept = listen.kept
            listen.thread = threading.Thread(target=serve_all)
            listen.thread.start()
            return f"http://127.0.0.1:{server.getsockname()[1]}/a.pdf"

        listen.kept = []
        yield listen
        listen.thread.join()
        for connection in listen.kept:
            connection.close()


@pytest.mark.parametrize(
    ("closes", "reason"), [(True, "cut short"), (False, "not answered in full")]
)
def test_a_beginning_that_does_not_come_says_nothing(stubborn, closes, reason):
    end = b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    url = stubborn(
        b"HTTP/1.1 404 Not Found\r\n" + end,
        b"HTTP/1.1 405 Not Allowed\r\n" + end,
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9999\r\n\r\n%PDF-",
        closes=closes,
    )
    settings = FetchSettings(seconds_between_requests=0, timeout_seconds=0.5)
    with Fetcher(settings, clock=lambda: NOW) as fetcher:
        found = check(fetcher, url)
    assert (found.says, reason in found.reason) == ("unclear", True)


def test_the_size_of_what_was_packed_on_the_way_is_not_known(site, fetcher):
    found = check(fetcher, serve(site, "/a.pdf", **{"Content-Encoding": "gzip"}))
    assert (found.says, found.document.size) == ("there", None)
