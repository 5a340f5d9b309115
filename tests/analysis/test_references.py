"""References of every place that we know, as reference managers read them."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import bibtexparser
import pytest
import rispy

from repo_watch.analysis import export

PLACES = Path(__file__).parents[2] / "data" / "reference" / "places.csv"
NODE_MODULES = Path(os.environ.get("REPO_WATCH_NODE_MODULES", "build/readers/node_modules"))
CITATION_JS = """
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";
import { parse } from "@retorquere/bibtex-parser";
import fs from "node:fs";
const text = fs.readFileSync(process.argv[2], "utf8");
const items = new Cite(text).data.map(({ _graph, ...item }) => item);
const entries = process.argv[2].endsWith(".bib") ? parse(text).entries : [];
const titles = entries.map((entry) => entry.fields.title);
console.log(JSON.stringify({ items, titles }));
"""


def reference(key, names, issued="2026", **more):
    title = f"2026 – {names[0]} – Child A: SCRs in A&E, <10 weeks, 100% #1 x_{{a}} BDS12"
    said = {
        "key": key,
        "genre": "Case review",
        "title": title,
        "authorities": "; ".join(names),
        "unnamed": "Authority not known",
        "issued": issued,
        "number": "",
        "url": "https://board.example/report_1%20a.pdf",
        "first_seen_at": "2026-09-03T02:15:00Z",
        "keywords": "infants, neglect",
        "note": "",
    }
    return export._item(said | more)


def names_of(item):
    return [one["literal"] for one in item["author"]]


@pytest.fixture(scope="module")
def made():
    with PLACES.open(encoding="utf-8", newline="") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    assert sum(" and " in name for name in names) > 20
    assert sum("," in name for name in names) > 2
    several = ("Bath and North East Somerset", "Bournemouth, Christchurch and Poole")
    return [
        *(reference(f"place-{at}", (name,)) for at, name in enumerate(names)),
        reference("two", several, "2026-05-09", title="BDS12", number="C77"),
    ]


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    place = tmp_path_factory.mktemp("references")
    (place / "r.bib").write_text(export._text("bibtex", made), encoding="utf-8")
    (place / "r.ris").write_text(export._text("ris", made), encoding="utf-8")
    csl = export._text("csl-json", made)
    (place / "r.json").write_text(csl, encoding="utf-8")
    return place


def test_rispy_reads_each_authority_as_one_body(made, folder):
    with (folder / "r.ris").open(encoding="utf-8") as file:
        entries = rispy.load(file)
    assert len(entries) == len(made)
    for one, entry in zip(made, entries, strict=True):
        assert entry["publisher"] == one["publisher"]
        assert entry["authors"] == [name.replace(",", "") for name in names_of(one)]
        assert (entry["title"], entry["type_of_work"]) == (one["title"], "Case review")


def test_bibtexparser_reads_each_authority_as_one_body(made, folder):
    library = bibtexparser.parse_file(
        folder / "r.bib", append_middleware=[bibtexparser.middlewares.SeparateCoAuthors()]
    )
    assert not library.failed_blocks
    for one in made:
        said = library.entries_dict[one["id"]].fields_dict
        bare = {name: str(field.value).strip("{}") for name, field in said.items()}
        assert bare["institution"] == one["publisher"]
        assert [name.strip("{}") for name in said["author"].value] == names_of(one)
        assert bare["type"] == "Case review"
    two = library.entries_dict["two"].fields_dict
    assert [two[part].value for part in ("year", "month", "day")] == ["2026", "5", "9"]
    assert two["title"].value == "{{BDS12}}"


def test_csl_json_says_what_is_known_and_nothing_else(made):
    assert json.loads(export._text("csl-json", made))[-1] == {
        "id": "two",
        "type": "report",
        "genre": "Case review",
        "title": "BDS12",
        "author": [
            {"literal": "Bath and North East Somerset"},
            {"literal": "Bournemouth, Christchurch and Poole"},
        ],
        "publisher": "Bath and North East Somerset; Bournemouth, Christchurch and Poole",
        "issued": {"date-parts": [[2026, 5, 9]]},
        "number": "C77",
        "URL": "https://board.example/report_1%20a.pdf",
        "accessed": {"date-parts": [[2026, 9, 3]]},
        "language": "en-GB",
        "keyword": "infants, neglect",
    }


def heard(item):
    """What a reader of references made of one, its marks of capitals left out."""
    names = [
        one.get("literal") or f"{one.get('given', '')} {one['family']}".strip()
        for one in item["author"]
    ]
    title = item["title"].replace('<span class="nocase">', "").replace("</span>", "")
    return title, item["publisher"], names


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind"), [("r.bib", "bibtex"), ("r.bib", "biblatex"), ("r.json", "csljson")]
)
def test_pandoc_reads_each_authority_as_one_body(made, folder, name, kind):
    pypandoc = pytest.importorskip("pypandoc")
    items = json.loads(pypandoc.convert_file(folder / name, "csljson", format=kind))
    said = {item["id"]: item for item in items}
    for one in made:
        assert heard(said[one["id"]]) == (one["title"], one["publisher"], names_of(one))
        assert said[one["id"]]["genre"] == "Case review"
    assert said["two"]["issued"] == {"date-parts": [[2026, 5, 9]]}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["r.bib", "r.ris", "r.json"])
def test_citation_js_reads_each_authority_as_one_body(made, folder, name):
    modules = NODE_MODULES.absolute()
    if not (shutil.which("node") and modules.is_dir()):
        pytest.skip("no citation-js here: make readers")
    script = modules.parent / "read.mjs"
    script.write_text(CITATION_JS, encoding="utf-8")
    done = subprocess.run(
        ["node", script, folder / name], check=True, capture_output=True, text=True
    )
    read = json.loads(done.stdout)
    for one, item in zip(made, read["items"], strict=True):
        names = names_of(one)
        if name == "r.ris":
            names = [each.replace(",", "") for each in names]
        assert heard(item) == (one["title"], one["publisher"], names)
        assert item["genre"] == "Case review"
    for one, title in zip(made, read["titles"], strict=False):
        assert title.replace('<span class="nocase">', "").replace("</span>", "") == one["title"]
