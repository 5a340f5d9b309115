"""One report link: is the document that it names still there, is it the same, and what is it?

A HEAD first; where that is refused or does not settle it, a GET of the first bytes. Nothing is
called absent on the word of a HEAD alone, nor on that of a wall or an error of the server. A PDF is
read where it can do no harm. What a changed answer means is not known here.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
from msgspec import Struct
from requests.utils import requote_uri

from repo_watch.errors import EnvironmentFailure, FaultError
from repo_watch.fetch.connections import host_of
from repo_watch.fetch.wire import HTML, Reply, media_type
from repo_watch.judging.links import Document, Finding, asset

MOST_REDIRECTS = 5

_MOST_DIGITS = 15
"""Of a size: what has more is none, and no column holds it."""

_OK, _PARTIAL = 200, 206
_BUSY = frozenset({429, 503})
_ABSENT = frozenset({404, 410, 451})
_PERMANENT = frozenset({301, 308})
_DRAFTS = "draft-assets."
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
_WEB_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_WALL = re.compile(
    rb"just a moment|check(?:ing)? your browser|captcha|are (?:you )?(?:a )?human|verify(?:ing)? "
    rb"(?:that )?you|attention required|access (?:is |has been )?denied|enable (?:javascript|"
    rb"cookies)|unusual (?:traffic|activity)|cloudflare|incapsula|imperva|pardon our interruption"
    rb"|maintenance|temporarily unavailable|service unavailable|try again (?:later|soon)"
    rb"|too many requests|(?:log|sign) ?in to",
    re.IGNORECASE,
)
_CHILD = Path(__file__).with_name("pdf_child.py")
_SECONDS = 20.0
_MOST_OUTPUT = 64 * 1024

Peek: TypeAlias = Callable[..., Reply]
"""Politely asks once for the beginning of what lies at an address: see `Fetcher.peek`."""


def probe(peek: Peek, url: str) -> Finding:
    """What is there now behind a link; whatever keeps us from knowing is "unclear"."""
    try:
        reply, leads_to = followed(partial(peek, method="HEAD"), url)
        unlike = _names_document(url) and media_type(reply.headers) in {"", *HTML}
        if reply.status not in _BUSY and (reply.status != _OK or unlike):
            reply, leads_to = followed(partial(peek, method="GET"), url)
    except FaultError as error:
        return Finding("unclear", error.reason)
    return _finding(reply, url, leads_to)


def target(url: str, location: str) -> str:
    """The absolute address that a redirect points to; a malformed one stays as it is written."""
    try:
        return urldefrag(urljoin(url, requote_uri(location))).url
    except ValueError:
        return location


def followed(ask: Callable[[str], Reply], url: str) -> tuple[Reply, str | None]:
    """The answer at the end of an address's redirects, and where the permanent ones end.

    Raises:
        FaultError: there are too many, or one leads to where nobody may be asked.
    """
    at, moved, permanent = url, None, True
    for _ in range(MOST_REDIRECTS + 1):
        reply = ask(at)
        if reply.location is None:
            return reply, moved
        at = target(at, reply.location)
        if host_of(at).startswith(_DRAFTS):
            raise FaultError("redirect", "is a draft again at its publisher", url=url)
        # What follows a temporary redirect may be for this request alone.
        if permanent := permanent and reply.status in _PERMANENT:
            moved = None if _same_place(at, url) else at
    raise FaultError("redirect", f"redirects more than {MOST_REDIRECTS} times", url=url)


def _same_place(url: str, other: str) -> bool:
    """Whether two addresses differ in their scheme at most, or in the name of one GOV.UK asset."""
    if host_of(url) != host_of(other):
        return False
    return urlsplit(url)[2:4] == urlsplit(other)[2:4] or asset(url) == asset(other) is not None


def _names_document(url: str) -> bool:
    """Whether an address is that of a document and not of a web page."""
    return bool(_DOCUMENT.search(urlsplit(url).path))


def _finding(reply: Reply, url: str, leads_to: str | None) -> Finding:
    status = reply.status
    if status in _ABSENT:
        return Finding("absent", f"answers HTTP {status}", status)
    if status not in {_OK, _PARTIAL}:
        return Finding("unclear", f"answers HTTP {status}", status)
    if _names_document(url) and _is_web_page(reply):
        if _WALL.search(reply.body):
            return Finding("unclear", "a wall is in the document's place", status)
        return Finding("absent", "a web page is in the document's place", status)
    if reply.headers.get("fastly-backend-name", "").lower().startswith("mirror"):
        # Its size, ETag and date are its own, and it knows of no redirect.
        return Finding("there", f"a mirror answers HTTP {status}", status)
    document = Document(
        leads_to=leads_to,
        content_type=media_type(reply.headers) or None,
        size=_size(reply),
        etag=reply.headers.get("etag"),
        last_modified=reply.headers.get("last-modified"),
    )
    return Finding("there", f"answers HTTP {status}", status, document)


def _is_web_page(reply: Reply) -> bool:
    """By its first bytes where there are some, else by what its header says."""
    is_pdf = reply.body.lstrip().startswith(b"%PDF-")
    return bool(_WEB_PAGE.match(reply.body)) or (media_type(reply.headers) in HTML and not is_pdf)


def _size(reply: Reply) -> int | None:
    """Bytes of the whole document, packed or not as sent; None where the answer does not say."""
    if reply.status == _PARTIAL:
        said = reply.headers.get("content-range", "").rpartition("/")[2]
    else:
        packed = "content-encoding" in reply.headers
        said = "" if packed else reply.headers.get("content-length", "")
    sound = said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS
    return int(said) if sound else None


class PdfFacts(Struct, frozen=True):
    """Number of pages, and the title that the document gives itself ("" where it gives none)."""

    pages: int
    title: str


def read_pdf(body: bytes, *, seconds: float = _SECONDS) -> PdfFacts | None:
    """The facts of a PDF from anywhere; None for what is none, is locked, or breaks a limit.

    The process that reads it is ended after so many seconds.

    Raises:
        EnvironmentFailure: no process could be started.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as said:
        file.write(body)
        file.seek(0)
        try:
            # -I: neither the environment nor the working folder has a say in what is imported.
            subprocess.run(  # noqa: S603 -- our own script, no argument from outside
                [sys.executable, "-I", str(_CHILD)],
                stdin=file,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=seconds,
                check=True,
            )
            said.seek(0)
            facts = msgspec.json.decode(said.read(_MOST_OUTPUT), type=PdfFacts)
        except BlockingIOError as error:
            raise EnvironmentFailure(
                "cannot be read: this machine lets no further process start (ulimit -u)"
            ) from error
        except (subprocess.SubprocessError, msgspec.MsgspecError):
            return None
    printable = "".join(char if char.isprintable() else " " for char in facts.title)
    return PdfFacts(facts.pages, " ".join(printable.split()))
