"""One request, one reply: the form in which it is wanted, and the limits of what is taken."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from itertools import islice
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from urllib3.exceptions import HTTPError, ReadTimeoutError

from repo_watch import __version__
from repo_watch.errors import FaultError, PassingFaultError
from repo_watch.fetch.connections import Connections
from repo_watch.model import CASE
from repo_watch.settings import FetchSettings, is_loopback

HTML = frozenset({"text/html", "application/xhtml+xml"})
FIRST_BYTES = 16_384
"""Enough for a web page to show that it is one, and what it says."""

_WITH_BODY = frozenset({200, 404, 410})
_BEGINNING = frozenset({200, 206})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_DRAINED_CHUNKS = 16
_PARTS = 16
"""Of a packed body: sites send one, and each costs a copy of the rest."""
_GZIP = zlib.MAX_WBITS | 16


def media_type(headers: Mapping[str, str]) -> str:
    """What an answer says its body is, without parameters and in lower case; "" where it does not.

    The headers' names are in lower case, or case does not matter in them.
    """
    return headers.get("content-type", "").partition(";")[0].strip().lower()


class Form(Struct, frozen=True):
    """The form in which an answer is wanted, by an Accept header.

    These content types are it, and further ones by their ending (`+json`). Messages call it `name`.
    """

    name: str
    accept: str
    types: frozenset[str]
    suffixes: tuple[str, ...] = ()

    def refuses(self, headers: Mapping[str, str]) -> str | None:
        """The content type of an answer when it is another form; a missing one is accepted."""
        kind = media_type(headers)
        fits = kind in self.types or (kind.endswith(self.suffixes) and kind not in HTML)
        return None if fits or not kind else kind


_PAGE = Form("a web page", "text/html, application/xhtml+xml;q=0.9", HTML)
_DATA = Form(
    "JSON or XML",
    "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9,"
    " text/xml;q=0.9",
    frozenset({"application/json", "application/xml", "text/xml"}),
    ("+json", "+xml"),
)
_OF_KIND = dict.fromkeys(("search", "phrase", "more", "content", "feed", "data"), _DATA) | {
    CASE: Form(
        "a web page or a PDF", "text/html, application/pdf;q=0.8", HTML | {"application/pdf"}
    )
}


def form_of(kind: str) -> Form:
    """The form that a request of this kind wants: data for an interface or feed, else a page."""
    return _OF_KIND.get(kind, _PAGE)


class Reply(Struct, frozen=True):
    """What one address answered, names of headers in lower case.

    The body is unpacked and complete for 200, 404 and 410, and empty for any other status. The
    `location` is where a redirect points to, as written; None for anything else.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str | None


def proves_its_end(headers: Mapping[str, str]) -> bool:
    """Whether an answer that arrived in full says itself where it ends (RFC 9112, section 6.3).

    Where nothing but the closed connection told the end, a part looks like a whole. The headers'
    names are in lower case.
    """
    return (
        "content-length" in headers
        or "chunked" in headers.get("transfer-encoding", "").lower()
        or "gzip" in headers.get("content-encoding", "").lower()
    )


