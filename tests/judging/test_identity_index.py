"""The index finds whatever a look at every pair would find."""

from collections import defaultdict
from itertools import pairwise

import pytest
from fictions import entry, words
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.judging import identity
from repo_watch.judging.changes import Known, KnownItem, Sighting
from repo_watch.judging.fingerprint import content_hash
from repo_watch.judging.identity import Marks, marks

TEXTS = [words(at, 24) for at in range(3)]


@st.composite
def entries(draw):
    """Few names, years and texts, each text with some words other: likenesses on both sides of
    every bar."""
    text = draw(st.sampled_from(TEXTS)).split()
    for at in draw(st.sets(st.integers(0, len(text) - 1), max_size=4)):
        text[at] = "other"
    one = entry(
        draw(st.sampled_from(["Child A", "Child B", "Child & C"])),
        draw(st.sampled_from(["Eastmere", "Westmere", None])),
        year=draw(st.integers(2024, 2027)),
        text=" ".join(text),
        accession=draw(st.sampled_from([None, None, None, "NC50001", "NC50002"])),
    )
    return replace(one, sections={}) if draw(st.integers(0, 4)) == 0 else one


def knew(items, here):
    known = []
    for id_, item in enumerate(items, 1):
        said = content_hash(item)
        seen = Sighting(said) if id_ in here else None
        known.append(KnownItem(id_, item, said, "listed", here=seen))
    return Known(tuple(known))


WORLDS = (
    st.lists(entries(), max_size=6),
    st.lists(entries(), max_size=8),
    st.sets(st.integers(1, 8)),
)


@given(*WORLDS)
def test_what_shares_no_mark_is_joined_by_no_rule(now, before, here):
    facts = knew(before, here)
    found = identity.match(now, facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "marks", lambda *_, **__: Marks(frozenset({0}), frozenset(), 1))
        assert identity.match(now, facts) == found


@given(*WORLDS)
def test_only_what_shares_a_mark_or_was_here_need_be_known(now, before, here):
    facts = knew(before, here)
    by_mark = defaultdict(list)
    for item in facts.items:
        kept = marks(item.item)
        for mark in kept.sure | kept.text:
            by_mark[mark].append(item.id)
    likely = set()
    for one in now:
        likely |= marks(one, asked=True).sharing(by_mark)
    some = replace(
        facts, items=tuple(item for item in facts.items if item.here or item.id in likely)
    )
    assert identity.match(now, some) == identity.match(now, facts)


def test_a_corrected_year_is_asked_for_and_two_years_are_not():
    old = replace(entry(year=2026), case_name="Child Z")
    by_mark = {mark: [1] for mark in marks(old).text}
    for year, found in ((2025, True), (2027, True), (2024, False), (2028, False)):
        one = replace(entry(year=year), sections=old.sections)
        assert bool(marks(one, asked=True).sharing(by_mark)) is found


def test_the_marks_of_a_year_lie_together():
    text = words("of each of them", 24)
    kept = [marks(entry(year=year, text=text)) for year in (2024, 2025, 2026)]
    assert all(max(one.text) < min(after.text) for one, after in pairwise(kept))
    assert all(max(one.sure) < min(kept[0].text) for one in kept)
