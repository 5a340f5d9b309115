import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from repo_watch import scheduling
from repo_watch.errors import LockedError, SettingsError
from repo_watch.settings import Settings


@pytest.fixture(autouse=True)
def zone():
    """Sets the machine's time zone; it is set back in the end."""
    before = os.environ.get("TZ")

    def zone(name):
        os.environ["TZ"] = name
        time.tzset()

    yield zone
    os.environ.pop("TZ", None)
    zone(before) if before is not None else time.tzset()


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path)


def test_a_time_of_day_is_needed(settings):
    with pytest.raises(SettingsError, match="is not a time of day"):
        scheduling.run_for_ever(settings, "soon")


def test_a_night_that_fails_ends_nothing(settings, monkeypatch):
    """What a run raises is logged, and the next night comes."""
    ends = [LockedError("another run is at work"), ZeroDivisionError(), None]

    class Done:
        status = 1

    def run(*_arguments, **_options):
        error = ends.pop(0)
        if error:
            raise error
        return Done()

    monkeypatch.setattr(scheduling.nightly, "run", run)
    assert [scheduling.one_night(settings) for _ in range(3)] == [3, 5, 1]


def test_a_night_without_a_contact_is_told_as_settings(settings):
    assert scheduling.one_night(settings) == 2


class EnoughError(Exception):
    pass


def test_it_waits_for_its_hour_and_runs(settings, monkeypatch):
    """The real scheduler, with the hour pulled near and a sleep that ends the test."""
    ran, slept = [], []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) > 1:
            raise EnoughError
        for job in made[0].jobs:
            job.next_run = datetime.now(UTC).astimezone().replace(tzinfo=None)

    made = []
    real = scheduling.schedule.Scheduler

    def scheduler():
        made.append(real())
        return made[0]

    monkeypatch.setattr(scheduling.schedule, "Scheduler", scheduler)
    monkeypatch.setattr(scheduling.time, "sleep", sleep)
    monkeypatch.setattr(scheduling, "one_night", ran.append)
    with pytest.raises(EnoughError):
        scheduling.run_for_ever(settings, "02:15")
    assert ran == [settings]
    assert slept == [30, 30]


@pytest.mark.parametrize("place", ["Europe/London", "Europe/Paris"])
@pytest.mark.parametrize("first", ["2031-03-28", "2031-10-24"])
@pytest.mark.parametrize("at", ["01:30", "02:15"])
def test_there_is_one_run_a_night_whatever_the_clock_does(
    settings, zone, monkeypatch, place, first, at
):
    """Two nights, the first with a change of the clock; each look moves the machine's clock on."""
    start = datetime.fromisoformat(f"{first}T12:00:00Z")
    moment, ran = [start], []

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(moment[0].timestamp(), tz)

    def sleep(seconds):
        moment[0] += timedelta(seconds=seconds)
        if moment[0] > start + timedelta(days=2):
            raise EnoughError

    zone(place)
    monkeypatch.setattr(scheduling.schedule.datetime, "datetime", Clock)
    monkeypatch.setattr(scheduling.time, "sleep", sleep)
    monkeypatch.setattr(scheduling, "one_night", lambda _: ran.append(moment[0]))
    with pytest.raises(EnoughError):
        scheduling.run_for_ever(settings, at)
    assert [f"{night:%H:%M}" for night in ran] == [at] * 2
    assert len({night.date() for night in ran}) == 2
