"""The replica over real HTTP: keep-alive servers on loopback, one for each site."""

import contextlib
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Self, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit
from weakref import WeakSet

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.demo.answer import Answer, Get, error_page, render
from repo_watch.demo.sites import govuk, nspcc, statistics
from repo_watch.demo.story import STORY, Story

Respond: TypeAlias = Callable[[Get], Answer]

SITES: Mapping[str, Respond] = {
    "nspcc": nspcc.respond,
    "govuk": govuk.respond,
    "statistics": statistics.respond,
}


class Logged(Struct, frozen=True):
    """A request: its target with query, its status, its headers with names in lower case."""

    site: str
    method: str
    path: str
    status: int
    headers: Mapping[str, str]


class _Handler(BaseHTTPRequestHandler):
    """One connection; what is answered, the server knows."""

    server: "_Server"
    protocol_version = "HTTP/1.1"
    # Buffered and without Nagle: else each answer waits 40 ms for the client's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answers, to a HEAD without the body."""
        target = urlsplit(self.path)
        query = parse_qs(target.query, keep_blank_values=True)
        replica, site = self.server.replica, self.server.site
        answer = replica.answer(site, unquote(target.path), query)
        status = 304 if answer.status == HTTPStatus.OK and self._same(answer) else answer.status
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "GET" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(answer.body[: answer.breaks_at])
            self.close_connection |= answer.breaks_at is not None
        headers = {name.lower(): value for name, value in self.headers.items()}
        replica.log.append(Logged(site, self.command, self.path, status, headers))

    do_HEAD = do_GET  # noqa: N815 -- the base looks for this name

    def _same(self, answer: Answer) -> bool:
        """Whether the client's validators show that it has this answer already."""
        if tags := self.headers.get("If-None-Match"):
            return answer.headers.get("ETag", "") in [tag.strip() for tag in tags.split(",")]
        since, changed = self.headers.get("If-Modified-Since"), answer.headers.get("Last-Modified")
        return since is not None and since == changed

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Nothing on stderr: the replica keeps its own log."""


class _Server(socketserver.ThreadingTCPServer):
    """A site. Stopping it ends the connections that clients keep alive, and their threads."""

    def __init__(self, replica: "Replica", site: str) -> None:
        self.replica, self.site = replica, site
        self._open: WeakSet[socket.socket] = WeakSet()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.02}, name=f"replica-{site}"
        )

    def stop(self) -> None:
        """Ends with no thread and no socket left."""
        self.shutdown()
        self.thread.join()
        for connection in tuple(self._open):
            # A client may have been quicker.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def get_request(self) -> tuple[socket.socket, object]:
        """The next connection, remembered."""
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """A client that goes away in mid-answer is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Replica:
    """The sites, for the length of a `with` block, showing one night at a time.

    Those of the demo are among them, whatever others there are. The log has the requests in the
    order of their answers; `urls` have no final slash, and `statistics` the base of that API.
    """

    def __init__(self, story: Story = STORY, sites: Mapping[str, Respond] = SITES) -> None:
        self._story, self._sites, self._night = story, sites, story.days[0]
        self.log: list[Logged] = []
        self._servers = {site: _Server(self, site) for site in sites}
        self.urls = {site: server.url for site, server in self._servers.items()}
        self.nspcc, self.govuk = self.urls["nspcc"], self.urls["govuk"]
        self.statistics = self.urls["statistics"] + statistics.ROOT

    def show(self, night: date) -> None:
        """Plays this night of the story from now on; the first one was played till then."""
        if night not in self._story.days:
            raise ValueError(f"the story runs from {self._story.days[0]} to {self._story.days[-1]}")
        self._night = night

    def answer(self, site: str, path: str, query: Mapping[str, Sequence[str]]) -> Answer:
        """What a site answers, spoilt if the night is a bad one."""
        answer = self._sites[site](Get(self._story, self._night, path, query, self.urls[site]))
        match self._story.fault(site, self._night):
            case "outage":
                return error_page(503, "Service unavailable")
            case "challenge" if path != "/robots.txt":
                return Answer(render("challenge.html"))
            case "cut" if path == nspcc.LIST:
                return replace(answer, body=answer.body[: len(answer.body) // 3])
            case "broken" if path == nspcc.LIST:
                return replace(answer, breaks_at=len(answer.body) // 2)
        return answer

    def __enter__(self) -> Self:
        for server in self._servers.values():
            server.thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        for server in self._servers.values():
            server.stop()
