"""Whom each mention means, read sentence by sentence.

"A girl" need not be the subject, "his mother" is the child's, and "he" is the person named last who
fits: the reader remembers from sentence to sentence whom a pronoun continues.
"""

import re
from dataclasses import replace

from repo_watch.coding.people import POSSESSIVE, Cast, Mention, Who, names_pattern, raw_mentions
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import in_phrase

# What may stand between a possessor and its noun: "mother's new, violent ex-partner".
_BETWEEN = re.compile(
    r"(?:'s?)?(?: (?!and\b|was\b|were\b|had\b|has\b|who\b|to\b|with\b|of\b|by\b|in\b|at\b"
    r"|from\b|for\b"
    r"|is\b|when\b|that\b|as\b|or\b|but\b|on\b|after\b|before\b)[\w-]+,?){0,3}[ -]$"
)
_STRANGE_CHILD = re.compile(
    r"\b(?:another|other|second|fellow|unrelated|further|friend's|vulnerable|local|few|many"
    r"|older (?:looked-after|foster)|elsewhere)(?: [\w-]+)? ?$"
)
_FOSTER_CHILD = re.compile(r"\bfoster(?: |-)(?:[\w-]+ )?$")
_BY_FOSTER_CHILD = re.compile(r"\bby (?:[\w-]+ ){0,3}foster(?: |-)(?:[\w-]+ )?$")
_OLDER_CHILD = re.compile(
    r"\b(?:older|elder|younger|previous|first|half|step|subsequent|next|earlier|other|surviving)"
    r"(?: \w+)? $"
)
_YOUNG_AGENT = re.compile(r"\bby an? (?:[\w-]+ )*[\w-]+[- ]year[- ]old (?:\w+ )?$")
_AGE_TOLD = re.compile(r"\b(?:year|month)s?[- ]old\b|\baged?\b|, \d+\b|\bwas (?:\d+|\w+teen)\b")
_BARE_VICTIM = re.compile(
    r"^(?:the )?(?:\w+ )?(?:sexual |fatal |serious )*(?:assault|rape|abuse|stabbing|murder|killing"
    r"|manslaughter) (?:of|on) an? (?:young |younger |other )?$"
)
_BY_YOUNG = re.compile(r" by an? (?:[\w-]+ )?[\w-]+[- ]year[- ]old\b")
_OTHER_SIBLING = re.compile(r"\b(?:older|elder|adult|another) (?:half-|step-)?\w+$")
_NOT_SUBJECTS = frozenset({Who.OTHER, Who.SIBLING})
_IS_A = re.compile(r" (?:was|is|had been) an? (?:[\w-]+ ){0,3}")
_YEARS_OLD = re.compile(r"\byears?[- ]old\b")
_AGE_NOUN = re.compile(r"([\w]+)-year-olds?$")
_GROWN_UP = re.compile(r"\b(?:adult|older|unknown|unrelated|another|two|several|by an?|other) $")
_NEW_REFERENT = re.compile(r"\b(?:an?|two|three|four|several|some|some of the)(?: [\w-]+){0,4} $")
_PREDICATE = re.compile(r"\b(?:was|is|as|be|been|being|were|remained|became) $")
_OFFENDER = re.compile(
    r" (?:\w+ed and )?(?:was|were|has been|had been|later|then|pleaded|admitted|received"
    r"|is) ?(?:later |then "
    r"|subsequently )?"
    r"(?:found guilty|convicted|charged|arrest|sentenc|jailed|imprison|guilty|to|acquitted"
    r"|a (?:life|custodial|prison))"
)
_GOES_ON = re.compile(r",? (?:and|but|then) ")
_WHO = re.compile(r",? who\b")
_OBJECT_PRONOUN = re.compile(
    r"him\b|them\b|her(?=[.,;]|$| (?:to|in|on|at|with|and|from|down|up|as|by|when|while|after|alone"
    r"|unattended|unsupervised|without))"
)
_BESIDE = re.compile(r"\b(?:beside|behind|near|around|with|next to|on top of) $")
_THEIR = re.compile(r"\b(?:the|her|his|their|all|both|'s) $")
_FRESH_START = re.compile(r"(?:^|[;,:.(])\s*$")
_OTHERS = frozenset({Who.RELATIVE, Who.OTHER, Who.OFFICIAL, Who.PARTNER, Who.LOVER})
_PARTNER_AGENCY = re.compile(r"\b(?:safeguarding|statutory|agency|strategic) $")


