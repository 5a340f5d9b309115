"""From the bytes of a page to its text: which encoding, and the repair of a wrong one.

The order is that of the WHATWG encoding rules, but for one thing: bytes beyond ASCII that are valid
UTF-8 are UTF-8 whatever the page declares, because no other encoding produces them by accident.
"""

import codecs
import re

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_WITHIN = 4096
_OF_PAGES = frozenset({
    "utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be", "iso8859-15", "iso8859-2", "iso8859-14",
    "cp1250", "cp1252", "cp1254", "cp1257", "mac-roman",
})  # fmt: skip
"""What a page of these sites may be written in. Python knows others that take their time."""

# windows-1252 as browsers read it: the five bytes it leaves open stand for themselves.
_WINDOWS_1252 = [
    bytes((code,)).decode("windows-1252", "ignore") or chr(code) for code in range(256)
]
_BYTE_OF = {chr(code): code for code in range(256)} | {
    char: code for code, char in enumerate(_WINDOWS_1252)
}
_CONTINUING = range(0x80, 0xC0)
_FOLLOWERS = "".join(re.escape(char) for char, code in _BYTE_OF.items() if code in _CONTINUING)
_LEADS = "ÂÃÅâ"
_MOJIBAKE = re.compile(f"[ÂÃÅ][{_FOLLOWERS}]|â[{_FOLLOWERS}]{{2}}")
# What such a pair or triple must stand for to be certain: Latin letters and signs, the Welsh
# letters, and the punctuation that word processors write.
_CERTAIN = re.compile("[\u00a0-\u00ff\u0150-\u017f\u2000-\u206f\u20ac\u2122\u2190-\u2193\u2212]")


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page; UTF-8 that had been read as windows-1252 or latin-1 is mended.

    The charset of the header `content_type`, if any, is believed before the page's own. Bytes that
    no declared encoding explains are read as windows-1252.
    """
    for bom, encoding in _BOMS.items():
        if body.startswith(bom):
            return mend(body[len(bom) :].decode(encoding, "replace"))
    header = _CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(body, 0, _META_WITHIN)
    declared = (header and header[1], meta and meta[1].decode("ascii", "replace"))
    for encoding in filter(None, ("utf-8", *declared)):
        text = _strictly(body, encoding)
        if text is not None:
            return mend(text)
    return mend("".join(map(_WINDOWS_1252.__getitem__, body)))


def mend(text: str) -> str:
    """Text in which each certain case of UTF-8 read as windows-1252 or latin-1 is put right."""
    return _MOJIBAKE.sub(_mended, text) if any(lead in text for lead in _LEADS) else text


def _mended(match: re.Match[str]) -> str:
    # A lead byte with as many followers as it announces is always UTF-8.
    char = bytes(_BYTE_OF[char] for char in match[0]).decode("utf-8")
    return char if _CERTAIN.match(char) else match[0]


def _strictly(body: bytes, encoding: str) -> str | None:
    """The text, or None when the bytes are not in that encoding or no page uses it."""
    try:
        if codecs.lookup(encoding).name not in _OF_PAGES:
            return None
        text = body.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    # ASCII in UTF-16 passes for UTF-8 with a NUL beside each letter.
    return None if "\0" in text[:200] else text
