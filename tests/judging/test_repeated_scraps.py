"""An entry of any length is judged, and cleaned for an issue, in step with its length."""

from functools import partial

import pytest
from fictions import entry, publication
from judged import decided, known
from scraps import WORDS, in_step, repeated

from repo_watch.digest.text import clean
from repo_watch.judging.fingerprint import sketch
from repo_watch.reading.terms.titles import normalised


def judges(text):
    old, named, national = entry(text=text), entry(case_name=text), publication(title=text)
    longer = entry(text=f"{text} and more of it")
    decided(known(old, named), [longer, entry(case_name=f"{text} A")])
    decided(known(national), [publication("c-2", title=f"{text} of one more year")])
    return sketch(longer)


@pytest.mark.no_cover
@pytest.mark.parametrize("work", [judges, clean])
def test_a_text_of_one_scrap_is_worked_on_in_step_with_its_length(work):
    def works(scrap, size):
        work(repeated(scrap, size))

    assert [one for one in WORDS if not in_step(partial(works, one), 40_000, 1)] == []


def test_a_letter_keeps_thirty_accents():
    accents = "\u0301\u0323" * 15
    assert normalised("NFC", f"a{accents * 9}b") == normalised("NFC", f"a{accents}b")
    assert normalised("NFC", "e\u0301" * 99) == "é" * 99
    assert in_step(lambda size: normalised("NFC", accents * size), 4_000, 1)
