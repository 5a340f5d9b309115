"""The short form of `make mutation`: the rules on what is believed, tested by breaking them.

Every mutant of these functions is noticed by the tests of judging. The long form takes all of
judging and reading.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SETTINGS = """
[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
pythonpath = ["tests/support"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["src"]
also_copy = ["src/repo_watch/reference"]
only_mutate = [
    "src/repo_watch/judging/decide.py",
    "src/repo_watch/judging/identity.py",
    "src/repo_watch/judging/verdict.py",
]
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-profile=ci"]
pytest_add_cli_args_test_selection = [
    "tests/judging/test_decide.py",
    "tests/judging/test_identity.py",
    "tests/judging/test_publications.py",
    "tests/judging/test_verdict.py",
]
use_git_change_detection = false
"""
SAMPLE = (
    "repo_watch.judging.decide.x__absences__*",
    "repo_watch.judging.decide.x__one_more__*",
    "repo_watch.judging.identity.x__rule__*",
    "repo_watch.judging.verdict.x__doubts__*",
)


def mutmut(folder, *arguments):
    """What mutmut prints, run as a developer runs it."""
    command = Path(sys.executable).with_name("mutmut")
    done = subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def _copy(what, where):
    where.parent.mkdir(parents=True, exist_ok=True)
    copy = shutil.copytree if what.is_dir() else shutil.copy
    copy(what, where)


def test_no_broken_rule_goes_unnoticed(tmp_path):
    for part in ("judging", "reading", "reference", "__init__.py", "errors.py", "model.py"):
        _copy(ROOT / "src/repo_watch" / part, tmp_path / "src/repo_watch" / part)
    for part in ("judging", "support"):
        _copy(ROOT / "tests" / part, tmp_path / "tests" / part)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    mutmut(tmp_path, "run", "--max-children", "2", *SAMPLE)
    results = mutmut(tmp_path, "results", "--all", "1").splitlines()
    tried = [line.strip() for line in results if not line.endswith("not checked")]
    assert len(tried) > 100
    assert [line for line in tried if not line.endswith((": killed", ": timeout"))] == []
