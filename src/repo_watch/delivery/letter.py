"""An issue as a letter: what is new, in a page, and where the whole of it can be read.

The words are those of the issue's own tree (`repo_watch.rendering.view`). A letter leaves out the
summaries: they are read in the issue, after its notice, and not in a mailbox's preview.

The same letter to the same recipient is the same bytes: Message-ID, date and boundaries follow from
these, so that a mail that is sent twice is one mail to whoever gets it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import partial
from textwrap import wrap

from msgspec import Struct

from repo_watch.digest.model import Digest
from repo_watch.digest.text import clean
from repo_watch.rendering import words
from repo_watch.rendering.view import view
from repo_watch.settings import MailSettings
from repo_watch.templates import fill

_lines = partial(wrap, width=72, break_long_words=False, break_on_hyphens=False)
_UNBROKEN = {"message-id", "references", "list-unsubscribe"}
"""Headers of which the standard library would encode a long value, which nobody decodes there."""


class _Policy(EmailPolicy):
    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _UNBROKEN:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", max_line_length=76)


class Letter(Struct, frozen=True, kw_only=True):
    """What every recipient of an issue gets: a plain text, and the same with a look.

    `name` is the sender's, as a reader sees it, `date` the moment of issue. The `key` is made of
    edition, months and number; a correction `corrects` that of the first. The attachment is name
    and bytes of the PDF, where it goes along.
    """

    subject: str
    name: str
    text: str
    html: str
    date: datetime
    key: str
    corrects: str | None = None
    attachment: tuple[str, bytes] | None = None


def letter(
    digest: Digest, files: Mapping[str, bytes], mail: MailSettings, public_url: str = ""
) -> Letter:
    """The letter of an issue, of whose files the bytes by name are given.

    Where the web address of all issues, `public_url`, is "", the letter has no links to it.
    """
    said = view(digest)
    html_name, pdf_name = digest.months.file("html"), digest.months.file("pdf")
    base = digest.edition.address(public_url)
    size = len(files[pdf_name])
    attached = not base or size <= mail.attach_below
    facts = {
        "view": said,
        "page": base and base + html_name,
        "pdf": base and base + pdf_name,
        "size": words.short_size(size),
        "attached": attached,
        "origins": digest.origins,
        "answers_to": mail.answers_to,
        "stop": unsubscribe(mail),
        "count": words.count,
        "wrapped": _wrapped,
    }
    name = f"{digest.edition.name}/{digest.months.text}"
    correction = digest.number > 1
    return Letter(
        subject=clean(f"{'Correction: ' if correction else ''}{said.title}: {said.headline}"),
        name=clean(digest.edition.title),
        text=fill(__package__, "letter.txt.j2", **facts),
        html=fill(__package__, "letter.html.j2", **facts),
        date=digest.issued_at,
        key=f"{name}/{digest.number}",
        corrects=f"{name}/1" if correction else None,
        attachment=(pdf_name, files[pdf_name]) if attached else None,
    )


def unsubscribe(mail: MailSettings) -> str:
    """The address, mailto: or https:, at which a recipient can stop the mails."""
    return mail.list_unsubscribe or f"mailto:{mail.answers_to}?subject=unsubscribe"


def _wrapped(text: str, first: str = "") -> list[str]:
    """Lines that fit a narrow window; `first` stands before the first, blanks before the others."""
    return _lines(text, initial_indent=first, subsequent_indent=" " * len(first))


def message_id(key: str, recipient: str, sender: str) -> str:
    """The Message-ID of an issue's mail to a recipient."""
    return f"<{_digest(key, recipient)}@{sender.rpartition('@')[2]}>"


def message(letter: Letter, recipient: str, mail: MailSettings) -> bytes:
    """The mail (RFC 5322, MIME) to one plain address, ready for the mail server.

    Raises:
        ValueError: a header would break into two; the settings and the letter's words allow none.
    """
    made = EmailMessage(policy=_POLICY)
    made["Date"] = format_datetime(letter.date)
    made["From"] = Address(letter.name, addr_spec=mail.sender)
    made["To"] = Address(addr_spec=recipient)
    if mail.reply_to:
        made["Reply-To"] = Address(addr_spec=mail.reply_to)
    made["Subject"] = letter.subject
    made["Message-ID"] = message_id(letter.key, recipient, mail.sender)
    if letter.corrects:
        made["References"] = message_id(letter.corrects, recipient, mail.sender)
    made["List-Unsubscribe"] = f"<{unsubscribe(mail)}>"
    if mail.list_unsubscribe.startswith("https:"):
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    # RFC 3834: no "out of office" comes back.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text, cte="quoted-printable")
    made.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.attachment:
        name, content = letter.attachment
        made.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    # Before the parts were there, it would have gone into the first of them.
    made["Content-Language"] = "en-GB"
    for depth, part in enumerate(one for one in made.walk() if one.is_multipart()):
        # "=_" occurs in neither quoted-printable nor base64 (RFC 2045, 6.7).
        part.set_boundary(f"=_{_digest(letter.key, recipient)}.{depth}")
    return made.as_bytes()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
