"""What carries an issue: a mail server, a folder of trial mails, the drop folder.

A carrier answers; it never raises for what a server, a network or a disk does. What it answers
decides what is tried again (RFC 5321, 4.2.1: 4yz may pass, 5yz will not).
"""

import os
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from msgspec import Struct

from repo_watch import files
from repo_watch.delivery.letter import Letter, message, message_id
from repo_watch.digest.text import clean
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.fetch.connections import TimeLimit
from repo_watch.settings import PASSWORD_VARIABLE, MailSettings

_PERMANENT = 500
_BREAKS = 2
"""Connections lost in a row before the mail server counts as out of reach for this run."""
_LONGEST = 300
_LOST = (OSError, smtplib.SMTPException, ValueError)
"""What a connection ends with; a ValueError where an answer is none, as a login's puzzle may be."""
_SETTING = (ssl.SSLCertVerificationError, smtplib.SMTPAuthenticationError)
"""Of these, what does not pass by itself."""


class Answer(Struct, frozen=True):
    """What came of one delivery: sent, filed (a trial), waiting (try again), refused (do not).

    The reason is for the operator, "" where it went well. `by_setting`: it will not pass by itself.
    """

    state: Literal["sent", "filed", "waiting", "refused"]
    reason: str = ""
    by_setting: bool = False


class _Connection(smtplib.SMTP):
    """A connection on which no answer and no mail takes longer than its timeout.

    smtplib limits each wait for more bytes; a server may send or take one now and then for ever.
    """

    def getreply(self) -> tuple[int, bytes]:
        with self._in_time():
            return super().getreply()

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # what smtplib sends
        with self._in_time():
            super().send(s)

    @cached_property
    def _limit(self) -> TimeLimit:
        return TimeLimit(self.timeout, self._cut_off)

    def _cut_off(self) -> None:
        if sock := self.sock:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        self._limit.stop()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        try:
            with self._limit:
                yield
        finally:
            if self._limit.passed:
                self.close()
                raise TimeoutError("timed out")


