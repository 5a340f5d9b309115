"""What is assumed of GOV.UK's interfaces."""

import json
import re
from collections.abc import Iterator
from typing import Any

from repo_watch.first_contact.assumptions import Assumption, Found, of_page, stated
from repo_watch.first_contact.visits import Visit

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RESULT = ("link", "content_store_document_type", "public_timestamp")
_ATTACHMENT = ("id", "attachment_type", "title", "url")
_FEED_LENGTH = 20


def _data(visit: Visit) -> dict[str, Any]:
    try:
        found = json.loads(visit.page.body) if visit.page else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lists(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = data.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _lacking(rows: list[dict[str, Any]], names: tuple[str, ...]) -> str:
    lacking = {name: sum(name not in row for row in rows) for name in names}
    return ", ".join(
        f"{count} of {len(rows)} lack {name}" for name, count in lacking.items() if count
    )


def _whole(visit: Visit) -> Found:
    data = _data(visit)
    shown = len(_lists(data, "results"))
    return Found(holds=data.get("total") == shown, words=f"{shown} shown of {data.get('total')}")


def _fields(visit: Visit) -> Found:
    rows = _lists(_data(visit), "results")
    lacking = _lacking(rows, _RESULT)
    return Found(holds=bool(rows) and not lacking, words=lacking or f"{len(rows)} results have all")


def _unvalidated(visit: Visit) -> Found:
    sent = "etag" in (visit.page.headers if visit.page else {})
    return Found(holds=not sent, words="sends an ETag" if sent else "sends none")


def _feed(visit: Visit) -> Found:
    body = visit.page.body if visit.page else b""
    entries, published = body.count(b"<entry>"), body.count(b"<published>")
    return Found(
        holds=0 < entries <= _FEED_LENGTH and not published,
        words=f"{entries} entries, {published} with a date of publication",
    )


def _id(visit: Visit) -> Found:
    found = bool(_ID.fullmatch(str(_data(visit).get("content_id"))))
    return Found(holds=found, words="is one" if found else "is none")


def _validated(visit: Visit) -> Found:
    headers = visit.page.headers if visit.page else {}
    etag, cache = headers.get("etag", ""), headers.get("cache-control", "none")
    weak = "weak ETag" if etag.startswith("W/") else "strong ETag" if etag else "no ETag"
    return Found(holds=bool(etag), words=f"{weak}, Cache-Control: {cache}")


def _attachments(visit: Visit) -> Found:
    details = _data(visit).get("details")
    rows = _lists(details, "attachments") if isinstance(details, dict) else []
    lacking = _lacking(rows, _ATTACHMENT)
    return Found(holds=not lacking if rows else None, words=lacking or f"{len(rows)} have all")


def assumptions() -> Iterator[Assumption]:
    """Those of search, feed and content."""
    return stated(
        "govuk-reviews",
        {
            "search/whole": of_page("search", _whole),
            "search/fields": of_page("search", _fields),
            "search/validators": of_page("search", _unvalidated),
            "feed/form": of_page("feed", _feed),
            "content/id": of_page("content", _id),
            "content/validators": of_page("content", _validated),
            "content/attachments": of_page("content", _attachments),
        },
    )
