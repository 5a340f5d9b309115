"""Who does the heavy steps changes nothing but how long they take."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass

import msgspec
import pytest
from house import utc
from steps import by, fatal, held, refused, slow, squared
from world import LIST, UPDATE, Installation, review

from repo_watch import workers as module
from repo_watch.errors import EnvironmentFailure, SettingsError
from repo_watch.settings.reading import load
from repo_watch.workers import Workers


def made(who, step, given):
    with contextlib.closing(Workers(who)) as workers:
        return [*workers.each(step, given)], workers.trouble


def test_one_does_each_step_when_its_turn_comes():
    asked = []
    found = Workers(1).each(squared, (asked.append(n) or n for n in range(9)))
    assert (next(found), next(found), asked) == ((0, 0), (1, 1), [0, 1])


def test_processes_give_the_same_in_the_same_order_a_few_ahead():
    asked = []
    with contextlib.closing(Workers(2)) as workers:
        found = workers.each(squared, (asked.append(n) or n for n in range(40)))
        assert next(found) == (0, 0)
        assert len(asked) == 5
        assert [*found] == [(n, n * n) for n in range(1, 40)]
    assert workers.trouble == ""


def test_they_are_other_processes():
    found, trouble = made(2, by, range(8))
    assert os.getpid() not in {process for _, process in found}
    assert trouble == ""


def test_what_pickle_does_not_take_is_done_here():
    assert made(2, lambda n: n + 1, [1, 2]) == ([(1, 2), (2, 3)], "")


def test_a_step_that_fails_fails_here_too():
    with pytest.raises(ValueError, match="7"):
        made(2, refused, [7])


def test_a_killed_process_costs_nothing_but_its_work(tmp_path):
    found, trouble = made(2, fatal, [str(tmp_path / "one")] * 9)
    assert [said for _, said in found] == ["done"] * 9
    assert trouble.endswith("the work is done here")


def test_a_step_that_takes_too_long_is_done_here_and_so_is_the_rest(monkeypatch):
    monkeypatch.setattr(module, "_SECONDS", 0.0)
    found, trouble = made(2, squared, range(9))
    assert [square for _, square in found] == [n * n for n in range(9)]
    assert trouble == "workers (2): TimeoutError; the work is done here"


def test_a_worker_of_another_release_is_not_believed():
    with pytest.raises(EnvironmentFailure, match="has release"):
        module._by_release("0.0.1", squared, 3)
    assert module._by_release(module.__version__, squared, 3) == 9


def test_a_cluster_that_nobody_reaches_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    found, trouble = made("dask://127.0.0.1:9", squared, [3])
    assert found == [(3, 9)]
    assert trouble == (
        "workers (dask://127.0.0.1:9): Dask is not installed; pip install 'repo-watch[cluster]';"
        " the work is done here"
    )


@pytest.mark.parametrize("who", ["0", "65", '"tcp://a:1"', '"dask://a"', '"dask://u@h:1"', "true"])
def test_what_is_no_worker_is_refused(tmp_path, who):
    file = tmp_path / "repo-watch.toml"
    file.write_text(f"workers = {who}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="workers"):
        load(file)
    file.write_text('workers = "dask://cluster.example:8786"\n', encoding="utf-8")
    assert load(file).workers == "dask://cluster.example:8786"


@dataclass
class Many(Installation):
    who: int | str = 1

    @property
    def settings(self):
        return msgspec.structs.replace(super().settings, workers=self.who)


def night_of(folder, who):
    """What a database holds after its archive was read again and its codes made anew."""
    folder.mkdir()
    watch = Many(folder, who=who)
    watch.world.pages |= {LIST: [review(n, year=2026) for n in range(1, 9)], UPDATE: []}
    watch.run(utc(2026, 9, 1, 2))
    watch.rows("UPDATE page SET reader_version = reader_version - 1 RETURNING 1")
    watch.rows("DELETE FROM made_by WHERE what = 'derived' RETURNING 1")
    watch.rows("UPDATE coding SET harm = '[\"none\"]' RETURNING 1")
    watch.world.pages[LIST].append(review(9, year=2026))
    outcome = watch.run(utc(2026, 9, 2, 2))
    assert watch.column("SELECT count(*) FROM coding WHERE harm LIKE '%none%'") == [0]
    tables = ("item", "version", "coding", "fact", "sighting", "event")
    return outcome.notices, {name: watch.rows(f"SELECT * FROM {name}") for name in tables}


def test_a_night_ends_alike_whoever_reads_and_codes(tmp_path):
    assert night_of(tmp_path / "here", 1) == night_of(tmp_path / "there", 2)


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """A scheduler and two workers on loopback; gives its address and the workers' processes."""
    monkeypatch.setattr(module, "_CONNECT_SECONDS", 120)  # a busy machine starts them late
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    host, port = address.split(":")
    paths = os.pathsep.join(filter(None, sys.path))
    begun = []

    def start(*arguments):
        with (tmp_path / "cluster.log").open("ab") as log:
            begun.append(
                subprocess.Popen(
                    [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
                    env={**os.environ, "PYTHONPATH": paths},
                    cwd=tmp_path,
                    stdout=log,
                    stderr=log,
                )
            )

    start("scheduler", "--host", host, "--port", port, "--no-dashboard")
    for _ in range(2):
        start("worker", f"tcp://{address}", "--no-nanny", "--nthreads", "1", "--no-dashboard")
    yield f"dask://{address}", begun[1:]
    for one in begun:
        one.kill()
        one.wait()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_of_which_a_worker_is_killed_in_mid_work_gives_the_same(cluster, tmp_path):
    address, processes = cluster
    with contextlib.closing(Workers(address)) as workers:
        found = workers.each(slow, range(60))
        assert next(found) == (0, 0)
        processes[0].send_signal(signal.SIGKILL)
        assert [*found] == [(n, n * n) for n in range(1, 60)]
        assert workers.trouble == ""
        assert os.getpid() not in {process for _, process in workers.each(by, range(4))}
    assert night_of(tmp_path / "here", 1) == night_of(tmp_path / "there", address)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_without_workers_costs_the_night_nothing(cluster, monkeypatch):
    address, processes = cluster
    with contextlib.closing(Workers(address)) as workers:
        assert [*workers.each(squared, [3])] == [(3, 9)]
        for one in processes:
            one.kill()
        monkeypatch.setattr(module, "_SECONDS", 3.0)
        given = [(n, os.getpid()) for n in range(12)]
        assert [square for _, square in workers.each(held, given)] == [n * n for n in range(12)]
    assert workers.trouble.endswith("Error; the work is done here")
