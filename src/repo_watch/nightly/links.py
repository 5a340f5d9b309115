"""The slow round of the report links, after a night's sources.

All answers are in before anything is stored, because one host's answers are judged together: a
site that answers "not found" to everything has lost nothing but its way.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import structlog
from sqlite_utils import Database

from repo_watch.fetch.archive import Archive
from repo_watch.fetch.links.pdf_facts import read_pdf
from repo_watch.fetch.links.probe import download, probe
from repo_watch.fetch.wire import Reply
from repo_watch.judging import links as judging
from repo_watch.judging.links import Finding, WatchedLink
from repo_watch.model import Source
from repo_watch.settings import Settings, SourceSettings, is_loopback
from repo_watch.sources import SOURCES
from repo_watch.store.rows import links as store
from repo_watch.store.rows.runs import Run
from repo_watch.store.schema.database import transaction

_log = structlog.get_logger()

_OPEN = "Open Government Licence"
"""What a licence must name before a file under it may be kept."""


class Asker(Protocol):
    """What asks for addresses: the night's Fetcher, so that its courtesy holds here too."""

    def peek(
        self, url: str, *, method: Literal["HEAD", "GET"], first: int, near: bool = False
    ) -> Reply:
        """See `repo_watch.fetch.session.Fetcher.peek`."""

    def whole(self, url: str, *, near: bool = False) -> Reply:
        """See `repo_watch.fetch.session.Fetcher.whole`."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one night's round did: links checked, by what was found; PDFs read; items with news."""

    checked: int = 0
    there: int = 0
    absent: int = 0
    unclear: int = 0
    pdfs: int = 0
    news: int = 0


def check_links(
    db: Database,
    settings: Settings,
    run: Run,
    asker: Asker,
    *,
    archive: Archive | None = None,
    sources: Sequence[Source] = SOURCES,
) -> Round:
    """Check the links whose turn it is, and look into PDFs that were not looked into before.

    Args:
        db: the database, outside a transaction.
        settings: of this installation.
        run: the run at work; its moment says whose turn it is.
        asker: the Fetcher that read the night's sources.
        archive: where files may be kept, if settings and licence allow.
        sources: all that there are.
    """
    if not settings.links.enabled:
        return Round()
    known = {source.id: source for source in sources if _wanted(settings, source)}
    near = {id_: not settings.beyond_this_machine(source) for id_, source in known.items()}
    askable = [link for link in store.watched(db) if _may_ask(link, near, settings)]
    tonight = judging.due(askable, run.now.date(), settings.links.per_night)
    findings = _believed(askable, {link: _probe(asker, link) for link in tonight}, asker)
    with transaction(db):
        keeps = {source.id: source.report_years for source in sources}
        news = store.save(db, run, findings.items(), keeps)
    pdfs = _read_pdfs(db, settings, run, asker, archive, known)
    says = Counter(finding.says for finding in findings.values())
    done = Round(len(findings), says["there"], says["absent"], says["unclear"], pdfs, news)
    _log.info("links", checked=done.checked, absent=done.absent, unclear=done.unclear, pdfs=pdfs)
    return done


def _wanted(settings: Settings, source: Source) -> bool:
    """Whether its links are anybody's: it has addresses and was not switched off.

    A source that is read once, by `repo-watch backfill`, is not read nightly; its links are.
    """
    chosen = settings.sources.get(source.id, SourceSettings())
    return chosen.enabled and bool(settings.addresses(source))


def _may_ask(link: WatchedLink, near: Mapping[str, bool], settings: Settings) -> bool:
    """Whether a wanted source shows the link, and it lies where that source may lead.

    A source on this machine is a replica or a drill: its links lead nowhere else.
    """
    here = is_loopback(link.url)
    if not here and not settings.fetch.contact.strip():
        return False
    return any(near.get(source) is here for source in link.sources)


def _probe(asker: Asker, link: WatchedLink) -> Finding:
    return probe(partial(asker.peek, near=is_loopback(link.url)), link.url)


def _believed(
    askable: Sequence[WatchedLink], findings: Mapping[WatchedLink, Finding], asker: Asker
) -> dict[WatchedLink, Finding]:
    """The findings, with one more question to each host at which nothing was there tonight."""
    found = dict(findings)
    others = [link for link in askable if link not in found]
    doubted = judging.in_doubt(found.items())
    wrong = set(doubted - judging.hosts_seen(askable))
    for link in judging.controls(others, doubted):
        found[link] = _probe(asker, link)
        if found[link].says != "there":
            wrong.add(judging.host(link.url))
    return {
        link: judging.unbelieved(finding)
        if finding.says == "absent" and judging.host(link.url) in wrong
        else finding
        for link, finding in found.items()
    }


def _read_pdfs(
    db: Database,
    settings: Settings,
    run: Run,
    asker: Asker,
    archive: Archive | None,
    known: Mapping[str, Source],
) -> int:
    most, largest = settings.links.pdfs_per_night, settings.fetch.max_bytes
    unread = store.unread_pdfs(db, run, largest, most)
    for pdf in unread:
        body = download(partial(asker.whole, near=is_loopback(pdf.url)), pdf.url) or b""
        facts = read_pdf(body) if body else None
        free = all(id_ in known and _OPEN in known[id_].licence for id_ in pdf.sources)
        kept = archive if facts and free and settings.links.keep_files else None
        with transaction(db):
            store.save_pdf(
                db,
                run.now.date(),
                pdf.url,
                pages=facts.pages if facts else None,
                title=facts.title if facts else None,
                sha256=kept.put(body) if kept else None,
            )
    return len(unread)
