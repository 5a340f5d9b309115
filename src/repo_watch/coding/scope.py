"""What takes a value away: negation, rejection, risk, topics, and the time after the event.

Codebook, general rules 3 and 6. Each question is asked of one place in one sentence.
"""

import re

from repo_watch.coding.sentences import Sentence

# Nouns of professional work: "no assessment of her depression" does not deny the depression.
_WORK = (
    r"(?:assessments?|actions?|responses?|follow[- ]?ups?|referrals?|plans?|consideration|support"
    r"|recognition|exploration|challenge|discussions?|investigations?|reviews?|analysis|oversight"
    r"|understanding|awareness|treatment|help|interventions?|conferences?|meetings?|strateg\w+"
    r"|work|training|curiosity|services?|enquir\w+|opportunit\w+|questions?|account|attention"
    r"|clear (?:plan|lead)|focus|communication|sharing|joint|single|specialist|therap\w+|effective"
    r"|adequate|robust|effort|consistent|multi-agency|one)"
)
# Verbs whose "not" leaves standing what they are about: "did not recognise the neglect".
_REACTION = (
    r"(?:only|always|fully|sufficiently|adequately|well|yet|properly|just|all|every|necessarily"
    r"|surprising"
    r"|engag\w*|attend\w*|shar\w*|recogni[sz]\w*|tell|told|consider\w*|follow\w*|respon\w*|ask\w*"
    r"|explor\w*|challeng\w*|act\b|acted|refer\w*|underst\w*|appreciat\w*|reali[sz]\w*|address\w*"
    r"|assess\w*|link\w*|tak\w* (?:into|account|up|seriously|to)|manag\w*|protect\w*|prevent\w*"
    r"|stop\w*|aware|see[nk]?\b|saw|visit\w*|sp[eo]k\w*|receiv\w*|treat\w*|help\w*|passed|pass"
    r"|invit\w*|inform\w*|inquir\w*|enquir\w*|discuss\w*|offer\w*|giv\w*|accept\w*|comply"
    r"|complied|cooperat\w*|co-operat\w*|escalat\w*|investigat\w*|question\w*|diagnos\w*|monitor\w*"
    r"|review\w*|monitored|able|possible to (?:leave|escape)|trust\w*|connect\w*|survive\w*"
    r"|return\w*"
    r"|in (?:school|education|work|contact)|living|named|given|lead to|led to|join\w*|work\b"
    r"|open|know\b|named as)"
)
_DENIAL = re.compile(
    rf"\bno (?:longer (?=\w+ing))?(?!(?:[\w-]+ ){{0,2}}{_WORK}\b|longer\b|doubt\b|more\b|less\b"
    rf"|one\b)"
    rf"|(?:\bnot|n't) (?!(?:\w+ )?{_REACTION})"
    r"|\bnever (?!been (?:recognised|told|assessed|asked|offered|traced))"
    rf"|\bwithout (?!(?:\w+ )?{_WORK}\b)"
    r"|\bneither\b|\bnor\b|\bruled out\b|\bdenied\b|\bdenies\b|\bdenying\b|\babsence of\b"
    r"|\black of (?:any )?(?:evidence|proof)\b|\blittle (?:or no )?evidence\b|\bunfounded\b"
    r"|\bdisproved\b|\bdismissed\b|\bexcluded\b(?! from| at)|\brather than\b|\binstead of\b"
    r"|\bcleared of\b"
    r"|\bacquitted of\b|\bunlikely\b|\bfree (?:of|from)\b|\bunclear (?:whether|if)\b"
    r"|\bunknown (?:whether|if)\b|\bnor?ne of\b|\bnone\b|\bdiscounted\b|\bnil\b|\bwhether\b"
    r"|\brefuted\b|\bretracted\b|\bfalsely\b|\bnothing (?:to|that|which) (?:suggest|indicat)\w*"
)
# "Domestic abuse was not found": the denial after the value.
_DENIED_AFTER = re.compile(
    r"^[\w' ,/()-]{0,60}?\b(?:(?:was|were|is|are|had been|has been|have been"
    r"|being) (?:(?!not\b)\w+ (?:and|but) )?"
    r"(?:(?:later|then|also|subsequently|eventually|finally|all|largely) )?"
    r"(?:(?:never|not) (?:been )?(?:(?:a|an|the|thought to be|known to be|considered to be"
    r"|judged to be) )?"
    r"(?:found|known|features?|present|evident|established|substantiated|upheld|proven|proved"
    r"|reported|recorded|identified|suspected|considered|noted|disclosed|issues?|factors?|confirmed"
    r"|involved|evidenced|mentioned|seen|alleged|indicated|apparent|observed|clear|concerns?|part"
    r"|supported|accepted|relevant|the cause|detected|a cause|contributory|made out|raised"
    r"|documented)"
    r"|ruled out|discounted|excluded|dismissed|rejected|unfounded|unsubstantiated|disproved"
    r"|retracted"
    r"|withdrawn|refuted|found to be (?:untrue|false|unfounded|malicious)|acquitted)"
    r"|(?:did|does) not (?:feature|occur|happen|take place|exist|arise|form part)"
    r"|(?:played|plays) no part|denied by (?:all|both|each|every|the)|proved (?:to be )?unfounded"
    r"|(?:was|were) (?:considered|discussed|planned|proposed|offered|suggested) but (?:not"
    r"|never|did not)|could not be (?:confirmed|substantiated|proved|proven|established)"
    r"|never (?:happened|occurred|took place))"
)
# "Abuse was alleged, but no evidence of it was found": the rejection in the next clause.
_REJECTED_NEXT = re.compile(
    r"^[^.;]{0,40}, which she (?:\w+ )?denied|^[^.;]{0,60}; (?:the|this|these|her"
    r"|his) (?:concerns?|suspicions?|allegations?|claims?"
    r"|diagnosis) (?:was|were) (?:later |then )?(?:not (?:substantiated|upheld|proved|proven"
    r"|confirmed)"
    r"|unfounded|unsubstantiated|ruled out|dismissed|discounted|withdrawn|retracted)"
    r"|^ (?:was|were) (?:considered|discussed|planned|proposed|offered"
    r"|suggested)(?: \w+)?,? but (?:not|never|did not)"
    r"|^ (?:was |were )?(?:queried|explored|sought|raised|requested)[^;.]{0,10} but (?:was "
    r"|were )?(?:not|never)"
    r"|^[^;.]{0,60}?[ ,](?:but|however|although|though|and|which|this|these|that)\b[^;.]{0,40}?(?:"
    r"no evidence (?:was|of (?:it|this|that|abuse|any)|to support)|found no evidence|(?:it|this"
    r"|which|that|these|they|allegations?|claims?|suspicions?|later|then)"
    r" (?:was|were|been) (?:(?:later|subsequently|then|eventually|found"
    r"|found to be) )*(?:not (?:substantiated|upheld|proved|proven|found|supported|the case)"
    r"|ruled out|unfounded"
    r"|rejected|disproved|withdrawn|retracted|discounted|dismissed|false|untrue|unsubstantiated"
    r"|found not)|no (?:physical|medical) need|(?:he|she) did not need|(?:was|were|had been"
    r"|this was) (?:(?:later|then"
    r"|subsequently|found to be) )*(?:not (?:substantiated|upheld|proved|proven|supported"
    r"|confirmed)|unfounded|unsubstantiated|disproved|retracted|withdrawn|discounted|dismissed)"
    r"|(?:was|were|been) (?:\w+ ){0,3}?(?:malicious|vexatious|false|unfounded|untrue)"
    r"|(?:later )?ruled (?:it|this|that|them) out|rejected (?:it|this|that|them)"
    r"|(?:later|then|subsequently) (?:explained|attributed|accounted for))"
)
_RISK = re.compile(
    r"\b(?:(?:at|of) (?:\w+ ){0,2}risks? (?:of|from)|risks? (?:\w+ )?(?:of|from|to|posed|that"
    r"|associated)"
    r"|potential(?:ly)?(?= (?:\w+ )?$)|likelihood of|vulnerab\w+ to|in danger of|danger of"
    r"|danger that"
    r"|fear(?:s|ed)?\b(?: of| that|ing)?"
    r"|threat(?:s|en|ened|ening)? (?:of|to|that)|thoughts? (?:of|about)|thinking about"
    r"|thought about"
    r"|ideas? of|ideation|(?:talk(?:ed|ing)?|sp[eo]k\w*) (?:of|about)|prevent(?:ion|ing|ed)?"
    r"|in case"
    r"|protect\w*(?: \w+){0,3} from|susceptib\w+ to|intent(?:ion)? to|wish\w* to|wanted to|want to"
    r"|plann(?:ed|ing) to|plans to|concern\w* (?:that|about|over|for)?[\w ]{0,40}?(?:may|might"
    r"|could|would)"
    r"|(?:(?<!in )(?<!of )(?<!\d )(?<!and )(?<!to )may|might|could|would) (?!have\b|\d{4})"
    r"|likely to|would have|could have|should)"
)
_TOPIC = re.compile(
    r"\b(?:training|guidance|awareness|polic(?:y|ies)|procedures?|courses?|leaflets?|workshops?"
    r"|advice|screening|screened|briefings?|lessons?|literature|research|protocols?|checklists?"
    r"|tool(?:kit)?s?"
    r"|understand(?:ing)?|knowledge|skills?|confidence|expertise|asked|asking|enquir\w+"
    r"|inquir\w+|questions?|questioning"
    r"|curious|curiosity|advised|taught|information) "
    r"(?:(?:of|about|on|around|for|in|regarding|relating to|in relation to|concerning|into"
    r"|to identify"
    r"|to recognise) )(?:(?:the|any|signs?|dynamics|effects?|impact|nature|indicators|dangers"
    r"|possible"
    r"|past|in|recogni[sz]ing|identifying|assessing|managing|responding to|how|of|possibility|and"
    r"|working with|specialist|use of|about) ){0,5}$"
)
_TOPIC_AFTER = re.compile(
    r"^(?:(?: and|,| or)(?: [\w-]+){1,3})? (?:(?:victim|awareness|risk|support|prevention"
    r"|treatment|advice|specialist|support) )?"
    r"(?:services?|workers?|teams?|units?|training|polic(?:y|ies)|courts?|agenc(?:y|ies)|helplines?"
    r"|projects?|refuges?|programmes?|courses?|screening|enquir(?:y|ies)|charit(?:y|ies)|advocates?"
    r"|strateg(?:y|ies)|protocols?|tools?|boards?|conferences?|awareness|guidance|procedures?"
    r"|practitioners?|professionals?|nurses?|providers?|organisations?|pathways?|leads?|hub|forum"
    r"|risk assessments?|checklists?|commissioners?|officers?|acts?|homicide reviews?|trusts?"
    r"|disclosure scheme|questions|assessments?|needs were|wards?|units?|hospitals?"
    r"|interventions?|support)\b"
)
_FOLLOWS = re.compile(r",? (?:after|following|since)\b")
_AFTERMATH = re.compile(
    r"\b(?:after|following|since) (?:(?:the|his|her|their|this|that|its|these|a|which) )?"
    r"(?:\w+ )?(?:deaths?(?! of (?:his|her|their|a) (?:mother|father|parent|grand))|incidents?"
    r"|injur(?:y|ies)|events?|arrests?|discovery|attacks?|assault"
    r"|this|that"
    r"|disclosures?|allegations?|which|murder|collapse|overdose|stabbing|review|fire|then"
    r"|admission|trial"
    r"|discharge)\b"
    r"|^(?:since|following this|after this|following which|after which)\b|\bhave since\b"
    r"|\bhas since\b|\bhas (?:lived|been|remained|stayed)\b[^.;]{0,60}\bsince (?:he|she|they"
    r"|then|being)\b"
    r"|\bsince been\b|\b(?:was|were|been) (?:then|later|subsequently|now)\b|\bis now\b"
    r"|\bare now\b|\bnow (?:lives?|living|in|has|have|subject|cared)"
    r"|\b(?:afterwards|subsequently|thereafter)\b|\b(?:then|later) (?:placed|taken|removed"
    r"|became|made|moved|received|issued)"
    r"|\bas a (?:result|consequence)(?: of (?:the|his|her|these|this)\b.{0,40}?(?:injur|death"
    r"|incident|event|shaking|assault))"
    r"|\bremains?\b|\bwill (?:be|have|need)\b|\bleft (?:\w+ )?(?:with|him|her|them)\b|\bcurrently\b"
    r""
)
_CHILDHOOD = re.compile(
    r"\bas (?:an? )?(?:\w+ )?(?:child|children|teenagers?|girl|boy|adolescents?|young person)\b"
    r"|\b(?:own|troubled|difficult|abusive|unhappy|adverse|traumatic|during|in|throughout"
    r"|from) (?:\w+ )?(?:childhoods?|upbringing|youth)\b"
    r"|\bchildhoods?\b|\b(?:when|while|whilst) (?:(?:she|he|they) (?:was|were) )?(?:a (?:child"
    r"|girl|boy|teenager)|children|young|growing up|teenagers)\b"
    r"|\bgr(?:ew|owing|own) up\b|\bupbringing\b|\bin (?:her|his|their) (?:early )?(?:teens"
    r"|youth)\b|\bfamily of origin\b|\bhistorical(?:ly)? (?:victim|abuse)\b"
)


