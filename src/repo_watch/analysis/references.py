"""Reviews and publications for a reference manager: BibTeX, RIS and CSL JSON.

Metadata and addresses only: summaries belong to the collection, reports to their publishers.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any, TypeAlias

from repo_watch.analysis.dictionary import read, relations
from repo_watch.files import write as write_text

_NAMES = {"bibtex": "repo-watch.bib", "ris": "repo-watch.ris", "csl-json": "repo-watch.json"}
FORMATS = tuple(_NAMES)

_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

_Item: TypeAlias = dict[str, Any]
"""Of CSL-JSON (csl-data.json of the Citation Style Language, 1.0.2), without what is not known."""


def write(db: Database, form: str, folder: Path, since: date | None = None) -> Path:
    """Write one file with every review and publication, or those changed since a day (UTC).

    Raises:
        EnvironmentFailure: disk or permission.
    """
    found = _items(db, since)
    if form == "csl-json":
        text = json.dumps(list(found), ensure_ascii=False, indent=1) + "\n"
    else:
        text = "\n".join(map(_bibtex if form == "bibtex" else _ris, found))
    return write_text(folder / _NAMES[form], text)


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
    item = {
        "id": said["key"],
        "type": "report",
        "genre": said["genre"],
        "title": text["title"],
        "author": [{"literal": name} for name in names],
        "publisher": "; ".join(names),
        "issued": _dated(said["issued"]),
        "number": text.get("accession_number"),
        "URL": said["url"],
        "accessed": _dated(text["first_seen_at"][:10]),
        "language": "en-GB",
        "keyword": text.get("keywords"),
        "note": said["note"],
    }
    return {name: value for name, value in item.items() if value}


def _dated(day: str) -> _Item | None:
    parts = [int(part) for part in day.split("-") if part]
    return {"date-parts": [parts]} if parts else None


def _date(item: _Item, name: str) -> list[str]:
    """Year, month and day of one of its dates, "" for what is not known."""
    known = item[name]["date-parts"][0] if name in item else []
    return [*(f"{part:02}" for part in known), "", "", ""][:3]


def _bibtex(item: _Item) -> str:
    # Braces keep what readers change: capitals of a title (one reader asks for three pairs, with
    # the field's own), and names at their "and", which divides an institution as well as authors.
    year, month, day = _date(item, "issued")
    fields = {
        "title": f"{{{{{_latex(item['title'])}}}}}",
        "author": " and ".join(f"{{{_latex(name['literal'])}}}" for name in item["author"]),
        "institution": f"{{{_latex(item['publisher'])}}}",
        "type": _latex(item["genre"]),
        "year": year,
        "month": month.lstrip("0"),
        "day": day.lstrip("0"),
        "number": _latex(item.get("number", "")),
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "urldate": "-".join(_date(item, "accessed")),
        "keywords": _latex(item.get("keyword", "")),
        "note": _latex(item.get("note", "")),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{item['id']},", *lines, "}", ""])


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _ris(item: _Item) -> str:
    issued = _date(item, "issued")
    tags = [
        ("TY", "RPRT"),
        ("ID", item["id"]),
        ("TI", item["title"]),
        # A comma in AU divides a family name from a given one: the true name is in PB.
        *(("AU", name["literal"].replace(",", "")) for name in item["author"]),
        ("PB", item["publisher"]),
        ("M3", item["genre"]),
        ("PY", issued[0]),
        ("DA", "/".join([*issued, ""]) if issued[0] else ""),
        ("SN", item.get("number")),
        ("UR", item.get("URL")),
        *(("KW", word) for word in item.get("keyword", "").split(", ")),
        ("N1", item.get("note")),
        ("Y2", "/".join(_date(item, "accessed"))),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in tags if value or tag == "ER")
