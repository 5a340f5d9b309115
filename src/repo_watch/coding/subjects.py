"""Of whom a clause speaks: its subject, and the possessor of a word."""

import re

from repo_watch.coding.people import Mention
from repo_watch.coding.sentences import Sentence

_PREPOSITION = re.compile(
    r"\b(?:of|by|with|from|to|in|at|for|about|between|against|on|towards?|into|than|like|including"
    r"|involving|regarding|concerning|as|among|under|without|via) (?:both |all |either )?$"
)


_PART_OF = re.compile(
    r"\b(?:one|two|three|some|each|both|all|none|any|another|either|neither|half) of $"
)


_JOINED = re.compile(  # "with his mother and stepfather"
    r"\b(?:of|by|with|from|to|against|between) (?:[\w'-]+ ){1,3}(?:and|or)"
    r" (?:(?:his|her|their|the|an?) )?$"
)
_ACTS = re.compile(r"(?:'s \w+)? (?:was|were|had|has|is|are|did|said|told|\w+ed)\b")


def in_phrase(text: str, mention: Mention) -> bool:
    """Whether a mention hangs on a preposition, and so is no subject of its clause."""
    before = text[: mention.start]
    if _PREPOSITION.search(before):
        return not _PART_OF.search(before)
    return bool(_JOINED.search(before)) and not _ACTS.match(text, mention.end)


_OWNING = ("his", "her", "their", "parental", "maternal", "paternal")
_OWNED = re.compile(
    r"(?:'s?)? (?:(?!and\b|with\b|was\b|had\b|who\b|of\b|were\b)[\w'/-]+,? (?:(?:and|or) )?)*"
)


def owner_before(
    text: str, mentions: tuple[Mention, ...], position: int, *, words: int
) -> Mention | None:
    """The possessor of what stands at an offset, at most so many words before it."""
    earlier = [m for m in mentions if m.end <= position]
    if not earlier:
        return None
    last = earlier[-1]
    between = text[last.end : position]
    owning = last.possessor or between.startswith("'") or text[last.head : last.end] in _OWNING
    near = _OWNED.fullmatch(between) and len(between.split()) <= words + between.startswith("'")
    return last if owning and near else None


_RELATIVE = re.compile(r",? (?:who|which)\b(?! (?:the|an?|his|her|their|he|she|they|two|three)\b)")
_RESUMED = re.compile(r", (?:was|were|had|has|is|are|died|took|made)\b")


_AND_THEN = re.compile(r",? (?:and|but|so) (?:(?!and\b)[\w-]+ ){0,3}$")


_FINITE = re.compile(r"\b(?:was|were|had|has|is|are|did|said|told|went|became|\w+ed)\b")
_IS_A = re.compile(r"\b(?:was|were|is|are) (?:[\w-]+ ){0,2}$")


def _new_subject(text: str, mention: Mention, left: int) -> bool:
    """Whether a person begins a main clause that no clause break shows ("and at times Kim was")."""
    joined = _AND_THEN.search(text[left : mention.start])
    if not (joined and _ACTS.match(text, mention.end)):
        return False
    return _FINITE.search(text[left : left + joined.start()]) is not None


def subject(sentence: Sentence, mentions: tuple[Mention, ...], position: int) -> Mention | None:
    """The person whom the clause at an offset is about; None where no one was named before it.

    A clause that names nobody continues the one before; after "who" the person just named.
    """
    text = sentence.text
    clauses = [clause for clause in sentence.clauses if clause[0] <= position]
    closed = False  # a comma after it closes a relative clause: the main one goes on
    if _RESUMED.match(text, clauses[-1][0]):
        told = [i for i, (start, _) in enumerate(clauses) if _RELATIVE.match(text, start)]
        clauses = clauses[: told[-1]] if told else clauses[:-1]
    for start, end in reversed(clauses):
        relative = _RELATIVE.match(text, start)
        if relative and not closed:
            begin = start
            if text.endswith((" and", " but"), 0, start):  # "a boy who ..., and who ..."
                begin = next(left for left, _ in clauses if _RELATIVE.match(text, left))
            inside = [m for m in mentions if m.end <= begin and not m.possessor]
            if len(inside) > 1 and _IS_A.search(text[: inside[-1].head]):
                return inside[-2]  # "the parents were teenagers who drank"
            return inside[-1] if inside else None
        named = [] if relative else [m for m in mentions if start <= m.head < min(end, position)]
        free = [m for m in named if not (m.possessor or in_phrase(text, m))]
        if free:
            return next((m for m in reversed(free) if _new_subject(text, m, start)), free[0])
        closed = closed or text.startswith(",", start)
    return None