class _Session(requests.Session):
    """A session that leaves redirects alone.

    Told not to follow them, requests still reads their whole bodies, past every limit, and parses
    where they lead.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        """No response leads anywhere."""


class Wire:
    """A session that keeps one connection per host open and remembers nothing else.

    Hosts that are `trusted` may lie on a private network: the settings name them.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._limits, self._session = settings, _Session()
        self._connections = Connections(settings.timeout_seconds)
        self.trusted = self._connections.trusted
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._session.headers = requests.structures.CaseInsensitiveDict(
            {
                "User-Agent": f"repo-watch/{__version__}{contact}",
                # The only packing whose end and size are checked below.
                "Accept-Encoding": "gzip",
            }
        )
        # Without an `auth` of its own, requests would send passwords it finds in ~/.netrc.
        self._session.auth = lambda request: request
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._connections.adapter())

    def close(self) -> None:
        """Closes the connections."""
        self._session.close()
        self._connections.forget(every=True)

    def ask(self, url: str, headers: Mapping[str, str], form: Form | None = None) -> Reply:
        """Asks once for an address, without following redirects.

        These headers are sent besides those of every request. A 200 must have the form, if any.

        Raises:
            PassingFaultError: the connection failed, or the answer was cut short or too slow.
            FaultError: the answer is too large or of another form.
        """
        accept = {"Accept": form.accept} if form else {}
        with self._asked("GET", url, {**headers, **accept}) as response:
            ok = response.status_code == requests.codes.ok
            if form and ok and (kind := form.refuses(response.headers)):
                raise FaultError("wrong-type", f"is {kind}, not {form.name}", url=url)
            wanted = response.status_code in _WITH_BODY
            return _reply(url, response, self._body(url, response) if wanted else None)

    def peek(self, url: str, *, method: str) -> Reply:
        """As `ask`, by HEAD or GET, for no more than the first bytes of what lies at an address.

        The reply has a body of a 200 or 206 alone.
        """
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if method == "GET":
            headers["Range"] = f"bytes=0-{FIRST_BYTES - 1}"
        with self._asked(method, url, headers) as response:
            plain = "content-encoding" not in response.headers
            wanted = method == "GET" and response.status_code in _BEGINNING and plain
            body = self._taken(url, response, FIRST_BYTES)[:FIRST_BYTES] if wanted else None
            return _reply(url, response, body)

    @contextmanager
    def _asked(
        self, method: str, url: str, headers: Mapping[str, str]
    ) -> Iterator[requests.Response]:
        """An answer, from the connection to the last byte that the body wants, within its time."""
        seconds = self._limits.timeout_seconds
        # A proxy of the environment cannot reach this machine.
        direct = {"no_proxy": urlsplit(url).hostname or ""} if is_loopback(url) else None
        try:
            with (
                self._connections.in_time(),
                self._session.request(
                    method,
                    url,
                    headers=headers,
                    stream=True,
                    allow_redirects=False,
                    timeout=seconds,
                    proxies=direct,
                ) as response,
            ):
                yield response
        except Exception as error:
            # A connection that was ended looks like one that broke.
            if self._connections.limit.passed or isinstance(error, requests.Timeout):
                raise self._slow(url) from error
            if isinstance(error, requests.ConnectionError):
                raise PassingFaultError("unreachable", _cause(error), url=url) from error
            if isinstance(error, requests.RequestException | HTTPError | ValueError):
                reason = f"cannot be asked for: {' '.join(str(error).split())}"
                raise FaultError("unreachable", reason, url=url) from error
            raise
        if self._connections.limit.passed:
            raise self._slow(url)

    def _body(self, url: str, response: requests.Response) -> bytes:
        packing = response.headers.get("content-encoding", "").strip().lower()
        if packing not in {"", "identity", "gzip", "x-gzip"}:
            raise FaultError("wrong-type", f"is packed as {packing}, not as gzip", url=url)
        body = self._taken(url, response, self._limits.max_bytes + 1)
        self._check_size(url, len(body))
        return self._unpack(url, body) if "gzip" in packing else body

    def _taken(self, url: str, response: requests.Response, enough: int) -> bytes:
        """What comes of the body until there are so many bytes of it, or a few more."""
        body = bytearray()
        try:
            for chunk in _chunks(response):
                body += chunk
                if len(body) >= enough:
                    break
        except ReadTimeoutError as error:
            raise self._slow(url) from error
        except HTTPError as error:
            raise _cut_short(url, len(body)) from error
        return bytes(body)

    def _unpack(self, url: str, packed: bytes) -> bytes:
        body, rest = b"", packed
        for _ in range(_PARTS + 1):
            if not rest:
                return body
            unpacker = zlib.decompressobj(_GZIP)
            with suppress(zlib.error):  # what is damaged has no end either
                body += unpacker.decompress(rest, self._limits.max_bytes + 1 - len(body))
            self._check_size(url, len(body))
            if not unpacker.eof:
                raise _cut_short(url, len(packed))
            rest = unpacker.unused_data
        raise FaultError("wrong-type", f"is packed in more than {_PARTS} parts", url=url)

    def _check_size(self, url: str, size: int) -> None:
        if size > self._limits.max_bytes:
            reason = f"has more than {self._limits.max_bytes} bytes (setting fetch.max_bytes)"
            raise FaultError("too-large", reason, url=url)

    def _slow(self, url: str) -> PassingFaultError:
        reason = f"not answered in full within {self._limits.timeout_seconds:g} s"
        return PassingFaultError("slow", reason, url=url)


def _reply(url: str, response: requests.Response, body: bytes | None) -> Reply:
    if body is None:
        # The short body of a redirect or an error is read, so that its connection can be kept.
        with suppress(HTTPError):
            for _ in islice(_chunks(response), _DRAINED_CHUNKS):
                pass
    headers = {name.lower(): value for name, value in response.headers.items()}
    location = headers.get("location") if response.status_code in _REDIRECTS else None
    return Reply(url, response.status_code, headers, body or b"", location)


def _chunks(response: requests.Response) -> Iterator[bytes]:
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        yield chunk


def _cut_short(url: str, size: int) -> PassingFaultError:
    return PassingFaultError("cut-short", f"cut short or damaged after {size} bytes", url=url)


def _cause(error: BaseException) -> str:
    """What the operating system said, from below the layers of the HTTP library."""
    reason = "the connection was closed without an answer"
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, OSError) and at.strerror:
            reason = at.strerror
        at = at.__cause__ or at.__context__
    return f"cannot be reached: {reason}"
