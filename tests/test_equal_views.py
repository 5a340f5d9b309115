"""The same world ends in equal views, whichever commit played it.

Three worlds are played by another commit in the slow form: `COMMIT=v0.2.0 pytest -m slow` on this
file. Its short form compares the demo's two months with what they ended in when `make truth` was
last run: one who changes that file means it.
"""

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).with_name("truth.json")
PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+")
OF_A_PORT = (
    "html_sha256 html_bytes pdf_sha256 pdf_bytes checked_on found last_there_on etag bytes".split()
)
"""How an edition is set; and what is known of a report, whose turn follows from its address."""
OF_A_PORT += ["content_type", "leads_to", "last_modified", "pages", "document_title", "state_since"]
COLUMNS = """
SELECT v.name, group_concat('"' || c.name || '"')
  FROM sqlite_master AS v, pragma_table_info(v.name) AS c
 WHERE v.type = 'view' AND c.name NOT IN (SELECT value FROM json_each(?)) GROUP BY 1"""


def digests(copy):
    """Of each view: its columns, how many rows it has, and a digest of them in any order."""
    with closing(sqlite3.connect(copy)) as db:
        found = {}
        for view, columns in db.execute(COLUMNS, [json.dumps(OF_A_PORT)]).fetchall():
            rows = db.execute(f"SELECT {columns} FROM {view}").fetchall()
            said = "\n".join(sorted(PORT.sub("PORT", json.dumps(row)) for row in rows))
            found[view] = [columns, len(rows), hashlib.sha256(said.encode()).hexdigest()]
        return found


def test_the_demo_ends_in_the_views_that_are_known(toured):
    found = digests(toured[0] / "public" / "repo-watch.db")
    if os.environ.get("TRUTH") == "renew":
        KNOWN.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    known = json.loads(KNOWN.read_bytes())
    differ = [view for view in known | found if known.get(view) != found.get(view)]
    assert differ == [], "`make views` shows their rows; if the change is meant: `make truth`"


@pytest.mark.slow
def test_three_worlds_end_in_equal_views_by_another_commit():
    commit = os.environ.get("COMMIT", "HEAD^")
    command = [sys.executable, "bench/equal_views.py", commit]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
