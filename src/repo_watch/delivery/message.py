"""A letter to one recipient as the bytes of a mail: the same letter, the same bytes.

Message-ID, date and boundaries follow from the issue and the recipient, so that a mail that is sent
twice is one mail to whoever gets it.
"""

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from repo_watch.delivery.letter import Letter, unsubscribe
from repo_watch.settings import MailSettings

_UNBROKEN = {"message-id", "references", "list-unsubscribe"}
"""Headers of which the standard library would encode a long value, which nobody decodes there."""


class _Policy(EmailPolicy):
    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _UNBROKEN:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep="\r\n", max_line_length=76)


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
