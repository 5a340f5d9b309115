"""Pages out of the archive, as if they had just been fetched."""

from hashlib import sha256

import pytest

from repo_watch.errors import FetchError
from repo_watch.fetch import Archive, ArchivedPage, Replay
from repo_watch.model import Request, Validators

URL = "https://lists.example/current"


@pytest.fixture
def replay(tmp_path, site):
    archive = Archive(tmp_path)
    kept = ArchivedPage(archive.put(site.page), {"content-type": "text/html"}, site.now)
    gone = ArchivedPage(archive.put(b"gone"), {}, site.now, 410)
    lost = ArchivedPage("ab" * 32, {}, site.now)
    return Replay(archive, {URL: kept, f"{URL}/gone": gone, f"{URL}/lost": lost})


def _get(replay, url, validators=None):
    return replay.get(Request(url, "list"), validators or Validators(), hosts=frozenset())


def test_a_page_comes_back_as_it_was_fetched(replay, site):
    page = _get(replay, URL)
    assert (page.request.url, page.url, page.status) == (URL, URL, 200)
    assert (page.body, page.sha256) == (site.page, sha256(site.page).hexdigest())
    assert (page.headers, page.fetched_at) == ({"content-type": "text/html"}, site.now)
    assert not page.unchanged
    assert _get(replay, f"{URL}/gone").status == 410


def test_what_is_known_already_is_unchanged(replay, site):
    page = _get(replay, URL, Validators(sha256=sha256(site.page).hexdigest()))
    assert (page.unchanged, page.body) == (True, b"")


def test_what_was_never_read_is_a_fault_of_that_address(replay):
    with pytest.raises(FetchError, match=f"^{URL}/new: not in the archive"):
        _get(replay, f"{URL}/new")


def test_a_body_that_is_lost_is_a_page_that_did_not_come(replay):
    with pytest.raises(FetchError, match="not in the archive"):
        _get(replay, f"{URL}/lost")
