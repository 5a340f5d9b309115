"""From the text of a section to its sentences and clauses, with their places.

A value carries the sentence it was read from; a negation, a risk or a person reaches as far as its
clause. Places are offsets in the section's own text, so every fold here keeps lengths.
"""

import re
from dataclasses import dataclass

_ABBREVIATION = re.compile(r"(?:\b(?:mr|mrs|ms|dr|st|no|e\.g|i\.e|etc|approx|vs)|\b[A-Z])\.$")
_SENTENCE_END = re.compile(
    r"[.!?]['\")\]]*(?:\s+(?=[A-Z0-9'\"(\[])|(?=[A-Z][a-z]))|[.!?]\s+(?=[a-z])|\n"
)

_PERSON = (
    r"(?:he|she|they|it|there|no one|nobody"
    r"|(?:(?:the|his|her|their|a|an|both|one|maternal|paternal|child|birth|step)[ -])*"
    r"(?:(?:step|grand)?-?(?:mother|father|parents?)|parents|partner|child|children|baby|infant"
    r"|siblings?|brothers?|sisters?|boy|girl|family|twins?|police|school|couple|review"
    r"|(?:family |high )?court|judge|inquest|coroner|experts?|doctors?|paediatricians?)|this)"
)
_VERB = (
    r"(?:was|were|had|has|have|is|are|did|would|could|may|might|[a-z]+ed|took|ran|left|met|told"
    r"|said|lived|died|came|went|found|gave|made|saw|began|became|brought|kept|held|put|lost"
    r"|felt|fell|got|sent|spent|thought|wrote|knew|shook|hit|drank|fled)"
)
_CLAUSE_BREAK = re.compile(
    r";|: |\(|\)| [–—-] "
    r"|,? (?:but|although|though|whereas|however|yet|despite)(?=[ ,])"
    r"|,? (?:while|whilst)(?= (?:the|his|her|their|a|an|he|she|they|mother|father)\b)"
    rf"|,? (?:and|then|so|or)(?= (?:{_PERSON})(?:'s [a-z -]+)?,? (?:also |then |later "
    rf"|never )?{_VERB}\b)"
    rf"|,(?= (?:{_PERSON}) {_VERB}\b)"
    r"|,(?= (?:was|were|had|has|is|are|in|on|at|while|during|from|then|died|took|made) )"
    r"|,? (?:and|or)(?= (?:was|were|is|are|had|has) \w)"
    r"|,? (?:who|which|whose|whom|when|where|because|(?<!looked )after|before|until|since|if"
    r"|that)(?= )"
    rf"| (?=(?:he|she|they) {_VERB}\b)"
)
_HAS_VERB = re.compile(rf"\b{_VERB}\b")  # "the boy and his sister had" is one clause
_FOLDS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "‑": "-", "‐": "-"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section.

    Attributes:
        section: name of the section.
        start: offset of its first character in the section's text.
        end: offset after its last.
        text: the sentence folded to lower case and plain quotes, as long as the original.
        clauses: (start, end) of each clause, as offsets in `text`.
        opening: whether it is the first of its section.
    """

    section: str
    start: int
    end: int
    text: str
    clauses: tuple[tuple[int, int], ...]
    opening: bool

    def clause(self, position: int) -> tuple[int, int]:
        """The clause that holds an offset of `text`."""
        return next(c for c in reversed(self.clauses) if c[0] <= position)


def fold(text: str) -> str:
    """Lower case and plain quotes, without changing a single offset."""
    return "".join(
        low if len(low := char.lower()) == 1 else char for char in text.translate(_FOLDS)
    )


def sentences(section: str, text: str) -> tuple[Sentence, ...]:
    """The sentences of a section; none reaches over a line, and each key issue is one."""
    plain = text.translate(_FOLDS)
    found: list[Sentence] = []
    start = 0
    for end in _ends(plain, items=section in {"key_issues", "recommendations"}):
        body = plain[start:end]
        left = start + len(body) - len(body.lstrip(" ;\n"))
        right = start + len(body.rstrip(" ;\n"))
        if right > left:
            words = fold(plain[left:right])
            found.append(Sentence(section, left, right, words, _clauses(words), not found))
        start = end
    return tuple(found)


def _ends(plain: str, *, items: bool) -> list[int]:
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(plain)
        if not _ABBREVIATION.search(plain[max(0, match.start() - 8) : match.start() + 1])
    ]
    if items:
        ends += [match.end() for match in re.finditer(";", plain)]
    return [*sorted(set(ends)), len(plain)]


def _clauses(words: str) -> tuple[tuple[int, int], ...]:
    starts = [0]
    for match in _CLAUSE_BREAK.finditer(words):
        joins = words.startswith((" and ", " or "), match.start())
        if match.start() and not (
            joins and not _HAS_VERB.search(words[starts[-1] : match.start()])
        ):
            starts.append(match.start())
    return tuple(zip(starts, [*starts[1:], len(words)], strict=True))
