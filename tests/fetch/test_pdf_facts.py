"""A PDF from anywhere: its facts, or none, and never any harm."""

import io
import os
from pathlib import Path
from time import monotonic

import pikepdf
import pytest

from repo_watch.demo.answer import tiny_pdf
from repo_watch.errors import EnvironmentFailure
from repo_watch.fetch import links
from repo_watch.fetch.links import PdfFacts, read_pdf


def made(pages=3, title=None, password=None):
    pdf, file = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    if title is not None:
        pdf.docinfo["/Title"] = title
    pdf.save(
        file, encryption=pikepdf.Encryption(user=password, owner=password) if password else None
    )
    return file.getvalue()


def test_pages_and_title_are_read():
    assert read_pdf(tiny_pdf("A fictional report")) == PdfFacts(1, "A fictional report")
    assert read_pdf(made(7)) == PdfFacts(7, "")


def test_a_title_is_one_short_printable_line():
    facts = read_pdf(made(title="Child Q\u0007\n  overview\u202e report " + "x" * 5000))
    assert facts.title.startswith("Child Q overview report xxx")
    assert len(facts.title) <= 300
    assert facts.title.isprintable()


@pytest.mark.parametrize(
    "body",
    [b"", b"%PDF-1.7", b"<!doctype html>", os.urandom(5000), made()[:300], made(password="secret")],
    ids=["nothing", "a start", "a page", "noise", "half", "locked"],
)
def test_what_is_no_sound_pdf_has_no_facts(body):
    assert read_pdf(body) is None


def child(tmp_path, monkeypatch, lines):
    """The child with its reading replaced by these lines, its limits as they are."""
    text = Path(links._CHILD).read_text("utf-8")
    start = text.index("    import pikepdf")
    end = text.index("\n\nif __name__")
    body = "".join(f"    {line}\n" for line in lines)
    (tmp_path / "child.py").write_text(text[:start] + body + text[end:])
    monkeypatch.setattr(links, "_CHILD", tmp_path / "child.py")


def test_a_file_that_takes_all_memory_ends_its_own_process(tmp_path, monkeypatch):
    child(tmp_path, monkeypatch, ["block = b'x' * (2 << 30)", "sys.stdout.write('never')"])
    assert read_pdf(made()) is None


def test_a_file_that_takes_for_ever_is_ended(tmp_path, monkeypatch):
    child(tmp_path, monkeypatch, ["while True: pass"])
    began = monotonic()
    assert read_pdf(made(), seconds=0.5) is None
    assert monotonic() - began < 5


def test_a_file_that_would_fill_the_disk_is_ended(tmp_path, monkeypatch):
    child(tmp_path, monkeypatch, ["while True: sys.stdout.write('x' * 9999)"])
    assert read_pdf(made()) is None


def test_output_that_is_not_ours_is_not_believed(tmp_path, monkeypatch):
    child(tmp_path, monkeypatch, ["""sys.stdout.write('{"pages": "many"}')"""])
    assert read_pdf(made()) is None


def test_nothing_of_the_environment_reaches_the_process(tmp_path, monkeypatch):
    monkeypatch.setenv("REPO_WATCH_SECRET", "x")
    child(
        tmp_path,
        monkeypatch,
        ["import os", "json.dump({'pages': 0, 'title': ' '.join(os.environ)}, sys.stdout)"],
    )
    assert "REPO_WATCH_SECRET" not in read_pdf(made()).title


def test_where_no_process_can_start_a_file_is_not_taken_for_one_without_facts(monkeypatch):
    def fails(*_, **__):
        raise BlockingIOError

    monkeypatch.setattr(links.subprocess, "run", fails)
    with pytest.raises(EnvironmentFailure, match="lets no further process start"):
        read_pdf(made())
