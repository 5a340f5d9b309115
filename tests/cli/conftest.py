"""The command line beside a replica of the sites, in this process."""

import shutil

import pytest

from repo_watch import cli
from repo_watch.demo.server import Replica
from repo_watch.demo.sites import nspcc
from repo_watch.demo.story import NIGHTS


@pytest.fixture(scope="module")
def site():
    with Replica() as replica:
        replica.show(NIGHTS[0].at.date())
        yield replica


def _settings(folder, site):
    file = folder / "repo-watch.toml"
    file.write_text(
        f'[fetch]\ncontact = "test@example.org"\nseconds_between_requests = 0\nattempts = 1\n'
        f'[sources.nspcc-reviews]\nurls = ["{site.nspcc}{nspcc.LIST}"]\n'
        f'[sources.govuk-reviews]\nbase = "{site.govuk}"\n'
    )
    return file


@pytest.fixture
def config(tmp_path, site):
    return _settings(tmp_path, site)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory, site):
    file = _settings(tmp_path_factory.mktemp("first-night"), site)
    night = ["run", "--quiet", "--now", "2026-08-31T02:15", "--config", str(file)]
    assert cli.status_of(night) == 0
    return file.with_name("data")


@pytest.fixture
def watched(config, first_night):
    """What the first night leaves, which is the same for each test that begins with it."""
    shutil.copytree(first_night, config.with_name("data"))


@pytest.fixture
def call(config, capsys, monkeypatch):
    """Run the command line in this process: exit status, standard output, standard error."""
    monkeypatch.chdir(config.parent)

    def run(*arguments):
        status = cli.status_of([str(part) for part in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def refused(call):
    """What a command says in one line that fails with exit status 2, or the one that is named."""

    def run(*arguments, status=2):
        found, out, err = call(*arguments)
        assert (found, out) == (status, "")
        assert err.startswith("repo-watch: ")
        assert err.count("\n") == 1
        return err

    return run
