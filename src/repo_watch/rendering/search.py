"""The list that the page's search box looks through, as a script beside the page.

A script and not plain JSON, for a browser that shows the page from a folder may load the one and
not the other. It holds data alone; `templates/search.js` puts it into the page as text.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from repo_watch.digest.model import NationalPublication, Review
from repo_watch.rendering import words
from repo_watch.rendering.view import entry_of, view
from repo_watch.rendering.view_model import Entry, Listed


def index(issues: Iterable[Listed], earlier: Iterable[Review | NationalPublication]) -> bytes:
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
    entry = entry_of(one)
    url = next((line.url for line in entry.lines if line.url), "")
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
