import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms.reference import rows
from repo_watch.reading.terms.review_types import REVIEW_TYPES, concerns_a_child, review_type

LOCAL = "local_child_safeguarding_practice_review"
NATIONAL = "national_child_safeguarding_practice_review"
CSPR = "child_safeguarding_practice_review"
SCR = "serious_case_review"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serious case review: Child Q: overview report.", SCR),
        ("This SCR looks at", SCR),
        ("This serious\N{NO-BREAK SPACE}case review's findings", SCR),
        ("This local child safeguarding practice review concerns", LOCAL),
        ("Local safeguarding children practice review", LOCAL),
        ("the LCSPR found", LOCAL),
        ("A national child safeguarding practice review by the Panel", NATIONAL),
        ("Child safeguarding practice review of a baby's care", CSPR),
        ("The CSPR found", CSPR),
        ("Children\N{RIGHT SINGLE QUOTATION MARK}s safeguarding practice review", CSPR),
        ("A rapid review was held", "rapid_review"),
        ("This extended child practice review", "child_practice_review"),
        ("A concise child practice review was held", "child_practice_review"),
        ("single unified safeguarding review", "single_unified_safeguarding_review"),
        ("an SUSR", "single_unified_safeguarding_review"),
        ("case management review", "case_management_review"),
        ("The CMR found", "case_management_review"),
        ("Significant case review", "significant_case_review"),
        ("learning review", "learning_review"),
        ("a local learning review", "learning_review"),
        ("multi-agency learning review", "multi_agency_learning_review"),
        ("Multi agency learning review", "multi_agency_learning_review"),
        ("partnership review", "partnership_review"),
        ("Partnership learning review", "partnership_review"),
        ("thematic review of eight cases", "thematic_review"),
        ("A thematic learning review", "thematic_review"),
        ("A domestic homicide review", "domestic_homicide_review"),
        ("domestic abuse related death review", "domestic_homicide_review"),
        ("A safeguarding adults review", "safeguarding_adult_review"),
        ("An LSCPR", LOCAL),
        ("Local Safeguarding Child(ren) Practice Review", LOCAL),
        ("The SPR of Child Q", CSPR),
        ("A Part 8 review", "part_8_review"),
        ("Initial case review", "initial_case_review"),
        ("A serious case management review", "serious_case_management_review"),
        ("Adolygiad ymarfer plant", "child_practice_review"),
        ("Adolygiad Diogelu Unedig Sengl", "single_unified_safeguarding_review"),
        ("An adult practice review", "adult_practice_review"),
        ("domestic abuse-related death review", "domestic_homicide_review"),
        ("The DARDR found", "domestic_homicide_review"),
        ("An offensive weapons homicide review", "offensive_weapons_homicide_review"),
        ("Mental health homicide review", "mental_health_homicide_review"),
        ("MALR", "multi_agency_learning_review"),
        ("Multi-agency practice review", "multi_agency_practice_review"),
        ("Independent practice review", "independent_practice_review"),
        ("Local case review", "local_case_review"),
        ("Concise CPR Child Q", "child_practice_review"),
        ("ADUS", "single_unified_safeguarding_review"),
        ("SCMR Child Q", "serious_case_management_review"),
        ("Offensive weapon homicide review", "offensive_weapons_homicide_review"),
        ("Adolygiad o laddiad domestig", "domestic_homicide_review"),
        ("Joint child and adult practice review", "child_practice_review"),
    ],
)
def test_the_types(text, code):
    assert review_type(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Concerns the care of a child.",
        "serious case reviewer",
        "The scr of a file",
        "Learning from other serious case reviews",
        "The family had been known from a previous serious case review.",
        "The sibling had been the subject of a serious case review.",
        "An earlier, separate rapid review",
        "another area's child practice review",
        "The case did not meet the criteria for a serious case review.",
        "It did not reach the threshold for holding a local child safeguarding practice review.",
        "decided not to carry out a serious case review",
        "The review is a pilot rather than a serious case review.",
        "There was no rapid review",
        "A serious case review was not required.",
        "The criteria for it were unclear; serious case review criteria were not met.",
        "The board considered whether to hold a serious case review.",
        "The partnership should commission a thematic review.",
        "Uses the child practice review model.",
        "Follows learning review methodology.",
        "A serious case review in another area found the same.",
        "a serious case review into the death of her older brother",
        "Asks that the partnership review its procedures.",
        "The partnership reviews cases.",
        "The Child Safeguarding Practice Review Panel was told.",
        "asks that the next national review consider it",
        "The panel's next thematic review should consider it",
        "for a future national child safeguarding practice review",
        "CPR was given by paramedics",
    ],
)
def test_mentions_of_another_review_do_not_count(text):
    assert review_type(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Not for a serious case review. This learning review asks", "learning_review"),
        (
            "It did not meet the criteria for a serious case review; a partnership review was held",
            "partnership_review",
        ),
        ("Not known to services, and this serious case review asks", SCR),
        ("The case met the criteria for a serious case review", SCR),
        ("A rapid review led to a child safeguarding practice review", CSPR),
        ("This child safeguarding practice review. The LCSPR panel", LOCAL),
        (f"This {CSPR} and the {NATIONAL}".replace("_", " "), NATIONAL),
        ("Learning review. The serious case review panel", "learning_review"),
        ("A thematic review was cited. This serious case review asks", SCR),
        ("A domestic homicide review came first. A serious case review followed.", SCR),
        ("This rapid review came before a serious case review", "rapid_review"),
    ],
)
def test_which_of_several_mentions_decides(text, code):
    assert review_type(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Joint serious case review and domestic homicide review", "domestic_homicide"),
        ("A joint serious case and domestic homicide review", "domestic_homicide"),
        ("serious case review (SCR)/DHR", "domestic_homicide"),
        (
            "child practice review carried out jointly with a domestic homicide review",
            "domestic_homicide",
        ),
        ("A safeguarding adult review and serious case review (SCR)", "safeguarding_adult"),
    ],
)
def test_joint_reviews(text, code):
    assert review_type(text) == f"joint_{code}_review"


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("Serious case review: Willow", True),
        ("SUSR Willow", False),
        ("SUSR Child Q", True),
        ("Adolygiad diogelu unedig sengl: Plentyn Q", True),
        ("A learning review of a young person's care", True),
        ("Learning review: Mr Q", False),
        ("Domestic homicide review: Rose and her children", True),
        ("Domestic homicide review: Rose", False),
        ("Domestic homicide review: a mother of two small children", False),
        ("Domestic homicide review: a mother with her baby", True),
        ("Domestic homicide review: Rose; no children in the household", False),
        ("Children’s Services learning review: Rose", False),
        ("Child and Adult Protection Committee learning review: Rose", False),
        ("Learning review into a child death", True),
        ("Learning review: Rose, aged 15", True),
        ("Learning review: Rose, aged 15 to 70", False),
        ("Learning review of a 16-year-old", True),
        ("ADUS: ein plentyn", True),
        ("Safeguarding adult review of a mother and her child", False),
    ],
)
def test_whether_a_child_is_its_subject(text, so):
    assert concerns_a_child(review_type(text), text) is so


def test_each_kind_says_whose_it_is_and_from_when_to_when():
    for kind in rows("review_types.csv"):
        assert kind["source"]
        assert kind["nation"] or re.search("name|held as one", kind["source"]), kind
        assert not kind["ends"] or kind["begins"] < kind["ends"], kind
        assert kind["child"] in {"yes", "maybe", "no"}


def test_names_are_for_readers():
    assert REVIEW_TYPES[LOCAL] == "local child safeguarding practice review"
    assert REVIEW_TYPES["multi_agency_learning_review"] == "multi-agency learning review"
    assert not any("_" in name for name in REVIEW_TYPES.values())


WORDS = st.sampled_from(
    "this a not previous serious case review reviews rapid learning local child safeguarding "
    "practice domestic homicide and joint . , SCR LCSPR model met".split()
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_any_text_gives_a_code_of_the_list_or_none(text):
    assert review_type(text) in {None, *REVIEW_TYPES}
    assert review_type(f"{text} ") == review_type(text)
