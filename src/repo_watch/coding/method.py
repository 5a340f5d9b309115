"""The review model: how this review was carried out."""

import re

from repo_watch.coding.text import Sentence

_KNOWN = (
    ("SILP", re.compile(r"\bsilp\b|significant incident learning")),
    (
        "SCIE Learning Together",
        re.compile(r"\bscie\b|learning together|social care institute for excellence"),
    ),
    (
        "Welsh child practice review",
        re.compile(
            r"child practice review|\bwelsh (?:\w+ )?(?:model|framework|guidance|approach)"
            r"|(?:concise|extended) (?:practice )?review|model (?:used )?in wales"
        ),
    ),
)
_ELSEWHERE = re.compile(
    r"\b(?:future|suggest\w*|recommend\w*|should|could be|(?:other|another|earlier|previous)"
    r" reviews?|praised|considered but|rather than|instead of|not used)\b"
)
_NONE = re.compile(
    r"\b(?:no|none|not|unspecified|unknown|n/a)\b(?! only)|\bnot (?:stated|named|given|known)\b"
)
_USES = re.compile(
    r"\b(?:us(?:es|ed|ing)|undertaken (?:using|through|with)|carried out (?:using|with|through|as)"
    r"|conducted (?:using|through|with|as)|follow(?:s|ed|ing)|adopt(?:s|ed)|appl(?:ies|ied)"
    r"|employ(?:s|ed)|took the form of|dr[ae]ws? on|drew on|based on|informed by|(?:methodology"
    r"|method|model|approach) (?:was|is|used was|used is))(?: an?| the| its| their)?"
    r"(?: method(?:ology)?| model| process| approach)?(?: called| known as)? "
)
_PASSIVE = re.compile(
    r"^(?:an? |the )?((?:[\w'/-]+ ){0,5}(?:methodology|model|approach|framework|analysis|inquiry"
    r"|process|method)) (?:was|were|is|has been) (?:used|adopted|followed|chosen|applied|employed)"
)
_END = re.compile(
    r",? (?:which|that|where|with the aim|in order|to|for (?:this|the) review|as|(?:was|were|is|has"
    r" been) \w+|focus\w+|based on|so that|developed|combining|involving|including|and (?:involved"
    r"|included|was|a|an|individual|consulted))\b|[.;:(]|,$|$"
)
_METHOD_WORD = re.compile(
    r"\b(?:methodolog\w+|model|approach|analysis|framework|inquiry|process|learning|systems?"
    r"|review|method|tool)\b"
)
_CLAIMS = re.compile(
    r"\b(?:us(?:es|ed|ing)|undertaken|carried out|conducted|follow(?:s|ed|ing)|adopted|applied"
    r"|employed|completed|methodology|model|commissioned|review was|this (?:is|was)|concise"
    r"|extended|into|in respect of|following|concerning|about)\b"
)
_CAP = 600  # signs of a sentence


def method_in(sentence: Sentence, low: str, original: str) -> str | None:
    """The method that a sentence states: its value, or None.

    Args:
        sentence: of the model section, or of one that may state the method of this review.
        low: the sentence folded.
        original: the sentence as written, for a method's own name.
    """
    own, low = sentence.section == "model", low[:_CAP]
    if _ELSEWHERE.search(low) or (own and _NONE.search(low)):
        return None
    for value, pattern in _KNOWN:
        match = pattern.search(low)
        if match and (own or _CLAIMS.search(low) or len(match.group()) + 4 > len(low)):
            return value
    if not own and not re.search(r"\b(?:review|panel|method\w*|model|author|process)", low):
        return None
    start, passive = 0, _PASSIVE.match(low)
    if passive:
        return original[passive.start(1) : passive.end(1)]
    if uses := _USES.search(low):
        start = uses.end()
    elif not own:
        return None
    elif opener := re.match(r"(?:an?|the) ", low):
        start = opener.end()
    end = _END.search(low, start)
    name = original[start : end.start() if end else len(low)].strip(" ,")
    return name if name and (own or _METHOD_WORD.search(name.lower())) else None
