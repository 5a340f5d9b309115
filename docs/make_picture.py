"""Makes docs/digest.png from an issue of the demo: three of its pages, side by side.

python docs/make_picture.py PDF PNG FIRST SECOND THIRD
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import typst

_LAYOUT = """
#set page(width: auto, height: auto, margin: 8pt, fill: rgb("#e8eaed"))
#stack(dir: ltr, spacing: 8pt, ..("1", "2", "3").map(n => image(n + ".png", width: 210pt)))
"""


def main(pdf: str, png: str, *pages: str) -> None:
    """Lay the pages out; needs pdftoppm (poppler-utils)."""
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages, 1):
            target = str(Path(folder, str(number)))
            only = ["-f", page, "-l", page, "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", "90", *only, pdf, target], check=True)
        Path(folder, "page.typ").write_text(_LAYOUT, encoding="utf-8")
        typst.compile(str(Path(folder, "page.typ")), output=png, format="png", ppi=110.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
