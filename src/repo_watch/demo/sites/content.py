"""GOV.UK's content API of a night: one JSON document for each path, or the word that there is none.

Field names and types are those of the publishing API's schemas for `publication`,
`html_publication`, `redirect` and `gone` (frontend form); a test validates every response of every
night against them where they are at hand.
"""

import hashlib
import html
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from repo_watch.demo.answer import Answer, error_page, etag
from repo_watch.demo.library import Attachment, Change, Publication
from repo_watch.demo.story import Story

Json: TypeAlias = dict[str, Any]

PREFIX = "/api/content"
CACHE = {"Cache-Control": "max-age=300, public"}

_LONDON = ZoneInfo("Europe/London")
_OFFICE_OPENS = time(9, 30, tzinfo=_LONDON)
_MIGRATED = date(2018, 2, 10)


def content_id(path: str) -> str:
    """The lasting id of what was first published at this path."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, path))


def moment(day: date) -> datetime:
    """When things that are dated on a day happen: at 9.30 in London."""
    return datetime.combine(day, _OFFICE_OPENS)


def asset_id(file: Attachment) -> str:
    """An asset's 24 hex digits, of which the first 8 are the second of its upload.

    Files from before the migration of February 2018 carry its date instead.
    """
    uploaded = max(file.uploaded or _MIGRATED, _MIGRATED)
    rest = hashlib.sha256(file.filename.encode()).hexdigest()[:16]
    return f"{int(moment(uploaded).timestamp()):08x}{rest}"


def asset_path(file: Attachment) -> str:
    """Where a file lies. On the real site that is another host."""
    return f"/media/{asset_id(file)}/{file.filename}"


def _utc(day: date) -> str:
    return moment(day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _govspeak(text: str) -> str:
    return f'<div class="govspeak"><p>{html.escape(text)}</p></div>' if text else ""


def _link(base: str, path: str, title: str, identity: str, kind: str) -> Json:
    return {
        "content_id": identity,
        "title": title,
        "locale": "en",
        "document_type": kind,
        "base_path": path,
        "api_path": f"{PREFIX}{path}",
        "api_url": f"{base}{PREFIX}{path}",
        "web_url": f"{base}{path}",
        "links": {},
    }


def _organisations(story: Story, slugs: tuple[str, ...], base: str) -> list[Json]:
    known = story.publications.organisations
    return [
        _link(
            base,
            f"/government/organisations/{slug}",
            known[slug].title,
            known[slug].content_id,
            "organisation",
        )
        for slug in slugs
    ]


def _numbers(document: Attachment) -> Json:
    return {
        "command_paper_number": document.command_paper_number,
        "hoc_paper_number": "",
        "isbn": document.isbn,
        "unique_reference": document.unique_reference,
        "unnumbered_command_paper": False,
        "unnumbered_hoc_paper": False,
    }


def _attachment(publication: Publication, document: Attachment, base: str) -> Json:
    shared = {"attachment_type": document.kind, "title": document.title}
    if document.kind == "html":
        # The one kind whose address is relative.
        url = f"{publication.path}/{document.slug}"
        return {**shared, **_numbers(document), "id": content_id(url), "url": url}
    if document.kind == "external":
        return {**shared, **_numbers(document), "id": document.url, "url": document.url}
    counted = {} if document.pages is None else {"number_of_pages": document.pages}
    return {
        **shared,
        **_numbers(document),
        **counted,
        "id": document.filename,
        "url": f"{base}{asset_path(document)}",
        "filename": document.filename,
        "content_type": document.content_type,
        "file_size": document.size,
        "accessible": False,
        "alternative_format_contact_email": "",
        "assets": [{"asset_manager_id": asset_id(document), "filename": document.filename}],
    }


def _frame(path: str, kind: str, identity: str | None, updated: date, public: str | None) -> Json:
    return {
        "analytics_identifier": None,
        "base_path": path,
        "content_id": identity,
        "description": None,
        "details": {},
        "document_type": kind,
        "first_published_at": None,
        "links": {},
        "locale": "en",
        "phase": "live",
        "public_updated_at": public,
        "publishing_app": "whitehall",
        "publishing_request_id": None,
        "publishing_scheduled_at": None,
        "rendering_app": None,
        "scheduled_publishing_delay_seconds": None,
        "schema_name": kind,
        "title": None,
        "updated_at": f"{_utc(updated)[:-1]}.000Z",
        "withdrawn_notice": {},
    }


def _touched(publication: Publication, night: date) -> date:
    """The day of the last change of any kind: what `updated_at` says and a reader has to see."""
    changes = publication.changes(night)
    return max([publication.published, *(change.day for change in changes)])


def _notice(end: Change | None) -> Json:
    if end is None:
        return {}
    return {"explanation": _govspeak(end.note), "withdrawn_at": _utc(end.day)}


def _publication(story: Story, publication: Publication, night: date, base: str) -> Json:
    path = publication.path
    notes = [(c.day, c.note) for c in publication.changes(night) if c.kind == "updated"]
    history = [*reversed(notes), (publication.published, "First published.")]
    documents = publication.documents(night)
    attachments = [_attachment(publication, document, base) for document in documents]
    organisations = _organisations(story, publication.organisations, base)
    children = [
        _link(base, f"{path}/{d.slug}", d.title, content_id(f"{path}/{d.slug}"), "html_publication")
        for d in documents
        if d.kind == "html"
    ]
    collections = [
        _link(base, f"/government/collections/{slug}", title, content_id(slug), "collection")
        for title in publication.collections
        for slug in [title.lower().replace(" ", "-")]
    ]
    updated = moment(publication.updated(night)).isoformat(timespec="milliseconds")
    return {
        **_frame(path, "publication", content_id(path), _touched(publication, night), updated),
        "title": publication.title,
        "description": publication.description,
        "document_type": publication.document_type,
        "rendering_app": "frontend",
        "first_published_at": moment(publication.published).isoformat(timespec="milliseconds"),
        "withdrawn_notice": _notice(publication.end(night)),
        "details": {
            "attachments": attachments,
            "featured_attachments": [attachment["id"] for attachment in attachments],
            "body": _govspeak(publication.body),
            "change_history": [
                {"public_timestamp": moment(day).isoformat(timespec="milliseconds"), "note": note}
                for day, note in history
            ],
            # Rendered markup from before `attachments`; a reader of it would see a second truth.
            "documents": [f"<section>{html.escape(d.title)}</section>" for d in documents],
            "emphasised_organisations": [organisations[0]["content_id"]],
            "political": False,
            "tags": {"browse_pages": [], "policies": []},
        },
        "links": {
            "children": children,
            "document_collections": collections,
            "organisations": organisations,
            "primary_publishing_organisation": organisations[:1],
        },
    }


def _html_publication(
    story: Story, parent: Publication, document: Attachment, night: date, base: str
) -> Json:
    path = f"{parent.path}/{document.slug}"
    public = moment(parent.updated(night)).isoformat(timespec="milliseconds")
    identity = content_id(parent.path)
    above = _link(base, parent.path, parent.title, identity, parent.document_type)
    return {
        **_frame(path, "html_publication", content_id(path), _touched(parent, night), public),
        "title": document.title,
        "rendering_app": "frontend",
        "first_published_at": moment(parent.published).isoformat(timespec="milliseconds"),
        "withdrawn_notice": _notice(parent.end(night)),
        "details": {
            "body": _govspeak(parent.body),
            "first_published_version": parent.updated(night) == parent.published,
            "political": False,
            "public_timestamp": public,
        },
        "links": {
            "organisations": _organisations(story, parent.organisations, base),
            "parent": [above],
        },
    }


def _unpublished(publication: Publication, path: str, end: Change) -> Json | None:
    """A redirect or a gone item; None where nothing is left to say (410)."""
    public = moment(end.day).isoformat(timespec="milliseconds")
    frame = _frame(path, end.kind.removesuffix("ed"), content_id(publication.path), end.day, public)
    if end.kind == "redirected":
        route = {"path": path, "type": "exact", "destination": end.to}
        return {**frame, "redirects": [route]}
    if not end.note:
        return None
    details = {"explanation": _govspeak(end.note), "alternative_path": end.alternative}
    return {**frame, "details": details}


def _json(document: Json) -> Answer:
    body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    headers: Mapping[str, str] = {**CACHE, "ETag": etag(body, weak=True)}
    return Answer(body, content_type="application/json; charset=utf-8", headers=headers)


def respond(story: Story, path: str, night: date, base: str) -> Answer:
    """What the content API answers for the document at this path.

    Args:
        story: what is played.
        path: of the document (`/government/publications/...`).
        night: of the story.
        base: the site's own address, without a final slash.

    Returns:
        200 with a `publication` (withdrawn or not), an `html_publication`, a `redirect` or a
        `gone`; 303 from a sub-route to its document; 410 for a removal without a reason; 404.
    """
    known = [p for p in story.publications.publication if p.exists(night)]
    for publication in known:
        if path in publication.subroutes:
            headers = {**CACHE, "Location": f"{base}{PREFIX}{publication.path}"}
            return error_page(303, "See other", headers)
        pages = {f"{publication.path}/{d.slug}": d for d in publication.attachments if d.slug}
        if path != publication.path and path not in pages:
            continue
        end = publication.end(night)
        if end is not None and end.kind != "withdrawn":
            left = _unpublished(publication, path, end)
            return error_page(410, "Gone", CACHE) if left is None else _json(left)
        if path in pages:
            return _json(_html_publication(story, publication, pages[path], night, base))
        return _json(_publication(story, publication, night, base))
    return error_page(404, "Page not found", CACHE)
