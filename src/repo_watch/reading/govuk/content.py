"""Reads GOV.UK's Content API: one answer is one publication and the state it is in.

The form is that of GOV.UK's content schemas. Only fields that are used are named here, so new
ones are no news, while a known field of another type is refused with its name: an answer half
understood is not believed.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from repo_watch.errors import ChallengePageError, CutShortError, ReadingError, WrongPageError
from repo_watch.model import Attachment, Page, Publication, Reading, Unread
from repo_watch.reading.govuk import CONTENT, PUBLIC, moment
from repo_watch.reading.page.web_page import absent, see

_BASE = re.compile(r"(https?://[^/?#]+(?:/[^?#]*?)??)/(?:api|government|search)(?:/|$)")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")

_KINDS: tuple[Literal["file", "html", "external"], ...] = ("file", "html", "external")
Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
"""A number that a database's integer holds."""

Path = Annotated[str, msgspec.Meta(pattern="^/")]
"""A path of GOV.UK; anything else behind a base would be another address."""

Form = TypeVar("Form")


class _WithdrawnNotice(msgspec.Struct):
    explanation: str | None = None
    withdrawn_at: str | None = None


class _Redirect(msgspec.Struct):
    destination: str
    path: str | None = None


class _Change(msgspec.Struct):
    public_timestamp: str | None = None
    note: str | None = None


class _Attachment(msgspec.Struct):
    url: str
    attachment_type: str = "file"
    title: str | None = None
    content_type: str | None = None
    file_size: Count | None = None
    number_of_pages: Count | None = None
    isbn: str | None = None
    unique_reference: str | None = None
    command_paper_number: str | None = None


class _Details(msgspec.Struct):
    attachments: list[_Attachment] | None = None
    change_history: list[_Change] | None = None
    latest_change_note: str | None = None
    explanation: str | None = None
    alternative_path: str | None = None
    state: object = None
    cancellation_reason: str | None = None
    cancelled_at: str | None = None


class _Organisation(msgspec.Struct):
    title: str | None = None


class _Links(msgspec.Struct):
    organisations: list[_Organisation] | None = None


class _Content(msgspec.Struct):
    schema_name: str
    document_type: str
    base_path: Path | None = None
    content_id: str | None = None
    title: str | None = None
    description: str | None = None
    first_published_at: str | None = None
    public_updated_at: str | None = None
    withdrawn_notice: _WithdrawnNotice | None = None
    details: _Details | None = None
    links: _Links | None = None
    redirects: list[_Redirect] | None = None


def read_content(page: Page) -> Reading:
    """The one publication of a Content API answer.

    A redirect, a removal and a missing page are publications too, in that state; their address is
    the one asked for. A removal's `redirect_to` is the page that the editors name instead, if any.
    An attachment of a kind or address that cannot be used is left out and reported as unread;
    `words` counts the attachments. Schemas other than a publication's (a collection, an
    announcement of statistics) give what they have; a cancelled announcement counts as withdrawn.

    Raises:
        ReadingError: the answer is not such a document, names another path than the one that
            answered, or lacks what a live publication must have.
    """
    if gone := absent(page, _public(page.request.url)):
        return gone
    content = decode(page, _Content)
    # A document must be that of the path that answered (a 303 to the parent has moved it).
    found = base_of(page.url) + (content.base_path or "")
    named = content.base_path and CONTENT + "/" in page.url
    if named and unquote(found) != unquote(_public(page.url)):
        raise WrongPageError(f"the document of {found} came instead", url=page.request.url)
    if content.schema_name in {"redirect", "gone"}:
        return Reading(items=(_ended(page, content),))
    return _publication(page, content)


def _publication(page: Page, content: _Content) -> Reading:
    """A publication that GOV.UK shows, withdrawn or not."""
    must_have = ("title", "base_path", "content_id", "document_type")
    lacking = [name for name in must_have if not one_line(getattr(content, name))]
    if lacking:
        reason = f"a publication without {', '.join(lacking)}"
        raise ReadingError(reason, url=page.request.url)
    base = base_of(page.url)
    details = content.details or _Details()
    notice = content.withdrawn_notice or _WithdrawnNotice()
    if details.state == "cancelled":
        reason = details.cancellation_reason or "Cancelled."
        notice = _WithdrawnNotice(reason, details.cancelled_at)
    publishers = (content.links and content.links.organisations) or []
    attachments = list(_attachments(base, details.attachments or []))
    # The history comes in no promised order and in several offsets.
    noted = [one for one in details.change_history or () if one_line(one.note)]
    newest = max(noted, key=lambda one: moment(one.public_timestamp) or "", default=None)
    publication = Publication(
        content_id=content.content_id,
        url=f"{base}{content.base_path}",
        title=one_line(content.title),
        description=one_line(content.description),
        document_type=content.document_type,
        state="withdrawn" if notice.withdrawn_at or notice.explanation else "live",
        organisations=tuple(filter(None, (one_line(one.title) for one in publishers))),
        first_published_at=_date(page, "first_published_at", content.first_published_at),
        public_updated_at=_date(page, "public_updated_at", content.public_updated_at),
        withdrawn_at=_date(page, "withdrawn_at", notice.withdrawn_at),
        reason=plain(notice.explanation),
        attachments=tuple(one for one in attachments if isinstance(one, Attachment)),
        change_note=one_line(newest.note if newest else details.latest_change_note) or None,
    )
    unread = tuple(one for one in attachments if isinstance(one, Unread))
    return Reading(items=(publication,), words=len(attachments), unread=unread)