_RELATIVE_ASIDE = re.compile(r", who [^,;.]{0,60},")
_ASIDE = re.compile(r", [^,;.]{0,60},")
_CONTENT = re.compile(r",? (?:that|whether|if)\b")


_TOPIC_LIST = re.compile(
    r"(?:(?:the|key|main|other|this|it|review|identified|identifies|also|highlights) )*"
    r"(?:learning(?: (?:points?|themes?|considerations?|areas?))?|lessons?(?: learn\w+)?|themes?"
    r"|recommendations?)(?: (?:from|in|for|of|identified|the|this|review|here))*"
    r"(?::| (?:include\w*|consider\w*|cover\w*|relat\w+|focus\w*|cent(?:re|er)\w*|highlight\w*"
    r"|identif\w+|concern\w*|explor\w+|address\w*|is|are|was|were|around|about)\b)"
    r"|[^.;:]{0,60}\b(?:looks? at|explor\w+|considers?|examin\w+|identif\w+|focus\w+ on"
    r"|highlight\w*|discuss\w*) "
    r"(?:(?:the|key|common|main|several|some|following) )*(?:themes?|learning|lessons)\b"
)


def lists_topics(sentence: Sentence) -> bool:
    """Whether a sentence of the summary only lists what the review teaches or asks for.

    Codebook, general rule 2: learning points and recommendations name topics, also where an
    abstract runs them into its summary.
    """
    return sentence.section != "key_issues" and bool(_TOPIC_LIST.match(sentence.text))


