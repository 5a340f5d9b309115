"""The names of the bodies of the codebook's table of agencies, and of bodies outside it.

The first pattern that fits at a place wins, so a school nurse is found before a school.
"""

import re

_BODIES: tuple[tuple[str, str], ...] = (
    (
        "mental_health",
        (
            r"(?:child and adolescent |adult |perinatal |community |crisis |children's "
            r"|young people's "
            r"|inpatient |infant )*mental[- ]health(?:care)?(?: (?:services?|trusts?|teams?"
            r"|providers?"
            r"|practitioners?|professionals?|staff|workers?|units?|partnership trust"
            r"|foundation trust"
            r"|commissioners?|nurses?|partners|wards?|hospitals?))*|camhs\w*"
            r"|psychiatr\w+(?: (?:services?|liaison|teams?|liaison teams?))*|crisis (?:teams?"
            r"|services?)"
            r"|psycholog(?:y|ical) services?|perinatal (?:services?|teams?)|iapt|talking therap\w+"
        ),
    ),
    (
        "youth_justice",
        (
            r"youth (?:offending|justice)(?: (?:services?|teams?|boards?|partnerships?|workers?))*"
            r"|yots?|yjs|youth justice board|yoi|young offenders?'? institutions?"
        ),
    ),
    (
        "health_visiting",
        (
            r"health[- ]visit(?:ors?|ing)(?: (?:services?|teams?|providers?|staff|managers?"
            r"|practice))*"
            r"|0-19 (?:services?|teams?|nurs\w+)|family nurse partnership|family nurses"
        ),
    ),
    (
        "midwifery",
        (
            r"midwi(?:fe|ves|fery)(?: (?:services?|teams?|staff|units?|managers?|matrons?))*"
            r"|maternity(?: (?:services?|units?|staff|teams?|providers?|hospitals?|wards?|matrons?"
            r"|departments?))*|(?:obstetric|antenatal|ante-natal|postnatal)(?: (?:services?"
            r"|clinics?"
            r"|teams?|staff|units?|departments?|care))+|obstetricians?"
        ),
    ),
    ("health", r"school[- ]nurs(?:es?|ing)(?: (?:services?|teams?|staff))*|schools nursing"),
    ("ambulance", r"ambulance(?: (?:services?|trusts?|crews?|staff|control))*|paramedics?"),
    (
        "probation",
        (
            r"(?:national )?probation(?: (?:services?|officers?|staff|trusts?|providers?))*"
            r"|community rehabilitation compan(?:y|ies)|crcs?"
        ),
    ),
    (
        "housing",
        (
            r"housing(?: (?:departments?|associations?|providers?|services?|officers?|teams?|staff"
            r"|trusts?|authorit(?:y|ies)|options|sector|and|landlords|agencies))*|social landlords?"
            r"|registered (?:social )?landlords?|hostels?(?: (?:staff|managers?|providers?))?"
            r"|homeless(?:ness)?(?: (?:services?|teams?|units?))+"
        ),
    ),
    (
        "gp",
        (
            r"gps?(?: (?:practices?|surger(?:y|ies)|services?|staff|leads?))*"
            r"|practice nurses?|general practi(?:ce|ces"
            r"|tioners?)|(?:primary care|family|doctors'|medical) (?:practices?|surger(?:y|ies))"
            r"|family doctors?|surgeries|practices(?= (?:should|must|to|need)\b)"
        ),
    ),
    (
        "children_social_care",
        (
            r"(?:local authority |statutory |relevant |council )*(?:children(?:'?s)?"
            r"|children and young people'?s|children and families|adolescent)(?:,? (?:schools"
            r"|young people|adult|education)?(?: and)?(?: families'?)?)? ?(?:social (?:care"
            r"|services"
            r"|work)|services?|specialist services)(?: (?:services?|teams?|departments?|staff"
            r"|managers?"
            r"|directorate|practitioners?))*|social (?:care|services|work(?:ers?)?)(?: (?:teams?"
            r"|departments?|managers?|services?|staff|for children))*"
            r"|(?:the )?disabled children'?s? (?:teams?|services?)"
            r"|children with disabilit\w+ (?:teams?"
            r"|services?)|foster(?:ing)?(?: (?:services?|agenc(?:y|ies)|teams?|panels?|providers?"
            r"|social workers?|carers?))+|foster carers?|leaving[- ]care(?: (?:services?|teams?"
            r"|workers?|staff))+|leaving care|kinship(?: care)? (?:teams?|services?|workers?)"
            r"|independent reviewing officers?|reviewing officers?|iros?|(?:residential|children's"
            r"|care) homes?(?: (?:managers?|staff|providers?|workers?))*"
            r"|residential (?:care )?(?:managers?|staff|workers?|providers?|units?)"
            r"|(?:private fostering|emergency duty|out of hours|looked after children'?s?"
            r"|child protection|placements?) (?:social work )?(?:services?|teams?)"
            r"|directors? of children'?s services|child protection (?:conference )?chairs?"
            r"|conference chairs?|csc|personal advisers?"
        ),
    ),
    (
        "school",
        (
            r"(?:primary |secondary |special |independent |maintained |local |infant |junior "
            r"|alternative provision |faith |boarding |nursery |further education "
            r"|sixth form )*(?:schools?(?! (?:counsel\w+|attendance|exclusions?|places?"
            r"|children|years?"
            r"|readiness|records|transport|holidays|days?|non-attendance|based|age|nurs))|colleges?"
            r"|(?:multi-)?academ(?:y|ies)(?: trusts?)?|nurser(?:y|ies)(?! nurs)|pre-?schools?"
            r"|sixth forms?)(?: (?:staff|leaders?|governors?|governing bod\w+|settings?|heads?"
            r"|leads?))*(?! (?:nurs|age))|(?:early years|childcare"
            r"|education(?:al)?)(?: (?:settings?"
            r"|providers?|services?|staff|departments?|professionals?|authorit\w+|partners|sector"
            r"|welfare|psychology|psychologists|and|safeguarding|leads?|teams?|officers?"
            r"|practitioners?"
            r"|establishments?|provision))*|ehe (?:officers?|teams?|services?)|teachers?"
            r"|head ?teachers?|headteachers?|(?:elective )?home[- ]educat\w+(?: (?:services?|teams?"
            r"|officers?))*|childminders?|children's centres?(?=ZZZ)|school governors?"
            r"|designated safeguarding leads?|pupil referral units?|governing bod(?:y|ies)"
        ),
    ),
    (
        "police",
        (
            r"(?:british transport |counter-terrorism |\w+shire |metropolitan |local "
            r"|neighbourhood "
            r"|motorway |roads? |transport |public protection |military )*(?:police|constabular(?:y"
            r"|ies))(?: (?:forces?|services?|officers?|units?|staff|teams?|control rooms?"
            r"|custody))*"
            r"|constabular(?:y|ies)|law enforcement|chief constables?"
        ),
    ),
    (
        "partnership",
        (
            r"(?:local |regional |national |county |city )*(?:safeguarding )(?:children'?s? "
            r"|adults? "
            r"|people |and \w+ |children and adults? |young people )*(?:boards?|partnerships?"
            r"|partners"
            r"|committees?)(?: (?:boards?|partners|chairs?|executive))*|lscbs?|lscps?|scbs?|scps?"
            r"|safeguarding boards?|(?:local |strategic |statutory )*safeguarding (?:partners?"
            r"|partnerships?)|(?:the|both|two|this|regional|its|their"
            r"|local) (?!(?:health|youth|school|trust|integrated|academy|governing|management)\b)"
            r"(?:\w+ )?(?:boards?|partnerships?)|partnerships?|boards?"
            r"|\w+ safeguarding children (?:board|partnership)|lscb's"
            r"|statutory partners|board members"
        ),
    ),
    (
        "health",
        (
            r"(?:acute |hospital |community |nhs |health(?:care)? |foundation |integrated |local "
            r"|university |teaching |provider |primary |secondary |children's |paediatric "
            r"|specialist "
            r"|general |district |public |drug |alcohol |substance misuse |drug and alcohol "
            r"|drug treatment |sexual |a&e |emergency |neonatal |radiology |clinical commissioning "
            r"|care )*(?:nhs(?: (?!and\b|england\b|wales\b)\w+)*? ?trusts?|(?:hospital|acute"
            r"|health|foundation|care|community"
            r"|provider|nhs)s? trusts?|trusts?|hospitals?|health boards?"
            r"|health(?: and social care)? trusts?|clinical commissioning groups?|ccgs?"
            r"|pcts?|integrated care (?:boards?|systems?|partnerships?)|icbs?"
            r"|health(?:care)? (?:services?"
            r"|providers?|agenc(?:y|ies)|professionals?|practitioners?|staff|organisations?"
            r"|commissioners?|partners|workers?|economy|bodies|visitors? (?=ZZ)|teams?|authorit\w+)"
            r"|nhs england|nhs wales|public health(?: (?:england|wales|teams?|services?"
            r"|departments?"
            r"|nurs\w+))?|paediatric(?:s|ians?)|paediatric (?:services?|teams?|departments?|wards?)"
            r"|emergency departments?|a&e(?: departments?)?"
            r"|accident and emergency(?: departments?)?"
            r"|sexual health(?: (?:services?|clinics?))*|pharmac(?:y|ies|ists?)|dent(?:ists?"
            r"|al)(?: (?:services?|practices?))*|(?:drug|alcohol|substance)(?:(?: and|/|,) (?:drug"
            r"|alcohol))?(?: misuse| treatment| use)?(?: \w+)? (?:services?|teams?|providers?"
            r"|agencies|workers?)|prison health ?care|(?:health|nhs|ccg) commissioners"
            r"|commissioners of (?:\w+ )*health(?: services)?|named (?:doctors?|nurses?)"
            r"|designated (?:doctors?|nurses?)|consultants?|doctors?|nurses?|clinicians?"
            r"|(?:community"
            r"|district|specialist) nurs(?:es|ing)(?: teams?| services?)*"
            r"|radiolog\w+(?: departments?)?"
            r"|neonatal(?: (?:units?|services?|teams?))+|physiotherap\w+|audiology|neurology"
            r"|(?:burns|diabet\w+|asthma|epilepsy|oncology|cardiac|dietetic) (?:services?|units?"
            r"|teams?|clinics?)"
            r"|speech and language therap\w+|dieti[ct]ians?|walk-in cent(?:re|er)s?"
            r"|minor injuries units?|urgent care|commissioners of (?:\w+ )+|primary care(?! practi)"
            r"|health)(?: (?:leads?|staff|departments?|services?|clinics?))*"
        ),
    ),
)
BODY = re.compile(
    "|".join(f"(?P<{code}_{n}>\\b(?:{pattern})\\b)" for n, (code, pattern) in enumerate(_BODIES))
)
UNCODED = re.compile(
    r"\b(?:occupational health|adult social (?:care|services)|adult services|adults' services"
    r"|fire(?: and rescue)? services?|cafcass|court services?|department (?:for"
    r"|of) (?:education|health)(?: and social care)?|department of health|home office|ofsted"
    r"|cqc|care quality commission|ministr\w+ \w+|ministers?|government|welfare services?"
    r"|armed forces \w+ ?\w*|border force|private providers?|passport office"
    r"|environmental health|community safety partnerships?|voluntary \w+|courts?"
    r"|crown prosecution service|cps|care provider\w*|family courts?"
    r"|health and wellbeing boards?|health and safety executive|family health"
    r"|domestic abuse (?:services?|partnerships?|boards?)|housing benefit|immigration"
    r"|children's centres?|children's commissioner|multi-agency \w+)\b"
)