def _ended(page: Page, content: _Content) -> Publication:
    """A path that moved, or was unpublished on purpose, with the editors' reason if they gave one.

    GOV.UK answers 200 for a path that moved and names the rule in the document.
    """
    details, asked = content.details or _Details(), page.request.url
    gone = content.schema_name == "gone"
    rules = sorted(content.redirects or [], key=lambda rule: rule.path != content.base_path)
    leads_to = details.alternative_path if gone else rules[0].destination if rules else None
    target = absolute(base_of(page.url), leads_to)
    if target is None and not gone:
        raise ReadingError("a redirect that names no usable destination", url=asked)
    by_hand = content.base_path and CONTENT + "/" not in asked
    return Publication(
        content_id=content.content_id,
        url=f"{base_of(asked)}{content.base_path}" if by_hand else _public(asked),
        document_type=content.document_type,
        state="gone" if gone else "redirected",
        public_updated_at=_date(page, "public_updated_at", content.public_updated_at),
        reason=plain(details.explanation) if gone else None,
        redirect_to=target,
    )


def _attachments(base: str, given: list[_Attachment]) -> Iterator[Attachment | Unread]:
    """The documents, html ones with an absolute address; those that cannot be used are unread."""
    before = ""
    for one in given:
        url, title = absolute(base, one.url), one_line(one.title)
        kind = next((kind for kind in _KINDS if kind == one.attachment_type), None)
        if url is None or kind is None:
            yield Unread(title or one.url, before)
        else:
            yield Attachment(
                kind=kind,
                title=title,
                url=url,
                content_type=one.content_type or None,
                file_size=one.file_size,
                pages=one.number_of_pages,
                isbn=one_line(one.isbn) or None,
                unique_reference=one_line(one.unique_reference) or None,
                command_paper_number=one_line(one.command_paper_number) or None,
            )
        before = title


# ------------------------------------------------------------------ shared with the listings


def decode(page: Page, form: type[Form]) -> Form:
    """A page's body as a document of a known form.

    Raises:
        ChallengePageError: an HTML page came instead.
        CutShortError: the document ends before its end.
        ReadingError: no JSON, or a field is missing or of another type; the reason names it.
    """
    asked = page.request.url
    if page.body.lstrip()[:1] == b"<":
        raise ChallengePageError("an HTML page came instead of JSON", url=asked)
    try:
        return msgspec.json.decode(page.body, type=form)
    except msgspec.ValidationError as error:
        raise ReadingError(f"not the expected document: {error}", url=asked) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if "truncated" in str(error):
            raise CutShortError("the JSON is cut short", url=asked) from error
        said = error if isinstance(error, msgspec.DecodeError) else type(error).__name__
        raise ReadingError(f"no JSON: {said}", url=asked) from error


def base_of(url: str) -> str:
    """The base that an address of ours begins with: what the settings call `base`."""
    if found := _BASE.match(url):
        return found[1]
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else PUBLIC


def absolute(base: str, address: str | None) -> str | None:
    """A path of GOV.UK or a web address as an absolute one; None for anything else."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return None
    if parts.scheme in {"http", "https"} and parts.netloc:
        return parts.geturl()
    if parts.scheme or parts.netloc or not parts.path:
        return None
    return f"{base}/{parts.geturl().lstrip('/')}"


def never(text: str | None) -> bool:
    """Whether a timestamp is of the year 9999, as databases write that there is none."""
    return (text or "").strip().startswith("9999-")


def one_line(text: str | None) -> str:
    """Text with white space and control characters collapsed; nothing for None."""
    return " ".join(_CONTROL.sub(" ", text or "").split())


def moment_of(page: Page, name: str, text: str | None) -> str:
    """The `moment` of a field of this name, which must have one."""
    if found := moment(text):
        return found
    reason = f"{name} is no ISO 8601 date: {(text or '')[:40]!r}"
    raise ReadingError(reason, url=page.request.url)


def plain(markup: str | None) -> str | None:
    """A notice's markup as plain text; None when it says nothing."""
    # The element spares bare text from being taken for a file name or an address.
    return " ".join(line.text for line in see(f"<div>{markup or ''}</div>").lines) or None


def _public(url: str) -> str:
    """The public address of a Content API address."""
    return url.replace(CONTENT + "/", "/", 1)


def _date(page: Page, name: str, text: str | None) -> str | None:
    """A date as the source wrote it, once it is sure to be one."""
    if not text or never(text):
        return None
    moment_of(page, name, text)
    return text.strip()
