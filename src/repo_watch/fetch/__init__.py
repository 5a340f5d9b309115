"""From a Request to a Page: the polite session, the archive of what came, replay from it."""

from repo_watch.fetch.addresses import host_of, hosts_of
from repo_watch.fetch.archive import Archive
from repo_watch.fetch.faults import Fault, FaultError
from repo_watch.fetch.replay import ArchivedPage, Replay
from repo_watch.fetch.session import Fetcher

__all__ = [
    "Archive",
    "ArchivedPage",
    "Fault",
    "FaultError",
    "Fetcher",
    "Replay",
    "host_of",
    "hosts_of",
]
