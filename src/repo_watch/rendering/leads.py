"""What leads to an issue's entries: Atom feeds (RFC 4287), and the list that a search goes through.

There is a feed of an edition's issues, and one of the reviews in them. The list is a script beside
the page and not plain JSON, for a browser that shows the page from a folder may load the one and
not the other. It holds data alone; `templates/search.js` puts it into the page as text.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice, takewhile
from operator import itemgetter

from msgspec.structs import replace

from repo_watch.digest.model import OPEN_STATES, Digest, Edition, NationalPublication, Review
from repo_watch.rendering import html, words
from repo_watch.rendering.view import entry_of, view
from repo_watch.rendering.view_model import Entry, Listed
from repo_watch.store import times

_ISSUES = 24
_REVIEWS = 100
_NAMESPACE = uuid.UUID("6f0d3a52-9a0e-5d0b-8a53-3a1f6b6c2d10")
"""Of the ids of feed entries: they never change, so that no reader shows an issue twice."""


def feeds(
    issues: Sequence[Listed], edition: Edition, base: str, began: datetime | None
) -> dict[str, bytes]:
    """The newest issues, and the newest reviews with an entry each: the feeds by their names.

    The issues are the edition's, newest first. `base` stands before each link: the web address of
    the edition's folder, or "". A feed without entries is as old as the installation, which `began`
    to look then.
    """

    def urn(*names: str) -> str:
        return uuid.uuid5(_NAMESPACE, "/".join((edition.name, *names))).urn

    told = [(one.updated, urn(one.months.text), one, view(one.digest)) for one in issues[:_ISSUES]]
    reviews = [
        (updated, urn(entry.id), issue, entry)
        for updated, issue, entry in islice(_reviews(issues), _REVIEWS)
    ]
    oldest = times.iso(began) if began else "1970-01-01T00:00:00Z"
    made = {}
    for name, id_, entries in (("feed.xml", urn(), told), ("reviews.xml", urn("reviews"), reviews)):
        updated = max((updated for updated, *_ in entries), default=oldest)
        facts = {"id": id_, "updated": updated, "entries": entries}
        made[name] = html.fill(f"{name}.j2", edition=edition, base=base, **facts)
    return made


def _reviews(issues: Sequence[Listed]) -> Iterator[tuple[str, Listed, Entry]]:
    """Each review, as old as the number of its issue that first said what it says now."""
    for issue in issues:
        numbers = [(times.iso(one.issued_at), _by_id(one)) for one in issue.digests]
        for id_, entry in numbers[0][1].items():
            same = takewhile(itemgetter(1), ((at, of.get(id_) == entry) for at, of in numbers))
            yield min(at for at, _ in same), issue, entry


def _by_id(digest: Digest) -> dict[str, Entry]:
    entries = (entry for part in view(digest).parts for entry in part.entries)
    return {entry.id: entry for entry in entries if entry.id.startswith("review-")}


def search_list(issues: Iterable[Listed], earlier: Iterable[Review | NationalPublication]) -> bytes:
    """Every entry of the issues, in their order, and then what is in the database from before.

    Each has a title, what is told of it (`about`), an address, more words to find it by, and the
    words of its text, each once. An earlier item's address is that of its report or publication.
    """
    items = chain(*map(_of_issue, issues), map(_of_before, earlier))
    said = (json.dumps(one, separators=(",", ":"), sort_keys=True) for one in items)
    lines = b",".join(one.replace("<", "\\u003c").encode("ascii") for one in said)
    return b"window.repoWatchItems=[%b];\n" % lines


def _of_issue(issue: Listed) -> Iterator[dict[str, str]]:
    said = issue.digest
    items: Iterable[Review | NationalPublication] = chain(
        said.reviews, said.late_reviews, said.publications, said.late_publications
    )
    more = {entry_of(one).id: _more(one) for one in items}
    for part in view(said).parts:
        for entry in part.entries:
            about = (entry.about, "" if entry.id in more else part.title, issue.months.name)
            url = f"{issue.months.file('html')}#{entry.id}"
            yield _item(entry, about, url, more.get(entry.id, ""))


def _of_before(one: Review | NationalPublication) -> dict[str, str]:
    if isinstance(one, Review):
        urls = [link.url for link in one.links if link.state in OPEN_STATES]
        entry = entry_of(replace(one, links=()))  # to put each in words takes the longest
    else:
        urls = [one.url, *(document.url for document in one.documents)]
        entry = entry_of(replace(one, documents=()))
    url = next(filter(None, urls), None) or ""
    return _item(entry, (entry.about, "From before the first issue"), url, _more(one))


def _item(entry: Entry, about: Sequence[str], url: str, more: str) -> dict[str, str]:
    said = " ".join(text for block in entry.blocks for text in (block.text, *block.points))
    return {
        "title": entry.title,
        "about": words.dotted(*about),
        "url": url,
        "more": more,
        "text": " ".join(dict.fromkeys(said.casefold().split())),
    }


def _more(one: Review | NationalPublication) -> str:
    """What an item can be found by and its entry does not say in these words."""
    if isinstance(one, NationalPublication):
        return " ".join(document.title for document in one.documents)
    return " ".join(dict.fromkeys((one.authority or "Anonymous", *one.keywords, *one.terms)))
