"""What became of the subject: death, serious harm, something else, or nothing told."""

import re
from typing import Literal

from repo_watch.coding import scope
from repo_watch.coding.harm import harms
from repo_watch.coding.people import Mention, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import subject
from repo_watch.coding.victims import sufferer

_DEATH_OF = re.compile(
    r"(?<![\w-])(?:deaths?|suicides?|murders?|killings?|homicides?|manslaughter|drownings?"
    r"|fatal \w+|(?<!weight )(?<!hearing )(?<!blood )(?<!sight )(?<!memory )loss"
    r"|(?:fatally|unlawful) \w+|fatalit(?:y|ies)|cot death|passing|stillbirth)\b"
)
_DIED = re.compile(
    r"(?<![\w-])(?:died|dies|dying|die|dead(?! for| end| body of)|drowned|lost (?:his|her"
    r"|their) li(?:fe|ves)|passed away"
    r"|(?:took|taken|taking|ended|ending) (?:his|her|their) own li(?:fe|ves)|did not survive"
    r"|succumbed|fatally|fatal"
    r"|(?:was|were|been|being) (?:\w+ ){0,2}?(?:killed|murdered|found hanged|pronounced dead"
    r"|stabbed to death|beaten to death|shot dead|suffocated|smothered)"
    r"|hanged (?:him|her|them)sel(?:f|ves)|kill(?:ed|ing) (?:him|her|them)sel(?:f|ves)"
    r"|could not be (?:resuscitated|revived|saved)"
    r"|committed suicide|completed suicide|body was (?:found|discovered|recovered)"
    r"|found lifeless|life support was withdrawn|post-?mortem)\b"
)
_KILLED = re.compile(
    r"\b(?:kill(?:ed|s|ing)|murder(?:ed|s|ing)|smother(?:ed|ing)|suffocat(?:ed|ing)|drown(?:ed"
    r"|ing))\b"
)
_NOT_DEATH = re.compile(
    r"\b(?:attempt\w*|near(?:ly|-)?|almost|tried to|trying to|thoughts? of|risk of|conspiracy"
    r"|want\w* to|wish\w* to|hop(?:ed?|ing) to|plan(?:ned|s)? to|threat\w*|could have|might have"
    r"|would have|if|to (?:prevent|avoid)"
    r"|fear of)[ -](?:\w+ ){0,2}$"
)
_INJURY = re.compile(
    r"\b(?:injur(?:y|ies|ed)|fractur\w+|bruis\w+|burn(?:s|t|ed)?|scald\w*|harm(?:ed)?(?!ful)"
    r"|brain damage|bleed\w*"
    r"|life[- ]threatening|near[- ](?:fatal|death|miss)|critical(?:ly)?|seriously (?:ill|unwell"
    r"|hurt|injured|harmed)|collapse[d]?|unconscious|wound(?:s|ed)?"
    r"|cardiac arrest|hurt|attempted (?:murder|killing|strangulation|suffocation)|strangl\w+"
    r"|maltreat\w+|abuse[d]?|exploit\w+|malnutrition|malnourished|starv\w+|starvation"
    r"|female genital mutilation|fgm|ill-treat\w+|trafficked|assault\w*|cruelty|emaciated"
    r"|suffer\w*|hospitali[sz]ed|weight loss|dehydrat\w+|seizures?|overdose\w*|dog bite"
    r"|fail\w+ to thrive|faltering growth|malnutrition|lost (?:both|an?|one|his|her"
    r"|part of) (?:\w+ )?(?:legs?|arms?|eyes?|sight|hands?|fingers?"
    r"|ears?"
    r"|limbs?)|amputat\w+|jumped (?:from|off|in front)|stabbed"
    r"|attacked|significant harm|bitten|underweight|poor(?:ly)? (?:health|nourished))\b"
)
_OTHER_EVENT = re.compile(
    r"\b(?:abduct\w+|took (?:him|her|them|the \w+) (?:to|abroad|out of|overseas)|missing"
    r"|disappear\w+|abandon\w+|bereave\w*|radicali[sz]\w+|extremis\w+|terroris\w+|unhurt"
    r"|unharmed|uninjured|"
    r"(?:not|nobody|no one) (?:\w+ )?(?:hurt|harmed|injured)|no harm|wandering|(?:mother|father"
    r"|parent)'s (?:dead )?body|arson"
    r"|set fire to|forced (?:to marry|marriage)|to be married"
    r"|arranged marriage|taken (?:\w+ ){0,2}(?:abroad|overseas|out of|from)|kidnap\w*|ran away"
    r"|run away|absconded|found (?:safe|well|alone|unharmed)|left (?:alone|behind|in)"
    r"|removed from|orphaned|(?:trave?l\w*|went|gone) to (?:syria|join)|witness\w*"
    r"|present (?:in|at|when)"
    r"|deaths? of (?:his|her|their) (?:mother|father|parents?)|survived (?:by|his|her|their))\b"
    r"|\b(?:his|her|their) (?:mother|father|parents?) (?:was|were|had been) (?:\w+ )?(?:killed"
    r"|murdered|dead)|\b(?:murder|killing|death|homicide|suicide) of (?:(?:a|the|his|her|their"
    r"|child \w+'s) )?(?:\w+ )?(?:mother|father|parent|parents|woman|man|adult)"
)
_HARM_DONE = re.compile(
    r"\b(?:stabb(?:ed|ing)|kill(?:ed|ing)|murder(?:ed|ing)?|assault(?:ed|ing)?|rap(?:ed|ing)"
    r"|abus(?:ed|ing)|attack(?:ed|ing)?|shot|injur(?:ed|ing)|convicted|charged|sentenced"
    r"|arrested|guilty|took part in)\b"
)
_CRIME = re.compile(
    r"\b(?:rape|murder|killing|stabbing|assault|manslaughter|abuse|attack|harm)\w* (?:of|on"
    r"|against)"
    r" [^.;]{0,60}? by "
)
_BE = re.compile(r"\b(?:was|were|been|being)(?: \w+ly)? $")
_CHARGED = re.compile(r"convicted|charged|sentenced|arrested|guilty")
_UNHURT = re.compile(
    r"\b(?:un(?:hurt|harmed|injured)|(?:not|never|nobody was|no one was) (?:\w+ )?(?:hurt"
    r"|harmed|injured)"
    r"|no harm|safe and well|found well|otherwise well)\b"
)


