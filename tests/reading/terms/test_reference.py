import csv
from pathlib import Path

import pytest

from repo_watch.reading.terms import reference

FOLDER = Path(__file__).parents[3] / "data" / "reference"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_a_table_has_a_header_and_no_ragged_row(path):
    header, *body = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert body
    assert {len(row) for row in body} == {len(header)}
    assert [dict(zip(header, row, strict=True)) for row in body] == list(reference.rows(path.name))


def test_all_bytes_are_those_of_every_table_in_order_of_name():
    tables = sorted(FOLDER.glob("*.csv"), key=lambda path: path.name)
    assert reference.all_bytes() == b"".join(path.read_bytes() for path in tables)
