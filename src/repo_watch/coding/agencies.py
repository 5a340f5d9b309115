"""Bodies that the recommendations ask to act.

A body is coded where it is the one who is to do something ("GPs should", "ask the police to",
"for schools to", "recommendations to CAMHS"), not where it is a source, recipient or partner.
"""

import re
from itertools import pairwise

from repo_watch.coding.agency_words import BODY, UNCODED
from repo_watch.coding.sentences import Sentence

_VERB = (
    r"(?:should|must|shall|will|may|need(?:s)? (?:to|not)|ought to|(?:is|are|be) (?:asked"
    r"|required|reminded|requested|encouraged|advised|expected|urged|recommended|to"
    r"|responsible)(?: \w+)?|has to|have to|to (?!(?:the|a|an|be (?:found|used)|their|his|her"
    r"|children|families|which|other|all|each)\b)\w+|would|can|could)"
)
_RECEIVES = (
    r"(?! receive (?:\w+ )?(?:training|support|supervision|guidance|information)"
    r"| (?:to )?be (?:told|informed|given|notified|offered|provided|supplied|consulted|invited"
    r"|trained|made aware|briefed|alerted|sent|involved|included|contacted|represented|commended"
    r"|thanked|shared|available|reviewed|revised|audited)\b)"
)
_ANCHOR = re.compile(
    rf"(?<= )(?!to be (?:told|informed|given|notified|offered|provided|consulted|invited|alerted"
    rf"|sent|trained|supported|helped|equipped|made aware|made available|available|involved"
    rf"|commissioned|sought|shared|used|recorded|reviewed|audited|included|issued|developed"
    rf"|produced|published|created|strengthened|improved|implemented|introduced|completed"
    rf"|undertaken|considered)\b){_VERB}\b{_RECEIVES}"
)
_ENSURE = re.compile(
    r"\b(?:see|check\w*|require\w*|request\w*|recommend\w*|propos\w+|ask\w*|insist|expect\w*"
    r"|suggest\w*|advis\w+|remind\w*|agree\w*|suggests?) (?:that |both |all |for )+(?:the |all "
    r"|local |every |each |both )*"
    r"|\b(?:ensur\w+|mak\w+ sure) (?:that )?(?:the |all |local |every |each |both )*"
)
_ASKED = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|remind\w*|requir\w+|request(?:s|ed|ing)?|invit\w+|urg\w+"
    r"|encourag\w+|call(?:s|ing)? (?:on|for|upon)|instruct\w*|expect\w*|advis\w+|task\w*"
    r"|enabl\w+|for|support\w*|commission(?:s|ed|ing)?|prompt\w*|allow\w*|help\w*"
    r"|equip\w*) (?:that )?(?:the |all |local |every |each |both |its |their )*"
)
_ADDRESSED = re.compile(
    r"\b(?:recommendations?|actions?|proposals?)(?: (?:are|is|were|was|have been"
    r"|had been))?(?: (?:made|addressed|directed|issued|given|set out|set"
    r"|aimed))?(?: (?:individually|separately|mainly|also))? ?(?:to|for|at"
    r"|towards?)\b:?(?P<list>[^.;:]*)"
)
_LIST_STOP = re.compile(
    r"\b(?:about|on|around|regarding|concerning|relating|in relation|so that|which|that"
    r"|to (?:improve|review|ensure|share|develop)|including)\b"
)
_BY = re.compile(
    r"\b(?:by|led by|undertaken by|carried out by|from within) (?:the |all |both |each |an? |local "
    r"|their |senior |lead |named )*$"
)
_BLOCK = re.compile(
    r"(?<![\w-])(?:from|with|of|about|between|for|to|in|at|on|by|into|regarding|than|via|like"
    r"|through|against|concerning|among|within|under|using|towards?|alongside|including|as|when"
    r"|where|who|if|plus)(?![\w-])"
)
_ROLE = re.compile(
    r"\b(?:directors?|heads?|chiefs?|managers?|leads?|staff|commissioners?|governing bod(?:y"
    r"|ies)|members?|chairs?|leaders?|representatives?|providers?|boards?|trusts?|departments?"
    r"|service|clinicians?|(?:community|district|specialist) nurs(?:es|ing)(?: teams?"
    r"| services?)*|professionals?|practitioners?|workers?|teams?|units?|consultants?|nurses?"
    r"|executives?|inspectors?|officers?) (?:of|for|in|at|from|within)(?: (?:all|the|every|each"
    r"|both|local))*$"
)
_HELD_BY = re.compile(
    r"(?<!be )(?<!being )\b(?:held|kept|recorded|known|raised|seen|used|provided|employed|run"
    r"|received|owned"
    r"|commissioned|delivered|experienced|faced|made|written|expressed|shown) by (?:\w+ )*$"
)
_PLAIN = re.compile(
    r"(?:(?!(?:includ\w+|involv\w+|ha(?:s|ve)|are|is|contain\w*|reach\w*"
    r"|support\w*)\b)[\w'-]+ ){0,2}"
)
_ACTS = re.compile(r"(?:'s)?(?: [\w' -]+)? \w+s\b")
_OPENER = re.compile(r"^\W*(?:(?:and|the|for|include[sd]?|including)\b\W*)*")
_LEARNT = re.compile(
    r"\b(?:assurances?|assured|evidence|confirm\w*|satisf\w+|aware|awareness|found|information"
    r"|recogni\w+|understanding|know|known) that\b"
)
_RECOMMENDED_THAT = re.compile(
    r"\W*(?:(?:and|include[sd]?:?|recommend\w*|it is|requests?) )*that (?:the |all |both |local )*"
)
_THAT = re.compile(r"(?:^|\W)that (?:the |all |both |local |each |every )*$")
_CUT = re.compile(
    r";|\.|,? and (?=(?:that |for |the |all |both |to )?(?:[\w'&/-]+ ){1,6}?(?:should|must"
    r"|to \w+|needs? to|will)\b)"
    r"|,? (?:so that|in order to|in order that|before|after|when|where|which|who|if|because"
    r"|while|until)\b"
)
_CONJUNCTION = re.compile(
    r"(?:,|,? and|,? or| &| as well as|/)(?: (?:the|all|both|local|their|its|other))* ?"
)


