"""Reviews and publications for a reference manager: BibTeX, RIS and CSL JSON.

Metadata and addresses only: summaries belong to the collection, reports to their publishers.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any, TypeAlias

from repo_watch.analysis.dictionary import read, relations
from repo_watch.files import write as write_text
from repo_watch.templates import fill

_NAMES = {"bibtex": "repo-watch.bib", "ris": "repo-watch.ris", "csl-json": "repo-watch.json"}
FORMATS = tuple(_NAMES)

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
    }
    | {sign: f"\\{sign}" for sign in "#$%&_{}"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

_Item: TypeAlias = dict[str, Any]
"""Of CSL-JSON (csl-data.json of the Citation Style Language, 1.0.2); what is not known is empty."""


def write(db: Database, form: str, folder: Path, since: date | None = None) -> Path:
    """Write one file with every review and publication, or those changed since a day (UTC).

    Raises:
        EnvironmentFailure: disk or permission.
    """
    return write_text(folder / _NAMES[form], _text(form, _items(db, since)))


def _text(form: str, items: Iterable[_Item]) -> str:
    if form == "csl-json":
        known = [{name: value for name, value in one.items() if value} for one in items]
        return json.dumps(known, ensure_ascii=False, indent=1) + "\n"
    return fill(__package__, f"{form}.txt.j2", items=items, date=_date, latex=_latex)


def _items(db: Database, since: date | None) -> Iterator[_Item]:
    for text in _texts(db, "reviews", since):
        withheld = "Authority withheld" if text["anonymous"] == "1" else "Authority not known"
        yield _item(
            text,
            text["authorities"].split("; "),
            text["authority_text"] or withheld,
            key=f"repo-watch-review-{text['id']}",
            genre="Case review",
            issued=f"{text['year']}-{text['month']}",
            url=text["report_url"] or text["listed_at"],
            note="Report no longer online" if text["report_status"] == "retired" else "",
        )
    for text in _texts(db, "publications", since):
        yield _item(
            text,
            text["organisations"].split("; "),
            "GOV.UK",
            key=f"repo-watch-publication-{text['id']}",
            genre=text["document_type"].replace("_", " ").capitalize(),
            issued=text["first_published_at"][:10],
            url=text["url"],
            note="" if text["state"] == "live" else text["state"].capitalize(),
        )


def _texts(db: Database, view: str, since: date | None) -> Iterator[dict[str, str]]:
    """Rows as text; a page that was gone before it was ever read has nothing to cite."""
    for row in read(db, relations()[view], since).objects():
        text = {
            name: "" if value is None else _CONTROL.sub(" ", str(value)).strip()
            for name, value in row.items()
        }
        if text["title"]:
            yield text


def _item(text: Mapping[str, str], by: Sequence[str], unnamed: str, **said: str) -> _Item:
    """A work by bodies with names, or by one without; `said` is what its row has no column for."""
    names = list(filter(None, by)) or [unnamed]
    return {
        "id": said["key"],
        "type": "report",
        "genre": said["genre"],
        "title": text["title"],
        "author": [{"literal": name} for name in names],
        "publisher": "; ".join(names),
        "issued": _dated(said["issued"]),
        "number": text.get("accession_number", ""),
        "URL": said["url"],
        "accessed": _dated(text["first_seen_at"][:10]),
        "language": "en-GB",
        "keyword": text.get("keywords", ""),
        "note": said["note"],
    }


def _dated(day: str) -> _Item:
    parts = [int(part) for part in day.split("-") if part]
    return {"date-parts": [parts]} if parts else {}


def _date(known: _Item) -> list[str]:
    """Year, month and day, "" for what is not known."""
    parts = known["date-parts"][0] if known else []
    return [*(f"{part:02}" for part in parts), "", "", ""][:3]


def _latex(text: str) -> str:
    return text.translate(_LATEX)
