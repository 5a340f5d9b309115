"""The settings of delivery: what cannot work is refused when the file is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.errors import SettingsError
from repo_watch.settings.reading import load

SOUND = 'host = "mail.example"\nsender = "digest@watch.example"\nrecipients = ["one@r.example"]\n'


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / "repo-watch.toml"
        path.write_text(f"[mail]\n{text}", "utf-8")
        return path

    return write


def test_sound_settings_load_and_paths_start_at_the_file(write, tmp_path):
    text = f'{SOUND}password_file = "secret"\ndry_run = "trial"\n[drop]\nfolder = "share"\n'
    settings = load(write(text), (), {})
    assert settings.mail.password_file == tmp_path / "secret"
    assert settings.mail.dry_run == tmp_path / "trial"
    assert settings.drop.folder == tmp_path / "share"
    assert settings.deliveries == tmp_path / "data/deliveries.db"
    assert settings.mail.answers_to == "digest@watch.example"
    assert settings.mail.security == "starttls"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('recipients = ["a@b.example"]', "need mail.host, or mail.dry_run"),
        ('host = "m.example"\nrecipients = ["a@b.example"]', "need mail.sender"),
        (SOUND + 'security = "none"', "'none' is for a mail server on this machine"),
        (SOUND + 'security = "ssl"', "mail.security: 'ssl' does not fit"),
        (SOUND + "port = 0", "mail.port: 0 does not fit"),
        (SOUND + 'reply_to = "Team <t@b.example>"', "mail.reply_to: "),
        (SOUND + 'list_unsubscribe = "http://a.example"', "mail.list_unsubscribe: "),
        (SOUND + 'list_unsubscribe = "https://a.example/>,<x"', "mail.list_unsubscribe: "),
        (SOUND + 'password = "secret"', "mail.password: unknown setting"),
        (SOUND + 'username = "a b"', "mail.username: "),
        ('sender = "a@b.example\\n"', "mail.sender: "),
        ('host = "mail.example\\n"', "mail.host: "),
        ('host = "smtp://mail.example"', "mail.host: "),
        ('recipients = ["a@b.example\\nBcc: c@d.example"]', "mail.recipients: "),
        ('recipients = ["a@b.example, c@d.example"]', "mail.recipients: "),
        ('recipients = ["nobody"]', "mail.recipients: "),
    ],
)
def test_what_cannot_work_is_refused_in_one_line(write, text, told):
    with pytest.raises(SettingsError) as refused:
        load(write(text), (), {})
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_mail_server_on_this_machine_may_be_plain(write, host):
    text = SOUND.replace("mail.example", host) + 'security = "none"\n'
    assert load(write(text), (), {}).mail.host == host


@given(st.text(max_size=40))
def test_no_address_with_a_line_break_or_a_comma_passes(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    address = "".join(f"\\U{ord(sign):08x}" for sign in text if not 0xD800 <= ord(sign) < 0xE000)
    path.write_text(f'[mail]\nsender = "{address}"\n', "utf-8")
    try:
        sender = load(path, (), {}).mail.sender
    except SettingsError:
        return
    assert not set(sender) & set('\r\n\0 ,;<>()"\\:')
