"""The list that the page's search box looks through, as a script beside the page.

A script and not plain JSON, for a browser that shows the page from a folder may load the one and
not the other. It holds data alone; `templates/search.js` puts it into the page as text.
"""

import json
from collections.abc import Iterator, Sequence

from repo_watch.digest.nouns import NationalPublication, Review
from repo_watch.rendering.listing import Listed
from repo_watch.rendering.view import view


def index(issues: Sequence[Listed]) -> bytes:
    """Every review and publication of the issues, in their order.

    Each has a title, what is told of it (`about`), an address, and more words to find it by.
    """
    items = [item for issue in issues for item in _items(issue)]
    said = json.dumps(items, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
    return f"window.repoWatchItems={said};\n".encode("ascii")


def _items(issue: Listed) -> Iterator[dict[str, str]]:
    digest = issue.digest
    more = {
        f"review-{one.item}": _words(one) for one in (*digest.reviews, *digest.late_reviews)
    } | {
        f"publication-{one.item}": _words(one)
        for one in (*digest.publications, *digest.late_publications)
    }
    for part in view(digest).parts:
        for group in part.groups:
            for entry in group.entries:
                if entry.id in more:
                    yield {
                        "title": entry.title,
                        "about": f"{entry.about} \N{MIDDLE DOT} {issue.months.name}"
                        if entry.about
                        else issue.months.name,
                        "url": f"{issue.html}#{entry.id}",
                        "more": more[entry.id],
                    }


def _words(one: Review | NationalPublication) -> str:
    if isinstance(one, NationalPublication):
        return one.description
    return " ".join(dict.fromkeys((one.authority or "Anonymous", *one.keywords, *one.terms)))
