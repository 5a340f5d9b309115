"""The replica over real HTTP: keep-alive, validators, faults, the log, and a clean end."""

import socket
import threading
from datetime import date

import pytest
import requests
from msgspec.structs import replace

from repo_watch.demo.server import SITES, Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import STORY

BASELINE = date(2026, 8, 31)
CHALLENGE = date(2026, 9, 17)
OUTAGE = date(2026, 10, 8)
CUT = date(2026, 10, 20)
BROKEN = date(2026, 10, 27)


@pytest.fixture
def replica():
    with Replica() as sites:
        yield sites


def test_another_story_is_played_as_well(http):
    key, review = next(iter(STORY.reviews.items()))
    other = replace(review, heading="2025 – Nowhereshire – Child Q", listed=STORY.days[0])
    short = replace(STORY, reviews={**STORY.reviews, key: other}, faults={}, days=STORY.days[:1])
    with Replica(short) as sites:
        assert "Nowhereshire" in http.get(sites.nspcc + nspcc.LIST).text
        with pytest.raises(ValueError, match="the story runs from"):
            sites.show(STORY.days[1])


@pytest.fixture
def http():
    with requests.Session() as session:
        yield session


def test_no_thread_and_no_socket_is_left_though_a_client_keeps_its_connection():
    before = threading.active_count()
    with requests.Session() as session:
        with Replica() as sites:
            session.get(f"{sites.nspcc}/robots.txt")
            assert threading.active_count() == before + len(sites._servers) + 1  # one connection
            port = int(sites.nspcc.rpartition(":")[2])
        assert threading.active_count() == before
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_one_connection_serves_many_requests(replica):
    host, port = replica.nspcc.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as client:
        answers = client.makefile("rb")
        for _ in range(3):
            client.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: here\r\n\r\n")
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            length = 0
            while (line := answers.readline()) != b"\r\n":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            assert answers.read(length).startswith(b"User-agent: *")
        answers.close()


def test_the_two_sites_have_addresses_of_their_own_and_pages_use_them(replica, http):
    assert replica.nspcc != replica.govuk
    page = http.get(replica.nspcc + nspcc.LIST).text
    assert f'href="{replica.nspcc}/globalassets/case-reviews/2026-' in page
    assert "nspcc.org.uk" not in page


def test_the_update_answers_304_to_its_etag_and_the_list_has_no_validator(replica, http):
    update = http.get(replica.nspcc + nspcc.UPDATE)
    again = http.get(
        replica.nspcc + nspcc.UPDATE, headers={"If-None-Match": update.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    replica.show(date(2026, 9, 1))
    later = http.get(
        replica.nspcc + nspcc.UPDATE, headers={"If-None-Match": update.headers["ETag"]}
    )
    assert later.status_code == 200
    listed = http.get(replica.nspcc + nspcc.LIST)
    assert not {"ETag", "Last-Modified"} & set(listed.headers)


def test_a_quiet_night_gives_the_same_bytes(replica, http):
    replica.show(date(2026, 9, 8))
    first = http.get(replica.nspcc + nspcc.LIST).content
    replica.show(date(2026, 9, 9))
    assert http.get(replica.nspcc + nspcc.LIST).content == first


def test_head_gives_the_headers_of_get_and_no_body(replica, http):
    got, asked = (http.request(m, replica.nspcc + nspcc.LIST) for m in ("GET", "HEAD"))
    assert asked.content == b""
    assert asked.headers["Content-Length"] == str(len(got.content))


def test_a_challenge_is_a_200_with_another_page_and_robots_stay_readable(replica, http):
    replica.show(CHALLENGE)
    for path in (nspcc.LIST, nspcc.UPDATE):
        answer = http.get(replica.nspcc + path)
        assert answer.status_code == 200
        assert "Checking your browser" in answer.text
    assert http.get(f"{replica.nspcc}/robots.txt").text.startswith("User-agent")
    assert http.get(f"{replica.govuk}/api/search.json").status_code == 200


def test_an_outage_answers_503_everywhere(replica, http):
    replica.show(OUTAGE)
    addresses = (
        f"{replica.nspcc}/robots.txt",
        replica.nspcc + nspcc.LIST,
        f"{replica.govuk}/robots.txt",
        f"{replica.govuk}/api/search.json",
    )
    assert [http.get(address).status_code for address in addresses] == [503] * 4


def test_a_cut_page_is_sound_http_but_ends_early(replica, http):
    replica.show(CUT)
    cut = http.get(replica.nspcc + nspcc.LIST)
    assert cut.status_code == 200
    assert "</html>" not in cut.text
    assert "2026 – Winterhythe" in cut.text  # in the contents,
    assert '<h3 id="2026-winterhythe-leo-and-mia">' not in cut.text  # not among the entries
    assert "</html>" in http.get(replica.nspcc + nspcc.UPDATE).text


def test_a_broken_connection_ends_before_the_announced_length(replica, http):
    replica.show(BROKEN)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        http.get(replica.nspcc + nspcc.LIST)
    assert "</html>" in http.get(replica.nspcc + nspcc.UPDATE).text


def test_a_report_is_a_pdf_until_it_is_retired(replica, http):
    address = f"{replica.nspcc}/globalassets/case-reviews/2022-eastmere-child-c-overview-report.pdf"
    replica.show(date(2026, 9, 20))
    kept = http.get(address)
    assert kept.headers["Content-Type"] == "application/pdf"
    assert kept.content.startswith(b"%PDF-")
    replica.show(date(2026, 9, 21))
    assert http.get(address).status_code == 404


def test_the_log_holds_method_target_status_and_headers(replica, http):
    http.get(f"{replica.govuk}/api/search.json?count=1", headers={"User-Agent": "probe"})
    http.head(f"{replica.nspcc}/nowhere")
    search, nowhere = replica.log
    assert (search.site, search.method, search.status) == ("govuk", "GET", 200)
    assert search.path == "/api/search.json?count=1"
    assert search.headers["user-agent"] == "probe"
    assert (nowhere.site, nowhere.method, nowhere.status) == ("nspcc", "HEAD", 404)


def test_a_night_outside_the_story_is_refused(replica):
    with pytest.raises(ValueError, match="2026-08-31 to 2026-11-02"):
        replica.show(date(2026, 8, 30))


def test_a_fault_of_our_own_is_not_hidden(capsys, http):
    def broken(_asked):
        raise RuntimeError("a bug in a page")

    with (
        Replica(sites={**SITES, "nspcc": broken}) as sites,
        pytest.raises(requests.ConnectionError),
    ):
        http.get(sites.nspcc)
    assert "a bug in a page" in capsys.readouterr().err


def test_a_client_that_hangs_up_is_no_news(replica, capsys):
    host, port = replica.nspcc.removeprefix("http://").split(":")
    for _ in range(4):
        client = socket.create_connection((host, int(port)))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        client.sendall(f"GET {nspcc.LIST} HTTP/1.1\r\n\r\n".encode())
        client.close()
    assert requests.get(f"{replica.nspcc}/robots.txt", timeout=5).ok
    assert capsys.readouterr().err == ""
