"""The wordings of each factor.

Data: whose circumstance it is, and whether it is denied, is read in `factors`.

Every pattern is matched against folded text, at word boundaries.
"""

import re

from repo_watch.coding.domestic_words import DOMESTIC
from repo_watch.coding.migration_words import ABROAD, UK

_MIND = (
    r"(?:(?:known to|under(?: the care of)?|supported by|open to|patient of|treated by"
    r"|seen by) (?:\w+ ){0,2}?(?:mental health|psychiatric)(?: \w+)? (?:services?|teams?|care)"
    r"|mental(?:ly)?(?:[ -]health)?(?: and \w+)? (?:problems?|issues?|difficult\w+"
    r"|ill(?:ness(?:es)?)?|ill[- ]health|disorders?|needs?|unwell|conditions?|concerns?|crisis"
    r"|crises|breakdowns?|instability|episodes?|history|state|deteriorat\w+|symptoms?"
    r"|vulnerabilit\w+|distress|struggles|diagnos\w+)|mental[- ](?:ill[- ]health|illness)|(?:poor"
    r"|declining|deteriorating|fragile|unstable|worsening) (?:\w+ )?mental health|mental health"
    r"|mentally (?:ill|unwell)|psychiatric(?: \w+)?|psychiatrist|psychos[ie]s|psychotic\w*"
    r"|schizo\w+|bi-?polar\w*|manic\w*|personality disorder\w*|depress(?:ion|ed|ive)\w*"
    r"|anxiety(?: disorder)?|panic attacks|low (?:in )?mood"
    r"|post[- ]?traumatic\w*(?: stress(?: disorder)?)?"
    r"|ptsd|obsessive[- ]compulsive|ocd\b|eating disorder\w*|anorexi\w+|bulimi\w+|self[- ]?harm\w*"
    r"|suicid(?:e|al)\w*(?: \w+)?|(?:took|taken|taking|history of) (?:an? |several "
    r"|\w+ )?overdoses?|sectioned|detained (?:in hospital )?under|nervous breakdown|breakdown"
    r"|delusion\w*|paranoi\w+"
    r"|hallucinat\w+|hearing voices|heard voices|factitious|munchausen\w*|take (?:his|her"
    r"|their) own life|tried to (?:kill|end|take)|postnatal illness|hoard\w+|anti-?depressants?"
    r"|anti-?psychotic\w*|emotionally unstable|cut (?:her|his) (?:own )?(?:arms?|wrists?)"
    r"|agoraphobi\w+|somati[sz]ation|dissociative"
    r"|under section \d\w*|section \d\w* of the mental health act|under the mental health act"
    r"|in-?patient (?:\w+ )?(?:unit|ward)|cut herself)"
)
_DRUGS = (
    r"(?:drugs?|substances?|cannabis|heroin|cocaine|opiates?|opioids?|amphetamines?|crack|steroids?"
    r"|solvents?|ketamine|legal highs?|spice|skunk|ecstasy|mdma|marijuana|methadone"
    r"|benzodiazepines?|codeine"
    r"|diazepam|morphine|tranquillisers)"
)
_MEDICINES = r"(?:medicines?|medications?|painkillers?|sleeping tablets)"
_KINDS = (
    r"(?:both |of |to |on |illegal |illicit |recreational |class a |prescri\w+ |street |hard "
    r"|strong "
    r"|large amounts of |excess\w* |\w+ and )*"
)
_SUBSTANCE = (
    rf"(?:(?:alcohol|{_DRUGS}|{_MEDICINES})(?:(?:,|/| and| or| and/or|,? and) (?:\w+ )?"
    rf"(?:alcohol|{_DRUGS}))*[ -](?:mis-?us\w*|abus\w*|us(?:e|er|ers|age|ing)\b|addict\w*"
    r"|dependen\w*|depend\w*|problems?|issues|intoxicat\w*|daily|habit|consumption|withdrawal"
    r"|relapse\w*|binge\w*|difficult\w+|taking|paraphernalia|treatment|rehabilitation)"
    r"|(?:buy(?:ing)?|bought|us(?:ed?|es|ing|ers?)|use of|tak(?:es?|ing|en)|took|smok\w+|inject\w*"
    r"|positive for"
    rf"|consum\w+) {_KINDS}{_DRUGS}"
    r"|(?:mis-?us\w*|abus\w*|addict\w* to|addiction to|addiction|dependen\w+ (?:up)?on"
    r"|depend\w* (?:up)?on|dependency on|relian\w* on|relapsed? (?:in)?to) "
    rf"{_KINDS}(?:alcohol|drink|{_DRUGS}|{_MEDICINES})"
    r"|substance[- ](?:mis-?use|abuse|use|dependen\w+)|mis-?us(?:ed?|ing) substances"
    r"|alcoholi(?:c|cs|sm)\b|addict(?:s|ed|ion|ions)?\b|methadone(?: (?:programmes?|prescription"
    r"|treatment|maintenance))?|subutex|suboxone|buprenorphine"
    r"|opioid substitut\w+|substitut(?:e|ion) (?:treatment|prescri\w+|medic\w+|therapy)"
    r"|dr[aiu]nk(?:s|ing|en|enness)? (?:\w+ )?(?:heav\w+|excess\w*|to excess|too much|problem\w*"
    r"|daily|alcohol|every day|most days|large)|(?:heavy|problem|binge|excessive|harmful|hazardous"
    r"|persistent) drink(?:ing|ers?)"
    r"|\bdrinking\b(?! water)|(?<!had )(?<!have )drunk\b(?! (?:two|one|a|some|several)\b)"
    r"|drunken\w*|intoxicat\w*|under the influence"
    r"|(?:illegal|illicit|class a|recreational|hard|intravenous) (?:drugs?|substances)"
    r"|injecting|(?:known to|under|attend\w*|engag\w+ with|working with) (?:\w+ ){0,2}?(?:drug"
    r"|alcohol|substance misuse)(?: and alcohol)? (?:treatment )?services?"
    r"|in recovery(?! from (?!alcohol|drug|addict|substance|heroin|cocaine))"
    r"|us(?:ed|es|ing) (?:alcohol|drink) (?:to|as)|drank to cope|alcohol[- ]dependen\w+|(?:large"
    r"|excessive|significant) (?:amounts?"
    r"|quantit\w+) of (?:alcohol|drink|drugs)|drink (?:and|or) drugs"
    r"|(?:mother|father|parents|partner|couple|adults|both)(?: who)? drank\b"
    r"|(?:(?<=husband )|(?<=wife )|(?<=boyfriend )|(?<=step-father )|(?<=stepfather )"
    r"|(?<=stepmother ))drank\b|drank\b(?: to"
    r" excess| heavily"
    r"| too much)|(?:drink(?:ing)?|drug|alcohol|heroin|cocaine|cannabis) (?:habit|problem)"
    r"|drug-taking|(?:money|spent) on (?:alcohol|drugs|drink)|\bdrinkers?\b|(?:history"
    r"|problems?|issues?"
    r"|struggle\w*|difficult\w+) (?:with|of|around) (?:alcohol|drugs?|substances?|drink)|heroin"
    r"|(?:community )?(?:drugs?|alcohol) (?:and alcohol )?teams?|binge drinks?|detox\w*"
    r"|(?<=mother )relapsed|(?<=father )relapsed|(?<=parents )relapsed|neonatal abstinence"
    rf"|self-medicat\w+ (?:\w+ )?(?:with|on|by) {_KINDS}(?:alcohol|drink\w*|{_DRUGS}|{_MEDICINES})"
    r"|smell(?:ed|ing|t)? of alcohol)"
)
_DRUG_DEBT = (
    r"(?! (?:to (?:them|him|an? |the )?(?:\w+ )?(?:drug\w*|dealers?|gangs?|people|men|older|them"
    r"|him)"
    r"|to (?:them|him)|owed to|bondage)\b)"
)


