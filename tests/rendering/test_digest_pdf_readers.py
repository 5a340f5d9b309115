"""The PDF as the programs that people read it with find it: words whole and in order."""

import io
import re
import shutil
import subprocess

import pdfplumber
import pikepdf
import pypdf
import pytest
from printed import AT, NOVEMBER, OCTOBER, missing, words

from repo_watch.rendering import pdf


def program(name):
    """The Debian program of this name, which the machine may lack."""
    if shutil.which(name) is None:
        pytest.skip(f"needs {name}")
    return name


@pytest.fixture(scope="module")
def elements(paper, tmp_path_factory):
    """Name and text of each structure element as poppler reads them, those within it included."""
    file = tmp_path_factory.mktemp("poppler") / "issue.pdf"
    file.write_bytes(paper)
    made = subprocess.run(
        [program("pdfinfo"), "-struct-text", str(file)], capture_output=True, check=True
    )
    found, open_ones = [], []
    for line in made.stdout.decode(errors="replace").splitlines():
        depth = len(line) - len(line.lstrip())
        if string := re.fullmatch(r'\s*"(.*)"', line):
            for _, one in open_ones:
                one[1] += string[1]
        elif re.match(r"\s*[A-Z][A-Za-z0-9]*\b(?! \d)", line):
            while open_ones and open_ones[-1][0] >= depth:
                open_ones.pop()
            open_ones.append((depth, one := [line.split()[0].rstrip(":"), ""]))
            found.append(one)
    return [(name, words(text)) for name, text in found]


def test_poppler_finds_each_text_whole_in_the_structure(elements, plain):
    assert missing(plain, elements[0][1]) == []
    assert "0808 800 5000" in elements[0][1]


def test_poppler_finds_headings_links_and_points_whole(elements, said):
    held = {name: [text for one, text in elements if one == name] for name, _ in elements}
    assert held["H1"] == ["Case reviews October 2026"]
    parts = said[OCTOBER].parts
    assert held["H2"] == ["Contents", *(part.title for part in parts)]
    entries = [one for part in parts for group in part.groups for one in group.entries]
    plain = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-"})
    titles = held["H3"] + held.get("H4", [])
    assert not [one.title for one in entries if one.title.translate(plain) not in titles]
    lines = [line.text.translate(plain) for one in entries for line in one.lines if line.url]
    assert [one for one in held["Link"] if one.startswith("Read the")] == lines
    points = [p for one in entries for block in one.blocks for p in block.points]
    assert held["LBody"][: len(points)] == points


def test_what_is_said_first_stands_in_paragraphs(elements, said):
    held = [text for name, text in elements if name == "P"]
    opening = said[OCTOBER]
    for text in (
        opening.headline,
        *opening.standfirst,
        *(t for p in opening.parts for t in p.lead),
    ):
        assert words(text) in held
    assert any(text.startswith("Before you read: ") for text in held)


def test_each_row_of_a_table_begins_with_its_header(elements, said):
    heads = [text for name, text in elements if name == "TH"]
    tables = [part.table for part in said[OCTOBER].parts if part.table]
    assert tables
    assert all(row[0] in heads and row[1] not in heads for one in tables for row in one.rows)


def test_pdfplumber_finds_each_text_whole(paper, plain, said):
    with pdfplumber.open(io.BytesIO(paper)) as document:
        pages = [page.extract_text() for page in document.pages]
    running = {said[OCTOBER].title, *(f"Page {n + 1} of {len(pages)}" for n in range(len(pages)))}
    lines = [one for page in pages for one in page.splitlines() if one not in running]
    # It may lose the blank where a line ends.
    found = "".join("".join(lines).split())
    assert [one for one in plain[1:] if "".join(one.split()) not in found] == []


def test_the_issues_of_a_year_joined_keep_their_own_contents(paper, said):
    joined = pypdf.PdfWriter()
    lengths = []
    for content in (paper, pdf.render(said[NOVEMBER], AT)):
        joined.append(io.BytesIO(content))
        lengths.append(len(joined.pages))
    out = io.BytesIO()
    joined.write(out)
    read = pypdf.PdfReader(out)
    places = read.named_destinations
    targets = [
        [
            read.get_destination_page_number(places[str(one.get_object()["/Dest"])])
            for page in read.pages[first:end]
            for one in page.get("/Annots", ())
            if "/Dest" in one.get_object()
        ]
        for first, end in ((0, lengths[0]), (lengths[0], lengths[1]))
    ]
    assert all(targets)
    assert max(targets[0]) < lengths[0] <= min(targets[1])


def test_a_volume_by_qpdf_sends_nobody_into_another_month(paper, said, tmp_path):
    files = [tmp_path / "october.pdf", tmp_path / "november.pdf"]
    for file, content in zip(files, (paper, pdf.render(said[NOVEMBER], AT)), strict=True):
        file.write_bytes(content)
    volume = tmp_path / "volume.pdf"
    subprocess.run(
        [program("qpdf"), str(files[0]), "--pages", *map(str, files), "--", str(volume)], check=True
    )
    with pikepdf.open(volume) as document:
        held = set(pikepdf.NameTree(document.Root.Names.Dests))
        asked = {
            str(a.Dest) for page in document.pages for a in page.get("/Annots", ()) if "/Dest" in a
        }
    # It keeps the names of the first file alone.
    assert {one for one in asked if one.startswith("october")} <= held
    assert not {one for one in asked if one.startswith("november")} & held


def test_ghostscript_keeps_the_words_of_an_archive_copy(paper, plain, tmp_path):
    source, copy = tmp_path / "issue.pdf", tmp_path / "archive.pdf"
    source.write_bytes(paper)
    subprocess.run(
        [
            *(
                program("gs"),
                "-q",
                "-dPDFA=2",
                "-dBATCH",
                "-dNOPAUSE",
                "-dPDFACompatibilityPolicy=1",
            ),
            *("-sColorConversionStrategy=RGB", "-sDEVICE=pdfwrite", "-o", str(copy), str(source)),
        ],
        check=True,
        capture_output=True,
    )
    made = subprocess.run(
        [program("pdftotext"), "-raw", str(copy), "-"], check=True, capture_output=True
    )
    found = set(re.findall(r"\w+", made.stdout.decode()))
    wanted = {one for text in plain for one in re.findall(r"\w+", text)}
    assert {one for one in wanted if len(one) < 30} <= found