_REMOVED_FROM = re.compile(r"\b(?:removed from|wandering|arson|set fire to)\b")


def only_away(sentence: Sentence) -> bool:
    """Whether a sentence tells no more than that the subject was away, or set a fire."""
    return bool(_REMOVED_FROM.search(sentence.text))


def death_in(sentence: Sentence, mentions: tuple[Mention, ...]) -> tuple[int, int] | None:
    """Where a sentence says that a subject died, as offsets in it; else None."""
    text = sentence.text
    for match in _DEATH_OF.finditer(text):
        if _unreal(sentence, match) or (
            "fatal" in match.group() and "near" in text[: match.start()][-6:]
        ):
            continue
        if _whose_death(sentence, mentions, match) is Who.CHILD:
            return match.span()
    for match in _DIED.finditer(text):
        if _unreal(sentence, match):
            continue
        person = subject(sentence, mentions, match.start())
        if (
            (person is None and not sentence.opening)
            or (person and person.who is Who.CHILD)
            or (person is None and re.match(r"\W*(?:died|found dead)", text))
        ):
            return match.span()
        if person is None and sentence.opening and not mentions:
            return match.span()
    for match in _KILLED.finditer(text):
        target = next((m for m in mentions if m.head >= match.end() and not m.possessor), None)
        direct = target and re.fullmatch(r" (?:[\w'-]+ ){0,4}", text[match.end() : target.head])
        if (
            direct
            and target
            and target.who is Who.CHILD
            and not target.pronoun
            and not _unreal(sentence, match)
        ):
            return match.span()
    return None


def _unreal(sentence: Sentence, match: re.Match[str]) -> bool:
    text = sentence.text
    left, _ = sentence.clause(match.start())
    if _NOT_DEATH.search(text[: match.start()]) or re.search(
        r"\bwhether\b", text[left : match.start()]
    ):
        return True
    return bool(
        re.search(
            r"\b(?:no|not|never|without)\b(?! (?:been )?(?:possible|known|clear))[^,]{0,20}$",
            text[left : match.start()],
        )
    )


