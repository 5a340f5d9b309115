"""Issues as the digest records them, and a mail server that fails in the usual ways.

All names, places and texts are invented.
"""

import asyncio
import socket
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from msgspec.structs import fields, replace

from repo_watch.digest.model import (
    NATIONAL,
    Change,
    Coverage,
    Digest,
    Happening,
    NationalPublication,
    Origin,
    ReportLink,
    Review,
    Section,
)
from repo_watch.digest.months import Months
from repo_watch.store.schema.database import transaction
from repo_watch.store.times import iso

PLACES = ("Eastmere", "Westholt", "Northcombe", "Marlow Sands", "Harrowdale", None)
KEYWORDS = ("neglect", "infants", "voice of the child", "information sharing")
SUMMARY = "Practitioners met the family twice a week."
ISSUED = datetime(2026, 11, 1, 2, 15, tzinfo=UTC)


_EMPTY = {int: 0, bool: False, str: ""}


def filled(kind, /, **said):
    """A noun of the digest; what is not said is empty."""
    empty = {
        one.name: () if "tuple" in str(one.type) else _EMPTY.get(one.type)
        for one in fields(kind)
        if one.required
    }
    return kind(**(empty | said))


def make_review(number, **fields):
    place = PLACES[number % len(PLACES)]
    made = filled(
        Review,
        item=number,
        title=f"2026 – {place or 'Anonymous'} – Child {chr(65 + number % 26)}",
        authority=place,
        places=("East Midlands",) if place else (),
        review_type="local_child_safeguarding_practice_review",
        sections=(Section("summary", SUMMARY),),
        keywords=KEYWORDS,
        terms=KEYWORDS,
        ages=(),
        outcome=None,
        links=(
            filled(
                ReportLink,
                label="Read the overview report",
                kind="overview_report",
                url=f"https://reports.example/{number}.pdf",
                state="ok",
                state_since=date(2026, 10, 3),
            ),
        ),
        first_seen=date(2026, 10, 3),
        departure=None,
    )
    return replace(made, **fields)


def make_coverage(**fields):
    made = filled(
        Coverage,
        source="a-list",
        title="The yearly list",
        nights=31,
        well=30,
        failed=1,
        last_well=date(2026, 10, 31),
    )
    return replace(made, **fields)


def make_digest(count=3, *, month="2026-10", number=1, issued_at=ISSUED, **fields):
    made = filled(
        Digest,
        edition=NATIONAL,
        months=Months.parse(month),
        number=number,
        issued_at=issued_at,
        first_issued_at=issued_at,
        back_issue=False,
        reviews=tuple(map(make_review, range(1, count + 1))),
        late_reviews=(make_review(9001),),
        publications=(
            filled(
                NationalPublication,
                item=9100,
                title="Annual report of the panel",
                description="What the panel saw in a year of notifications.",
                document_type="independent_report",
                organisations=("The national panel",),
                published=date(2026, 10, 8),
                url="https://www.gov.example/annual-report",
                documents=(),
                first_seen=date(2026, 10, 8),
                departure=None,
            ),
        ),
        late_publications=(),
        changes=(
            filled(
                Change,
                item=9200,
                kind="review",
                title="2025 – Stonebeck – Family F",
                url=None,
                links=(),
                withdrawn=None,
                reason="",
                happenings=(Happening("changed", date(2026, 10, 9), ("summary",)),),
            ),
        ),
        coverage=(make_coverage(),),
        history=(),
        origins=(Origin("The yearly list", "A publisher", "Titles and links only."),),
    )
    return replace(made, **fields)


def record(db, digest):
    """Put an issue into the database, as issuing does; no file is there."""
    start, end = digest.months.window
    columns = db.execute(
        "SELECT name, type, \"notnull\" FROM pragma_table_info('issue')"
    ).fetchall()
    empty = {name: 0 if kind == "INTEGER" else "" for name, kind, needed in columns if needed}
    row = empty | {
        "edition": digest.edition.name,
        "first_month": digest.months.first.iso,
        "last_month": digest.months.last.iso,
        "number": digest.number,
        "window_from": iso(start),
        "window_to": iso(end),
        "issued_at": iso(digest.issued_at),
        "back_issue": int(digest.back_issue),
        "digest": msgspec.json.encode(digest).decode(),
    }
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    with transaction(db):
        db.execute(f"INSERT INTO issue ({names}) VALUES ({marks})", row)


def read_mail(content):
    return message_from_bytes(content, policy=policy.SMTP)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class PostOffice:
    """A mail server on loopback that keeps what it accepts.

    Attributes:
        mails: (recipients, bytes) of every mail whose data arrived, also where the answer was not.
        replies: what RCPT answers, by address, or "drop" to hang up.
        after_data: what DATA answers: a reply, "drop" to hang up, or seconds to wait first.
        dies_after: mails after which it hangs up and takes no further connection.
        connections: how many there were.
    """

    def __init__(self, **options):
        self.mails = []
        self.replies = {}
        self.after_data = "250 OK"
        self.dies_after = None
        self.connections = 0
        self._dead = False
        office = self

        class Server(SMTP):
            def connection_made(self, transport):
                if office._dead:
                    transport.abort()
                    return
                if self.transport is None:
                    office.connections += 1
                super().connection_made(transport)

        class Local(Controller):
            def factory(self):
                return Server(self.handler, **self.SMTP_kwargs)

        self._controller = Local(
            self, hostname="127.0.0.1", port=free_port(), server_hostname="mail.example", **options
        )

    @property
    def port(self):
        return self._controller.port

    @property
    def got(self):
        """Who has a mail, in order."""
        return [to for to, _ in self.mails]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 -- aiosmtpd's
        reply = self.replies.get(address, "250 OK")
        if reply == "drop":
            server.transport.abort()
            return "421 gone"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 -- aiosmtpd's
        if self.dies_after is not None and len(self.mails) >= self.dies_after:
            self._dead = True
            server.transport.abort()
            return "421 gone"
        (to,) = envelope.rcpt_tos
        self.mails.append((to, envelope.original_content))
        if isinstance(self.after_data, float):
            await asyncio.sleep(self.after_data)
        elif self.after_data == "drop":
            server.transport.abort()
            return "421 gone"
        else:
            return self.after_data
        return "250 OK"

    def __enter__(self):
        self._controller.start()
        self.connections = 0  # starting makes one of its own
        return self

    def __exit__(self, *_):
        self._controller.stop()


def accept_password(name, password):
    """An authenticator that knows one user."""

    def check(server, session, envelope, mechanism, data):  # noqa: ARG001 -- aiosmtpd's signature
        right = data.login == name.encode() and data.password == password.encode()
        return AuthResult(success=right, handled=right)

    return check
