"""What a source's sites forbid: pages that are not read, and files that are not looked for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from sqlite3 import Connection as Database
from urllib.parse import urlsplit

from repo_watch.errors import FORBIDDEN
from repo_watch.store.questions import SQL


def forbidden_pages(reasons: Iterable[str]) -> tuple[str, ...]:
    """The addresses that a night's reasons ("ADDRESS: why") say the site forbids."""
    found = (reason.partition(f": {FORBIDDEN}") for reason in reasons)
    return tuple(address for address, why, _ in found if why)


def all_forbidden(reasons: Sequence[str]) -> bool:
    """Whether a night's reasons are all of what the sites forbid: nothing went wrong then."""
    return len(forbidden_pages(reasons)) == len(reasons)


def forbidden_files(db: Database, source: str) -> tuple[str, ...]:
    """For each host, how many files of a source's items it forbids: "12 files of HOST"."""
    rows = db.execute(SQL["unasked"], [source, f"{FORBIDDEN}%"])
    hosts = Counter(urlsplit(url).netloc for (url,) in rows)
    return tuple(
        f"{count} file{'s' * (count > 1)} of {host}" for host, count in sorted(hosts.items())
    )
