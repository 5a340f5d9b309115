"""docs/schema.md, made from the database: what is there, what it means, and an example of each."""

from collections.abc import Iterator
from sqlite3 import Connection as Database

from repo_watch.analysis import markdown
from repo_watch.analysis.dictionary import INTERNAL, Column, Relation, relations

_INTRO = """\
# The database

`public/repo-watch.db` is one SQLite file. Copy it, open it read-only from anywhere, ask away:

```sh
sqlite3 -readonly repo-watch.db "SELECT year, count(*) FROM reviews GROUP BY year"
repo-watch cookbook            # twenty questions with their SQL (cookbook.md)
repo-watch explore             # the same file in a browser
sha256sum --check repo-watch.db.sha256
```

It is replaced after every run, and the last copy of each month stays as `repo-watch-YYYY-MM.db`:
cite that one, in the words of `SELECT value FROM provenance WHERE name = 'cite'`.

**Rely on the views.** A column of a view, once released, keeps its name and its meaning. The tables
behind them may change with any release.

```
reviews.id ──┬── review_authorities.review_id ── gss_code ── authorities.gss_code
             ├── review_keywords.review_id
             ├── coded_reviews.review_id, review_codes.review_id, facts.review_id
             └─┬ links.item_id, changes.item_id, versions.item_id, sightings.item_id
publications.id┴ digest_items.item_id ── digest_id ── digests.id
coverage: one row per source and night
```

Before you count:

1. **Join, then count distinct.** A review can have several authorities, keywords, codes and links:
   `count(DISTINCT reviews.id)`. Use LEFT JOIN where reviews without any must stay in.
2. **NULL is "not stated", never "no".** In coded variables an empty list `[]` says the same.
3. **A title is not a key.** Many reviews are "Anonymous – Child A". `id` is the key.
4. **`year` is that of the heading**: from 2023 the year of addition to the collection, not of the
   incident (`coded_reviews.incident_from`, `incident_to`).
5. **`baseline = 1` is no news.** What the first night found has no known date of appearance.
6. **Nothing new, or not looked?** `coverage` tells: a night without a row was not checked.
7. Moments are text in UTC (`2026-10-01T02:15:00Z`), days are `2026-10-01`: both sort as they are;
   `substr(at, 1, 7)` is the month. Yes and no are 1 and 0.
8. JSON lists: `json_each(harm)`, or the view that has a row for each value.

"Source" below: *entry*, what the publisher's list says; *GOV.UK*, its content API; *reference
table*, `data/reference` in the repository; *rules*, read from the text by fixed rules
([codebook.md](codebook.md)); *report's server*, what answers behind a link; *repo-watch*, what it
noted itself.

This page is made by `repo-watch schema`; examples are from the demo's database, whose reviews and
places are invented. Change `src/repo_watch/analysis/dictionary.toml` instead.
"""

_NOTE = "\n# Tables\n\nWhat the views are made from. Prefer the views.\n"


def page(db: Database) -> str:
    """docs/schema.md with examples of this database."""
    there = _there(db)
    views = [one for one in relations().values() if there.get(one.name) == "view"]
    tables = [one for one in relations().values() if there.get(one.name) == "table"]
    copies = [one for one in tables if one.name == "provenance"]
    lines = [_INTRO, "# Views\n"]
    for one in (*views, *copies):
        lines += _section(db, one)
    lines.append(_NOTE)
    for one in tables:
        if one not in copies:
            lines += _section(db, one)
    return "\n".join(lines)


def undescribed(db: Database) -> tuple[str, ...]:
    """Columns (`TABLE.COLUMN`) that only the database or only the dictionary has."""
    there = _there(db)
    found = {f"{name}.{column}" for name in there for column in _columns(db, name)}
    described = {
        f"{one.name}.{column.name}"
        for one in relations().values()
        for column in one.columns
        if one.name in there or one.name != "provenance"
    }
    return tuple(sorted(found ^ described))


def _there(db: Database) -> dict[str, str]:
    """Our tables and views, each with which of the two it is."""
    rows = db.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'review\\_search\\_%' ESCAPE '\\'"
    )
    return {name: type_ for name, type_ in rows if name not in INTERNAL}


def _columns(db: Database, name: str) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", [name])]


def _section(db: Database, one: Relation) -> Iterator[str]:
    key = f" Key: {', '.join(f'`{column}`' for column in one.key)}." if one.key else ""
    yield f"## {one.name}\n\n{one.about}{key}\n"
    yield from markdown.table(
        ("column", "meaning", "unit", "source", "example"),
        (
            (
                f"`{column.name}`",
                column.means.replace("|", "\\|"),
                column.unit,
                column.source,
                _example(db, one, column),
            )
            for column in one.columns
        ),
    )
    yield ""


def _example(db: Database, one: Relation, column: Column) -> str:
    """The dictionary's example, else the first there is in the order of the key."""
    if column.example:
        return markdown.cell(column.example, width=60)
    name = f'"{column.name}"'
    order = ", ".join(f'"{key}"' for key in one.key) or name
    row = db.execute(
        f"SELECT {name} FROM \"{one.name}\" WHERE {name} NOT IN ('', '[]') ORDER BY {order} LIMIT 1"  # noqa: S608 -- names of the dictionary
    ).fetchone()
    return markdown.cell(row[0], width=60) if row else ""
