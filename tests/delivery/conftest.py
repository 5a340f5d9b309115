"""A mail server, and an installation with three recipients."""

import pytest
import trustme
from browsing import browser  # noqa: F401 -- a fixture
from deliveries import EARLY, ONE, THREE, TWO, Watch, tls_of
from msgspec.structs import replace
from post_office import PostOffice, make_digest, record

from repo_watch.settings import MailSettings


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def certified(authority):
    """A server's TLS with a certificate for 127.0.0.1."""
    return tls_of(authority, "127.0.0.1")


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """This machine trusts the authority, as an organisation's machines trust theirs."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest.fixture
def office(certified):
    with PostOffice(tls_context=certified) as office:
        yield office


@pytest.fixture
def watch(tmp_path, office):
    """Three recipients, known for a month before the issue was made tonight."""
    made = Watch(tmp_path / "data")
    made.settings = replace(
        made.settings,
        public_url="https://watch.example",
        mail=MailSettings(
            host="127.0.0.1",
            port=office.port,
            sender="digest@watch.example",
            recipients=(ONE, TWO, THREE),
            timeout_seconds=2.0,
        ),
    )
    assert made.deliver(EARLY) == ()
    record(made.db, make_digest())
    yield made
    made.db.close()
