import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.digest.model import Document
from repo_watch.digest.text import clean, fit, listed, web_address
from repo_watch.rendering import pdf, words

FONT = pdf._font()


def test_the_font_has_what_british_texts_need():
    assert set(map(ord, "ŵŷŴŶâêîôû£–—‘’“”…•✓→≥½·")) <= FONT.keys()
    assert ord("儿") not in FONT


def test_what_is_known_of_the_font_unopened_is_what_it_says():
    assert pdf._USUAL.items() <= FONT.items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \t b\r\nc  ", "a b c"),
        ("0808\xa0800\xa05000", "0808\xa0800\xa05000"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("\uf0b7 one", "• one"),
        ("soft\N{SOFT HYPHEN}ly\ufeff", "softly"),
        ("nul\0 bell\a \x1b[31m", "nul bell [31m"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("abc\N{RIGHT-TO-LEFT OVERRIDE}fed", "abcfed"),
        ("\N{ZERO WIDTH SPACE}\N{LEFT-TO-RIGHT MARK}", ""),
    ],
)
def test_texts_are_cleaned_without_losing_a_word(text, expected):
    assert clean(text) == expected


@given(st.text(st.characters()))
def test_any_text_becomes_one_that_every_rendering_can_carry(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()
    assert not set(cleaned) & set("\0\n\r\t\x1b\uf0b7\ufeff")
    assert set(map(ord, fit(cleaned, FONT))) <= set(FONT.values())


def test_characters_that_the_font_lacks_are_replaced_and_others_kept():
    assert fit("Child 儿 ŵ", FONT) == "Child □ ŵ"
    assert fit("ﬁnd", FONT) == "find"
    assert fit("family \U0001f468\N{ZERO WIDTH JOINER}\U0001f469", FONT) == "family □□"


def test_characters_that_look_alike_become_one():
    assert fit("0808\xa0800\xa05000, 4\N{NON-BREAKING HYPHEN}year", FONT) == "0808 800 5000, 4-year"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("plan before birth; ask twice; write it down.", 3),
        ("Partnership 1: do x; both partnerships: do y", 2),
        ("one; two;", 2),
        ("one point only.", 0),
        ("The family moved. No one knew; the records followed. Then help came.", 0),
        ("", 0),
    ],
)
def test_what_the_source_listed_is_a_list_and_prose_stays_prose(text, points):
    assert len(listed(text)) == points


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://library.example/a b?q=1&r=2#x", "https://library.example/a%20b?q=1&r=2#x"),
        ("HTTP://Library.Example/A", "http://library.example/A"),
        ("https://library.example/ŵ", "https://library.example/%C5%B5"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://library.example:8443/", "https://library.example:8443/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
        ('https://library.example/"><b>', "https://library.example/%22%3E%3Cb%3E"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        (" JavaScript://library.example/%0aalert(1)", None),
        ("data:text/html,<b>", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("//library.example/", None),
        ("/relative", None),
        ("https://", None),
        ("https://known.example@other.example/", None),
        ("https://[half/", None),
        ("https://library.example:port/", None),
        ("", None),
    ],
)
def test_only_plain_web_addresses_become_links(url, expected):
    assert web_address(url) == expected


@given(st.text())
def test_a_link_is_ascii_without_quotes_or_spaces_whatever_was_written(text):
    found = web_address("https://library.example/" + text)
    assert found is None or (found.isascii() and not set(found) & set(' "<>\n\r\t\\'))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, "1kb"),
        (254_976, "249kb"),
        (1_047_552, "1023kb"),
        (1_048_200, "1Mb"),
        (1_700_000, "2Mb"),
        (12_900_000, "12Mb"),
    ],
)
def test_sizes_have_the_form_of_the_partnerships_page(size, expected):
    assert words.short_size(size) == expected


def test_documents_say_what_awaits_the_reader():
    report = Document(
        title="Annual report",
        url=None,
        content_type="application/pdf",
        file_size=1_790_000,
        pages=1,
    )
    assert words.say("document", report, report.title)[0] == "Annual report (PDF, 1.7 MB, 1 page)"
    bare = Document(title="", url=None, content_type=None, file_size=None, pages=None)
    assert words.say("document", bare, "Document")[0] == "Document"


def test_counts_and_sequences_read_as_sentences_do():
    assert words.count(1, "review") == "1 review"
    assert words.count(2000, "review") == "2,000 reviews"
    assert words.sequence(["a"]) == "a"
    assert words.sequence(["a", "b"]) == "a and b"
    assert words.sequence(["a", "b", "c"]) == "a, b and c"