def _whose_death(
    sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]
) -> Who | None:
    text, end = sentence.text, match.end()
    if preposition := re.match(
        r"(?: (?:in|on) (?:\w+ )?\d{4})?(?: by (?:suicide|drowning))? (?:of|to) (?:both |all "
        r"|two |one of )?",
        text[end:],
    ):
        reach = end + preposition.end()
        target = next((m for m in mentions if m.head >= reach - 6 and not m.possessor), None)
        if target and re.fullmatch(
            r"(?:[\w'/()-]+,? ){0,7}", text[reach : target.head] if target.head > reach else ""
        ):
            return target.who
        return Who.CHILD if target is None and sentence.opening else None
    owner = next(
        (
            m
            for m in mentions
            if re.fullmatch(r"(?:'s?)? (?:[\w-]+ ){0,2}", text[m.end : match.start()])
            and (text.startswith("'", m.end) or text[m.head : m.end] in {"his", "her", "their"})
        ),
        None,
    )
    return owner.who if owner else None


def _done_by_child(sentence: Sentence, mentions: tuple[Mention, ...], match: re.Match[str]) -> bool:
    """Whether a crime against somebody else is told as done "by" the subject."""
    persons = [m for m in mentions if not m.possessor]
    doer = next((m for m in persons if m.head >= match.end()), None)
    victims = [m for m in persons if match.start() <= m.head < match.end()]
    if doer is None or doer.who is not Who.CHILD:
        return False
    near = re.fullmatch(r"(?:[\w'-]+,? ){0,4}", sentence.text[match.end() : doer.head])
    return near is not None and bool(victims) and all(v.who is not Who.CHILD for v in victims)


def harmed_another(sentence: Sentence, mentions: tuple[Mention, ...]) -> bool:
    """Whether a sentence tells of harm that the subject did to somebody else."""
    if any(_done_by_child(sentence, mentions, m) for m in _CRIME.finditer(sentence.text)):
        return True
    for match in _HARM_DONE.finditer(sentence.text):
        person = subject(sentence, mentions, match.start())
        if person is None or person.who is not Who.CHILD:
            continue
        left, _ = sentence.clause(match.start())
        passive = _BE.search(sentence.text[left : match.start()])
        if passive and not _CHARGED.match(match.group()):
            continue
        target = sufferer(sentence, mentions, match.start(), match.end())
        if target is not Who.CHILD or passive or match.group() in {"took part in", "guilty"}:
            return True
    return False


def unhurt(sentence: Sentence) -> bool:
    """Whether a sentence says that the subject was not hurt."""
    return bool(_UNHURT.search(sentence.text))


def injured(sentence: Sentence, mentions: tuple[Mention, ...]) -> bool:
    """Whether a sentence says that the subject was hurt, abused or made ill."""
    for match in _INJURY.finditer(sentence.text):
        start, end = match.span()
        if scope.denied(sentence, start, end) or scope.at_risk(sentence, start):
            continue
        if sufferer(sentence, mentions, start, end) is Who.CHILD:
            return True
    return False


def outcome_in(
    sentence: Sentence, mentions: tuple[Mention, ...], *, unhurt: bool
) -> Literal["serious_harm", "other"] | None:
    """What a sentence of the summary tells of a subject who did not die; None for no event.

    `unhurt` is whether the summary says that the subject was not hurt.
    """
    hits = harms(sentence, mentions)
    suffered = {hit.code for hit in hits if hit.who is Who.CHILD} - {"harmful_sexual_behaviour"}
    if harmed_another(sentence, mentions) and suffered <= {"youth_violence"}:
        return "other"
    if hits and all(hit.code == "harmful_sexual_behaviour" for hit in hits):
        return "other"
    if suffered and not (unhurt and suffered <= {"neglect", "accident"}):
        return "serious_harm"
    if _OTHER_EVENT.search(sentence.text):
        return "other"
    return "serious_harm" if injured(sentence, mentions) else None
