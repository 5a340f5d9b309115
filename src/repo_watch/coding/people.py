"""Who is spoken of: every mention of a person in a sentence, and whom it means.

A codebook value belongs to somebody. This module finds the persons by their nouns, names and
pronouns ("her mother's new partner" is one mention, of a partner), and remembers from sentence to
sentence whom a pronoun or a sentence without a subject continues.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

Sex: TypeAlias = Literal["female", "male"]


class Who(Enum):
    """The part that a person plays in a review."""

    CHILD = "child"  # a subject of the review
    SIBLING = "sibling"
    PARENT = "parent"  # step-parents and other carers too
    PARTNER = "partner"  # of a parent
    LOVER = "lover"  # boyfriend or girlfriend of the subject
    RELATIVE = "relative"
    FAMILY = "family"
    OFFICIAL = "official"  # people at work: teachers, officers, nurses
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """One person or group as named in a sentence; offsets in the sentence's text.

    `start` is where the noun phrase begins as far as it was recognised, `head` where its noun
    does. `owner` is the person before "'s" or a possessive pronoun, when there is one.
    """

    start: int
    head: int
    end: int
    who: Who
    sex: Sex | None
    plural: bool
    owner: Who | None = None
    pronoun: bool = False
    sure: bool = True
    possessor: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """What the opening and the title say of the subjects, before the rest is read.

    Attributes:
        names: what the subjects are called, folded.
        number: how many they are, or None.
        sex: the sex of all of them where it is one, else None.
        siblings: whether "siblings", "brother", "sister" mean subjects.
        young: False when the subject is old enough to have a partner.
        about: of two ages in the opening, the one that the review is said to be about, else "".
    """

    names: tuple[str, ...] = ()
    number: int | None = 1
    sex: Sex | None = None
    siblings: bool = False
    young: bool = True
    about: str = ""


_FOLLOWED = (
    r"(?=[.,;:)]|$| (?:and|or|in|by|with|from|who|was|were|had|has|at|on|of|to|for|after|while"
    r"|whilst|during"
    r"|living|found|suffered|died|is|as|following|took|whose|when|due|because|over|between|that"
    r"|which"
    r"|admitted|killed|stabbed|into|under|received|sustained|being|attending|placed|disclosed"
    r"|but|himself|herself)\b)"
)
AGED_NOUN = rf"[\w-]*(?:(?:year|month|week|day)s?-olds?|(?:year|month|week|day) olds?){_FOLLOWED}"
"""A noun like "two-year-old": not before another noun, whose adjective it is there."""

_IN_COURT = (  # "He died, and both were convicted"
    r"(?= (?:were |was |have been )?(?:later |then |subsequently )?(?:convicted|found guilty"
    r"|charged"
    r"|arrested|pleaded|jailed|imprisoned|sentenced|acquitted|cleared)\b)"
)
_HEADS: tuple[tuple[str, Who, Sex | None], ...] = (
    (r"young (?:wom[ae]n|females?|ladies|lady)", Who.CHILD, "female"),
    (r"young m[ae]n|young males?", Who.CHILD, "male"),
    (r"young (?:person|people|adults?)", Who.CHILD, None),
    (r"(?:great-?)?grand-?(?:child(?:ren)?|sons?|daughters?)", Who.RELATIVE, None),
    (r"(?:great-?)?grand-?mothers?|aunts?|nieces?|mother-in-law", Who.RELATIVE, "female"),
    (r"(?:great-?)?grand-?fathers?|(?:great-)?uncles?|nephews?", Who.RELATIVE, "male"),
    (
        (
            r"(?:great-?)?grand-?parents?|cousins?|relatives?|(?:extended )?family members?"
            r"|\w+-in-law|family friends?"
        ),
        Who.RELATIVE,
        None,
    ),
    (r"(?:step|god)?-?mothers?|mums?|mothers-to-be", Who.PARENT, "female"),
    (r"(?:step|god)?-?fathers?|dads?", Who.PARENT, "male"),
    (
        (
            rf"(?:step)?-?parents?|(?:both|the) adults|both{_IN_COURT}|adults in the (?:home|house"
            rf"|household)"
            r"|carers?|caregivers?|guardians?|couple|parental|(?:maternal"
            r"|paternal)(?! (?:[\w-]+ )?(?:grand|aunt|uncle|great|cousin|famil|relative|side|half"
            r"|step))"
        ),
        Who.PARENT,
        None,
    ),
    (r"(?:half|step)?-?sisters?", Who.SIBLING, "female"),
    (r"(?:half|step)?-?brothers?", Who.SIBLING, "male"),
    (r"(?:half-|step-)?siblings?", Who.SIBLING, None),
    (r"(?:ex-?|former )?(?:boyfriends?|husbands?|fiance)", Who.PARTNER, "male"),
    (r"(?:ex-?|former )?(?:girlfriends?|wife|wives)", Who.PARTNER, "female"),
    (r"(?:ex-?|former )?(?:partners?|spouses?)", Who.PARTNER, None),
    (r"(?:school)?girls?|daughters?|step-?daughters?", Who.CHILD, "female"),
    (r"(?:school)?boys?|sons?|step-?sons?", Who.CHILD, "male"),
    (
        (
            r"(?:bab(?:y|ies)|child(?:ren)?|infants?|toddlers?|new-?borns?|twins?|triplets?)"
            r"(?! (?:girl|boy|brother|sister|son|daughter|twin|sibling|bab|infant|protection"
            r"|in need|sexual|death)(?:s|y|ies)?\b)"
            r"|care leavers?|teenagers?|adolescents?|pupils?|pre-?schoolers?|neonate"
            rf"|{AGED_NOUN}"
        ),
        Who.CHILD,
        None,
    ),
    (r"famil(?:y|ies)|household", Who.FAMILY, None),
    (
        (
            r"m[ae]n|gang members?|gangs?|perpetrators?|offenders?|strangers?|lodgers?|coach"
            r"|youths?(?! (?:offend|justice|violen|service|court|club|work|cent|custody))|friends?"
            r"|peers?|neighbours?|associates?|childminders?|victims?(?! of)|classmates?"
            r"|passers?-by|priest|tutors?|babysitters?|acquaintances?|visitors?|tenants?"
        ),
        Who.OTHER,
        None,
    ),
    (
        (
            r"teachers?|staff|professionals?|practitioners?|employees?|workers?|colleagues?"
            r"|doctors?"
            r"|nurses?|midwi(?:fe|ves)|paediatricians?|(?:police )?officers?|paramedics?"
        ),
        Who.OFFICIAL,
        None,
    ),
    (r"wom[ae]n", Who.OTHER, "female"),
    (
        r"females?(?! (?:adult|victim|relative|carer|friend|offender|perpetrator))",
        Who.CHILD,
        "female",
    ),
    (r"males?(?! (?:adult|victim|relative|carer|friend|offender|perpetrator))", Who.CHILD, "male"),
    (r"(?<!now an )(?<!as an )adults?|individuals?|people|persons?|others", Who.OTHER, None),
    (r"he|him|himself|his", Who.CHILD, "male"),
    (r"she|her|herself|hers", Who.CHILD, "female"),
    (r"they|them|themselves|themself|their", Who.CHILD, None),
)
_PRONOUN = re.compile(r"(?:he|him|himself|his|she|her|herself|hers|they|them|themsel\w+|their)$")
POSSESSIVE = re.compile(r"(?:his|her|their)$")
_PLURAL = re.compile(
    r"(?:parents|carers|couple|adults|siblings|brothers|sisters|children|twins|triplets|bab(?:ies)"
    r"|infants|girls|boys|sons|daughters|young (?:people|men|women|adults)|they|them|their"
    r"|themselves|staff|professionals|practitioners|workers|teachers|friends|peers|neighbours"
    r"|doctors|toddlers|teenagers|adolescents|olds|newborns|families|others|men|women|people"
    r"|\w+parents|partners)$"
)
_NP_OPENER = re.compile(
    r"(?:\b(?:the|an?|his|her|their|two|three|four|five|six|both|baby|infant|new|old|unborn|young"
    r"|former|birth|biological|adoptive|foster|maternal|paternal|single|teenage|older|younger"
    r"|[\w-]+-old|disabled|male|female|own|twin|another|other)[ -])+$"
)


_DETERMINED = re.compile(
    r"\b(?:the|an?|his|her|their|two|three|several|some)"
    r"(?: (?!\w+ed\b|was\b|were\b|had\b|has\b|is\b|and\b|by\b|to\b|with\b|of\b|in\b|who\b"
    r"|that\b)[\w-]+){1,2} $"
)


_HEAD = re.compile(
    r"(?<![\w'])(?:"
    + "|".join(f"(?P<h{n}>{pattern})" for n, (pattern, _, _) in enumerate(_HEADS))
    + r")(?!\w)"
)


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for the names of the subjects; it finds nothing when there are none."""
    called = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])(?:{called or '(?!)'})(?!\w)")


def raw_mentions(text: str, names: re.Pattern[str]) -> list[Mention]:
    """Every mention of a folded sentence by its noun alone, in order; nobody is resolved yet."""
    named = [
        Mention(m.start(), m.start(), m.end(), Who.CHILD, None, plural=False)
        for m in names.finditer(text)
    ]
    found = list(named)
    for match in _HEAD.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in named):
            continue
        who, sex = _HEADS[int((match.lastgroup or "h0")[1:])][1:]
        pronoun = bool(_PRONOUN.match(match.group()))
        opener = not pronoun and (
            _NP_OPENER.search(text, 0, match.start()) or _DETERMINED.search(text, 0, match.start())
        )
        found.append(
            Mention(
                opener.start() if opener else match.start(),
                match.start(),
                match.end(),
                who,
                sex,
                plural=bool(_PLURAL.search(match.group())),
                pronoun=pronoun,
            )
        )
    return sorted(found, key=lambda m: m.head)
