"""The former sites' lists are read by hand, after the lists that are kept."""

from repo_watch.model import State
from repo_watch.sources.nspcc_history import SOURCE
from repo_watch.sources.nspcc_reviews import SOURCE as LISTS


def test_each_year_of_both_former_sites_is_asked_for_once():
    asked = SOURCE.plan(State(urls=SOURCE.urls))
    assert len({one.url for one in asked}) == len(asked) == 8
    assert {one.kind for one in asked} == set(SOURCE.expects) == {"history"}
    assert all(str(year) in " ".join(SOURCE.urls) for year in range(2012, 2019))


def test_the_lists_that_are_kept_lead():
    later = max(one.rank for one in LISTS.plan(State(urls=LISTS.urls)))
    assert all(one.rank > later for one in SOURCE.plan(State(urls=SOURCE.urls)))


def test_the_nightly_run_passes_them_over():
    assert SOURCE.every_days == 0
    assert not SOURCE.alarm