def denied(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the text denies, doubts or rejects what stands from `start` to `end`."""
    left, right = sentence.clause(start)
    while left and (
        _CONTENT.match(sentence.text, left)
        or sentence.text.endswith((" that", " whether"), 0, left)
    ):
        left, _ = sentence.clause(left - 1)  # "no evidence that she had ..."
    aside = _ASIDE.match(sentence.text, end)
    before = sentence.text[left:start]
    after = sentence.text[end : max(right, end)]
    return bool(
        _DENIAL.search(before + " ")
        or _DENIED_AFTER.match(after)
        or (aside and _DENIED_AFTER.match(sentence.text[aside.end() :]))
        or _REJECTED_NEXT.search(sentence.text[end:])
    )


def at_risk(sentence: Sentence, start: int) -> bool:
    """Whether it is only a risk, a fear, a thought or a plan."""
    left, _ = sentence.clause(start)
    return bool(_RISK.search(sentence.text[left:start]))


def topic(sentence: Sentence, start: int, end: int, *, served: bool = True) -> bool:
    """Whether it is only what training or questions are about or, if `served`, services."""
    left, _ = sentence.clause(start)
    if _TOPIC.search(sentence.text[left:start]):
        return True
    return served and _TOPIC_AFTER.match(sentence.text[end:]) is not None


_RESULT = re.compile(
    r"\b(?:resulted in|resulting in|resulting from|led to|leading to|has left|leaving|causing"
    r"|caused)\b"
)
_EVER_SINCE = re.compile(
    r"\bhas (?:lived|been|remained|stayed)\b[^.;]{0,60}\bsince (?:he|she|they|then|being|the)\b"
)
_TAKEN = re.compile(r"\b(?:was|were) (?:\w+ )?taken$")
_REMOVED = re.compile(r"\b(?:was|were) (?:\w+ )?(?:moved|placed|taken|removed|made|accommodated)\b")


def aftermath(sentence: Sentence, start: int) -> bool:
    """Whether the clause, or the sentence up to it, is placed after the event.

    A summary tells the event first: a placement told there in the simple past followed it.
    """
    if _EVER_SINCE.search(sentence.text) or _RESULT.search(sentence.text[:start]):
        return True
    if sentence.section == "summary" and (
        _REMOVED.search(sentence.text[:start]) or _TAKEN.search(sentence.text[: start + 5])
    ):
        return True
    left, right = sentence.clause(start)
    if _FOLLOWS.match(sentence.text, right):  # "was placed in care | after the incident"
        _, right = sentence.clause(right)
    return bool(
        _AFTERMATH.search(sentence.text[left:right]) or _AFTERMATH.search(sentence.text[:start])
    )


def childhood(sentence: Sentence, start: int) -> bool:
    """Whether the sentence speaks of somebody's childhood as something past.

    What an aside says (", who had both grown up abroad,") reaches no further than its commas.
    """
    text = _RELATIVE_ASIDE.sub(lambda m: "#" * len(m.group()), sentence.text)
    if text[start] == "#":
        text = sentence.text
    left = text.rfind(";", 0, start) + 1
    right = text.find(";", start)
    return bool(_CHILDHOOD.search(text[left : right if right >= 0 else None]))
