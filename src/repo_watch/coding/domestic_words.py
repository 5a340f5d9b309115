"""The wordings of abuse between the adults of a household, for factors and for the young."""

_PARTNERS = (
    r"(?:mother|father|partners?|wife|husband|girlfriend|boyfriend|ex-?(?:partner|wife|husband"
    r"|girlfriend|boyfriend)|ex|mum|dad|spouse|stepmother|step-mother|stepfather|step-father"
    r"|each other|one another|women|woman|parents?)(?!'s)"
)
_ADULT = (
    r"(?:mother|father|partners?|wife|husband|girlfriend|boyfriend|ex-?\w*|mum|dad|step-?mother"
    r"|step-?father|parents?|adults?|couple|grandparents)(?!'s)"
)
VIOLENCE = (
    r"(?:assault(?:s|ed|ing)?|attack(?:s|ed|ing)?|hit(?:ting|s)?|beat(?:en|ing|s)?|punch(?:ed|ing)"
    r"|kick(?:ed|ing)|strangl(?:ed?|ing)|slapp(?:ed|ing)|push(?:ed|ing)|violen(?:ce|t)"
    r"|abus(?:ed?|ing|ive)|stalk(?:ed|ing)"
    r"|batter(?:y|ed|ing)|wound(?:ed|ing)|threaten(?:ed|ing)|aggression|harass(?:ed|ing"
    r"|ment)|stabb(?:ed|ing)|kill(?:ed|ing)|murder(?:ed|ing)?|controll(?:ed|ing)|rap(?:ed?|ing)"
    r"|manslaughter|homicide|bullied)"
)
_CONTROLS = (
    r"(?:controlled|controlling|controls|dictated|decided|monitored|restricted|checked"
    r"|told (?:her|him|(?:the |his )?mother)) "
)
_ASKS = r"(?:who|whom|what|where|how|when)"

