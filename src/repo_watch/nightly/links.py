"""The slow round of the report links, after a night's sources.

All answers are in before anything is stored, because one host's answers are judged together: a
site that answers "not found" to everything has lost nothing but its way.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import structlog
from msgspec.structs import replace

from repo_watch.fetch.links import PdfFacts, probe, read_pdf
from repo_watch.fetch.session import Fetcher
from repo_watch.judging import links as judging
from repo_watch.judging.links import Finding, WatchedLink
from repo_watch.model import Source
from repo_watch.nightly.watch import Night
from repo_watch.settings import Settings, SourceSettings, is_loopback
from repo_watch.store.rows import links as store
from repo_watch.store.schema.database import transaction

_log = structlog.get_logger()

_OPEN = "Open Government Licence"
"""What a licence must name before a file under it may be kept."""


def check_links(night: Night, asker: Fetcher) -> Counter[str]:
    """Check the links whose turn it is, and look into PDFs that were not looked into before.

    The night is outside a transaction, and `asker` the Fetcher that read its sources. A link or
    file that makes trouble is told by the night's fence, and asked for again another night; so is
    what the night has no time for.

    Gives how many links were `checked`, how many by what was found; `pdfs` read; items with `news`.
    """
    db, settings, run = night.db, night.settings, night.run
    done: Counter[str] = Counter()
    if not settings.links.enabled:
        return done
    known = {source.id: source for source in night.sources if _wanted(settings, source)}
    near = {id_: not settings.beyond_this_machine(source) for id_, source in known.items()}
    askable = [link for link in store.watched(db) if _may_ask(link, near, settings)]
    tonight = judging.due(askable, run.now.date(), settings.links.per_night)
    findings = _believed(night, asker, tonight, askable)
    doubted = [link for link, one in findings.items() if judging.wants_a_look(link.checked, one)]
    for link in doubted[: settings.links.pdfs_per_night]:
        if time.monotonic() < night.ends:
            with night.fence.around(link.url):
                findings[link] = _looked_into(night, asker, link, findings[link])
    keeps = {source.id: source.report_years for source in night.sources}
    for link, finding in findings.items():
        with night.fence.around(link.url), transaction(db):
            done["news"] += store.save(db, run, [(link, finding)], keeps)
    done.update(finding.says for finding in findings.values())
    done["checked"], done["pdfs"] = len(findings), _read_pdfs(night, asker, known)
    _log.info("links", **{name: done[name] for name in ("checked", "absent", "unclear", "pdfs")})
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


def _asked(
    night: Night, asker: Fetcher, links: Iterable[WatchedLink]
) -> dict[WatchedLink, Finding]:
    """What is at these links, as far as the night's time goes."""
    found = {}
    for link in links:
        if time.monotonic() < night.ends:
            with night.fence.around(link.url):
                found[link] = _found(asker, link.url)
    return found


def _found(asker: Fetcher, url: str) -> Finding:
    return probe(partial(asker.peek, near=is_loopback(url)), url)


def _believed(
    night: Night, asker: Fetcher, tonight: Iterable[WatchedLink], askable: Sequence[WatchedLink]
) -> dict[WatchedLink, Finding]:
    """The findings, with one more question to each host at which nothing was there tonight."""
    findings = _asked(night, asker, tonight)
    others = [link for link in askable if link not in findings]
    doubted = judging.in_doubt(findings.items())
    controls = tuple(judging.controls(others, doubted))
    more = _asked(night, asker, controls)
    lost = (link for link in controls if link not in more or more[link].says != "there")
    wrong = {link.host for link in lost} | (doubted - judging.hosts_seen(askable))
    return {
        link: judging.unbelieved(finding)
        if finding.says == "absent" and link.host in wrong
        else finding
        for link, finding in (findings | more).items()
    }


def _looked_into(night: Night, asker: Fetcher, link: WatchedLink, finding: Finding) -> Finding:
    """The finding, alike where only a stamp is new: same title and pages, and size within reason.

    Some servers put the moment into a report, and make its date and ETag anew, at each request.
    """
    again = _found(asker, link.url)
    stamped = again.says == "there" and judging.is_other(finding.document, again.document)
    if not judging.may_be_alike(link.checked.document, finding.document, stamped=stamped):
        return finding
    known = store.pdf_facts(night.db, link.url)
    if known is None:
        return replace(finding, alike=stamped)
    facts = read_pdf(asker.document(link.url))
    return replace(finding, alike=known == (facts and (facts.pages, facts.title or None)))


def _read_pdfs(night: Night, asker: Fetcher, known: Mapping[str, Source]) -> int:
    db, run, links = night.db, night.run, night.settings.links
    read = 0
    for (pdf, body), facts in night.workers.each(_facts, _pdfs(night, asker)):
        with night.fence.around(pdf.url):
            if isinstance(facts, Exception):
                raise facts
            free = all(id_ in known and _OPEN in known[id_].licence for id_ in pdf.sources)
            sha256 = night.archive.put(body) if facts and free and links.keep_files else None
            pages, title = (facts.pages, facts.title) if facts else (None, None)
            on = run.now.date()
            with transaction(db):
                store.save_pdf(db, on, pdf.url, pages=pages, title=title, sha256=sha256)
            read += 1
    return read


def _pdfs(night: Night, asker: Fetcher) -> Iterator[tuple[WatchedLink, bytes]]:
    """The PDFs whose turn it is, with their bytes; none where they could not be fetched."""
    most, number = night.settings.fetch.max_bytes, night.settings.links.pdfs_per_night
    for pdf in store.unread_pdfs(night.db, night.run, most, number):
        if time.monotonic() >= night.ends:
            return
        with night.fence.around(pdf.url):
            yield pdf, asker.document(pdf.url)


def _facts(fetched: tuple[WatchedLink, bytes]) -> PdfFacts | Exception | None:
    try:
        return read_pdf(fetched[1]) if fetched[1] else None
    except Exception as error:  # noqa: BLE001 -- raised where its file is told with it
        return error
