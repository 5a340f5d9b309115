import pytest
from fictions import entry, publication, words
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from repo_watch.judging.fingerprint import Sketch, sketch

LONG = words("long", 120)


def test_an_edit_is_known_again():
    said = LONG.split()
    said[::12] = ["other"] * len(said[::12])
    assert sketch(entry(text=LONG)).likeness(sketch(entry(text=" ".join(said))))


def test_the_same_heading_over_another_text_is_another():
    one = sketch(entry("Child A", None, text=words("one")))
    assert not one.likeness(sketch(entry("Child A", None, text=words("two"))))


def test_another_heading_over_the_same_text_is_the_same():
    assert sketch(entry("Child A", text=LONG)).likeness(sketch(entry("Child B", text=LONG)))


def test_a_heading_without_text_is_all_there_is():
    bare = replace(entry(), sections={})
    assert sketch(bare).likeness(sketch(bare))
    assert not sketch(bare).likeness(sketch(replace(bare, case_name="Child R")))


def test_a_publication_is_its_id():
    assert sketch(publication()).likeness(sketch(publication(title="Another")))
    assert not sketch(publication()).likeness(sketch(publication("c-2")))


@pytest.mark.parametrize(
    ("heading", "shared", "alike"),
    [("same", 3, True), ("same", 2, False), ("other", 6, True), ("other", 5, False)],
)
def test_another_heading_asks_more_of_the_text(heading, shared, alike):
    one = Sketch("same", tuple(range(10)))
    assert bool(one.likeness(Sketch(heading, tuple(range(shared))))) is alike


def test_a_stored_sketch_is_known_for_ever():
    stored = '["e1a6c8fe6996", 115010336474755, 156050534718248]'
    assert sketch(entry(text="one two three four")).encode() == stored
    assert sketch(publication()).encode() == '["d54d6db2db77"]'


def test_a_sketch_holds_no_word():
    kept = sketch(entry(text=LONG)).encode()
    assert not [word for word in LONG.split() if word in kept]


@given(st.text(max_size=400))
def test_what_was_written_is_read(text):
    one = sketch(entry(text=text or "word"))
    assert Sketch.decode(one.encode()) == one
    assert one.likeness(one)