class Reader:
    """Reads the sentences of one entry in order and says who is meant in each."""

    def __init__(self, cast: Cast, opening: Sentence | None = None) -> None:
        self.cast = cast
        self._opening = opening
        self._before: tuple[Mention, ...] = ()
        self._names = names_pattern(cast.names)
        self._last: Mention | None = None

    def mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """The persons of a sentence; call it once for each, in the order of the text."""
        if sentence.section == "key_issues":
            self._last, self._before = None, ()
        found: list[Mention] = []
        raw = raw_mentions(sentence.text, self._names)
        for index, mention in enumerate(raw):
            owner = self._owner(sentence, raw, index, found)
            if owner is not None:
                found[-1] = replace(owner, possessor=True)
            resolved = self._resolve(sentence, mention, owner, found)
            found.append(resolved)
        told = tuple(found)
        free = [
            m
            for m in told
            if not (
                m.possessor or in_phrase(sentence.text, m) or sentence.text.startswith("'", m.end)
            )
        ]
        if free:
            self._last = free[0]
        elif told:  # "Lived with his mother": what names no subject is about the child
            self._last = replace(told[0], who=Who.CHILD, sex=self.cast.sex, plural=False)
        self._before = told
        return told

    def _owner(
        self, sentence: Sentence, raw: list[Mention], index: int, found: list[Mention]
    ) -> Mention | None:
        """The possessor directly before a mention."""
        if not index or raw[index].pronoun:
            return None  # "abusing her since she was 8": nobody owns a pronoun
        before, text = raw[index - 1], sentence.text
        between = text[before.end : raw[index].head]
        possessive = between.startswith("'") or POSSESSIVE.match(text[before.head : before.end])
        return found[index - 1] if possessive and _BETWEEN.match(between) else None

    def _resolve(
        self, sentence: Sentence, mention: Mention, owner: Mention | None, found: list[Mention]
    ) -> Mention:
        if mention.pronoun:
            return self._pronoun(sentence, mention, found)
        text = sentence.text
        owned = owner.who if owner else None
        who = mention.who
        if who is Who.CHILD:
            phrase = sentence.text[mention.start : mention.end]
            who = self._told_apart(phrase) or self._child(sentence, mention, owned, found)
        elif (
            who is Who.SIBLING
            and self.cast.siblings
            and owned in {None, Who.CHILD}
            and (sentence == self._opening or not _OTHER_SIBLING.search(text[: mention.end]))
        ):
            who = Who.CHILD
        elif (
            who is Who.PARTNER
            and not self.cast.young
            and self._of_child(owned, mention, text, found)
        ):
            who = Who.LOVER
        elif (
            who is Who.PARENT
            and owned is Who.PARENT
            and owner is not None
            and owner.pronoun
            and not text.endswith("own ", 0, mention.head)
        ):
            owned = Who.CHILD  # "his mother" means the child's, whomever "his" may fit
        elif who is Who.PARENT and owned in {Who.PARENT, Who.PARTNER, Who.RELATIVE}:
            who = Who.RELATIVE
        elif who is Who.PARENT and owned in {Who.LOVER, Who.OTHER}:
            who = Who.OTHER
        elif who is Who.SIBLING and owned in {Who.PARENT, Who.PARTNER}:
            who = Who.RELATIVE
        elif who is Who.PARTNER and _PARTNER_AGENCY.search(text[: mention.head]):
            who = Who.OTHER
        return replace(mention, who=who, owner=owned)

    def _of_child(
        self, owned: Who | None, mention: Mention, text: str, found: list[Mention]
    ) -> bool:
        """Whether a boyfriend, girlfriend or partner is the subject's own."""
        if owned is not None:
            return owned is Who.CHILD
        romantic = text.startswith(("boyfriend", "girlfriend"), mention.head)
        return romantic and self._among_young(found)

    @staticmethod
    def _among_young(found: list[Mention]) -> bool:
        """Whether those named so far are the subject and at most strangers."""
        who = {m.who for m in found}
        return Who.CHILD in who and who <= {Who.CHILD, Who.OTHER}

    def _told_apart(self, phrase: str) -> Who | None:
        """Who somebody with an age is, where the review says of which age its subject is."""
        if not self.cast.about or "-year-old" not in phrase:
            return None
        return Who.CHILD if self.cast.about in phrase else Who.OTHER

    def _child(
        self, sentence: Sentence, mention: Mention, owned: Who | None, found: list[Mention]
    ) -> Who:
        """Whether a noun like "girl" or "child" means a subject of the review."""
        before = sentence.text[: mention.head]
        noun = sentence.text[mention.head : mention.end]
        opening = sentence == self._opening
        if noun in self.cast.names or "unborn" in before[-8:]:
            return Who.CHILD
        fostered = _BY_FOSTER_CHILD if opening else _FOSTER_CHILD
        strange = _STRANGE_CHILD.search(before) or fostered.search(before)
        if strange or (noun.startswith(("male", "female")) and _GROWN_UP.search(before)):
            return Who.OTHER
        if owned in _OTHERS or (owned is Who.CHILD and not opening):  # the subject's own child
            return Who.OTHER
        if opening:
            return Who.OTHER if _by_or_of_stranger(sentence, mention, found) else Who.CHILD
        if (
            found
            and (found[-1].who in _NOT_SUBJECTS or found[-1].who is Who.PARENT)
            and _IS_A.fullmatch(sentence.text[found[-1].end : mention.head])
        ):
            return found[-1].who  # "his brother was a looked-after child"
        age = _AGE_NOUN.match(noun)
        if age and self._opening and self._another_age(age[1], self._opening.text):
            return Who.OTHER
        if _OLDER_CHILD.search(before) and not self.cast.siblings:
            return Who.SIBLING
        known = self.cast.number != 1 or self._same(mention, noun, before)
        return Who.CHILD if known else Who.OTHER

    @staticmethod
    def _another_age(age: str, told: str) -> bool:
        """Whether "the 15-year-old" is the doer of the opening, or of an age it does not name."""
        if re.search(rf"\bby an? {age}[- ]year", told):
            return True
        return age not in told and _YEARS_OLD.search(told) is not None

    def _same(self, mention: Mention, noun: str, before: str) -> bool:
        """Whether a noun after the opening can mean the one subject again."""
        if mention.sex and self.cast.sex and mention.sex != self.cast.sex:
            return False
        if noun == "children" and not _THEIR.search(before):
            return False
        if new := _NEW_REFERENT.search(before):
            lead = before[: new.start()]
            return bool(_PREDICATE.search(lead) or _FRESH_START.search(lead))
        return True

    def _pronoun(self, sentence: Sentence, mention: Mention, found: list[Mention]) -> Mention:
        """The nearest person before who fits: first of this sentence, then of the one before.

        It is `sure` when nobody else whom it could mean was named in either.
        """
        here = [m for m in reversed(found) if self._fits(mention, m)]
        if _OBJECT_PRONOUN.match(sentence.text, mention.head):
            left, _ = sentence.clause(mention.head)
            agent = next((m for m in found if m.head >= left and not m.possessor), None)
            if agent is None and _WHO.match(sentence.text, left):
                agent = next((m for m in reversed(found) if not m.possessor), None)
            elif agent is None and _GOES_ON.match(sentence.text, left):
                agent = next((m for m in found if not m.possessor), None)
            if agent is not None and (other := _and_other(sentence.text, agent, found)):
                agent = other if other.sex == mention.sex else agent
            beside = _BESIDE.search(sentence.text[: mention.head])
            if agent is not None and agent.sex in {None, mention.sex} and not beside:
                here = [m for m in here if m.who is not agent.who]
        before = [m for m in reversed(self._before) if self._fits(mention, m)]
        if not here and _OFFENDER.match(sentence.text, mention.end):
            before = [m for m in before if m.who is not Who.CHILD] or before
        elif not here and self._last and self._fits(mention, self._last):
            before.insert(0, self._last)
        candidates = [*here, *before]
        if here and here[0].possessor and here[0].owner is Who.CHILD:
            here = [m for m in here if m.who is Who.CHILD] or here
            candidates = [*here, *before]  # "her mother's partner had beaten her"
        chosen = next(iter(candidates), None)
        chosen = self._likelier(chosen, candidates)
        if chosen is None:
            opposite = self.cast.number == 1 and {self.cast.sex, mention.sex} == {"male", "female"}
            return replace(mention, who=Who.PARENT if opposite else Who.CHILD, sure=False)
        sure = all(m.who is chosen.who for m in [*here, *before])
        sex = mention.sex or chosen.sex
        several = chosen.plural or (mention.plural and self.cast.number != 1)
        return replace(mention, who=chosen.who, sex=sex, plural=several, sure=sure)

    def _likelier(self, chosen: Mention | None, candidates: list[Mention]) -> Mention | None:
        """Whom a pronoun means when the nearest who fits is a person in the background."""
        if chosen is not None and chosen.who is Who.OFFICIAL:
            chosen = next((m for m in candidates if m.who is Who.PARENT and m.sex), chosen)
        if chosen is not None and chosen.who in {Who.OTHER, Who.OFFICIAL, Who.RELATIVE}:
            chosen = next((m for m in candidates if m.who is Who.CHILD), chosen)
        if chosen is not None and chosen.sex is None and chosen.who is Who.PARENT and self.cast.sex:
            # "he", after "a boy" and "his carer": the one whose sex is known
            chosen = next((m for m in candidates if m.who is Who.CHILD), chosen)
        return chosen

    def _fits(self, pronoun: Mention, earlier: Mention) -> bool:
        if earlier.who is Who.FAMILY:
            return False
        if pronoun.sex is None:
            return earlier.plural or (earlier.who is Who.CHILD and self.cast.sex is None)
        if earlier.plural:
            return False
        sex = earlier.sex or (self.cast.sex if earlier.who is Who.CHILD else None)
        return sex in {None, pronoun.sex}


def _and_other(text: str, agent: Mention, found: list[Mention]) -> Mention | None:
    """The second of two who act together: "his stepmother and father subjected him"."""
    return next(
        (m for m in found if re.fullmatch(r" and (?:(?:his|her|the) )?", text[agent.end : m.head])),
        None,
    )


def _by_or_of_stranger(sentence: Sentence, mention: Mention, found: list[Mention]) -> bool:
    """Whether a young person of the opening is the other party of an act between two.

    "A girl of 14 was assaulted by a 15-year-old boy": whose age leads is the subject. "Assault
    of a child by a 15-year-old": where only the doer has an age, the doer is.
    """
    text = sentence.text
    if agent := _YOUNG_AGENT.search(text[: mention.head]):
        led = any(m.who is Who.CHILD for m in found)
        return led and bool(_AGE_TOLD.search(text[: agent.start()]))
    victim = _BARE_VICTIM.search(text[: mention.head])
    return bool(victim and _BY_YOUNG.match(text, mention.end))
