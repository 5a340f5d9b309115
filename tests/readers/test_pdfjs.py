"""The PDF's structure as pdf.js finds it, the reader in Firefox and in many a website."""

import json
import subprocess

import pytest
from printed import OCTOBER, missing, words

pytestmark = pytest.mark.slow


def test_pdfjs_finds_each_text_whole_and_in_order(node, paper, plain, said, tmp_path):
    file = tmp_path / "issue.pdf"
    file.write_bytes(paper)
    command = ["node", "structure.mjs", str(file)]
    made = subprocess.run(command, cwd=node, capture_output=True, check=True).stdout
    found = [(name, words(text)) for name, text in json.loads(made)]
    # A page's tree is its own: what begins on one and ends on the next is in both.
    assert missing(plain, " ".join(text for name, text in found if name == "Root")) == []
    held = {name: [text for one, text in found if one == name] for name, _ in found}
    assert held["H1"] == ["Case reviews October 2026"]
    assert held["H2"] == ["Contents", *(part.title for part in said[OCTOBER].parts)]
    assert held["TH"]
