"""The name of a case in the title of a document: "Child X", "Children F, G and H", "Gabriel".

A name that begins with a word for a child or a family is known wherever it stands. Any other is
what is left of a title once the words for the kind of review, the kind of document and the date
are taken away.
"""

import re

from repo_watch.reading.terms.headings import MONTH_NAME

_WHO = (
    r"(?i:child(?:ren)?|bab(?:y|ies)|infants?|toddlers?|famil(?:y|ies)|adults?|siblings?|twins?|"
    r"young (?:person|people|wom[ae]n|m[ae]n|adults?)|brothers?|sisters?|boys?|girls?|case|subject|"
    r"mother|students?|pupils?|adolescents?|teenagers?)"
)
# Words that follow "child" or "family" without naming one.
_NO_NAME = (
    r"(?!(?:Safeguarding|Practice|Protection|Sexual|Criminal|Deaths?|Neglect|Abuse|Exploitation|"
    r"Welfare|Health|Services?|Partnerships?|Boards?|Court|Hubs?|Care|Serious|Case|Reviews?|"
    r"Reports?|Overview|Executive|Summary|Learning|Action|Briefing|SCRs?|LCSPRs?|CSPRs?|CPRs?|SUSR|"
    r"LSCB|Support|Centre|Mental|Development|Act|And|In|Who|With|Minute|Poverty|Law|Suicide|"
    r"Wellbeing|Social|Full|Final|Published|PDF|Group|Study|Studies|Management|Homes?|Looked|"
    r"Trafficking|Mortality)\b)"
)
_LABEL = rf"[\"'‘“]?{_NO_NAME}(?:[A-Z]{{1,5}}\d{{0,4}}|\d{{1,3}}|[A-Z][a-z’'-]+)\b[\"'’”]?"
_NAMED = re.compile(
    rf"\b{_WHO}(?:\s?/\s?{_WHO})*\s+{_LABEL}"
    rf"(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s?/\s?)(?:{_WHO}\s+)?{_LABEL})*"
)
_NOT_THE_NAME = re.compile(
    r"\b(?:(?:local|national|joint|multi[\s-]?agency|single|unified|concise|extended|significant|"
    r"serious|statutory|discretionary|independent) )*(?:child(?:ren)?(?:['’]?s)? )?"
    r"(?:safeguarding |case |practice |learning |management |partnership |rapid |thematic |"
    r"adults? |domestic homicide )+review(?: process)?s?\b"
    r"|\b(?-i:SCR|LCSPR|CSPR|CPR|SUSR|DHR|SILP)\b"
    r"|\b(?:overview|executive|final|full|learning|published|anonymised|redacted|public) "
    r"(?:report|summary)\b"
    r"|\b(?:action|improvement) plan\b|\b(?:(?:7|seven)[\s-]minute )?briefing(?: note)?\b"
    r"|\b(?:report|summary|publication|published|response|statement|overview|version|final|full|"
    r"appendix(?: \w\b)?|partnership|board|easy read)\b"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH_NAME},? (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b(?:[/-]\d\d\b)?",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:into|on|of|regarding|concerning|for|relating to|in respect of|in relation to|about|"
    r"the|a|an|from|by|and|case of|death of)\b\s*)+",
    re.IGNORECASE,
)
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_LOOSE_SIGNS = re.compile(r"(?:\s[-–—:|,]|[:|,])+(?=\s|$)")
_EDGES = " .,;:|/()[]-–—"
_UNQUOTED = str.maketrans(dict.fromkeys('"“”‘'))
_WORD_OF_A_NAME = re.compile(r"[^\W_][\w’'-]*")
_MOST_WORDS = 6


def named_case(text: str) -> str | None:
    """The name in a text that begins with a word for a child or a family, or None."""
    match = _NAMED.search(text)
    return " ".join(match[0].translate(_UNQUOTED).split()).strip("'’") if match else None


def rest_of_title(text: str) -> str:
    """What a title says besides kind of review, kind of document and date; "" for nothing."""
    rest = _LEADING.sub("", _NOT_THE_NAME.sub(" ", text).strip(_EDGES) + " ")
    rest = _LOOSE_SIGNS.sub(" ", _EMPTY_BRACKETS.sub(" ", rest))
    return " ".join(rest.split()).strip(_EDGES)


def looks_like_a_name(text: str) -> bool:
    """Whether a text may be a name alone: a few words, each with a capital or a figure."""
    words = [word for word in _WORD_OF_A_NAME.findall(text) if word != "and"]
    capitals = all(word[0].isupper() or word[0].isdigit() for word in words)
    return 0 < len(words) <= _MOST_WORDS and capitals
