"""When it happened: the dates of the summary and background that are the incident's."""

from repo_watch.coding.dates import When, times
from repo_watch.coding.people import CARERS
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import vocab

_NEAR = 7  # words after a date that still belong to it


def incident_time(reading: Reading, *, leading: bool, known: int | None) -> When | None:
    """The time of the incident that a sentence states.

    Args:
        reading: a sentence of the summary or background.
        leading: whether it tells the event; there a date needs no word of harm beside it.
        known: the last year named before the sentence, for a date that names none.
    """
    words = reading.words
    for when in times(words, known):
        left, right = reading.sentence.clause(when.start)
        before = range(left, when.start)
        harm = max((i for i in before if words[i].startswith(vocab.stems_event)), default=-1)
        other = max((i for i in before if _other(words, i)), default=-1)
        if other > harm:
            continue
        end = min(when.end + _NEAR, right) if leading else len(words)
        told = any(word.startswith(vocab.stems_event) for word in words[when.end : end])
        doubtful = any(_other(words, i) for i in range(when.end, end)) if leading else True
        if (harm < 0 and doubtful and not told) or not (leading or _concerns_child(reading, when)):
            continue
        return when
    return None


def _other(words: list[str], i: int) -> bool:
    """Whether a word dates something else: a birth, a trial, a plan, the review."""
    word, near = words[i], words[i + 1 : i + 2]
    if word == "birth":
        return vocab.after_birth.isdisjoint(words[max(0, i - 2) : i])
    if word in {"came", "come"}:
        return near in (["from"], ["into"], ["back"], ["to"]) and vocab.noticed.isdisjoint(
            words[i + 2 : i + 4]
        )
    return word in vocab.other_words or word.startswith(vocab.stems_other_time)


def _concerns_child(reading: Reading, when: When) -> bool:
    """Whether a dated clause is not about somebody else alone."""
    person = reading.subject(when.start)
    if person is None or person.part not in CARERS | vocab.incident_strangers:
        return True
    return person.part in CARERS and any(
        p.part == "child" and not p.possessor for p in reading.persons
    )
