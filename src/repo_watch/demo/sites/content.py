"""GOV.UK's content API of a night: one JSON document for each path, or the word that there is none.

Field names and types are those of the publishing API's schemas for `publication`,
`html_publication`, `redirect` and `gone` (frontend form); a test validates every response of every
night against them where they are at hand.
"""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from repo_watch.demo.answer import JSON, Answer, Json, data, error_page, etag
from repo_watch.demo.library import Attachment, Change, Publication
from repo_watch.demo.story import Story

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


def utc(day: date) -> str:
    """The moment of a day as the search API and notices write it."""
    return moment(day).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(day: date) -> str:
    """The moment of a day as the content API writes it."""
    return moment(day).isoformat(timespec="milliseconds")


_FUNCTIONS = {one.__name__: one for one in (asset_id, asset_path, content_id, stamp, utc)}


def _document(
    story: Story, publication: Publication, page: Attachment | None, night: date, base: str
) -> Json:
    """A publication, or the page of its own that one of its documents is."""
    path = f"{publication.path}/{page.slug}" if page else publication.path
    kind = "html_publication" if page else "publication"
    changes, end = publication.changes(night), publication.end(night)
    notes = [(one.day, one.note) for one in changes if one.kind == "updated"]
    history = [*reversed(notes), (publication.published, "First published.")]
    known = story.publications.organisations
    return data(
        f"content_{kind}.json",
        **_FUNCTIONS,
        path=path,
        kind=kind,
        identity=content_id(path),
        public=publication.updated(night),
        # What `updated_at` says and a reader has to see: a change of any kind.
        touched=max([publication.published, *(change.day for change in changes)]),
        base=base,
        publication=publication,
        title=page and page.title,
        end=end,
        history=history,
        documents=publication.documents(night),
        organisations=[(slug, known[slug]) for slug in publication.organisations],
    )


def _unpublished(publication: Publication, path: str, end: Change) -> Json | None:
    """A redirect or a gone item; None where nothing is left to say (410)."""
    if end.kind == "gone" and not end.note:
        return None
    return data(
        "content_unpublished.json",
        **_FUNCTIONS,
        path=path,
        kind=end.kind.removesuffix("ed"),
        identity=content_id(publication.path),
        public=end.day,
        touched=end.day,
        end=end,
    )


def _json(document: Json) -> Answer:
    body = json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    return Answer(body, content_type=JSON, headers={**CACHE, "ETag": etag(body, weak=True)})


def respond(story: Story, path: str, night: date, base: str) -> Answer:
    """What the content API answers for the document at this path.

    Returns:
        200 with a `publication` (withdrawn or not), an `html_publication`, a `redirect` or a
        `gone`; 303 from a sub-route to its document; 410 for a removal without a reason; 404.
    """
    for publication in story.publications.known(night):
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
        return _json(_document(story, publication, pages.get(path), night, base))
    return error_page(404, "Page not found", CACHE)
