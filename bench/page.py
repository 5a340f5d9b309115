"""The page of the figures: docs/performance.md, of which each program here writes its own part."""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"


def put(name: str, said: str) -> None:
    """Write what stands between `<!-- NAME -->` and `<!-- end of NAME -->` anew."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n{said}\n{end}{after}", encoding="utf-8")
    sys.stdout.write(f"{said}\n")


def spread(ratios: Sequence[float]) -> str:
    """The median, and in brackets the least and the most."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
