"""What a PDF says of itself, read where it can do no harm."""

import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

_CHILD = Path(__file__).with_name("pdf_child.py")
_SECONDS = 20.0
_MOST_OUTPUT = 64 * 1024


class PdfFacts(Struct, frozen=True):
    """Number of pages, and the title that the document gives itself ("" where it gives none)."""

    pages: int
    title: str


def read_pdf(body: bytes, *, seconds: float = _SECONDS) -> PdfFacts | None:
    """The facts of a PDF from anywhere; None for what is none, is locked, or breaks a limit.

    The process that reads it is ended after so many seconds.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as said:
        file.write(body)
        file.seek(0)
        try:
            # -I: neither the environment nor the working folder has a say in what is imported.
            subprocess.run(  # noqa: S603 -- our own script, no argument from outside
                [sys.executable, "-I", str(_CHILD)],
                stdin=file,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=seconds,
                check=True,
            )
            said.seek(0)
            facts = msgspec.json.decode(said.read(_MOST_OUTPUT), type=PdfFacts)
        except (subprocess.SubprocessError, msgspec.MsgspecError):
            return None
    printable = "".join(char if char.isprintable() else " " for char in facts.title)
    return PdfFacts(facts.pages, " ".join(printable.split()))