_WORDINGS: dict[str, tuple[str, ...]] = {
    "domestic_abuse": DOMESTIC,
    "parental_mental_health": (_MIND,),
    "parental_substance_misuse": (_SUBSTANCE,),
    "learning_disability": (
        (
            r"learning[- ](?:disab\w+|difficult\w+|impairment\w*)(?: and \w+)?"
            r"|intellectual(?:ly)? (?:disab\w+|impair\w*)"
        ),
    ),
    "disability": (
        (
            r"autis\w+|asd\b|asperger\w*|adhd"
            r"|attention[- ]deficit\w*(?: (?:hyperactivity )?disorder)?|neuro-?(?:developmental"
            r"|divers\w+|divergen\w+|disab\w+)\w*(?: \w+)?|cerebral palsy|down'?s? syndrome"
            r"|spina bifida|muscular dystrophy|quadripleg\w+|hemipleg\w+|parapleg\w+"
            r"|f[o]?etal alcohol\w*|fasd|dyspraxi\w+|tourette\w*|hydrocephal\w+|microcephal\w+"
        ),
        (
            r"(?:hearing|visual|sight|sensory|physical|mobility|motor|speech"
            r"|multi-sensory)(?:ly)?(?: and \w+)?[ -](?:impair\w+|loss|disab\w+)|\bdeaf\w*"
            r"|\bblind\b(?! cord)|speech(?:,| and) language (?:disorder|impairment|delay)"
            r"|registered"
            r" blind|partially sighted|wheelchair|non-verbal"
            r"|(?<!learning )(?<!intellectual )(?<!intellectually )disabled"
            r"|(?<!learning )(?<!intellectual )disabilit(?:y|ies)|(?:global "
            r"|severe )?developmental(?:ly)? (?:delay\w*|disorder)|brain (?:injury|damage) (?:at"
            r"|from|since) birth|(?:complex|profound|severe) (?:physical )?(?:disabilit\w+"
            r"|impairments)|born with (?:a |an )?(?:\w+ ){0,2}(?:deformity|impairment|missing)"
            r"|paralys\w+|limb (?:deficiency|difference)"
        ),
    ),
    "looked_after": (
        (
            r"looked[- ]after(?! (?:on|in|at) (?:an?|the) (?:[\w-]+ )?(?:unit|ward|hospital"
            r"|neonatal))|in (?:\w+ )?(?:foster|residential|kinship|public|state"
            r"|local authority|statutory|long-term foster)(?: \w+)? care|in care\b|into care\b"
            r"|(?:from|left|leaving|entered|entering|through) care(?= (?:at|in|when|since|aged"
            r"|system)|[.,;]|$)|in the care (?:system|of (?:the |a |\w+ )?(?:local authority"
            r"|council|children's))|in the care of the (?:local authority|council|state)"
            r"|care leavers?|care[- ]experienced|leaving care|local authority care"
            r"|cared for by (?:the |a )?(?:local authority|foster)|foster(?:ed"
            r"|ing)?(?:[- ](?:care\w*|placements?|home|homes|famil\w+|parents?|mother|father"
            r"|household|breakdown))?|children's homes?|children's residential|residential (?:care"
            r"|children's|placements?|homes?|unit|child care|special school placement"
            r"|establishment)|(?:full |interim |under a |subject to an? (?:interim |full )?"
            r"|subject of an? (?:interim |full )?)care orders?|care orders?|accommodated(?! in)"
            r"|section 20|kinship foster\w*(?: care\w*)?|connected (?:persons?|carers?)"
            r"|(?:placement"
            r"|placed) (?:with|in) (?:\w+ ){0,3}?(?:foster|residential|children's home|carers"
            r"|secure|kinship)|secure (?:children's home|accommodation|unit|placement|home)"
            r"|removed (?:\w+ )?into (?:\w+ )?care|placement (?:moves|breakdowns?|changes)"
            r"|moved placements?|changes? of placement"
            r"|(?<!adoptive )(?<!adoption )placements? (?:broke|had broken|breaking) down"
            r"|care placements?"
            r"|corporate parent|taken into (?:\w+ )?care|missing from care|supported lodgings"
            r"|semi-independent (?:placement|accommodation|unit)"
            r"|family and friends (?:foster )?carers|residential placement"
        ),
    ),
    "homelessness": (
        (
            r"homeless\w*|temporary (?:housing|accommodation|homes?)|emergency (?:housing"
            r"|accommodation)|bed and breakfast|bed-and-breakfast|b&b|hostels?|hotels?"
            r"|sofa[- ]?surf\w*|(?:sleep\w*|slept|stay\w*|living) on (?:[\w']+ ){0,3}?(?:sofas?"
            r"|floors?|couch\w*|settees?)|(?:sofa|sofas|floor|couch) (?:of|belonging)|(?:sleep\w*"
            r"|slept) (?:rough|in (?:a |the |their |his |her )?(?:car(?! seat)|van|tent|park"
            r"|doorway"
            r"|streets?|stairwell))|rough sleep\w*|no fixed (?:abode|address)|nowhere to live"
            r"|roofless|without (?:a home|accommodation|housing)|(?:staying|stayed|living"
            r"|slept) with friends on|on a sofa bed|friends' sofas"
        ),
    ),
    "poverty": (
        (
            r"poverty|money (?:was|is|had been) (?:tight|short|scarce)|borrow\w+ money"
            r"|impoverish\w*|destitut\w*"
            r"|financial(?:ly)? (?:\w+ )?(?:difficult\w+|hardship"
            r"|problems?|pressures?|insecurity|worries|stress\w*|strain|struggl\w+|crisis"
            r"|instability|deprivation|concerns|vulnerab\w+|issues|precarious|dependent on charity)"
            r"|money (?:problems|worries|difficulties|troubles|was short)|in debts?\b{_DRUG_DEBT}"
            rf"|\bdebts?\b{_DRUG_DEBT}|arrears|rent (?:had|has|was|were) (?:not|un)"
            r"|behind with (?:the |their )?rent|(?:income|earnings|wages) (?:was"
            r"|were) (?:\w+ )?(?:low|limited|insufficient)|(?:(?:without|no) (?:any )?)?(?:credit"
            r"|money) for the (?:\w+ )?meter|food ?banks?|food parcels|no recourse to public funds"
            r"|nrpf|(?:could|can|did) (?:not|n't|hardly|barely) (?:always |even )?(?:afford|pay)"
            r"|unable to (?:afford"
            r"|pay|buy|heat)|cannot (?:afford|pay|be paid)|(?:no|lack of|little|short of|without"
            r"|shortage of|limited|scarce|insufficient|not enough|not have enough|very little"
            r"|run out of|ran out of) (?:\w+ )?(?:money(?! (?:worries|problems|troubles|concerns"
            r"|laundering))|income|funds|means|food in|food at|benefits|finances|heating"
            r"|electricity|gas)|unpaid (?:bills?|rent)|few means|low income|benefits? (?:had |were "
            r"|was |had been |have been )?(?:been )?(?:stopped|sanction\w*|cut|withdrawn|suspended"
            r"|refused)|benefit sanctions?|(?:gas|electricity|heating"
            r"|power) (?:\w+ ){0,3}?(?:cut off|disconnected|had run out)|(?:no|without) (?:gas"
            r"|electricity|heating|fuel|hot water)(?: or \w+)? (?:because|as|since)?"
            r"|top up the meter|fuel poverty|economic(?:ally)? (?:hardship|disadvantag\w+"
            r"|deprivation|depriv\w+)|material(?:ly)? depriv\w+|loan sharks?|bankrupt\w*|ow(?:e|ed"
            r"|ing) rent|ow(?:e|ed"
            r"|ing) money(?! to (?:an? |the |\w+ )?(?:drug|dealer|gang|people|older))"
            r"|struggl\w+ (?:financially|to (?:pay|feed|heat|clothe|put food)|for money|to afford"
            r"|with money|to make ends meet)"
            r"|pay (?:the )?(?:rent|bills)|hungry because|lack of money|charity for food|no income"
        ),
    ),
    "migration": (
        (
            r"asylum\w*|refugees?|(?:insecure|uncertain|irregular|unresolved|precarious|unsettled"
            r"|temporary|undocumented|immigration) (?:immigration |migration |residency "
            r"|legal )?status|immigra\w+|\bmigra(?:nts?|ted|tion)\b|traffick(?:ed|ing) (?:in|into"
            r"|to|from|through|out of)(?: \w+)*|undocumented|overstay\w*|visas?\b|leave to remain"
            r"|came over (?:in|when|as|to)\b|newly arrived|illegal(?:ly)? (?:entry|in the country"
            r"|entered)|deport\w+"
            r"|(?!british|english|scottish|welsh|irish)\w+(?:an|ish|ese) nationals?"
            rf"|(?:fled|fleeing) (?:war in )?(?:{ABROAD})"
            r"|unaccompanied (?:minor|child|asylum|migrant)"
        ),
        (
            rf"(?:mov(?:ed|ing)|c[ao]m(?:e|ing)|arriv(?:ed|ing|al)|travell?(?:ed|ing)|relocat(?:ed"
            rf"|ing)|emigrat(?:ed|ing)|fled|fleeing|flown|sent|brought|return(?:ed|ing)|settl(?:ed"
            rf"|ing)|joined (?:him|her|them|his \w+|her \w+)|enter(?:ed"
            rf"|ing)) (?:\w+ ){{0,4}}?(?:to |into "
            rf"|in )?(?:{UK}) (?:\w+ ){{0,6}}?from (?:\w+ )?(?:{ABROAD})"
        ),
        (
            rf"(?:mov(?:ed|ing)|c[ao]m(?:e|ing)|arriv(?:ed|ing|al)|travell?(?:ed|ing)|relocat(?:ed"
            rf"|ing)|migrat(?:ed|ing)|emigrat(?:ed|ing)|fled|fleeing|flown|sent|brought|came over"
            rf"|returned) (?:here |over |with \w+ \w+ |\w+ ){{0,3}}?from (?:\w+ )?(?:{ABROAD})"
        ),
        (
            r"(?:mov(?:ed|ing)|c[ao]m(?:e|ing)|arriv(?:ed|ing|al)|travell?(?:ed|ing)|brought"
            r"|emigrat(?:ed|ing)|migrat(?:ed|ing)) (?:\w+ ){0,2}?(?:to|in|into) (?:the uk"
            r"|the united kingdom|the country|this country|britain|great britain)"
        ),
        (
            rf"(?:born|raised|brought up|grew up|grown up|originat\w+"
            rf"|spent (?:\w+ ){{0,6}}?) ?(?:\w+ ){{0,2}}?(?:in|from) (?:{ABROAD})|(?:family|mother"
            rf"|father|parents?|boy|girl|child|he|she|they|both|who|couple|partner)(?: \w+)? (?:was"
            rf"|were|is|are|came|come|comes|had come) (?:\w+ )?(?:originally )?from (?:{ABROAD})"
            rf"|born (?:abroad|overseas|outside)|recent arrivals?|(?:mother|father|parents?|family"
            rf"|child|boy|girl|he|she|stepfather|partner),? (?:who (?:was|is"
            rf"|were) )?(?:originally )?from (?:{ABROAD})|(?:an?|the) (?:\w+ )?(?:m[ae]n|wom[ae]n"
            rf"|couple|family|student|national|teenager|young \w+|migrant"
            rf"|worker) from (?:{ABROAD})|lived in (?:{ABROAD}) (?:\w+ ){{0,4}}?(?:before|until)"
            rf"|from (?:{ABROAD}) (?:to|in|as|at|when|\w+ years? (?:ago|before|earlier)|after)"
        ),
    ),
    "prematurity": (
        (
            r"premature(?:ly)?(?! (?:death|closure|end|clos|step|decision))|prematurity|pre-?term"
            r"|born (?:at|after) (?:only |just |about |around )?(?:2\d|3[0-6]|twenty[- ]\w+"
            r"|thirty(?:[- ](?:one|two|three|four|five|six))?)(?: \+ ?\d)? weeks"
            r"|born (?:\w+ )?(?:at|after) (?:2\d|3[0-6]) weeks|(?:2\d|3[0-6]|twenty-\w+"
            r"|thirty(?:-(?:one|two|three|four|five|six))?) weeks'? (?:of )?(?:gestation"
            r"|pregnan\w+)|gestation(?:al age)? (?:of|was) (?:2\d|3[0-6])|at (?:2\d"
            r"|3[0-6]) weeks'? gestation|(?:\d+|\w+) weeks? (?:early|premature|before term"
            r"|before (?:his|her|their|the) due|preterm)|born (?:\w+ ){0,3}(?:early|before term"
            r"|too soon|before (?:37|his|her|their|the due))|before 37 weeks|(?:born|birth"
            r"|arriv(?:ed|al)"
            r"|delivered|delivery) (?:\w+ ){0,3}(?:at|after) (?:2\d|3[0-6])(?: \w+)? weeks"
        ),
    ),
    "elective_home_education": (
        (
            r"(?:electively |elective |was |were |being |been )?home[- ]?(?:educat\w+|school\w+)"
            r"|elective home|educat\w+ (?:\w+ ){0,3}?(?:at home|otherwise(?! than))|taught at home"
            r"|school(?:ed"
            r"|ing) at home|\behe\b|withdrawn from school to be|education at home|(?:electing"
            r"|elected|chose|chosen) to (?:educate|teach)|out of school to (?:educate|teach"
            r"|be taught)"
        ),
    ),
    "covid": (
        (
            r"covid(?:-19)?|corona-?virus|pandemic|lock-?downs?|social distancing|self-isolat\w+"
            r"|shielding"
        ),
    ),
    "previous_child_protection_plan": (
        (
            r"child protection (?:plans?|register)|cp plans?|child protection planning"
            r"|protection plans?|(?:registered|plan (?:at birth )?) ?under the category|(?:on"
            r"|subject (?:to|of)|placed on|removed from|under) (?:the |a "
            r"|an |\w+ ){0,2}(?:register|at-risk register|at risk register)"
            r"|child protection registration|de-?registered(?! from (?:\w+ ){0,2}(?:school|roll|gp"
            r"|practice|nursery|college)\b)"
            r"|registered as (?:a )?child(?:ren)? (?:at risk|in need of protection)"
            r"|pre-birth (?:child protection )?plan|subject to (?:a )?child protection(?! (?:enquir"
            r"|investigation|medical|conference|procedures|referral|assessment))"
        ),
    ),
    "young_parents": (
        (
            r"(?:teenage|teen|young|adolescent|school-?age"
            r"|very young)(?:,? \w+)? (?:and \w+ )?(?:parents?|mothers?|fathers?|mums?|dads?|couple"
            r"|parenthood)|young parents|(?:mother|father|parents?|mum|dad)(?:'s)?(?: and (?:mother"
            r"|father))?(?:,? (?:both|herself|himself|themselves|who|had|was|were|is|are"
            r"|each))*,? (?:very )?young\b(?! (?:people|person|woman|man|offender))"
            r"|teenage pregnan\w+|young (?:first[- ]time )?parent"
        ),
    ),
}
PATTERNS = {
    code: re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w)") for code, parts in _WORDINGS.items()
}
"""One pattern for each factor but adolescent relationship abuse, which needs two persons."""
