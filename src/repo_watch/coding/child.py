"""The subjects' ages, number and sex, each with the sentence it was read from."""

import re
from collections.abc import Sequence
from dataclasses import replace

from repo_watch.coding.ages import Age, find_ages
from repo_watch.coding.cast import Group
from repo_watch.coding.people import Cast, Mention, Sex, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import subject

_INCIDENT = re.compile(
    r"\b(?:di(?:ed|es)|deaths?|dead|killed|murder\w*|drown\w*|stabb\w*|injur\w*|suffer\w*|shot"
    r"|shak\w+"
    r"|shook|hang\w*|suicide|burn\w*|scald\w*|swallow\w*|ingest\w*|chok\w*|attempt\w*|overdose\w*"
    r"|abus\w*|neglect\w*|rap(?:ed?|ing)|assault\w*|collaps\w*|admitted|exploit\w*|harm\w*|own life"
    r"|found|incident|alleged|disclosed|hit by|lost (?:his|her|their) li\w+|fell|fall|missing"
    r"|bruis\w*|fractur\w*"
    r"|starv\w*|poison\w*|abduct\w*|taken)\b"
)
_ELSEWHEN = re.compile(
    r"\b(?:now|currently|aged? \d+ (?:now|at trial)|present)(?: aged?)? $"
    r"|\b(?:since|by|until|before|(?<!looked )after|up to|from)(?: (?:the age of|aged?|(?:she|he"
    r"|they) (?:was|were)))? ?$"
    r"|\b(?:is|are) (?:now )?$"
)
_LATER = re.compile(
    r"^,? ?(?:years? )?(?:old )?(?:at the time )?(?:by|at|when) (?:the )?(?:time of )?(?:the "
    r"|this |that |her |his )?(?:first )?"
    r"(?:trial|review|report|writing|publication|placement|referral|sentenc\w+|conviction"
    r"|adoption|diagnosis|inquest|move)"
)
_AT = re.compile(
    r"\b(?:at|when|whilst|while)(?: (?:about|around|just|only))?(?: (?:the age of|age|aged|(?:she"
    r"|he|they|both) (?:was|were)(?: aged?)?))? $"
)
_CUE = re.compile(
    r"(?:\b(?:aged?|ages|the age of|the ages of|of|at|was|were|is|are|been|being|turned|then"
    r"|only|both|about|and|or|between|from)|[(,]|^) ?(?:about |around |just |approximately )?$"
)
_BARE_CUE = re.compile(
    r"(?:\b(?:aged?|ages|the ages? of|turned|(?:boys?|girls?|child|man|woman|person|youth|teenager"
    r"|male|female|infant|baby|pupil|student|son|daughter|twins?) of)|\() ?(?:about |around "
    r"|just |approximately |between |from )?$"
)
_UNDER_WHAT = re.compile(
    r"\b(?:child(?:ren)?|infants?|bab(?:y|ies)|boys?|girls?|siblings?|toddlers?|all|both|was"
    r"|were) $"
)
_COMMA_AGE = re.compile(r"^(?:,|\)| and (?:living|of|his|her)|$|\.|;)")
_AT_AGE = re.compile(r",| (?:killed|stabbed|died|was|took|attempted|became|gave)\b")
_NOT_AGE = re.compile(
    r"^ ?(?:per|%|of\b|(?:\w+ )?(?:weeks|months|times|children|siblings|occasions|people"
    r"|convictions|offences|visits|contacts"
    r"|agencies|referrals|stone|kg|miles|minutes|hours|days|brothers|sisters|placements|schools"
    r"|incidents|injuries|fractures))\b"
)
_LENGTH = re.compile(
    r"^(?:'|[ -]?(?:pregnan|gestation|later|earlier|before|after|prematur|early|late\b|previous"
    r"|ago|prior|period"
    r"|imprisonment|sentence|in (?:prison|hospital|custody|care)|of (?!age)|into|after|long"
    r"|apart|cigarettes|times|occasions|during|over|jail|behind))"
)
_COUNTED = re.compile(r" (?:\d+|\w+)[ -](?:year|month|week|day)s?[ -]olds?\b")  # "two 14-year-olds"
_NOT_OF = re.compile(
    r"\b(?:period|sentence|term|course|total|space|spell|weight|length|history|interval|maximum"
    r"|minimum|average|gap|stay"
    r"|tariff|years|months|weeks|days|duration|delay) of (?:about |over |nearly |almost "
    r"|at least )?$"
)
_NOW = re.compile(r"^,? (?:has|is|lives|now|continues|remains)\b")
_ELSE = re.compile(
    r"\b(?:placed|moved|adopted|came|arrived|diagnosed|referred|excluded|removed|taken into"
    r"|started|began|first"
    r"|born|left|separated|went (?:to|into)|entered|joined|assessed|returned|met|married"
    r"|convicted|sentenced)\b"
)
_MORE_THAN_A_YEAR = 12  # months: "under 13" is one interval for a group, "aged 5" one for each
_ONE_OF_THEM = re.compile(r"\b(?:eldest|oldest|youngest|one)\b[^.;]{0,20}$")
_LIST = re.compile(r"(?:,|and|or|&|aged| |-|\(|\)|years?|months?|weeks?|old|respectively)*")


