"""Titles as keys: what two pages that print one title differently still have in common."""

import hashlib
import re
import unicodedata
from typing import Literal

_SIGNS = re.compile(r"[^\w]+")
_RUN = re.compile(r"[^\w\s!-~]{31,}")
_MOST_MARKS = 30
"""Accents on one letter: the Stream-Safe Text Format's (Unicode Standard Annex 15)."""


def normalised(form: Literal["NFC", "NFKC"], text: str) -> str:
    """A text in a normal form of Unicode, in a time in step with its length.

    Accents are put in order two by two, which takes hours for a letter with a million of them.
    What is more than thirty on one letter is left out.
    """
    if text.isascii():
        return text
    return unicodedata.normalize(form, _RUN.sub(_fewer_marks, text))


def _fewer_marks(run: re.Match[str]) -> str:
    rest = (one for one in run[0][_MOST_MARKS:] if not unicodedata.combining(one))
    return run[0][:_MOST_MARKS] + "".join(rest)


def title_key(title: str) -> str:
    """A title without case, punctuation, "&" for "and", a leading article and the Panel's name.

    GOV.UK puts "Child Safeguarding Practice Review Panel:" before "annual report 2023 to 2024"; the
    Panel's own site does not.

    Equal keys are a reason to look at two publications, not yet proof that they are one: every
    partnership has an "Annual report 2031".
    """
    folded = normalised("NFKC", title).casefold().replace("&", " and ")
    folded = re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", folded)
    words = " ".join(_SIGNS.sub(" ", folded).split()).removeprefix("the ")
    return words.removeprefix("child safeguarding practice review panel ")


def title_id(*scope: str, title: str) -> str:
    """A lasting id for a publication whose page gives none: "SCOPE:...:16 hex digits".

    The scope (source, host) is that within which a title stands for one publication; the digits are
    the same for every wording with the same `title_key`.
    """
    digest = hashlib.sha256(title_key(title).encode()).hexdigest()[:16]
    return ":".join((*scope, digest))
