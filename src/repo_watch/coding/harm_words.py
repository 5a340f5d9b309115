"""The wordings of each code of harm.

Data: whose harm it is, and whether it is denied, is read in `harm`.

Every pattern is matched against folded text, at word boundaries.
"""

import re

from repo_watch.coding.mishap_words import MISHAPS

_NO_VEHICLE = (
    r"(?! by an? (?:[\w-]+ ){0,3}?(?:car|van|bus|lorry|train|vehicle|motor\w*|taxi|tram|bike"
    r"|bicycle|moped|scooter|truck)\b)"
)
_NUDES = (
    r"(?:indecent|sexual|sexualised|explicit|naked|nude|intimate) (?:images?|photographs?|photos?"
    r"|videos?|pictures?)\b(?! of children)|for (?:naked|nude) (?:images|photos|pictures)"
)
_NO_ANIMAL = r"(?! (?:[\w'-]+ ){0,4}?(?:dogs?|cat|pet|horse|animal|insect|snake|rats?)\b)"

_WORDINGS: dict[str, tuple[str, ...]] = {
    "physical_abuse": (
        (
            r"physical(?:ly)?(?: and (?:emotional(?:ly)?|sexual(?:ly)?"
            r"|psychological(?:ly)?))? ?(?:-|/)?(?:abus\w+|assault\w*|chastis\w+|harmed by"
            r"|maltreat\w*|ill-?treat\w*|punish\w*|violence)"
        ),
        (
            r"physical,? (?:(?:emotional|sexual|psychological|verbal)(?:,|,? and|,? or)? )+(?:abuse"
            r"|harm|assault)"
        ),
        (
            r"(?:emotional(?:ly)?|sexual(?:ly)?|psychological(?:ly)?|neglect)(?:,| and|, and| or"
            r"|/)+ ?physical(?:ly)? (?:abus\w+|harm\w*|assault\w*)"
        ),
        (
            r"ill-?[ -]?treat(?:ed|ment|ing)|(?<!emotional )(?<!psychological )cruelty|cruelly"
            r"|tortur\w+|mistreat\w+|maltreat\w+"
        ),
        (
            r"beat(?:en|ing|ings)?(?: up)?\b|punched|kicked|slapped|whipped|thrashed"
            rf"|bitten by{_NO_ANIMAL}|physical(?:ly)? punish\w+|struck with an? \w+|burn(?:ed"
            rf"|t) (?:him|her|them) with"
            rf"|struck{_NO_VEHICLE} by (?:his|her|their|the|an?)"
        ),
        (
            r"(?:was|were|been|being) (?:repeatedly |regularly |frequently |violently )?(?:hit"
            r"|smacked|hurt|attacked|thrown(?! out)|assaulted"
            rf"|burned){_NO_VEHICLE} (?:\w+ ){{0,3}}?(?:by|with a)\b"
        ),
        (
            r"(?:was|were|been|being) (?:repeatedly |regularly |frequently |often )?(?:hit"
            rf"|smacked)\b{_NO_VEHICLE}|(?:was|were|been|being) (?:[\w ]+,? and |[\w ]+, )(?:hit"
            rf"|smacked)\b{_NO_VEHICLE}"
        ),
        r"(?<!sexual )(?<!sexually )(?<!indecent )(?<!indecently )assault(?:s|ed|ing)?",
        (
            r"(?:hit|hits|hitting|smack(?:s|ed|ing)|slapp(?:ed|ing)|punch(?:ed"
            r"|ing)|kick(?:ed"
            r"|ing)) (?:him|her|them|the child|the boy|the girl|the baby|his son|her son"
            r"|his daughter|her daughter|the children)"
        ),
    ),
    "non_accidental_injury": (
        (
            r"non[- ]accidental(?:ly)?(?: injur\w+)?|not (?:been )?accidental|nai\b"
            r"|not (?:been )?(?:caused"
            r"|sustained) accidentally"
        ),
        (
            r"inflicted|(?:either|one|both)(?: of the| of his| of her)? parents? (?:could|may"
            r"|might) have (?:inflicted|caused)|shaken|shaking|shook|abusive head (?:trauma"
            r"|injur\w+)"
        ),
        (
            r"(?:caused|sustained) (?:deliberately|on purpose|by (?:an adult )?(?:using )?force"
            r"|by abuse)"
            r"|could not have been accidental|deliberate(?:ly)?(?: caused)? injur\w+"
            r"|injur\w+ (?:\w+ ){0,4}(?:deliberate(?:ly)?)"
            r"|not (?:the result of|caused by|due to) an accident"
        ),
    ),
    "neglect": (
        r"neglect(?:ed|ful|ing|s)?(?! to)",
        (
            r"(?:basic|medical|health|physical|dental|nutritional|supervision|care|developmental"
            r"|emotional|dietary)(?:,? (?:and"
            r"|or) \w+)?(?: care)? needs (?:\w+ ){0,3}?(?:not (?:being |been |always "
            r"|adequately )?met|unmet|un-met|went unmet|ignored|left unmet)"
        ),
        (
            r"(?:fail(?:ed|ure|ing|s)? to|did not|refus(?:ed|al) to) (?:\w+ ){0,2}?(?:seek|obtain"
            r"|get|access|provide|give|arrange|meet|allow|consent to|attend to|address"
            r"|respond to)(?: (?:him|her"
            r"|them))?(?: \w+,?){0,5}? (?:medical|care|treatment|food|needs|supervision|doctor"
            r"|medication|hospital|attention|warmth)|(?:fail(?:ed|ure|ing|s)? to"
            r"|did not) (?:\w+ )?(?:feed|supervise|protect and feed)|refus(?:ed|ing"
            r"|al of) (?:\w+ )?(?:medical )?(?:treatment|care)"
        ),
        (
            r"needs (?:went|being) (?:unattended|neglected|unaddressed)"
            r"|delay\w* (?:in )?(?:seeking|getting"
            r"|obtaining) (?:urgent )?(?:medical|help|treatment)|poorly supervised"
            r"|(?:needs) (?:\w+ ){0,2}?(?:were|was) (?:left |not )(?:\w+ )?(?:met|unmet)"
            r"|unmet (?:\w+ )?needs"
        ),
        (
            r"(?:left|being) (?:\w+ )?(?:unsupervised|unattended)|unsupervised\b(?! (?:contact"
            r"|access|visit))"
            r"|(?:left )?to fend for (?:him|her|them)sel(?:f|ves)|supervision (?:was|being"
            r"|had been) (?:\w+ )?(?:lacking|poor|inadequate|absent|insufficient|minimal)"
            r"|(?:lack of|poor|inadequate|without|insufficient) (?:\w+ )?supervision|(?:left"
            r"|been) (?:\w+ )?(?:home )?alone(?! with)\b"
        ),
        (
            r"(?:left |kept )?without (?:adequate |enough |sufficient )?(?:food|clothing"
            r"|medical (?:care|attention|treatment))|(?:deprived|starved) of (?:food|care|medical)"
            r"|starved(?! to)|starving|starvation|(?:not|never) (?:\w+ )?fed\b|lack of (?:basic"
            r"|medical)"
            r" care"
            r"|not (?:\w+ )?(?:given|getting) enough (?:food|to eat)"
            r"|(?:did not|failed to|stopped) giv\w+ (?:him|her|them) (?:\w+ ){0,2}?(?:medicin\w+"
            r"|medication"
            r"|insulin|tablets|inhalers?)|medical care was not sought|(?:medical (?:care|attention"
            r"|help|treatment)) (?:was"
            r"|were) (?:not|never) (?:sought|obtained|provided)"
        ),
    ),
    "sexual_abuse": (
        (
            r"sexual(?:ly)?(?:,? (?:and|or|/) (?:physical(?:ly)?|emotional(?:ly)?"
            r"|criminal(?:ly)?))?(?: and)?(?: /)? ?(?:abus\w+|assault\w*|molest\w*"
            r"|offences? (?:against|on|with|involving)|harm(?:ed)?\b|violen\w+|touch\w*"
            r"|activity with|attack\w*)"
        ),
        (
            r"(?:physical(?:ly)?|emotional(?:ly)?|neglect)(?:,| and|, and"
            r"| or)+ ?sexual(?:ly)? (?:abus\w+|assault\w*)"
        ),
        (
            r"sexual(?:,| and|, and)+ (?:physical|emotional|psychological)(?:,| and"
            r"|, and)* ?(?:\w+ )?abuse"
        ),
        (
            r"sexual (?:abuse|assault)s?|(?:had|having) sex with (?:him|her|them)\b|rap(?:ed|ing"
            r"|es)\b|\brape\b(?! crisis)|incest\w*"
            r"|indecent(?:ly)? assault\w*|abused sexually"
            r"|(?:serious )?sexual offences?\b(?! (?:act|team|court|prevention))"
            r"|touch\w* (?:his|her|their) (?:private parts|genitals|breasts?|bottom)"
            r"|pregnant by (?:her|a) (?:\w+ )?(?:father|uncle|stepfather|step-father|brother"
            r"|grandfather|cousin|relative)"
            r"|(?:forced|made|coerced) to have sex|sexually interfered"
            r"|(?:made|forced|told|encouraged) to (?:watch|view|look at|perform|take part in"
            r"|engage in)"
            r" (?:\w+ ){0,2}?(?:porn\w*|sexual\w*|sex)"
        ),
        (
            r"(?:indecent|sexual|sexualised|abusive|explicit|child abuse|naked|nude"
            r"|intimate) (?:images?|photographs?|photos?|videos?|pictures?)(?: (?:\w+ ){0,2}?(?:of"
            r"|were|was)\b(?! children)| (?:that |which )?(?:he|she|they) (?:was|were|had|sent))"
            rf"|(?:send|sent|sending|share[ds]?|sharing|for|selling"
            rf"|asked for) (?:\w+ ){{0,3}}?{_NUDES}"
            r"|touch(?:ed|ing) (?:him|her|them|the \w+) (?:sexually"
            r"|inappropriately|indecently)|sexually touched|images (?:of (?:him|her|the abuse|them)"
            r"|were (?:made|taken|shared|found))|live-?streamed"
        ),
        (
            r"sexual (?:relationship|activity|intercourse|contact) (?:with|by|between)"
            r"(?! (?:his|her|their|a) (?:\w+ )?(?:boyfriend|girlfriend|peer|other)\b)|buggery"
            r"|groomed (?:\w+ ){0,4}and (?:\w+ )?(?:abused|raped)|child sex offences"
            r"|sexually active with an adult|unlawful sexual"
        ),
    ),
    "sexual_exploitation": (
        (
            r"sexual(?:ly)?(?:,? (?:and|or|/|&) (?:criminal(?:ly)?|physical(?:ly)?))? ?exploit\w+"
            r"|\bcse\b|sexual abuse and exploit\w+|exploited (?:\w+ )?sexually"
            r"|for sexual exploitation|criminal(?:ly)?(?:,| and| or) sexual(?:ly)? exploit\w+"
        ),
    ),
    "criminal_exploitation": (
        (
            r"criminal(?:ly)?(?:,? (?:and|or|/|&) sexual(?:ly)?)? exploit\w+|\bcce\b"
            r"|sexual(?:ly)?(?:,|,? and|,? or|/) criminal(?:ly)? exploit\w+|county[- ]lines?"
        ),
        (
            r"(?:exploit\w*|used|us(?:ing)|forced|coerced|groomed|made|pressured|recruited|paid"
            r"|threatened|controlled|trafficked|lured|got|put to work|persuaded|ordered|obliged"
            r"|sent)(?: (?:him"
            r"|her|them))?(?: \w+){0,8}? (?:to|into|for|in) (?:\w+ ){0,2}?(?:carry\w*|sell\w*"
            r"|deal\w*|mov\w+|hold\w*|transport\w*|deliver\w*|run\w*|suppl\w+|stor\w+|hid\w+"
            r"|shoplift\w*|steal\w*|beg\w*|commit\w*|distribut\w+|cultivat\w+|grow\w*|tend\w*"
            r"|tak\w+"
            r"|drug[- ]|cannabis (?:cultivation|farm\w*|houses?|factor\w+|grow\w*)|crime|theft"
            r"|thefts|criminal\w*"
            r"|burglar\w*|robber\w*)"
        ),
        (
            r"(?:exploited|exploitation|used|groomed) by (?:\w+ ){0,5}?(?:drug\w*|dealers?"
            r"|criminals?|gang\w*|organised|county)"
        ),
        (
            r"(?:drug|drugs) (?:mule|runner|running)|running drugs for|(?:selling|supplying"
            r"|running|carrying|dealing"
            r"|moving|delivering"
            r"|sold|carried) drugs for (?:\w+ ){0,2}(?:groups?|older|others|people|men|adults"
            r"|dealers"
            r"|gangs?)"
        ),
    ),
    "harmful_sexual_behaviour": (
        (
            r"(?:harmful|problematic|inappropriate|abusive|concerning|aggressive"
            r"|risky)(?: and \w+)? (?:sexual(?:ised|ly)?) behaviou?rs?|sexual(?:ly"
            r"|ised)? (?:harmful|abusive|problematic|inappropriate|aggressive"
            r"|concerning)(?: and \w+)? behaviou?rs?|sexuali[sz]ed behaviou?rs?|\bhsb\b"
            r"|harmful sexual (?:acts|conduct|activity)|peer[- ]on[- ]peer (?:sexual )?abuse"
            r"|sexual(?:ly)? abus\w+(?: \w+){0,3} by (?:an? )?(?:older|another) (?:pupils?"
            r"|child(?:ren)?)"
            r"|sexual behaviou?rs? (?:that|which) (?:was|were) harmful|child[- ]on[- ]child sexual"
        ),
    ),
    "suicide": (
        (
            r"(?:died|death|dead|die)(?: \w+){0,4}? (?:by|from|through|of|as a result of|due to|was"
            r"|to be|to|as|an?) (?:\w+ ){0,3}?suicide|suicide (?:of|by|verdict)|(?:took|taken"
            r"|taking|ended|ending) (?:his|her|their) (?:own )?li(?:fe|ves)|(?:committ?(?:ed|ing)"
            r"|completed|complet\w+) suicide|kill(?:ed|ing) (?:himself|herself|themselves)"
            r"|hanged (?:himself|herself|themselves)|apparent suicide|suspected suicide"
            r"|probable suicide|(?:recorded|ruled|returned)(?: \w+){0,3}? suicide"
            r"|(?:conclusion of|verdict of|finding of|was|be|as|or"
            r"|by) (?:an? )?suicide\b"
            r"|^(?:the )?(?:\w+ )?suicide\b|\bsuicides\b|self-inflicted (?:death|injur\w+|wounds?)"
            r"|hanged themselves"
            r"|^hanging of|found hang(?:ed|ing)"
            r"|(?:conclu\w+|found|ruled|determin\w+|satisfied|decided) (?:that )?(?:he|she|they)"
            r" (?:had )?(?:intended|meant) to (?:die|(?:end|take) (?:his|her|their))"
        ),
    ),
    "self_harm": (
        (
            r"self[- ]?harm\w*|self[- ]injur\w*|self-mutilat\w+|deliberate self|(?:cut|cutting"
            r"|harmed|harming|hurt|hurting|injured|injuring|burnt|burned|burning|scratched) (?:him"
            r"|her|them)sel(?:f|ves)|(?:cut|burn(?:ed|t)|slashed) (?:his|her|their)"
            r" (?:own )?(?:arms?|wrists?|legs?|skin|thighs?)|(?:been|was|by) cutting\b(?! (?:the"
            r"|a)\b)"
            r"|(?:tied|tying|used|made) (?:a )?ligatures?|ligatur(?:e|ing) (?:incident|attempt)\w*"
        ),
        r"overdos\w+",
        (
            r"attempt(?:s|ed|ing)?(?: \w+){0,2} (?:suicide|to (?:take|end) (?:his|her"
            r"|their) (?:own )?li(?:fe|ves)|to kill (?:him|her|them)sel(?:f|ves)|to hang (?:him|her"
            r"|them)sel(?:f|ves)|hanging)|suicid(?:e|al) (?:attempts?|acts?|gestures?)|(?:tried"
            r"|trying) to (?:kill (?:him|her|them)sel(?:f|ves)|(?:end|take) (?:his|her"
            r"|their) (?:own )?li(?:fe|ves)|hang (?:him|her|them)sel(?:f|ves))|attempt(?:s"
            r"|ed)? (?:on|at) (?:his|her|their|suicide|taking|ending) ?(?:own li(?:fe|ves))?"
            r"|attempts? (?:at|to) (?:suicide|end\w* (?:his|her|their))"
        ),
        (
            r"(?:took|taken|swallowed) (?:\d+|\w+ty|\w+teen|a (?:large )?(?:number|quantity"
            r"|handful) of)"
            r" (?:\w+ )?(?:tablets|pills|capsules)|(?:drank|took|jump\w*|swallow\w*"
            r"|ingest\w*)[^.;]{0,40}?"
            r" (?:in order )?to (?:end|take) (?:his|her|their) (?:own )?life"
            r"|(?:deliberately |intentionally )(?:ingested|swallowed|took|jumped)|jump(?:ed"
            r"|ing) (?:from|off|in front of)(?: \w+){0,6}? (?:intent\w*|deliberately)"
        ),
    ),
    "sudden_infant_death": (
        (
            r"sudden(?:ly)?,?(?: and| or)? ?(?:unexpected(?:ly)?"
            r"|unexplained)?,? ?(?:infant )?(?:death|died)s?(?: (?:in|of) (?:infancy|an infant"
            r"|a baby|babies|infants))?|died sudden(?:ly)?|death was sudden|sudden infant|\bsudi\b"
            r"|\bsids\b|cot death|unexpected(?:ly)? (?:and (?:sudden|unexplained) )?(?:death|died)"
            r"|died unexpectedly|unexplained infant death"
        ),
        (
            r"(?:in|into) (?:the |his |her |their )?(?:parental|parents'|mother's|father's"
            r"|family|double) bed|in the same bed (?:as|with)"
            r"|(?:asleep|sleep\w*|slept) with (?:him|her|them|the baby|the infant|the child)\b"
            r"|co-?[ -]?sle(?:ep\w*|pt)|bed[- ]?shar\w+|sofa[- ]?shar\w+|shar(?:ed"
            r"|ing) (?:\w+ )?(?:a |an |the |his |her |their )?(?:\w+ )?(?:bed|sofa|settee|mattress"
            r"|sleeping|sleep|chair|armchair|couch|duvet)|unsafe sle\w+|(?:lifeless|unresponsive"
            r"|dead|not breathing|blue|cold) (?:beside|next to|under(?:neath)?|alongside) (?:him"
            r"|her"
            r"|them|(?:his|her|the) (?:mother|father|parents?))|unsafely (?:asleep"
            r"|sleeping)|(?:asleep|sleep(?:ing)?|slept|fell asleep|fallen asleep|lying"
            r"|bed) (?:\w+ ){0,5}?(?:on|in) (?:\w+ ){0,2}?(?:bed|sofa|settee|armchair|chair"
            r"|couch) (?:\w+ )?with|(?:sleep(?:ing)?|slept|asleep|in bed|bed) (?:\w+ ){0,4}?(?:with"
            r"|between|beside|next to|alongside) (?:(?:his|her|their|both|the|an?"
            r"|its) )?(?:\w+ )?(?:mother|father|parents?"
            r"|sibling|brother|sister|twin|carer|grand\w+)"
            r"|overl(?:ay\w*|ain|aid|ying)|overlaid|unsafe (?:sleep|sleeping)|(?:on|in) (?:his|her"
            r"|its) (?:mother|father|parent)'?s?'? bed|sleep(?:ing)? environment (?:was"
            r"|had been) unsafe|(?:slept|sleeping) on a sofa"
        ),
    ),
    "fabricated_or_induced_illness": (
        (
            r"(?:report\w+|describ\w+|claim\w+) (?:[\w,-]+ ){1,5}?(?:that|which) (?:no (?:\w+"
            r" )?(?:one|body|professional|doctor|nurse|staff)|nobody|were never|staff never)"
            r" (?:\w+ )?(?:saw|seen|witness\w*|observ\w+)"
            r"|(?:symptoms?|seizures?|fits|illness\w*) (?:that "
            r"|which )?(?:\w+ ){0,2}not (?:\w+ )?(?:seen|witnessed"
            r"|observed) by (?:anyone|anybody|others|staff)|contaminat\w+ (?:his|her|their) \w+"
            r"|claim\w* (?:that )?(?:he|she|they) (?:had|was|were)[^.;]{0,30} when (?:he|she"
            r"|they) (?:did|was|were) not"
            r"|unnecessary (?:medical )?(?:treatments?|operations?|investigations?|surgery"
            r"|procedures?"
            r"|tests|medication)|(?:alter|falsif|tamper)\w+ (?:with )?(?:\w+ ){0,2}(?:charts?"
            r"|samples?|records|notes"
            r"|feed(?:s|ing)?|medical|tests?|drip|line)\b|(?:untrue|false|invented|made-up"
            r"|misleading) (?:reports?|accounts?|histor\w+|claims?"
            r"|information) (?:of|about) (?:\w+ ){0,3}?(?:fits|illness\w*|symptoms?|seizures"
            r"|medical|health)|fabricated?(?: (?:and|or|/)"
            r"|/)? ?(?:or )?(?:and )?(?:induced)? ?(?:or exaggerated )?(?:illness\w*|symptoms?"
            r"|medical|seizures)|illness\w* (?:fabricated|induced)|falsely (?:claim|report)\w*"
            r" that (?:\w+ ){1,4}(?:had|was|were"
            r"|suffered)"
            r"|(?:illness\w*|symptoms?) (?:was|were|is|are) (?:\w+ ){1,3}been (?:induced|fabricated"
            r"|exaggerated)|\bfii\b|munchausen\w*|m[uü]nchausen\w*|(?:illness\w*|symptoms?"
            r"|conditions?|seizures|fits|medical history|ill health) (?:was|were|had been|being"
            r"|been|is|are) (?:\w+ )?(?:fabricated|induced|exaggerated|invented|made up)"
            r"|(?:fabricat|exaggerat|invent|induc)(?:ed|ing|ion|es)(?: of)?(?: (?:his|her|their"
            r"|the child's|and \w+|or \w+|the))*(?: \w+)? ?(?:illness\w*|symptoms?|conditions?"
            r"|medical|seizures|health|ill health)|medical child abuse|induc(?:ed|ing) (?:\w+ )?ill"
        ),
    ),
    "emotional_abuse": (
        (
            r"emotional (?:neglect and )abuse|(?:emotional(?:ly)?|psychological(?:ly)?)(?:(?:,"
            r"| and|, and| or"
            r"|/)+ ?(?:physical(?:ly)?|sexual(?:ly)?|psychological(?:ly)?|emotional(?:ly)?"
            r"|verbal(?:ly)?|financial(?:ly)?|neglect))* ?(?:abus\w+|harm\w*|maltreat\w*|cruelty"
            r"|mistreat\w*|ill-?treat\w*|damage[d]?)|(?:physical(?:ly)?|sexual(?:ly)?"
            r"|verbal(?:ly)?)(?:,| and|, and| or|/)+ ?(?:\w+ and )?(?:emotional(?:ly)?"
            r"|psychological(?:ly)?) (?:abus\w+|harm\w*|neglect|maltreat\w*|cruelty)"
        ),
    ),
    "youth_violence": (
        (
            r"stabb(?:ed|ing|ings)|stab wounds?|(?:knife|machete|blade) (?:attack|wounds?|crime"
            r"|injur\w+|fight)|knifed|shot (?!at risk)(?=by|dead|in|at|outside|during|while|and)"
            r"|\bshot$|was shot|shootings?|gunshot|gun crime|firearm\w*|fight with knives"
        ),
        (
            r"(?:youths?|young (?:people|men|person|man)|teenagers?|boys?"
            r"|year-olds?),? (?:\w+ )?(?:was|were|have been) "
            r"[^.;]{0,40}?(?:murder|manslaughter|wounding)|gangs?(?:[- ](?:violence|involve\w+"
            r"|affiliat\w+|member\w*|related|culture|associat\w+"
            r"|activit\w+|conflict|rivalr\w+|fight\w*))|(?:involve\w*|member|membership|associat\w+"
            r"|affiliat\w+|links?|linked|part|joined|rival|conflict) (?:\w+ ){0,3}?(?:with |in |of "
            r"|to |a |between )?(?:\w+ ){0,2}?gangs?\b|(?:(?<!by )(?<!for )a|rival) gang"
        ),
        (
            r"(?:killed|attacked|injured|wounded|cut"
            r"|slashed)(?: [^.;]{0,30})? with (?:an? )?(?:[\w-]+ )?"
            r"(?:knife|knives|machetes?|blades?|swords?"
            r"|axe|hammer)|(?:serious |street |peer )?youth violence|serious violence"
            r"|altercation (?:with"
            r"|between|involving) (?:\w+ ){0,3}?(?:young people|youths|teenagers|boys|peers|group)"
            r"|(?:attack(?:ed)?|(?<!sexually )assault(?:ed)?|beaten(?: up)?|set upon|killed"
            r"|murdered"
            r"|stabbed) by (?:an?|the|two"
            r"|three|four|five|several|other|another|\d) ?(?:[\w-]+ ){0,4}?(?:young people|youths?"
            r"|teenagers?|boys?|girls?|peers?|gang|group|pupils?|young person|young man|young men"
            r"|16|17|15)|(?:hit|struck) [^.;]{0,40} by (?:an?|another|other) (?:\w+ )?(?:youths?"
            r"|teenagers?|young \w+|pupils?|boys?)|violen\w+ (?:\w+ )?(?:between|among|by|from"
            r"|with) (?:\w+ )?(?:young people"
            r"|youths|teenagers|peers)|fight (?:with|between) (?:\w+ ){0,3}?(?:young people|youths"
            r"|teenagers|boys|peers)"
        ),
    ),
}
PATTERNS = {
    code: re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?!\w)")
    for code, parts in (_WORDINGS | MISHAPS).items()
}
"""One pattern for each code of harm but filicide, which has a module of its own."""
