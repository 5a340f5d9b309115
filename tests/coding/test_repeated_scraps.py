"""A text of any kind is coded in step with its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repo_watch.coding import code

TITLE = "2031 – Anonymous – Child Q"
SCRAPS = ("child ", "two ", "1 ", "he ", "a", "(", ". ", "\n", ", ", "3/", "x-", "may ", "no ")


def shortest_of(count, work):
    """The least CPU time of some runs, in seconds."""
    spent = []
    for _ in range(count):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.slow
@given(st.sampled_from(SCRAPS) | st.text(min_size=1, max_size=12), st.sampled_from(
    ("summary", "background", "key_issues", "recommendations", "model")))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_scrap_repeated_over_and_over_takes_no_longer_than_its_length(scrap, section):
    text = scrap * (100_000 // len(scrap))
    assert shortest_of(3, lambda: code(TITLE, {section: text}, ())) < 0.2
