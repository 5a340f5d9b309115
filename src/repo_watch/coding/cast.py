"""Who the review is about: names, number and sexes, from the title and the opening.

The opening is the first sentence of the summary that names a child. Its first noun phrase, with
what "and" joins to it, is the subject of the review: "Death of a 3-year-old girl and injuries to
her brother, by their father" has two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from repo_watch.coding.ages import NUMBER, find_ages, number
from repo_watch.coding.people import AGED_NOUN, Cast, Sex, names_pattern
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.titles import names_of, title_count

_FEMALE = (
    r"(?:school)?girls?|daughters?|step-?daughters?|young (?:wom[ae]n|females?(?! (?:adult"
    r"|victim|relative))|lad(?:y|ies))"
    r"|females?(?! (?:adult|victim|relative))|(?:half-|step-)?sisters?"
)
_MALE = (
    r"(?:school)?boys?|sons?|step-?sons?|young m[ae]n|young males?|males?(?! (?:adult|victim"
    r"|relative))|(?:half-|step-)?brothers?"
)
_NOUNS = (
    r"(?:bab(?:y|ies)|child(?:ren)?|infants?|toddlers?|new-?borns?|siblings?|twins?|triplets?"
    r"|foster child(?:ren)?)"
    r"(?! (?:girl|boy|brother|sister|son|daughter|twin|group|sibling|bab|infant)(?:s|y|ies)?\b)"
    r"|teenagers?|adolescents?|half-siblings?|step-siblings?|sibling groups?|pupils?"
    r"|young (?:people|person|adults?)|care leavers?"
    r"|unaccompanied asylum[- ]seekers?(?! (?:child|boy|girl|young|teen))"
)
_STOP = (
    r"(?!(?:and|whose|which|by|of|who|in|with|from|to|was|were|had|at|for|as|after|or|on|that"
    r"|is|when|while|stabbed|killed|attacked|assaulted|raped|murdered|shot)\b)"
)
_CHILD = re.compile(
    rf"(?<![\w'-])(?:(?:the|his|her|their) )?(?:(?P<count>{NUMBER}|both|a pair of|one of"
    rf"|several|many) (?:of (?:the |her |his )?)?)?"
    rf"(?P<mods>(?:{_STOP}[\w'/-]+,? ){{0,5}}?)"
    rf"(?:(?P<f>{_FEMALE})|(?P<m>{_MALE})|(?P<x>{_NOUNS}|{AGED_NOUN}))(?![\w-]|'s?\b"
    rf"| (?:protection|in need|abuse|sexual|neglect|practice|and family|and adolescent|death))"
)
_NUMBER_INSIDE = re.compile(rf"(?<![\w-])({NUMBER}|both)(?= )")
_PLURAL = re.compile(r"(?:s|ies|children|people|women|men)$")
_JOINED = re.compile(
    rf"(?:(?:,|:|and|&|plus|with|the|an?|his|her|their|its|who|was|were|is|are|both|then"
    rf"|respectively|aged|ages?|{NUMBER}|{NUMBER}-|years?|months?|weeks?"
    r"|days?|hours?|old|year-old|month-old|of age|\(|\)|serious|significant|non-accidental"
    r"|injur(?:y|ies)|harm|abuse|neglect"
    r"|deaths?|murder|attempted|killing|stabbing|assault|exploitation|suicide|to|of|also"
    r"|physical|sexual|serious)(?![\w])[ ,]*|\(|\)|[,:] ?| )*"
)
_AGENT = re.compile(
    r"\bby (?!the (?:age|time)\b|suicide|drowning|hanging|accident|her own|his own|their own"
    r"|\w+ing\b)"
    r"|\bin the (?:sole )?care of\b|\b(?:towards?|against) "
)
_STRANGE = re.compile(
    r"\b(?:another|other|fellow|perpetrators?|offences against|unrelated|previous|friend's"
    r"|'s)(?: [\w'-]+){0,3} $"
)
_BOTH_SEXES = re.compile(
    rf"\b(?P<a>an?|one|{NUMBER}) (?:[\w-]+ )?(?P<s>girl"
    rf"|boy)s?(?:[^.;]{{0,30}}?),? and (?P<b>an?|one|{NUMBER}) (?:[\w-]+ )?(?:girl|boy)s?\b"
)
_ALL = re.compile(
    rf"\b(?:the|all|these) (?:of the )?(?P<n>{NUMBER}) (?!young|old|eld"
    rf"|other)(?:[\w-]+ )?(?:children|siblings|girls"
    rf"|boys|brothers|sisters|infants|babies)\b"
)


@dataclass(frozen=True, slots=True)
class Group:
    """One noun phrase for subjects: where it ends, how many (None: open) and of which sex."""

    start: int
    end: int
    count: int | None
    sex: Sex | None
    noun: str


def opening(sentences: Sequence[Sentence], names: Sequence[str] = ()) -> Sentence | None:
    """The first sentence of the summary that names a child, else the first of all."""
    told = [s for s in sentences if s.section == "summary"] or list(sentences)
    named = names_pattern(names)
    return next(
        (s for s in told if _CHILD.search(s.text) or named.search(s.text)),
        told[0] if told else None,
    )


def groups(text: str, names: Sequence[str] = ()) -> list[Group]:
    """The noun phrases of the opening that name its subjects, in order.

    A name with its description ("Child X, a girl of 7") is one.
    """
    called = [m for m in names_pattern(names).finditer(text) if not text.startswith("'", m.end())]
    blank = text
    for match in called:
        blank = blank[: match.start()] + "#" * len(match.group()) + blank[match.end() :]
    matches = sorted([*called, *_CHILD.finditer(blank)], key=lambda m: m.start())
    agent = _AGENT.search(text)
    reach = len(text)
    if agent and any(m.end() <= agent.start() for m in matches):
        reach = agent.start()
    found: list[Group] = []
    for match in matches:
        if match.end() > reach or (found and match.start() < found[-1].end):
            continue
        named = "count" not in match.re.groupindex
        group = Group(match.start(), match.end(), 1, None, _NAMED) if named else _group(match, text)
        if found:
            _extend(found, group, text, match)
        elif named or not _STRANGE.search(text[: match.start()]):
            found.append(group)
    return [_sexed(group, text) for group in appose(found, text)]


def appose(found: list[Group], text: str) -> list[Group]:
    """Nouns and the names that stand for them as one: "Leo (7) and Max (5), brothers"."""
    named = [g for g in found if g.noun == _NAMED]
    nouns = [g for g in found if g.noun != _NAMED]
    if not (named[1:] and nouns):  # one name alone is merged with its noun before
        return found
    first, last = sorted((named, nouns), key=lambda gs: gs[0].start)
    if re.search(r"\band\b|&", text[first[-1].end : last[0].start]):
        return found
    if len(nouns) == 1 and nouns[0].count is None:
        return [replace(nouns[0], count=len(named))]
    return nouns if sum(g.count or 0 for g in nouns) == len(named) else found


def _extend(found: list[Group], group: Group, text: str, match: re.Match[str]) -> None:
    """Adds a noun phrase that "and" joins to the last; merges one that only describes it."""
    last = found[-1]
    between = text[last.end : match.start()]
    named = group.noun == _NAMED
    called = re.fullmatch(r",? (?:called |named |known as )?\(?", between)
    role = re.fullmatch(r", (?:an? )?", between) and _ROLE.fullmatch(group.noun)
    if last.noun != _NAMED and last.count == 1 and ((named and called) or role):
        found[-1] = replace(last, end=match.end())  # "a girl, known as J", "a boy, a care leaver"
    elif not named and "one of " in match.group():
        found[-1] = replace(last, end=match.end())  # "a boy, one of twins"
    elif last.noun == _NAMED and not named and _DESCRIBED.fullmatch(between):
        found[-1] = replace(group, start=last.start, count=1)
    elif _SAYS_WHAT.search(text[last.end : match.end()]):
        return  # "a young man, who was a care leaver"
    elif _WITH_AND.fullmatch(between) and _HIS_OWN.match(match.group()):
        found.append(group)  # "a boy with epilepsy and his two sisters"
    elif _JOINED.fullmatch(between) and re.search(r"and|,|&|:", between):
        found.append(group)


_NAMED = "name"
_ROLE = re.compile(r"care leaver|pupil|teenager|adolescent|young (?:person|adult)|foster child")
_WITH_AND = re.compile(r" (?:with|who (?:has|had)) (?:[\w-]+ ){1,5}and ")
_HIS_OWN = re.compile(r"(?:his|her) .*(?:sibling|sister|brother)")
_SAYS_WHAT = re.compile(r"^,? (?:who|and) (?:was|were|is|are|became) (?:an?|the|both|all) ")
_DESCRIBED = re.compile(
    r"(?:,? (?:aged )?(?!and\b|with\b|by\b)[\w-]+)?,? ?(?:an?|the|(?:was|is) an?)? ?|\s?\("
)


def _sexed(group: Group, text: str) -> Group:
    owner = re.match(r",? (?:\([^)]*\) )?and (her|his) ", text[group.end :])
    if owner and group.sex is None and group.count == 1:
        return replace(group, sex="female" if owner[1] == "her" else "male")
    return group


def _group(match: re.Match[str], text: str) -> Group:
    noun = match["f"] or match["m"] or match["x"]
    sex: Sex | None = "female" if match["f"] else "male" if match["m"] else None
    if re.search(r"\b(?:female|male)\b", match["mods"]) and sex is None:
        sex = "female" if "female" in match["mods"] else "male"
    return Group(match.start(), match.end(), _count(match, noun, text), sex, noun)


def _count(match: re.Match[str], noun: str, text: str) -> int | None:
    inner = _NUMBER_INSIDE.search(match["mods"])  # "Concerns two half-brothers"
    count, words = match["count"] or (inner and inner[1]), match.group()
    if "one of " in words:
        return 1
    if "triplets" in words:
        return 3
    plural = bool(_PLURAL.search(noun)) or noun.endswith(("olds", "group", "groups"))
    if re.search(r"\btwins?\b", words) and (plural or noun == "twins"):
        return 2
    if not plural:
        return 1
    if count in {"both", "a pair of"} or re.search(r"\btwo cases of\b", text[: match.start()]):
        return 2
    if count in {"several", "many"}:
        return None
    if count:
        return number(count)
    ages = [age for age in find_ages(text[match.start() : match.end() + 45]) if not age.spread]
    return len(ages) if len(ages) > 1 else None


def number_of(title: str, found: Sequence[Group], texts: Sequence[str]) -> int | None:
    """The number of subjects, or None where it is open or two numbers do not fit."""
    titled = title_count(title)
    counts = [group.count for group in found]
    if len(counts) > 1 and counts[0] != 1 and counts[0] == sum(c or 0 for c in counts[1:]):
        counts = counts[:1]  # "twins, a boy and a girl"
    if not counts:
        return titled
    if None in counts:
        return titled if titled and titled > 1 else None
    total = sum(c or 0 for c in counts)
    if titled and titled > 1 and titled != total:
        return titled if total == 1 else None
    told = {number(m["n"]) for text in texts for m in _ALL.finditer(text)} - {1}
    return None if total > 1 and told - {total} else total


def sexes_of(count: int | None, found: Sequence[Group], texts: Sequence[str]) -> list[Sex | None]:
    """The sexes that nouns give: one for each subject, or once each where the number is open."""
    groups_ = list(found)
    if (
        len(groups_) > 1
        and groups_[0].count != 1
        and groups_[0].count == sum(g.count or 0 for g in groups_[1:])
    ):
        groups_ = groups_[1:]
    if count is None:
        stated: list[Sex | None] = [g.sex for g in groups_ if g.sex]
        return list(dict.fromkeys(stated))
    if len(groups_) == 1 and groups_[0].count is None:
        return [groups_[0].sex] * count
    listed: list[Sex | None] = [g.sex for g in groups_ for _ in range(g.count or 1)]
    if len(listed) == count and any(listed):
        return listed
    for text in texts:
        if count > 1 and (both := _BOTH_SEXES.search(text)):
            first, second = (_small(both[key]) for key in "ab")
            if first + second == count:
                one: Sex = "female" if both["s"] == "girl" else "male"
                other: Sex = "male" if one == "female" else "female"
                return [*[one] * first, *[other] * second]
    return [*listed[:count], *[None] * (count - len(listed))]


def _small(word: str) -> int:
    return 1 if word in {"a", "an", "one"} else number(word)


_ABOUT = re.compile(
    r"\b(?:review|report)\b[^.;]{0,30}?\b(?:concern\w*|about|focus\w*|looks? at|consider\w*"
    r"|relat\w+"
    r"|examin\w+)\b[^.;]{0,40}?\bthe (?P<age>[\w-]+-year-old)\b"
)
_AGED = re.compile(r"[\w-]+-year-old\b")


def _about(text: str, sentences: Sequence[Sentence]) -> str:
    """The age by which the summary says whom of two the review is about, or ""."""
    told = next((m["age"] for s in sentences if (m := _ABOUT.search(s.text))), "")
    ages = set(_AGED.findall(text))
    return told if told in ages and len(ages) > 1 else ""


def cast_of(title: str, sentences: Sequence[Sentence]) -> tuple[Cast, list[Group]]:
    """The cast of an entry, and the noun phrases of its opening."""
    names = names_of(title)
    first = opening(sentences, names)
    found = groups(first.text, names) if first else []
    about = _about(first.text, sentences) if first else ""
    if first and about:
        found = [
            _group(m, first.text) for m in _CHILD.finditer(first.text) if about in m.group()
        ] or found
    texts = [s.text for s in sentences if s.section in {"summary", "background"}]
    count = number_of(title, found, texts)
    sexes = sexes_of(count, found, texts)
    siblings = count != 1 and any(re.search(r"sibling|brother|sister|twin", g.noun) for g in found)
    ages = find_ages(first.text) if first else ()
    teen = any(age.high >= 12 * 12 for age in ages) or not ages
    sex = sexes[0] if sexes and len(set(sexes)) == 1 else None
    return Cast(names, count, sex, siblings, young=not teen, about=about), found
