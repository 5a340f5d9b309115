"""What leads to an edition's issues: its page, the fragment to paste, the feeds, the search."""

from itertools import groupby
from pathlib import Path

from sqlite_utils import Database

from repo_watch.digest import feeds, files, html, search
from repo_watch.digest.issue import newest, restore
from repo_watch.digest.listing import listed
from repo_watch.digest.nouns import NATIONAL, Edition
from repo_watch.digest.select import first_run
from repo_watch.digest.text import web_address
from repo_watch.digest.view import logo


def write(
    db: Database, public_dir: Path, *, edition: Edition = NATIONAL, public_url: str = ""
) -> tuple[str, ...]:
    """Bring an edition's page and what goes with it up to date; gives the names of written files.

    Whatever the page names is there: an issued file that is missing, or not as it was recorded,
    is put back first. A file whose bytes would stay the same is not touched.

    Args:
        db: the database, outside a transaction.
        public_dir: the folder of public files; an edition's own are in its folder there.
        edition: whose.
        public_url: the web address of that folder, for the links of feeds and fragment; with ""
            they are relative.

    Raises:
        EnvironmentFailure: a file cannot be written.
    """
    put_back = restore(db, public_dir, edition=edition)
    issues = [listed(db, row, edition) for row in newest(db, edition)]
    began = first_run(db)
    base = _base(public_url, edition)
    years = [
        (year, list(some)) for year, some in groupby(issues, key=lambda one: one.months.last.year)
    ]
    changed = files.write_if_changed(
        public_dir / edition.folder,
        {
            "index.html": html.fill(
                "index.html.j2", edition=edition, years=years, logo=logo(edition)
            ),
            # Character references alone: a CMS may take the file for any encoding.
            "fragment.html": html.fill("fragment.html.j2", edition=edition, years=years, base=base)
            .decode()
            .encode("ascii", "xmlcharrefreplace"),
            "feed.xml": feeds.of_issues(issues, edition, base, began),
            "reviews.xml": feeds.of_reviews(issues, edition, base, began),
            "search-index.js": search.index(issues),
        },
    )
    return put_back + changed


def _base(public_url: str, edition: Edition) -> str:
    folder = f"{edition.folder}/" if edition.folder else ""
    return (public_url and web_address(f"{public_url.rstrip('/')}/{folder}")) or ""