class _EncryptedConnection(_Connection, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""


class MailServer:
    """One connection for all mails of a run, opened with the first, renewed when it breaks.

    Once the server cannot serve anybody, nobody else waits for it: all get the same answer.
    """

    def __init__(self, mail: MailSettings) -> None:
        self._mail = mail
        self._where = f"{mail.host}:{mail.port}"
        self._server: smtplib.SMTP | None = None
        self._breaks = 0
        self._over: Answer | None = None

    def carry(self, letter: Letter, recipient: str) -> Answer:
        """Hand one mail to the server."""
        if self._over:
            return self._over
        try:
            self._server = self._server or self._connect()
        except SettingsError as error:
            return self._ended(str(error), by_setting=True)
        except _LOST as error:
            said = f"{self._where}: {_said(error)}"
            return self._ended(said, by_setting=isinstance(error, _SETTING))
        answer = self._sent(self._server, message(letter, recipient, self._mail), recipient)
        if self._server.sock is None:
            self._server = None
        return answer

    def close(self) -> None:
        """Take leave of the server."""
        if self._server is not None:
            with suppress(*_LOST):
                self._server.quit()
            self._server.close()
            self._server = None

    def _sent(self, server: smtplib.SMTP, mail: bytes, recipient: str) -> Answer:
        try:
            server.sendmail(self._mail.sender, [recipient], mail)
        except smtplib.SMTPRecipientsRefused as error:
            (reply,) = error.recipients.values()
            return self._refused(*reply)
        except smtplib.SMTPDataError as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPSenderRefused as error:
            said = f"{self._where}: does not take mail from {self._mail.sender}: {_said(error)}"
            return self._ended(said, by_setting=error.smtp_code >= _PERMANENT)
        except _LOST as error:
            # Whether the mail arrived is not known: it is sent again under the same Message-ID.
            server.close()
            self._breaks += 1
            said = f"{self._where}: {_said(error)}"
            return Answer("waiting", said) if self._breaks < _BREAKS else self._ended(said)
        self._breaks = 0
        return Answer("sent")

    def _ended(self, said: str, *, by_setting: bool = False) -> Answer:
        self._over = Answer("waiting", said, by_setting=by_setting)
        return self._over

    def _refused(self, code: int, text: bytes | str) -> Answer:
        self._breaks = 0
        said = f"{self._where}: {_reply(code, text)}"
        return Answer("refused" if code >= _PERMANENT else "waiting", said)

    def _connect(self) -> smtplib.SMTP:
        mail, context = self._mail, ssl.create_default_context()
        password = _password(mail) if mail.username else ""
        over_tls = partial(_EncryptedConnection, context=context)
        connect = over_tls if mail.security == "tls" else _Connection
        with ExitStack() as stack:
            server = connect(mail.host, mail.port, timeout=mail.timeout_seconds)
            stack.callback(server.close)
            server.ehlo_or_helo_if_needed()
            if mail.security == "starttls":
                if not server.has_extn("starttls"):
                    raise SettingsError(
                        f"{self._where}: does not offer STARTTLS, and nothing is sent unencrypted;"
                        " check mail.port and mail.security"
                    )
                server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
            if mail.username:
                if not server.has_extn("auth"):
                    raise SettingsError(
                        f"{self._where}: takes no password; empty mail.username, or check the port"
                    )
                server.login(mail.username, password)
            stack.pop_all()
        return server


class TrialFolder:
    """Mails as .eml files, for a look at them."""

    def __init__(self, mail: MailSettings, folder: Path) -> None:
        self._mail, self._folder = mail, folder
        self.written: list[Path] = []

    def carry(self, letter: Letter, recipient: str) -> Answer:
        """Write one mail; the same one again gives the same file."""
        id_ = message_id(letter.key, recipient, self._mail.sender)
        name = f"{letter.key.replace('/', '-')}-{id_[1:9]}.eml"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with files.beside(self._folder / name) as (new,):
                new.touch(mode=0o600)  # a recipient's address stands in it
                new.write_bytes(message(letter, recipient, self._mail))
        except (EnvironmentFailure, OSError) as error:
            return Answer("waiting", str(error), by_setting=True)
        self.written.append(self._folder / name)
        return Answer("filed")

    def close(self) -> None:
        """Nothing is held open."""


def post(mail: MailSettings) -> "MailServer | TrialFolder":
    """What takes the mails of these settings."""
    return TrialFolder(mail, mail.dry_run) if mail.dry_run else MailServer(mail)


def drop(folder: Path, within: str, contents: Mapping[str, bytes]) -> Answer:
    """Put an issue's files into a folder that is there already.

    A folder that is missing is a share that is not mounted: making it would hide that. The files
    of an edition stand `within` it, or directly in it for "".
    """
    try:
        if not folder.is_dir():
            return Answer("waiting", f"{folder}: is not there; is the share mounted?")
        files.write_if_changed(files.within(folder, within), contents)
    except (EnvironmentFailure, OSError) as error:
        # A share that went away answers even the first question with an error.
        return Answer("waiting", clean(str(error)))
    return Answer("sent")


def _password(mail: MailSettings) -> str:
    found, where = os.environ.get(PASSWORD_VARIABLE, ""), PASSWORD_VARIABLE
    if not (found or mail.password_file):
        why = f"mail.username is set, but neither mail.password_file nor {PASSWORD_VARIABLE}"
        raise SettingsError(why)
    if mail.password_file:
        where = str(mail.password_file)
        try:
            found = mail.password_file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "is not UTF-8 text"
            raise SettingsError(f"{where}: the password cannot be read: {reason}") from None
    if not found.isascii():
        raise SettingsError(f"{where}: the password has letters that a login cannot carry")
    return found


def _said(error: Exception) -> str:
    """One line of what a server, or the network, said."""
    match error:
        case smtplib.SMTPResponseException():
            return _reply(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            return f"its certificate is not accepted: {clean(error.verify_message)}"
        case _:
            return clean(str(getattr(error, "strerror", None) or error))[:_LONGEST]


def _reply(code: int, text: bytes | str) -> str:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {clean(told)}"[:_LONGEST]