_INTRODUCTION = re.compile(
    r"^\W*(?:and |that |for |include[sd]?:? |including |recommend\w* (?:that )?"
    r"|makes recommendations? (?:that|for) )*"
)
_MODIFIERS = re.compile(
    r",? (?:\w+ed by|in|of|for|at|across|within|with|from|including|together with|alongside"
    r"|through|via|on"
    r"|working with|and their|or|who|that|providing|as well as)\b.*"
)
_PREDICATED = re.compile(r"\b(?:should|must|by|about|is|are|was|were|has|have)\b")


_NO_RECOMMENDATIONS = re.compile(r"\b(?:no|not) (?:\w+ ){0,2}?recommendations?\b")
_THEIR_PAPERS = re.compile(
    r"(?:'s?)? (?:data|records?|information|intelligence|reports?|files?|notes|logs?|minutes)"
    r" (?:should|must|to be|needs? to|are to)\b"
)


def agencies_in(sentence: Sentence) -> list[str]:
    """The codes of the bodies that a sentence of recommendations asks to act."""
    if _NO_RECOMMENDATIONS.search(sentence.text):
        return []
    text = UNCODED.sub(lambda m: "#" * len(m.group()), sentence.text)
    found: list[tuple[str, int, int]] = []
    for start, end in _parts(text):
        found += _addressed(text, start, end) or _actors(text, start, end)
    return [code for code, _, _ in found]


def recommends(sentence: Sentence) -> bool:
    """Whether a sentence outside the recommendations reports recommendations."""
    return bool(re.search(r"\brecommend(?:s|ed|ation|ations|ing)\b", sentence.text))


def _parts(text: str) -> list[tuple[int, int]]:
    """Clauses that each may have an actor of their own."""
    edges = [0]
    for cut in _CUT.finditer(text):
        joins = cut.group().lstrip(", ").startswith("and")
        before = text[edges[-1] : cut.start()]
        asked = [m.end() for m in _ASKED.finditer(before)]
        open_request = asked and not _ANCHOR.search(before, asked[-1])
        if not joins or (_ANCHOR.search(before) and not open_request):
            edges.append(cut.start())
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _bodies(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [
        ((m.lastgroup or "").rsplit("_", 1)[0], m.start(), m.end())
        for m in BODY.finditer(text, start, end)
    ]


def _addressed(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    match = _ADDRESSED.search(text, start, end)
    if match is None:
        return []
    reach = match.end("list")
    if stop := _LIST_STOP.search(text, match.start("list"), reach):
        reach = stop.start()
    return _bodies(text, match.start("list"), reach)


def _actors(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The acting bodies of a clause; bodies that "and" joins act together."""
    found: list[tuple[str, int, int]] = []
    for group in _joined(text, _bodies(text, start, end)):
        if any(_acts(text, start, end, body) for body in (group[0], group[-1])):
            found += group
    return found


def _joined(text: str, bodies: list[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
    groups: list[list[tuple[str, int, int]]] = []
    for body in bodies:
        if groups and _CONJUNCTION.fullmatch(text[groups[-1][-1][2] : body[1]]):
            groups[-1].append(body)
        else:
            groups.append([body])
    return groups


def _acts(text: str, start: int, end: int, body: tuple[str, int, int]) -> bool:
    _, left, right = body
    before, after = text[start:left], text[right:end]
    if _THEIR_PAPERS.match(after):
        return False
    if re.match(r"\s*:", after) and not re.search(r"\w", _OPENER.sub("", before)):
        return True
    by = f"{_ROLE.sub('', before.rstrip()).rstrip()} "
    if _BY.search(by) and not _HELD_BY.search(by):
        return True
    if _RECOMMENDED_THAT.fullmatch(before):
        return True
    if (
        not _LEARNT.search(before)
        and _THAT.search(f"{_ROLE.sub('', before.rstrip()).rstrip()} ")
        and (_ACTS.match(after) or (text[right - 1] == "s" and re.match(r" \w+", after)))
    ):
        return True
    anchor = _anchor(text, right, end)
    if anchor is None:
        ensured = _after_last(_ENSURE, before)
        return ensured is not None and _PLAIN.fullmatch(ensured) is not None
    return _leads(before) and _noun_phrase(text[right:anchor])


def _after_last(pattern: re.Pattern[str], text: str) -> str | None:
    """What follows the last match, or None without one."""
    ends = [match.end() for match in pattern.finditer(text)]
    return text[ends[-1] :] if ends else None


def _anchor(text: str, start: int, end: int) -> int | None:
    match = _ANCHOR.search(text, start, end)
    return match.start() if match else None


def _leads(before: str) -> bool:
    """Whether nothing that stands before an actor makes it an object."""
    rest = _after_last(_ENSURE, before)
    if rest is None:
        rest = _after_last(_ASKED, before)
    rest = _INTRODUCTION.sub("", before if rest is None else rest)
    rest = _ROLE.sub("", rest.rstrip())
    return not (_BLOCK.search(rest) or _ANCHOR.search(f" {rest}"))


def _noun_phrase(between: str) -> bool:
    """Whether what stands between an actor and its verb only goes on with the noun phrase."""
    return not _PREDICATED.search(_MODIFIERS.sub("", between))
