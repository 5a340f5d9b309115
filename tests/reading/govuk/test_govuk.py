"""The Content API's reader: small rules, and answers that nobody planned."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.errors import ChallengePageError, CutShortError, ReadingError
from repo_watch.model import Page, Request
from repo_watch.reading.govuk import moment
from repo_watch.reading.govuk.content import absolute, base_of, plain, read_content

API = "https://www.gov.uk/api/content/a/b"


def page(body, url=API, **changes):
    return Page(
        **{
            "request": Request(url, "content"),
            "url": url,
            "status": 200,
            "headers": {},
            "body": body if isinstance(body, bytes) else json.dumps(body).encode(),
            "sha256": "",
            "fetched_at": datetime(2031, 6, 3, tzinfo=UTC),
        }
        | changes
    )


def document(**changes):
    return {
        "base_path": "/a/b",
        "content_id": "00000000-0000-4000-8000-000000000001",
        "title": "T",
        "document_type": "guidance",
        "schema_name": "publication",
    } | changes


def only(body, **changes):
    (item,) = read_content(page(body, **changes)).items
    return item


def test_null_is_as_good_as_absent():
    bare = only(document())
    nulls = dict.fromkeys(
        ("description", "withdrawn_notice", "details", "links", "first_published_at")
    )
    assert only(document(**nulls)) == bare
    assert only(document(details={"attachments": None}, links={"organisations": None})) == bare
    assert only(document(links={"organisations": [{"title": None}, {}]})) == bare
    assert (bare.description, bare.reason, bare.change_note, bare.state) == ("", None, None, "live")


@pytest.mark.parametrize("field", ["title", "base_path", "content_id", "document_type"])
def test_a_live_publication_says_what_it_is(field):
    with pytest.raises(ReadingError, match=f"a publication without {field}$"):
        only(document(**{field: None if field == "base_path" else " "}))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": 7}, "$.title"),
        ({"base_path": ".example.com/a"}, "$.base_path"),
        ({"withdrawn_notice": []}, "$.withdrawn_notice"),
        ({"details": {"attachments": {}}}, "$.details.attachments"),
        ({"details": {"attachments": [{"url": None}]}}, "$.details.attachments[0].url"),
        (
            {"details": {"attachments": [{"url": "/x", "number_of_pages": -1}]}},
            "$.details.attachments[0].number_of_pages",
        ),
        ({"details": {"change_history": ["x"]}}, "$.details.change_history[0]"),
        ({"links": {"organisations": ["an-id"]}}, "$.links.organisations[0]"),
    ],
)
def test_a_wrong_type_is_refused_with_its_place(changes, place):
    with pytest.raises(ReadingError) as refusal:
        only(document(**changes))
    assert place in refusal.value.reason
    assert refusal.value.url == API


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", CutShortError),
        (b'{"schema_name": "publ', CutShortError),
        (b" \n<!DOCTYPE html><p>One moment", ChallengePageError),
        (b"null", ReadingError),
        (b"[]", ReadingError),
        (b'{"title": "\xff"}', ReadingError),
        (b'{"x": ' + b"[" * 100_000, ReadingError),
        (b"{} and more", ReadingError),
    ],
)
def test_what_is_no_document_is_refused(body, kind):
    with pytest.raises(ReadingError) as refusal:
        only(body)
    assert type(refusal.value) is kind


@pytest.mark.parametrize(
    ("notice", "state"),
    [
        ({}, "live"),
        ({"withdrawn_at": "2031-06-01T10:00:00Z"}, "withdrawn"),
        ({"explanation": "<p>Out of date.</p>"}, "withdrawn"),
        ({"explanation": "", "withdrawn_at": None}, "live"),
    ],
)
def test_withdrawn_is_what_has_a_notice(notice, state):
    assert only(document(withdrawn_notice=notice)).state == state


def test_a_note_without_a_date_is_older_than_any_and_an_empty_one_is_none():
    history = [
        {"public_timestamp": None, "note": "Undated."},
        {"public_timestamp": "2030-01-01T00:00:00Z", "note": "Dated."},
        {"public_timestamp": "2031-01-01T00:00:00Z", "note": " "},
    ]
    assert only(document(details={"change_history": history})).change_note == "Dated."


def test_notes_are_ordered_by_moment_whatever_their_offset():
    history = [
        {"public_timestamp": "2031-05-02T00:30:00+01:00", "note": "Older."},
        {"public_timestamp": "2031-05-01T23:45:00Z", "note": "Newer."},
    ]
    assert only(document(details={"change_history": history})).change_note == "Newer."


def test_a_date_stays_as_written_but_for_white_space():
    item = only(document(first_published_at=" 1945-03-04T00:00:00.000+00:00\n"))
    assert item.first_published_at == "1945-03-04T00:00:00.000+00:00"


@pytest.mark.parametrize("never", ["9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-05:00"])
def test_the_year_9999_is_no_date(never):
    assert only(document(first_published_at=never)).first_published_at is None


def test_a_redirect_by_another_rule_is_still_one():
    rules = [{"path": "/a", "type": "prefix", "destination": "/c"}]
    assert only(document(schema_name="redirect", redirects=rules)).redirect_to == (
        "https://www.gov.uk/c"
    )


@pytest.mark.parametrize(
    "answer",
    [
        document(schema_name="gone", base_path=None, title=None),
        document(schema_name="redirect", base_path=None, redirects=[{"destination": "/x"}]),
    ],
)
def test_what_names_no_path_has_the_one_asked_for(answer):
    assert only(answer).url == "https://www.gov.uk/a/b"
    assert only(answer, url="https://www.gov.uk/a/b").url == "https://www.gov.uk/a/b"


def test_a_file_by_hand_has_the_path_that_it_names():
    gone = document(schema_name="gone")
    assert only(gone, url="").url == "https://www.gov.uk/a/b"
    assert only(gone, url="http://127.0.0.1:8000/").url == "http://127.0.0.1:8000/a/b"


def test_a_replica_keeps_its_own_address():
    base = "http://127.0.0.1:8000/govuk"
    attachment = {"attachment_type": "html", "url": "/a/b/web"}
    item = only(document(details={"attachments": [attachment]}), url=f"{base}/api/content/a/b")
    assert item.url == f"{base}/a/b"
    assert item.attachments[0].url == f"{base}/a/b/web"


def test_the_path_may_be_written_with_or_without_escapes():
    assert only(document(base_path="/a/caf%C3%A9"), url="https://www.gov.uk/api/content/a/café")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://www.gov.uk/api/search.json?q=/api/", "https://www.gov.uk"),
        ("https://www.gov.uk/government/organisations/x.atom", "https://www.gov.uk"),
        ("https://www.gov.uk/search/x.atom", "https://www.gov.uk"),
        ("http://127.0.0.1:8000/govuk/api/content/government/x", "http://127.0.0.1:8000/govuk"),
        ("https://www.gov.uk/guidance/x", "https://www.gov.uk"),
        ("", "https://www.gov.uk"),
        ("page.json", "https://www.gov.uk"),
    ],
)
def test_bases(url, base):
    assert base_of(url) == base


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/x?y#z", "https://g.example/x?y#z"),
        ("x", "https://g.example/x"),
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", None),
        ("javascript:alert(1)", None),
        ("mailto:a@example.org", None),
        ("http:///x", None),
        ("https://[", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(address, found):
    assert absolute("https://g.example", address) == found


@pytest.mark.parametrize(
    ("written", "moment_"),
    [
        ("2031-05-02T09:30:00.000+01:00", "2031-05-02T08:30:00Z"),
        ("2031-05-02T08:30:00Z", "2031-05-02T08:30:00Z"),
        (" 2031-05-02T08:30:00 ", "2031-05-02T08:30:00Z"),
        ("2031-05-02", "2031-05-02T00:00:00Z"),
        ("2031-01-31T23:59:59.9999999Z", "2031-01-31T23:59:59Z"),
        ("2031-01-31T23:59:59.9999999+00:00", "2031-01-31T23:59:59Z"),
        ("0001-01-01T00:00:00+01:00", None),
        ("0045-01-01T00:00:00Z", "0045-01-01T00:00:00Z"),
        ("2031-13-02", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(written, moment_):
    assert moment(written) == moment_


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div><p>One <b>t</b>wo.</p><p>Three<br>four</p></div>", "One two. Three four"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("https://www.gov.uk/x", "https://www.gov.uk/x"),
        ("<script>x()</script>", None),
        (" ", None),
        (None, None),
    ],
)
def test_a_notice_is_plain_text(markup, text):
    assert plain(markup) == text


def test_control_characters_are_no_text():
    assert only(document(title="A\0 \x1b[1mtitle\n")).title == "A [1mtitle"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "base_path", "content_id", "title", "description", "document_type", "first_published_at",
    "withdrawn_notice", "details", "links", "redirects",
)  # fmt: skip
near_misses = st.fixed_dictionaries(
    {"schema_name": st.sampled_from(["publication", "redirect", "gone"]) | json_values},
    optional=dict.fromkeys(FIELDS, json_values)
    | {
        "base_path": st.just("/a/b") | json_values,
        "title": st.text(),
        "content_id": st.text(),
        "document_type": st.text(),
        "redirects": st.lists(st.fixed_dictionaries({"destination": st.text()})),
        "details": st.fixed_dictionaries(
            {},
            optional={
                "attachments": st.lists(st.fixed_dictionaries({"url": st.text()})),
                "explanation": st.text(),
                "alternative_path": st.text(),
            },
        ),
    },
)


def read_or_refuse(body):
    try:
        reading = read_content(page(body))
    except ReadingError:
        return None
    (item,) = reading.items
    assert item.url.startswith("https://www.gov.uk/")
    assert item.content_id or item.state in ("gone", "redirected")
    assert all(one.url.startswith(("http://", "https://")) for one in item.attachments)
    return item


@given(json_values | near_misses)
def test_any_json_is_read_or_refused(value):
    read_or_refuse(value)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    read_or_refuse(body)


@given(st.integers(0, 400))
def test_any_cut_is_refused(at):
    whole = json.dumps(document(description="Fictional. " * 30)).encode()
    with pytest.raises(CutShortError):
        only(whole[: min(at, len(whole) - 1)])


def test_a_cancelled_announcement_is_not_live():
    details = {"state": "cancelled", "cancelled_at": "2031-05-02T08:30:00Z"}
    said = only(document(details=details | {"cancellation_reason": "No figures were returned."}))
    assert (said.state, said.reason) == ("withdrawn", "No figures were returned.")
    assert said.withdrawn_at == "2031-05-02T08:30:00Z"
    assert only(document(details=details)).reason == "Cancelled."
    assert only(document(details={"state": "confirmed"})).state == "live"
