"""What is installed: the locks, the wheel, the container's recipe, what systemd holds it to."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PIN = re.compile(
    r"^([A-Za-z0-9_.-]+)==(\S+)(?: ; ([^\\]+))?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)$",
    re.MULTILINE,
)


def locked(name):
    """The versions that a lock has of each package."""
    found = {}
    for package, version, _, hashes in _PIN.findall((ROOT / name).read_text("utf-8")):
        assert hashes
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ()), ("requirements-dev.lock", ("dev", "parquet", "explore"))],
)
def test_each_package_that_is_asked_for_is_locked_within_its_range(lock, extras):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    there = locked(lock)
    for one in map(Requirement, asked):
        versions = there.get(canonicalize_name(one.name), [])
        within = [*one.specifier.filter(versions, prereleases=True)]
        assert within, f"{one}: `make lock` brings {lock} up to date"


def test_both_locks_say_the_same_of_what_the_product_needs():
    product, whole = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: whole[name] for name in product} == product
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert text.count("==") - text.count("'==") >= len(whole) > len(product) > 30
    assert "http" not in re.sub(r"httpcore|httpx|httpserver", "", text)


def test_the_container_runs_as_a_user_without_rights():
    text = (ROOT / "Containerfile").read_text("utf-8")
    steps = re.findall(r"^([A-Z]+) (.+)$", text, flags=re.MULTILINE)
    assert steps[-1] == ("CMD", '["schedule"]')
    assert ("USER", "repo-watch") in steps
    for step, said in steps:
        if step == "COPY":
            assert all((ROOT / name).exists() for name in said.split()[:-1])
    assert "--require-hashes --requirement requirements.lock" in text


def test_systemd_finds_little_that_the_service_could_do_without():
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(
        [analyze, "security", "--offline=true", ROOT / "cron" / "repo-watch.service"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
    )
    level = re.search(r"Overall exposure level for repo-watch.service: ([\d.]+)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= 2.0


@pytest.mark.slow
def test_the_installed_wheel_is_whole_and_works(tmp_path):
    build = [sys.executable, "-m", "build", "--outdir", tmp_path / "dist", ROOT]
    subprocess.run(build, check=True, capture_output=True)
    assert len([*(tmp_path / "dist").glob("*.tar.gz")]) == 1
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        site,
        wheel,
    ]
    subprocess.run(install, check=True)
    env = {**os.environ, "PYTHONPATH": str(site)}
    where = [sys.executable, "-c", "import repo_watch; print(repo_watch.__file__)"]
    said = subprocess.run(where, env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.startswith(str(site))
    demo = [sys.executable, "-m", "repo_watch", "demo", "--folder", tmp_path / "demo"]
    subprocess.run(demo, env=env, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "demo" / "public" / "index.html").exists()
