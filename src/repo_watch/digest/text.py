"""Text on its way into an issue: clean, within a font's reach, as a list where it is one."""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from repo_watch.reading.terms.titles import normalised

REPLACEMENT = "\N{WHITE SQUARE}"
"""Stands for a character that the PDF's font lacks; the web page has the character itself."""

_SPACE = re.compile(r"\s+")
_NAMED = str.maketrans(
    {"\uf0b7": "\N{BULLET}", "\uf0a7": "\N{BULLET}", "\N{SOFT HYPHEN}": None, "\ufeff": None}
    | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), None)
)
"""Word's bullets, which live in a private area; signs that are not to be seen; overrides of the
direction of writing, with which a text can be made to read as another one."""
_UNSEEN = {"Cc", "Cs", "Cn"}
"""Categories that no text needs: controls, lone surrogates, code points without a character."""
_INVISIBLE = {"Cf", "Mn", "Me"}
"""Direction marks, joiners and accents: where a font lacks them, they are left out."""


def clean(text: str) -> str:
    """Text as any rendering can carry it: composed (NFC), one line, no controls or surrogates.

    No-break spaces are kept; other white space becomes one space. A text of which nothing can be
    seen is empty.
    """
    if text.isascii() and text.isprintable():  # as most are; the space is all their white space
        return " ".join(text.split())
    kept = text.translate(_NAMED)
    if not kept.replace("\xa0", " ").isprintable():  # no look at each sign
        kept = "".join(
            sign for sign in kept if sign.isspace() or unicodedata.category(sign) not in _UNSEEN
        )
        if all(unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp"} for sign in kept):
            return ""
    composed = normalised("NFC", kept)
    return "\xa0".join(_SPACE.sub(" ", part) for part in composed.split("\xa0")).strip()


def fit(text: str, font: Mapping[int, int]) -> str:
    """Clean text in which every character is one that the font has; Typst refuses any other.

    The font is its code points, the white square among them, each with the one that looks like it
    and is set in its place, as a space is for a no-break space.
    """

    def instead(sign: str) -> str:
        plain = unicodedata.normalize("NFKC", sign)
        if all(ord(one) in font for one in plain):
            return plain
        return "" if unicodedata.category(sign) in _INVISIBLE else REPLACEMENT

    if {*map(ord, text)} - font.keys():
        text = "".join(sign if ord(sign) in font else instead(sign) for sign in text)
    return text.translate(font)


_SENTENCE_END = re.compile(r"[.!?]\s+\S")


def listed(text: str) -> tuple[str, ...]:
    """The points of a text that its source wrote as a list, or () where it is prose.

    The collection separates the points after a label with semicolons. A semicolon within
    sentences is punctuation: where a point other than the last holds a sentence's end, the
    text is prose.
    """
    points = tuple(point for part in text.split(";") if (point := part.strip()))
    prose = len(points) == 1 or any(map(_SENTENCE_END.search, points[:-1]))
    return () if prose else points


_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:]+")
_ADDRESS_SIGNS = "!#$%&'()*+,/:;=?@[]~"


def web_address(url: str) -> str | None:
    """An address that may become a link, in plain ASCII; else None.

    Only http and https, with a host and without a user's name before it, so that neither
    `javascript:` nor `https://known.example@other.example` ever becomes a link.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    netloc = f"[{host}]{port}" if ":" in host else host + port
    return quote(urlunsplit(parts._replace(netloc=netloc)), safe=_ADDRESS_SIGNS)
