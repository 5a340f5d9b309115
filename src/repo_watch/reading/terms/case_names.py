"""The name of a case in the title of a document: "Child X", "Children F, G and H", "Gabriel".

A name that begins with a word for a child or a family is known wherever it stands. Any other is
what is left of a title once the words for the kind of review, the kind of document and the date
are taken away.
"""

import re
from typing import NamedTuple

from repo_watch.reading.terms.headings import MONTH_NAME

_WHO = (
    r"(?i:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|famil(?:y|ies)|adults?|siblings?|twins?|"
    r"young (?:person|people|wom[ae]n|m[ae]n|adults?)|brothers?|sisters?|boys?|girls?|case|subject|"
    r"mother|students?|pupils?|adolescents?|teenagers?|plentyn|plant|babi|teulu|oedolyn)"
)
# Words that follow "child" or "family" without naming one.
_NO_NAME = (
    r"(?!(?:Safeguarding|Practice|Protection|Sexual|Criminal|Deaths?|Neglect|Abuse|Exploitation|"
    r"Welfare|Health|Services?|Partnerships?|Boards?|Court|Hubs?|Care|Serious|Case|Reviews?|"
    r"Reports?|Overview|Executive|Summary|Learning|Action|Briefing|SCRs?|LCSPRs?|CSPRs?|CPRs?|SUSR|"
    r"LSCB|Support|Centre|Mental|Development|Act|And|In|Who|With|Minute|Poverty|Law|Suicide|"
    r"Wellbeing|Social|Full|Final|Published|PDF|Group|Study|Studies|Management|Homes?|Looked|"
    r"Trafficking|Mortality)\b)"
    rf"(?!(?i:{MONTH_NAME.replace('?P<month>', '?:')}) (?:19|20)\d\d\b)"
)
_LABEL = rf"[\"'‘“]?{_NO_NAME}(?:[A-Z]{{1,5}}\d{{0,4}}|\d{{1,3}}|[A-Z][a-z’'-]+)\b[\"'’”]?"
_NAMED = re.compile(
    rf"\b{_WHO}(?:\s?/\s?{_WHO})*\s+{_LABEL}"
    rf"(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s?/\s?)(?:{_WHO}\s+)?{_LABEL})*"
)
_INITIALS = "SCRs?|LS?CS?PRs?|CSPRs?|LSPR|SPR|CPR|APR|SUSR|DHR|DARDR|SAR|SILP|MALR|CMR|7MB"
_NOT_THE_NAME = re.compile(
    r"\b(?:(?:local|national|joint|multi[\s-]?agency|single|unified|concise|extended|significant|"
    r"serious|statutory|discretionary|independent|child(?:ren)?(?:['’]?s|\(ren\))?|safeguarding|case|"
    r"practice|learning|management|partnership|rapid|thematic|adults?|domestic|homicide|abuse|related|"
    r"death|incident)[\s-]+)+reviews?(?: process)?\b"
    rf"|\b(?:(?:thematic|joint|extended|concise) )?(?-i:{_INITIALS})\b"
    r"|\badolygiad(?: \w+)? (?:ymarfer|diogelu|achos)"
    r"(?: (?:plant|oedolion|unedig|sengl|difrifol))*\b"
    r"|\b(?:adroddiad|crynodeb|cymraeg|fersiwn|english|welsh)(?: (?:llawn|terfynol|gweithredol))*\b"
    r"|\b(?:by|for)? ?(?:the )?(?-i:[A-Z]{0,4}(?:LSCB|SCB|LSCP|SCPB|SCP|CSP))\b(?: of\b)?"
    r"|\b(?:overview|exec(?:utive)?|final|full|learning|published|anonymised|redacted|public) "
    r"(?:report|summary|memo|points|materials?|pack|resources?)\b"
    r"|\b(?:action|improvement) plan\b|\b(?:(?:7|seven)[\s-]minute )?briefing(?: note)?"
    r"(?: for practitioners)?\b"
    r"|\b(?:report|summary|publication|published|response|statement|overview|version|final|full|"
    r"appendix(?: \w\b)?|partnership|board|easy read|brief|practitioners?|document|poster|letter)\b"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH_NAME},? (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b(?:[/-]\d\d\b)?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:review(?= (?:into|on|of|regarding|concerning|for|about|in) )|"
    r"into|on|of|regarding|concerning|for|relating to|in respect of|in relation to|about|"
    r"the|a|an|from|by|and|case of|death of)\b\s*)+",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_LOOSE_SIGNS = re.compile(r"(?:\s[-–—:|,]|[:|,])+(?=\s|$)")
_EDGES = " .,;:|/()[]-–—"
_LAST_WORD = re.compile(r"(?<=\w)\s+review\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"(?<!\w)['‘’\"“]([^'‘’\"“”]+)['’\"”](?!\w)")
_UNQUOTED = str.maketrans(dict.fromkeys('"“”‘'))
_WORD_OF_A_NAME = re.compile(r"[^\W_][\w’'-]*")
_SMALL_WORDS = re.compile(rf"\b(?:and|the|of|{_WHO})\b")
_NO_NAMES = re.compile(
    r"archived?|national|thematic|rapid|about|contact|us|home|overview|introduction|further|"
    r"information|resources?|guidance|search|faqs?|help|support|older|latest|recent|"
    r"annual|peer|progress|previous|published|local|learning|improvement|lessons?|themes?|findings|recommendations|media|news|updates?|key|messages",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_NUMBER = re.compile(
    r"\b(?P<board>(?:[A-Z]{2,6}[\s:-]+)+|(?:[Cc]ase|[Rr]eview)\s+)(?:[Nn]o\.?\s*|[Cc]ase\s+)?"
    r"(?P<number>(?P<n>\d{1,3})\s?[/ -]\s?(?P<year>(?:19|20)\d\d)"
    r"|(?P<first>(?:19|20)\d\d)\s?[/-]\s?(?P<last>\d{1,3}))(?![\w/]|-\d)"
)
_ENGLISH = {
    "plentyn": "Child", "plant": "Children", "babi": "Baby", "teulu": "Family", "oedolyn": "Adult",
}  # fmt: skip
_WELSH_WHO = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b(?= )", re.IGNORECASE)


class CaseNumber(NamedTuple):
    """A case named by a number and its year: as written, and what any spelling has in common."""

    name: str
    key: str
    year: int


def case_number(text: str) -> CaseNumber | None:
    """The number that a case is named by ("CCSB 04-2031", "CSPR 2031/09"), or None."""
    match = _NUMBER.search(text)
    if match is None or _is_span(match):
        return None
    year, number = int(match["year"] or match["first"]), int(match["n"] or match["last"])
    board = match["board"].split()
    own = [one for one in board if not re.fullmatch(_INITIALS, one.strip(":-"))] or board
    return CaseNumber(" ".join((*own, match["number"])), f"{number}/{year}", year)


def without_case_numbers(text: str) -> str:
    """A text without the numbers of cases, whose years are not years of publication."""
    return _NUMBER.sub(lambda match: match[0] if _is_span(match) else " ", text)


def _is_span(match: re.Match[str]) -> bool:
    """Whether the figures are two years in a row ("2031-32")."""
    first = match["first"]
    return first is not None and int(match["last"]) == (int(first) + 1) % 100


def english_name(name: str) -> str:
    """A case's name with its Welsh word for a child or family in English."""
    names = _WELSH_WHO.sub(lambda match: _ENGLISH[match[0].lower()], name).split(" / ")
    return " / ".join(dict.fromkeys(names))


def named_case(text: str) -> str | None:
    """The name in a text that begins with a word for a child or a family, or None."""
    match = _NAMED.search(text)
    return " ".join(match[0].translate(_UNQUOTED).split()).strip("'’") if match else None


def rest_of_title(text: str) -> str:
    """What a title says besides kind of review, kind of document and date; "" for nothing."""
    rest = _LEADING.sub("", _NOT_THE_NAME.sub(" ", text).strip(_EDGES) + " ")
    rest = _LOOSE_SIGNS.sub(" ", _EMPTY_BRACKETS.sub(" ", rest))
    return " ".join(_LAST_WORD.sub("", _QUOTED.sub(r"\1", rest)).split()).strip(_EDGES)


def looks_like_a_name(text: str) -> bool:
    """Whether a text may be a name alone: a few words, each with a capital or a figure."""
    words = _WORD_OF_A_NAME.findall(_SMALL_WORDS.sub(" ", text))
    capitals = all(word[0].isupper() or word[0].isdigit() for word in words)
    named = not all(map(_NO_NAMES.fullmatch, words))
    return named and 0 < len(words) <= _MOST_WORDS and capitals
