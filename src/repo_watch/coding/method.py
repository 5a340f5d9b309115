"""The review model: how this review was carried out."""

import re

from repo_watch.coding.sentences import Sentence

_KNOWN = (
    ("SILP", re.compile(r"\bsilp\b|significant incident learning")),
    (
        "SCIE Learning Together",
        re.compile(r"\bscie\b|learning together|social care institute for excellence"),
    ),
    (
        "Welsh child practice review",
        re.compile(
            r"child practice review|welsh (?:\w+ ){0,3}?(?:model|framework|government|guidance"
            r"|methodology|approach)|(?:concise|extended) (?:child )?(?:practice )?review"
            r"|model (?:used )?in wales"
        ),
    ),
)
_ELSEWHERE = re.compile(
    r"\b(?:future|suggest\w*|recommend\w*|should|could be|other reviews?|another review"
    r"|earlier review|previous review"
    r"|praised|considered but|rather than|instead of|was not used|not used)\b"
)
_NONE = re.compile(
    r"^(?:(?:the )?(?:review )?)?(?:no |not |none|unspecified|unknown|n/a)|\bno (?:specific"
    r"|particular|named|formal|single|stated)\b|\bnot (?:stated|specified|named|given|known"
    r"|recorded)\b|\bnone (?:is |was )?(?:stated|given|named|specified)\b"
)
_NAME = r"(?P<name>[^.;:]+?)"
_END = (
    r"(?=(?:,? (?:which|that|where|with the aim|in order|to (?!face)|for (?:this|the) review|as"
    r"|was used|were used|is used|was chosen|was adopted|was followed|was applied|has been used"
    r"|focus\w+|based on|so that|developed|combining|involving|including|and (?:involved"
    r"|included|focus\w+|was|a|an|individual|consulted))\b|[.;(]|,|$))"
)
_SAID = re.compile(
    r"(?:\b(?:us(?:es|ed|ing)|undertaken (?:using|through|with)|carried out (?:using|with"
    r"|through|as|under)|conducted (?:using|through|with|as|under|in line with)|follow(?:s|ed"
    r"|ing)|adopt(?:s|ed)|appl(?:ies|ied)|employ(?:s|ed)|took the form of|drew on|draws on"
    r"|based on|informed by|completed using|underpinned by|methodology (?:was|is|used was"
    r"|used is)|method (?:was|is|used was)|model (?:was|is|used was)|approach (?:was|is)))"
    r" ?(?:an? |the |its |their )?(?:method(?:ology)? (?:called|known as) "
    r"|methodology based on |model (?:called|known as) |process (?:called|known as) "
    r"|approach (?:called|known as) )?" + _NAME + _END,
)
_SENTENCE_LIKE = re.compile(
    r"^(?:(?:the|this|an?|both|these) )?(?:[\w-]+ ){0,3}(?:us(?:es|ed|ing)|undertaken|carried"
    r"|conducted|follow\w*|adopt\w*|appl\w+|employ\w*|took|draws?|drew|based|informed|completed"
    r"|underpinned|was|is|were|combin\w+)\b|^(?:method|methodology|model)\b"
)
_PASSIVE = re.compile(
    r"(?:^|[;,.] )(?:an? |the )?(?P<name>(?:(?!review\b"
    r"|following\b)[\w'/-]+ ){0,5}(?:methodology|model|approach|framework|analysis|inquiry"
    r"|process|review|method)) (?:was|were|is|has been) (?:used|adopted|followed|chosen|applied"
    r"|employed)"
)
_BARE = re.compile(r"^(?:an? |the )?" + _NAME + _END)
_IN_TEXT = re.compile(
    r"\b(?:review|panel|methodology|method|model|reviewers?|author"
    r"|process)\b[^.;]{0,60}?\b(?:us(?:es|ed|ing)|undertaken (?:using|through)"
    r"|carried out (?:using|as|through)|conducted (?:using|as|through)|follow(?:s|ed)|adopted"
    r"|applied|employed|took the form of)"
    r" (?:an? |the )?" + _NAME + _END
)
_METHOD_WORD = re.compile(
    r"\b(?:methodolog\w+|model|approach|analysis|framework|inquiry|process|learning|systems?|review"
    r"|method|tool)\b"
)


def method_in(sentence: Sentence, original: str) -> str | None:
    """The method that a sentence states: its value, or None.

    Args:
        sentence: of the model section, or of a section that may state the method of this review.
        original: the sentence as written, for a method's own name.
    """
    text, own = sentence.text, sentence.section == "model"
    if _NONE.search(text) and own:
        return None
    if _ELSEWHERE.search(text):
        return None
    for value, pattern in _KNOWN:
        if (match := pattern.search(text)) and (own or _claims(text, match)):
            return value
    if not own:
        match = _IN_TEXT.search(text)
    elif _SENTENCE_LIKE.match(text):
        match = _PASSIVE.search(text) or _SAID.search(text) or _BARE.search(text)
    else:
        match = _PASSIVE.search(text) or _BARE.search(text)
    if match is None or not (own or _METHOD_WORD.search(match["name"])):
        return None
    start, end = match.span("name")
    return original[start:end].strip(" ,")


def _claims(text: str, match: re.Match[str]) -> bool:
    if re.fullmatch(r"(?:an? )?(?:concise |extended )?child practice review\W*", text):
        return True
    if re.match(r" (?:into|in respect of|following|concerning|about|of)\b", text[match.end() :]):
        return True
    return bool(
        re.search(
            r"\b(?:(?:extended|concise|this|an?|child practice review) (?=(?:into|of|in"
            r"|following|concerning|was|about)\b)|us(?:es|ed|ing)|undertaken|carried out"
            r"|conducted|follow(?:s|ed|ing)|adopted|applied|employed|completed|methodology"
            r"|model|commissioned|review was|this (?:is|was))\b",
            text[: match.start()] + text[match.end() : match.end() + 30],
        )
    )
