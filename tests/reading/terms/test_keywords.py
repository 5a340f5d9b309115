import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms import keywords, reference
from repo_watch.reading.terms.keywords import Term, normalise

ROWS = reference.rows("keywords.csv")
TERMS = [row["term"] for row in ROWS]
ALIASES = [(alias, row["term"]) for row in ROWS for alias in row["aliases"].split(";") if alias]


@pytest.mark.parametrize("term", TERMS)
def test_a_controlled_term_is_itself(term):
    assert normalise(term) == Term(term, known=True)
    assert normalise(f"  {term.upper()} ") == Term(term, known=True)


@pytest.mark.parametrize(("alias", "term"), ALIASES)
def test_a_reviewed_alias_gives_its_term_and_is_needed(alias, term):
    assert normalise(alias) == Term(term, known=True)
    assert keywords._key(alias) != keywords._key(term)


@pytest.mark.parametrize(
    ("raw", "term"),
    [
        ("discguised compliance", "disguised compliance"),
        ("children with chronic illnesses", "children with a chronic illness"),
        ("child with a chronic illness", "children with a chronic illness"),
        ("Child death", "child deaths"),
        ("Infant", "infants"),
        ("physical disability in children", None),
        ("Children with a physical disability", "children with physical disabilities"),
        ("nonaccidental injury", "non-accidental injuries"),
        ("non accidental injuries", "non-accidental injuries"),
        ("multi-disciplinary approach", "multidisciplinary approach"),
        ("Multi disciplinary approaches", "multidisciplinary approach"),
        ("self harm", "self-harm"),
        ("GPs", "general practitioners"),
        ("drugs & alcohol", "drugs and alcohol"),
        ("pre\N{HYPHEN}birth risk assessment", "pre-birth risk assessments"),
        ("parents with a mental health problem", "parents with mental health problems"),
        ("unknown man", "unknown men"),
        ("Children\N{RIGHT SINGLE QUOTATION MARK}s voices", "voice of the child"),
        ("voice\N{NO-BREAK SPACE}of child", "voice of the child"),
        ("substance abuse", None),
        ("illness", None),
        ("child", None),
    ],
)
def test_spellings(raw, term):
    assert normalise(raw) == (Term(term, known=True) if term else Term(raw.lower(), known=False))


def test_an_unknown_term_keeps_its_own_words():
    assert normalise("  Kite\N{NO-BREAK SPACE} Flying ") == Term("kite flying", known=False)
    assert normalise("the") == Term("the", known=False)


def test_terms_are_sorted_and_distinct():
    assert sorted(set(TERMS)) == TERMS
    assert len({keywords._key(term) for term in TERMS}) == len(TERMS) == 45


@given(st.text())
def test_any_text_gives_a_term_that_stays(raw):
    term = normalise(raw)
    assert term.known == (term.term in TERMS)
    if term.known:
        assert normalise(term.term) == term
