"""Writes the database of this release, as an installation has it: run once before a release.

    python tests/store/make_released.py

tests/store/test_released.py opens every one of them with the newest code.
"""

import gzip
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import crash_child

from repo_watch.store.schema import SCHEMA_VERSION


def main():
    with tempfile.TemporaryDirectory() as folder:
        crash_child.main(Path(folder), 35)
        body = Path(folder, "repo-watch.db").read_bytes()
    target = Path(__file__).parent / "released" / f"{SCHEMA_VERSION}.db.gz"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(body, mtime=0))
    sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
