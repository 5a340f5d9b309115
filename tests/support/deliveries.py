"""An installation with issues to deliver."""

import sqlite3
import ssl
from datetime import timedelta

from msgspec.structs import replace
from post_office import ISSUED

from repo_watch.delivery.rounds import deliver_due
from repo_watch.settings import Settings
from repo_watch.store.schema.database import connect

ONE, TWO, THREE = "one@readers.example", "two@readers.example", "three@readers.example"
EARLY = ISSUED - timedelta(days=30)


class Watch:
    """An installation with issues to deliver."""

    def __init__(self, folder):
        self.db = connect(folder / "repo-watch.db", create=True)
        self.settings = Settings(data_dir=folder)

    def set(self, **mail):
        self.settings = replace(self.settings, mail=replace(self.settings.mail, **mail))

    def deliver(self, now=ISSUED):
        return deliver_due(self.settings, self.db, now)

    def states(self):
        with sqlite3.connect(self.settings.deliveries) as db:
            rows = db.execute("SELECT address, state FROM delivery ORDER BY number").fetchall()
        db.close()
        return dict(rows)


def tls_of(authority, name):
    """A server's TLS with a certificate of that name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context