DOMESTIC: tuple[str, ...] = (
    (
        r"domestic(?:ally)?(?: and (?:sexual|family|honour[- ]based))?[ -](?:abus\w+|violen\w+"
        r"|assaults?|incidents?|conflict and violence)|(?:intimate )?partner violence"
        r"|intimate partner (?:abuse|violence)|interpersonal violence|family violence"
        r"|domestic homicide|violent domestic"
    ),
    (
        r"coerc\w+(?:,? (?:and|or|/) controll\w+)?(?: and \w+)? ?(?:control\w*|behaviou?r\w*"
        r"|relationship|partner)|controlling(?:,? and (?:coercive|violent|abusive"
        r"|jealous))? (?:\w+ )?(?:behaviou?rs?|relationship|partner|husband|father|man)"
        r"|(?:violent|abusive|volatile and violent|controlling|coercive|physically abusive"
        r"|emotionally abusive)(?:,? (?:and|or) \w+)? (?:\w+ )?(?:relationships?|marriage"
        r"|partners?|ex-partner|husband|ex-husband|ex|father|boyfriend|men|stepfather"
        r"|step-father|partnership|home|household)"
    ),
    r"(?:violent|physical) (?:incidents?|arguments?|altercations?|disputes?|episodes?|rows?"
    r"|fights?) (?:\w+ )?(?:between|with|involving)|(?:fights?|fighting|altercations?"
    r"|assaults?) between (?:them|the (?:parents|adults|couple)|(?:his|her|their) parents"
    r"|mother and|parents)|control (?:of|over) (?:the |his |her |their )?(?:mother|wife"
    r"|partner)|coercion of|subjected (?:the |his |her |child's )?(?:mother|wife"
    r"|partner) to|injunction[^.;]{0,30} violence|violen(?:ce"
    r"|t)[^.;]{0,30} (?:toward|towards|against|to|with) (?:\w+ ){0,3}?"
    + _ADULT
    + r"|threat\w+ to (?:kill|hurt|harm|stab) (?:(?:the|his|her|their|child's) )*"
    + _PARTNERS
    + r"|(?:violence|abuse)(?: \w+){0,2} between mother and (?:her )?(?:partners?|father)"
    r"|(?:violence|abuse)(?: \w+){0,2} between (?:the |his |her |their |an? "
    r"|previous |former |new |both |two )*(?:parents|adults|couple|partners?|husband|ex-?\w*"
    r"|boyfriend)",
    (
        rf"(?:{VIOLENCE})(?: (?:of|to|towards?|against|on|with|and \w+))?(?: (?:of|to|towards?"
        rf"|against))?(?: (?:the|his|her|their|a|an|another|previous|former|ex|then|child's"
        rf"|pregnant|new|own|both|two|three|several|\w+'s))* {_PARTNERS}"
    ),
    (
        rf"(?:{VIOLENCE})(?: \w+){{0,3}} by (?:(?:the|his|her|their|a|an|another|previous"
        rf"|former|ex|then|child's|new|own|both|two|three|several|\w+'s) )*(?:{_PARTNERS}"
        rf"|ex-?\w+)"
        rf"|(?:relationship|marriage)(?: \w+){{0,4}} (?:characteri[sz]ed|marked|marred"
        rf"|dominated)"
        rf" by (?:[\w-]+ ){{0,3}}?(?:{VIOLENCE}|control)|relationships? with (?:an?|the|his"
        rf"|her)"
        rf" (?:\w+ )?(?:violent|abusive|controlling) \w+"
    ),
    (
        rf"(?:left|fled|separated from|leaving|fleeing) (?:\w+ ){{0,2}}?{_ADULT} (?:after"
        rf"|because of|following"
        rf"|due to) (?:\w+ ){{0,3}}?(?:{VIOLENCE}"
        rf"|beatings)|(?:years|months) of (?:\w+ )?(?:beatings|violence) (?:by|from)"
        rf"|violence from (?:[\w']+ ){{0,3}}?{_PARTNERS}|non-molestation order"
        rf"|occupation order|domestic violence protection (?:order|notice)"
        r"|(?:against|from) whom (?:she|he|mother|father) had (?:obtained )?an? (?:injunction"
        r"|restraining order)|(?:injunction|restraining order) against (?:\w+ ){0,2}?"
        + _PARTNERS
        + r"|(?:discussed|heard|referred|known) (?:at|to) (?:a |the )?marac|domestic"
        r" (?:disturbances?|call-?outs?)"
    ),
    (
        r"(?:breach\w+|subject (?:to|of)) (?:of )?"
        r"(?:an? |the )?(?:restraining order|non-molestation)"
        rf"|(?:control|intimidation|jealousy|threats|coercion|bullying)(?: \w+){{0,4}} by"
        rf" (?:[\w']+ ){{0,2}}?{_PARTNERS}|violent (?:rows?|arguments?|scenes?|outbursts?)"
        r" (?:at home|in the)|inter-?parental (?:violence|abuse)|(?:black eye|bruis\w+"
        r"|injur\w+)"
        r"[^.;]{0,40}(?:caused|inflicted) by (?:her|mother's) (?:\w+ )?(?:partner|husband"
        r"|ex-\w+"
        r"|boyfriend)|(?:household|home|family)[^.;]{0,30} violence was"
    ),
    (
        rf"(?:partner|husband|ex-\w+|father)\b[^.;]{{0,40}}? (?:controlled|took) (?:the"
        rf"|all) (?:\w+ )?"
        rf"(?:money|finances)|(?:partner|husband|boyfriend|ex-\w+) (?:did not|would not"
        rf"|never) (?:allow|let) her\b|(?:did not|would not|never) (?:allow|let) (?:mother|mum"
        rf"|his wife)\b"
        rf"|(?:partner|husband|ex-\w+)\b[^.;]{{0,40}}? {_CONTROLS}(?:her|his|the|all) (?:\w+ )?"
        rf"(?:money|phone|movements|contacts?|finances|friends)\b|(?:partner|husband|ex-\w+)\b"
        rf"[^.;]{{0,40}}? {_CONTROLS}{_ASKS}|{_ADULT}\b[^.;]{{0,40}}? {_CONTROLS}{_ASKS}"
        r" (?:\w+ )?(?:mother|mum|wife)"
    ),
    (
        r"(?:husband|father|partner|boyfriend|stepfather|ex-partner"
        r"|ex-husband)'s (?:\w+ )?(?:violence|control|aggression|assaults?|abuse)|(?:fled|left"
        r"|leaving|fleeing|escaped?|escaping) (?:\w+ )?(?:his|her|a|an|the"
        r"|from) (?:\w+ )?(?:violen\w+|abus\w+|husband's)|(?:because of|of) (?:his|her"
        r"|their) (?:violence|assaults|controlling)"
    ),
    (
        r"(?:parents|couple|they|adults)(?:'s?)? (?:\w+ )?(?:relationship )?(?:was|were"
        r"|had been|being|is) (?:(?!not\b|never\b)\w+ ){0,2}?(?:violent|abusive)"
        r"|relationship(?: \w+){0,6} (?:was|were|had been|being) (?:(?!not\b"
        r"|never\b)\w+ ){0,2}?(?:violent"
        r"|abusive|coercive|controlling)|relationships?(?:(?!\bno\b|\bnot\b"
        r"|\bnever\b)[^.;]){0,30} (?:assaulted|abused|beaten|violence)|(?:father|husband"
        r"|partner|he|stepfather|ex-partner|ex-husband|boyfriend|ex-boyfriend|partners|men)"
        r"(?:,? who)? (?:was|were"
        r"|had been|became|could be) (?:(?!not\b|never\b)\w+ ){0,2}?(?:violent"
        r"|abusive)(?! to (?:staff|professionals|the child|his son))"
    ),
    (
        r"refuge\b[^.;]{0,60}\bviolence|honour[- ]based (?:abuse|violence)|(?:parental"
        r"|marital|household) (?:violence|abuse)"
        r"|violence (?:in|at|within) the (?:home|family|household|relationship|marriage)"
        r"|(?:witness\w*|exposed to|saw|seen) (?:\w+ ){0,2}?(?:violence|abuse) (?:in|at|between"
        r"|by|towards)"
    ),
)
