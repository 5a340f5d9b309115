"""The NSPCC source: what it asks for, what it reads, what it expects."""

from datetime import UTC, datetime

import pytest

from repo_watch.errors import ChallengePageError
from repo_watch.model import Entry, Page, Request, State
from repo_watch.sources.nspcc_reviews import SOURCE

ENTRY = "<h3>2031 – Eastmere – Child Q’s</h3><p>One.</p><p>Keywords: infants</p>"


def page(body: bytes, headers: dict[str, str]) -> Page:
    request = Request(url="https://example.org/list", kind="list")
    now = datetime(2031, 5, 1, tzinfo=UTC)
    return Page(request, request.url, 200, headers, body, "", now)


def test_each_address_is_asked_for_once_with_its_kind_and_rank() -> None:
    assert [(request.kind, request.rank) for request in SOURCE.plan(State(SOURCE.urls))] == [
        ("list", 0),
        ("update", 1),
    ]
    assert [request.url for request in SOURCE.plan(State(SOURCE.urls))] == list(SOURCE.urls)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.org/case-reviews/2025/", "list"),
        ("https://example.org/case-reviews/Monthly-case-reviews-update/?page=1", "update"),
        ("http://127.0.0.1:8000/update", "update"),
        ("https://example.org/updates/case-reviews", "list"),
        ("https://example.org", "list"),
    ],
)
def test_kind_of_an_address(url: str, kind: str) -> None:
    (request,) = SOURCE.plan(State((url,)))
    assert request == Request(url=url, kind=kind, rank=0)


def test_a_page_is_read_in_its_own_encoding() -> None:
    body = ENTRY.encode("windows-1252")
    (entry,) = SOURCE.read(page(body, {"content-type": "text/html; charset=windows-1252"})).items
    (other,) = SOURCE.read(page(body, {})).items
    assert isinstance(entry, Entry)
    assert entry.case_name == "Child Q’s"
    assert other == entry


def test_a_wall_is_refused() -> None:
    with pytest.raises(ChallengePageError):
        SOURCE.read(page(b"<html><title>Just a moment...</title></html>", {}))


def test_expectations_cover_each_kind() -> None:
    kinds = {request.kind for request in SOURCE.plan(State(SOURCE.urls))}
    assert kinds == set(SOURCE.expects)
    assert SOURCE.expects["list"].at_least >= 1
    assert SOURCE.expects["update"].at_least == 0
    assert SOURCE.expects["update"].largest_drop is None
