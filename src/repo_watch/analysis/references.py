"""Reviews and publications for a reference manager: BibTeX, RIS and CSL JSON.

Metadata and addresses only: summaries belong to the collection, reports to their publishers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sqlite3 import Connection as Database
from typing import Any

from repo_watch.analysis.dictionary import relations
from repo_watch.analysis.rows import read
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
_UNNAMED = {True: "Authority withheld", False: "Authority not known"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Reference:
    key: str
    title: str
    publishers: tuple[str, ...]
    year: str
    month: str
    day: str
    url: str
    keywords: tuple[str, ...]
    seen: str
    number: str
    genre: str
    note: str

    @property
    def publisher(self) -> str:
        return "; ".join(self.publishers)


def write(db: Database, form: str, folder: Path, since: date | None = None) -> Path:
    """Write one file with every review and publication, or those changed since a day (UTC).

    Raises:
        EnvironmentFailure: disk or permission.
    """
    found = _references(db, since)
    if form == "csl-json":
        text = json.dumps([_csl(one) for one in found], ensure_ascii=False, indent=1) + "\n"
    else:
        text = "\n".join(map(_bibtex if form == "bibtex" else _ris, found))
    return write_text(folder / _NAMES[form], text)


def _references(db: Database, since: date | None) -> Iterator[_Reference]:
    for row in read(db, relations()["reviews"], since).objects():
        text = {name: _line(value) for name, value in row.items()}
        yield _Reference(
            key=f"repo-watch-review-{text['id']}",
            title=text["title"],
            publishers=tuple(filter(None, text["authorities"].split("; ")))
            or (text["authority_text"] or _UNNAMED[bool(row["anonymous"])],),
            year=text["year"],
            month=text["month"].zfill(2) if text["month"] else "",
            day="",
            url=text["report_url"] or text["listed_at"],
            keywords=tuple(filter(None, text["keywords"].split(", "))),
            seen=text["first_seen_at"][:10],
            number=text["accession_number"],
            genre="Case review",
            note="Report no longer online" * (text["report_status"] == "retired"),
        )
    for row in read(db, relations()["publications"], since).objects():
        text = {name: _line(value) for name, value in row.items()}
        if not text["title"]:
            continue  # a page that was gone before it was ever read has nothing to cite
        published = text["first_published_at"][:10].split("-")
        year, month, day = (*published, "", "", "")[:3]
        yield _Reference(
            key=f"repo-watch-publication-{text['id']}",
            title=text["title"],
            publishers=tuple(filter(None, text["organisations"].split("; "))) or ("GOV.UK",),
            year=year,
            month=month,
            day=day,
            url=text["url"],
            keywords=(),
            seen=text["first_seen_at"][:10],
            number="",
            genre=text["document_type"].replace("_", " ").capitalize(),
            note=text["state"].capitalize() * (text["state"] != "live"),
        )


def _line(value: object) -> str:
    return "" if value is None else _CONTROL.sub(" ", str(value)).strip()


def _bibtex(one: _Reference) -> str:
    # Braces keep what readers change: capitals of a title (one reader asks for three pairs, with
    # the field's own), and names at their "and", which divides an institution as well as authors.
    fields = {
        "title": f"{{{{{_latex(one.title)}}}}}",
        "author": " and ".join(f"{{{_latex(name)}}}" for name in one.publishers),
        "institution": f"{{{_latex(one.publisher)}}}",
        "type": _latex(one.genre),
        "year": one.year,
        "month": one.month.lstrip("0"),
        "day": one.day.lstrip("0"),
        "number": _latex(one.number),
        "url": one.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": one.seen,
        "keywords": _latex(", ".join(one.keywords)),
        "note": _latex(one.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@techreport{{{one.key},", *lines, "}", ""])


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _ris(one: _Reference) -> str:
    dated = f"{one.year}/{one.month}/{one.day}/" if one.year else ""
    tags = [
        ("TY", "RPRT"),
        ("ID", one.key),
        ("TI", one.title),
        # A comma in AU divides a family name from a given one: the true name is in PB.
        *(("AU", name.replace(",", "")) for name in one.publishers),
        ("PB", one.publisher),
        ("M3", one.genre),
        ("PY", one.year),
        ("DA", dated),
        ("SN", one.number),
        ("UR", one.url),
        *(("KW", word) for word in one.keywords),
        ("N1", one.note),
        ("Y2", one.seen.replace("-", "/")),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in tags if value or tag == "ER")


def _csl(one: _Reference) -> dict[str, Any]:
    """An item of CSL-JSON (csl-data.json of the Citation Style Language, 1.0.2)."""
    issued = [int(part) for part in (one.year, one.month, one.day) if part]
    item = {
        "id": one.key,
        "type": "report",
        "genre": one.genre,
        "title": one.title,
        "author": [{"literal": name} for name in one.publishers],
        "publisher": one.publisher,
        "issued": {"date-parts": [issued]} if issued else None,
        "number": one.number,
        "URL": one.url,
        "accessed": {"date-parts": [[int(part) for part in one.seen.split("-")]]},
        "language": "en-GB",
        "keyword": ", ".join(one.keywords),
        "note": one.note,
    }
    return {name: value for name, value in item.items() if value}
