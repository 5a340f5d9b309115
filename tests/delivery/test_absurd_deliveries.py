"""Whatever the settings allow becomes a mail, and whatever a mail server answers is an answer."""

import re
import socket
import time
from contextlib import contextmanager
from threading import Thread

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from post_office import make_digest, read_mail

from repo_watch.delivery.carriers import MailServer
from repo_watch.delivery.letter import letter, message
from repo_watch.settings import Address, MailSettings

FILES = {"case-reviews-2026-10.html": b"", "case-reviews-2026-10.pdf": b"%PDF"}
LETTER = letter(make_digest(1), FILES, MailSettings(), "")
LOCAL = st.text("ab.=?_+-'{|}~", min_size=1, max_size=70)
HOST = st.text("ab.-1", min_size=1, max_size=70)


@settings(max_examples=300)
@given(LOCAL, HOST)
@example("first..last", "readers.example")
@example("=?utf-8?q?x?=", "readers.example")
def test_an_address_is_refused_with_the_settings_or_can_be_written_to(local, host):
    address = f"{local}@{host}"
    try:
        msgspec.convert(address, Address)
    except msgspec.ValidationError:
        return
    mail = MailSettings(sender=address, reply_to=address)
    made = read_mail(message(LETTER, address, mail))
    assert [one.addr_spec for one in made["To"].addresses] == [address]


@contextmanager
def served(replies, pause=0.0):
    """A port at which each command is answered by the next of these; then it hangs up.

    With a `pause`, the bytes of an answer come one by one.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            left = iter(replies)
            while True:
                try:
                    one, _ = server.accept()
                except OSError:
                    return
                with one, one.makefile("rb") as asked:
                    try:
                        for reply in left:
                            for at in range(len(reply) if pause else 1):
                                one.sendall(reply[at : at + 1] if pause else reply)
                                time.sleep(pause)
                            asked.readline()
                    except OSError:
                        continue

        thread = Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


SOUND = (b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN LOGIN CRAM-MD5\r\n")
REPLIES = st.builds(
    "{}{}{}\r\n".format,
    st.sampled_from([220, 250, 235, 334, 354, 421, 452, 503, 550, 599, 0, "-12", "", 99999]),
    st.sampled_from(" -"),
    st.one_of(
        st.sampled_from(["", "AUTH CRAM-MD5", "AUTH", "SIZE x", "===", "YQ", "\0\x1b[2J\u202e"]),
        st.text(max_size=40),
        st.just("x" * 20_000),
    ),
).map(lambda line: line.encode("utf-8", "replace"))


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "password"
    path.write_text("word")
    return path


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_server_that_drips_is_given_up_when_its_time_is_over(security):
    with served([b"220 " + b"x" * 2_000 + b"\r\n"], pause=0.05) as port:
        mail = MailSettings(
            host="127.0.0.1", port=port, security=security, sender="digest@watch.example",
            timeout_seconds=0.3,
        )  # fmt: skip
        began = time.monotonic()
        server = MailServer(mail)
        answer = server.carry(LETTER, "one@readers.example")
        assert server.carry(LETTER, "two@readers.example") is answer
        assert time.monotonic() - began < 3
    assert answer.state == "waiting"
    assert answer.reason.endswith("timed out") or security == "tls"


@settings(max_examples=25)
@given(sound=st.integers(0, 2), replies=st.lists(REPLIES, max_size=8), guarded=st.booleans())
@example(sound=2, replies=[b"334 x\r\n"], guarded=True)
def test_whatever_a_mail_server_answers_is_an_answer(secret, sound, replies, guarded):
    with served([*SOUND[:sound], *replies]) as port:
        mail = MailSettings(
            host="127.0.0.1",
            port=port,
            security="none",
            username="digest" if guarded else "",
            password_file=secret,
            sender="digest@watch.example",
            timeout_seconds=0.1,
        )
        server = MailServer(mail)
        answers = [server.carry(LETTER, f"{name}@readers.example") for name in ("one", "two")]
        server.close()
    for answer in answers:
        assert answer.state in {"sent", "waiting", "refused"}
        assert answer.state == "sent" or answer.reason
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", answer.reason)
        assert len(answer.reason) < 400
