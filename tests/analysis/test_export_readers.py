"""Case names that look like something else, read in the way that the export's README names."""

import importlib.resources
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from repo_watch.analysis.export import BY_YEAR, export
from repo_watch.files import csv_text

NAMES = ["F", "T", "NA", "None", "Null", "1E5", "2-3", "Baby 1/2", "007", "nan", "true", "A\nB, C"]
README = importlib.resources.files("repo_watch.analysis") / "export_readme.md"


@pytest.fixture
def exported(tmp_path, monkeypatch):
    rows = [[at, name, ""] for at, name in enumerate(NAMES)]
    text = csv_text(["id", "case_name", "month"], [*rows, [99, "Child Z", "7"]])
    (tmp_path / "reviews.csv").write_text(text, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)


def way(program):
    return re.search(rf"^- {program}: `(.*?)`(?:$|,)", README.read_text("utf-8"), re.MULTILINE)[1]


def names(found):
    return [name.replace("\r\n", "\n") for name in found]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", BY_YEAR, "sqlite"])
def test_each_export_has_the_readme(small_copy, tmp_path, form):
    files = {path.name: path for path in export(small_copy, form, tmp_path)}
    assert files["README.md"].read_text(encoding="utf-8") == README.read_text("utf-8")


@pytest.mark.slow
@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize("program", ["pandas", "polars"])
def test_a_frame_has_every_name(program):
    module = pytest.importorskip(program)
    frame = eval(way(program), {program: module})
    assert names(frame["case_name"].to_list()) == [*NAMES, "Child Z"]
    assert frame["month"].to_list()[-1] == "7"


@pytest.mark.slow
@pytest.mark.usefixtures("exported")
def test_duckdb_has_every_name():
    rows = pytest.importorskip("duckdb").sql(way("DuckDB")).fetchall()
    assert names(row[1] for row in rows) == [*NAMES, "Child Z"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask's, of pandas
@pytest.mark.parametrize("program", ["DuckDB", "Dask"])
def test_parquet_by_year_is_read_in_the_way_of_the_readme(copy, tmp_path, monkeypatch, program):
    export(copy, BY_YEAR, tmp_path)
    monkeypatch.chdir(tmp_path)
    said = way(f"{program}, Parquet by year")
    if program == "DuckDB":
        since, found = 0, pytest.importorskip("duckdb").sql(said).df()
    else:
        pytest.importorskip("pandas")
        since, dask = 2024, pytest.importorskip("dask.dataframe")
        found = eval(said.removeprefix("dask.dataframe."), vars(dask)).compute()
    expected = copy.execute("SELECT id, year FROM reviews WHERE year >= ?", [since]).fetchall()
    assert expected
    assert sorted(zip(found["id"], found["year"].astype(int), strict=True)) == sorted(expected)


@pytest.mark.slow
@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize("program", ["csvkit", "Miller"])
def test_a_command_has_every_name(program):
    command, *arguments = way(program).split()
    found = shutil.which(command) or shutil.which(command, path=Path(sys.executable).parent)
    if not found:
        pytest.skip(f"no {program} here")
    done = subprocess.run([found, *arguments], check=True, capture_output=True, text=True)
    rows = json.loads(done.stdout)
    assert names(row["case_name"] for row in rows) == [*NAMES, "Child Z"]