class Ages:
    """Binds the ages of an entry to its subjects, in reading order."""

    def __init__(self, cast: Cast, groups: Sequence[Group]) -> None:
        self.cast = cast
        self._groups = groups

    def of_sentence(self, sentence: Sentence, mentions: tuple[Mention, ...]) -> list[Age]:
        """The subjects' ages at the incident that a sentence states.

        An age said of several counted children is repeated for each.
        """
        bound: list[tuple[Age, Mention | None]] = []
        for age in find_ages(sentence.text):
            holder = self._holder(sentence, mentions, age, bound)
            if holder and _ONE_OF_THEM.search(sentence.text[: age.start]):
                holder = replace(holder, plural=False)
            if holder is not None and holder.who is Who.CHILD and self._timely(sentence, age):
                bound.append((age, holder))
        return [age for age, holder in bound for _ in range(self._times(age, holder, bound))]

    def _times(
        self, age: Age, holder: Mention | None, bound: list[tuple[Age, Mention | None]]
    ) -> int:
        wide = age.spread or age.high - age.low >= _MORE_THAN_A_YEAR
        if wide or holder is None or not holder.plural:
            return 1
        if sum(1 for _, other in bound if other is holder) > 1:
            return 1
        for group in self._groups:
            if group.count and group.start <= holder.head < group.end and group.count > 1:
                return group.count
        return self.cast.number or 1

    def _holder(
        self,
        sentence: Sentence,
        mentions: tuple[Mention, ...],
        age: Age,
        bound: list[tuple[Age, Mention | None]],
    ) -> Mention | None:
        """The person whose age it is, None when the number is no age."""
        text = sentence.text
        mentions = tuple(m for m in mentions if not m.possessor)
        for mention in mentions:
            inside = mention.head >= age.start and mention.head < age.end
            near = mention.head >= age.end and re.fullmatch(
                r"[ -](?:(?!and\b|who\b|by\b|with\b|of\b|in\b|was\b)[\w'-]+,? ){0,3}",
                text[age.end : mention.head],
            )
            if age.old and (inside or near) and not mention.pronoun:
                return mention
        if not (age.old or age.bare) and _LENGTH.match(text[age.end :]):
            return None
        before = text[: age.start]
        if bound and _LIST.fullmatch(text[bound[-1][0].end : age.start]):
            return bound[-1][1]
        if not self._stands_as_age(text, age, mentions):
            return None
        earlier = [m for m in mentions if m.end <= age.start]
        if re.search(
            r"(?:\bwas|\bwere|\bis|\bare|\bat|\bages? of|(?<!aged )\bbetween|(?<!aged )\bfrom"
            r"|\bwhen aged|\bturned)(?: (?:just|about|only|around))? ?$",
            before,
        ):
            found = subject(sentence, mentions, age.start)
            children = [m for m in earlier if m.who is Who.CHILD]
            return found or (children[-1] if children else _NOBODY)
        return earlier[-1] if earlier else _NOBODY

    def _stands_as_age(self, text: str, age: Age, mentions: tuple[Mention, ...]) -> bool:
        before, after = text[: age.start], text[age.end :]
        if not age.old and (_NOT_OF.search(before) or _COUNTED.match(after)):
            return False
        if not age.bare:
            return age.old or bool(_CUE.search(before))
        if _BARE_CUE.search(before) or age.spread or text.startswith("just turned", age.start):
            return True
        if before.endswith(" at ") and _AT_AGE.match(after):
            return True
        if re.match(r"under|less|below|younger", text[age.start :]):
            return bool(_UNDER_WHAT.search(before))
        if re.search(r"\b(?:was|were|is|are) (?:just |only |then |both )?$", before):
            return not _NOT_AGE.match(after)
        last = max((m.end for m in mentions if m.end <= age.start), default=-1)
        return (
            last >= 0
            and text[last : age.start] in {", ", ", then "}
            and bool(_COMMA_AGE.match(after))
        )

    def _timely(self, sentence: Sentence, age: Age) -> bool:
        """Whether the age is the one at the incident."""
        text = sentence.text
        left, _ = sentence.clause(age.start)
        if left and text.endswith((" when", " while", " whilst"), 0, left):
            left, _ = sentence.clause(left - 1)
        before = text[left : age.start]
        if _LATER.match(text[age.end :]):
            return False
        if not age.spread and _ELSEWHEN.search(before):
            return False
        if _AT.search(before):
            return bool(_INCIDENT.search(text[:left] + before) or _INCIDENT.search(text[age.end :]))
        following = re.match(
            r"(?: years?(?: old)?)?(?: and \w+| or \w+)? when ([^,;.]*)", text[age.end :]
        )
        if following and _ELSE.search(following[1]) and not _INCIDENT.search(following[1]):
            return False
        return not _NOW.match(text[age.end :])


_NOBODY = Mention(0, 0, 0, Who.CHILD, None, plural=False)


def sex_in(mentions: tuple[Mention, ...]) -> Sex | None:
    """The sex that a sentence gives a single subject by a noun or a pronoun."""
    told = {m.sex for m in mentions if m.who is Who.CHILD and m.sex and m.sure and not m.plural}
    return told.pop() if len(told) == 1 else None
