"""Bytes to text: declared, undeclared and wrongly declared encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.page.decoding import decode, mend

TEXT = "2031 – Eastmere – Child Q’s “review” £5 café ŵ"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(TEXT.encode(), None, id="utf-8 undeclared"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), None, id="byte order mark"),
        pytest.param(TEXT.encode("utf-16"), None, id="utf-16 with its mark"),
        pytest.param(
            TEXT.encode("utf-16-le"), "text/html; charset=utf-16-le", id="utf-16 declared"
        ),
        pytest.param(TEXT.encode(), "text/html; charset=iso-8859-1", id="utf-8 declared latin-1"),
        pytest.param(TEXT.encode(), "text/html; charset=nonsense", id="nobody knows it"),
        pytest.param(
            TEXT.encode("latin-1", "ignore") and TEXT.encode(), 'x;charset="utf-8"', id="quoted"
        ),
    ],
)
def test_text_comes_back(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type) == TEXT


@pytest.mark.parametrize(
    "declared", [None, "text/html; charset=utf-8", "text/html; charset=ISO-8859-1"]
)
def test_windows_1252_is_the_last_resort(declared: str | None) -> None:
    text = "2031 – Eastmere – Child Q’s “review” £5 café"
    assert decode(text.encode("windows-1252"), declared) == text


def test_declared_in_the_page() -> None:
    page = '<html><meta charset="iso-8859-2"><p>Łódź'
    assert decode(page.encode("iso-8859-2")) == page


@pytest.mark.parametrize("as_read", ["latin-1", "windows-1252"])
def test_utf8_read_as_something_else_is_mended(as_read: str) -> None:
    text = "2031 – Eastmere – Child Q’s £5 café"
    assert decode(text.encode().decode(as_read).encode()) == text


@pytest.mark.parametrize("text", ["CAFÉ–BAR", "Â", "â€", "plain", "À la carte", "Âx"])
def test_what_is_not_certain_stays(text: str) -> None:
    assert mend(text) == text


def test_an_impossible_sequence_stays() -> None:
    assert mend("â\u0080\u0041") == "â\u0080A"
    assert mend("â€¦ â‚¬ âŸ±") == "… € âŸ±"


@given(st.binary())
def test_any_bytes_give_text(body: bytes) -> None:
    assert isinstance(decode(body), str)


@given(st.text(st.characters(codec="ascii")))
def test_ascii_is_never_changed(text: str) -> None:
    assert mend(text) == text
