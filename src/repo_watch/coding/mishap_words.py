"""The wordings of what befalls a child: accidents, drowning and poisoning."""

MISHAPS: dict[str, tuple[str, ...]] = {
    "accident": (
        (
            r"(?<!non )(?<!been )accident(?:s|al|ally)?\b(?! (?:and|&) emergency)|(?:blind"
            r"|curtain) cord"
            r"|(?:trapped|entangled|wedged|entrapped) (?:in|between|by|under)\b|electrocut\w+"
            r"|(?:collapsed|toppled) on(?:to)? (?:him|her|them)|misadventure"
            r"|mishap|(?:house|flat"
            r"|domestic|caravan|tent|kitchen|bedroom|car)[- ]?fires?|caught fire|set alight"
            r"|in a fire|\ba fire\b|fire at|chok(?:ed|ing)|(?:road )?(?:traffic )?collision|rtc\b"
            r"|rta\b|car crash|road crash|(?:car|vehicle|motorbike|moped|bicycle"
            r"|scooter) (?:\w+ )?crash\w*|crash(?:ed)?\b|(?:was |were |been |being )?(?:hit|struck"
            r"|run over|knocked down) by (?:an? |the )?(?:\w+ )?(?:car|van|bus|lorry|vehicle|train"
            r"|motor\w*|taxi|tram)|run over|knocked (?:down|over|off)|(?:car|vehicle|motorbike"
            r"|moped|bike|van"
            r"|scooter) (?:\w+ ){0,3}?(?:hit|struck|collided|left the road|overturned)|(?:fell"
            r"|fallen|falling|fall|fell to (?:his|her) death)\b(?! (?:asleep|out with|pregnant|ill"
            r"|behind|below|within|in love|into care|under|short|through the|between))"
        ),
    ),
    "drowning": (
        (
            r"drown(?:ed|ing|s)?|near[- ]drowning|submers\w+|submerged|under(?: the)? water"
            r"|face down in (?:the|a)"
        ),
    ),
    "poisoning": (
        (
            r"poison(?:ed|ing)|carbon monoxide|(?:ate|eaten|eating) (?:\w+ ){0,2}?(?:cannabis"
            r"|tablets|pills|poison)"
            r"|put (?:\w+ )?(?:bleach|methadone|sedatives?|alcohol) in (?:his|her|their)"
            r"|accidentally (?:\w+ ){0,3}overdos\w+|(?:hair|blood|urine) (?:\w+ ){0,3}?positive for"
            r" (?:cocaine|heroin|cannabis|opiates|methadone|drugs)|ingest(?:ed"
            r"|ing)(?: (?!food)[\w'-]+){1,3}"
            r"|ingestion(?: of)?(?: (?!food|by)[\w'-]+){1,3}|overdos\w+[^.;]{0,40} accidental"
            r"|(?:ingest|swallow|consum)(?:ed|ing"
            r"|ion)?(?: of)?(?: (?!food)[\w'-]+){0,7}? (?:methadone|drugs?|tablets?|pills?|medic\w+"
            r"|heroin|cocaine|cannabis|bleach|chemicals?|batter(?:y|ies)|ecstasy|mdma|substances?"
            r"|alcohol|opiates?|diazepam|codeine|salt|cleaning|liquid|poison|detergent"
            r"|painkillers?|buprenorphine"
            r"|subutex|oramorph|morphine)|(?:methadone|opiate|drug|heroin|cocaine|alcohol|morphine"
            r"|codeine|salt|lead|medication) (?:toxicity|intoxication|poisoning|ingestion)"
            r"|toxic (?:levels?|dose|amount|substance)|toxicology (?:\w+ ){0,5}?(?:found|showed"
            r"|revealed)|toxicology|(?:cocaine|cannabis|heroin|methadone|opiates) (?:were|was)"
            r" found in"
            r" (?:the |his |her |their )?(?:blood|urine|hair|system)|inhal(?:ed|ing|ation)(?:"
            r" of)? (?:\w+ )?(?:gas|deodorant|lighter fuel|nitrous oxide|glue|petrol|aerosols?"
            r"|solvents?|butane|fumes)|accidental (?:\w+ )?overdos\w+|(?:dr[aiu]nk(?:ing)?"
            r"|sipp\w+) (?:\w[\w'-]* ){0,4}?(?:methadone|bleach|cleaning|poison|white spirit"
            r"|antifreeze|chemicals?)|(?:taking|took|taken) (?:(?:his|her|their) )?(?:mother"
            r"|father|grand\w+|parent|carer)s?'s? "
            r"(?:\w+ ){0,2}?(?:tablets|medication|medicines?|pills|methadone|drugs)"
            r"|put(?:ting)? (?:\w+ ){0,3}?(?:drugs|medication|medicines?"
            r"|tablets|salt|poison|sedatives) in|(?:given|giving|fed|administer\w*|gave)(?: (?:him"
            r"|her|them|the \w+))? (?:[\w']+ ){0,3}?(?:methadone|drugs|salt|heroin|cocaine"
            r"|sedatives?"
            r"|(?:crushed|sleeping) (?:tablets|pills)|laxatives?|a fatal dose|oramorph|opiates?"
            r"|opioids?|morphine|poison"
            r"|bleach|insulin|diazepam|alcohol)|(?:tak(?:en"
            r"|ing)|took) (?:an? )?(?:\w+ )?(?:ecstasy|mdma|legal highs?|lsd|a lethal mix\w*)"
        ),
    ),
}
