"""No beginning of a page is believed, and whatever comes is read or refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from recorded import PAGES, cases, recorded

from repo_watch.errors import ReadingError
from repo_watch.sources import incident_notifications, nspcc_briefings, nspcc_catalogue

SOURCES = {
    one.SOURCE.id: one.SOURCE for one in (incident_notifications, nspcc_briefings, nspcc_catalogue)
}


def sound(source, case):
    expected = json.loads((PAGES / source / case / "expected.json").read_text("utf-8"))
    page = recorded(source, case)
    return "error" not in expected and page.status == 200 and page.url == page.request.url


SOUND = [(id_, case) for id_ in SOURCES for case in cases(id_) if sound(id_, case)]


@pytest.mark.parametrize(("source", "case"), SOUND)
def test_no_beginning_of_a_sound_page_is_believed(source, case):
    page = recorded(source, case)
    body = page.body.rstrip()
    whole = body.find(b"</body>") if body.endswith(b">") else len(body) - 1
    for end in range(0, whole, max(1, whole // 40)):
        with pytest.raises(ReadingError):
            SOURCES[source].read(replace(page, body=body[:end]))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SOUND), st.data())
def test_a_damaged_page_is_read_or_refused(which, data):
    source, case = which
    page = recorded(source, case)
    start = data.draw(st.integers(0, len(page.body)))
    length = data.draw(st.integers(0, 80))
    inserted = data.draw(st.binary(max_size=30) | st.sampled_from([b"<td>", b"</", b"null", b"{}"]))
    damaged = page.body[:start] + inserted + page.body[start + length :]
    with suppress(ReadingError):
        SOURCES[source].read(replace(page, body=damaged))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(SOURCES)), st.binary(max_size=200), st.text(max_size=80))
def test_any_bytes_under_any_marker_are_read_or_refused(source, body, marker):
    for _, case in (one for one in SOUND if one[0] == source):
        page = recorded(source, case)
        request = replace(page.request, marker=marker)
        with suppress(ReadingError):
            SOURCES[source].read(replace(page, request=request, body=body))
