"""A reader's query, turned into FTS5's own language. Pure; nothing a person types is malformed SQL.

Words are all looked for, each in singular and plural; "a phrase" as it stands; `negl*` for
beginnings; `FIELD:` before any of these; OR between two; NOT or `-` before one. OR binds closer
than the blank, as in other search boxes: `neglect OR abuse infant` is about infants either way.
"""

import re
import unicodedata
from collections.abc import Iterator

from repo_watch.errors import SettingsError

FIELDS = ("title", "summary", "learning", "recommendations", "keywords")

HELP = (
    'words are all looked for; "a phrase" in quotes; negl* for beginnings;'
    f" FIELD:word for one of {', '.join(FIELDS)}; OR between words, NOT before one"
)

_TOKEN = re.compile(
    r'(?P<minus>-(?=["\w]))?(?:(?P<field>[A-Za-z_]+):(?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
    r"|(?P<quote>\")",
)
_PLAIN = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_HISSING = ("s", "x", "z", "ch", "sh")
_IRREGULAR = re.findall(
    r"(\w+)/(\w+)",
    """
    child/children man/men person/people life/lives wife/wives knife/knives half/halves self/selves
    thief/thieves leaf/leaves loaf/loaves calf/calves shelf/shelves foot/feet tooth/teeth mouse/mice
    louse/lice criterion/criteria sis/ses
    """,
)
"""Ends of words whose plural no rule makes: a closed class. "man" is also that of woman."""


def to_fts5(query: str) -> str:
    """The FTS5 expression for a reader's query; words without a letter or digit are left out.

    Raises:
        SettingsError: no sense can be made of it; the message shows how queries are written.
    """
    found: list[list[str]] = []
    excluded: list[str] = []
    pending = ""
    can_join = False
    for token in _TOKEN.finditer(query):
        word = token["word"]
        if token["quote"]:
            raise _refusal(query, "a quotation mark is not closed")
        if word in ("AND", "OR", "NOT") and not token["field"] and not token["minus"]:
            if pending or (word == "OR" and not can_join):
                raise _refusal(query, f"there is nothing before {word} to go with it")
            pending = "" if word == "AND" else word
        elif any(sign.isalnum() for sign in word or token["phrase"]):
            can_join = pending != "NOT" and not token["minus"]
            if pending != "OR" and can_join:
                found.append([])
            (found[-1] if can_join else excluded).append(_term(query, token))
            pending = ""
    if pending:
        raise _refusal(query, f"there is nothing after {pending}")
    if not found:
        raise _refusal(query, "it names nothing to look for")
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in found)
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if excluded else wanted


def _term(query: str, token: re.Match[str]) -> str:
    field, word = (token["field"] or "").lower(), token["word"]
    if token["field"] and field not in FIELDS:
        raise _refusal(query, f"there is no field {token['field']!r}")
    if word is None:
        said = _quoted(token["phrase"])
    elif word.endswith("*"):
        said = f"{_quoted(word)} *"
    else:
        said = f"({' OR '.join(map(_quoted, _forms(word)))})"
    return f"{field} : {said}" if field else said


def _quoted(text: str) -> str:
    """A string of FTS5; what its tokenizer does not take for a letter or digit separates words."""
    return f'"{"".join(sign if sign.isalnum() else " " for sign in _encodable(text))}"'


def _encodable(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def _forms(word: str) -> Iterator[str]:
    """An English word in singular and plural; anything else as it stands.

    More is offered than is English ("humen"): what is no word is in no text.
    """
    yield word
    if _PLAIN.fullmatch(word):
        yield from _regular(word.lower())
        for one, many in _IRREGULAR:
            for end, other in ((one, many), (many, one)):
                if word.lower().endswith(end):
                    yield f"{word[: -len(end)]}{other}"


def _regular(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        return (word[:-2], word[:-1])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (f"{word[:-1]}ies",)
    return (f"{word}es" if word.endswith(_HISSING) else f"{word}s",)


def _refusal(query: str, why: str) -> SettingsError:
    shown = " ".join(_encodable(query).split())[:60]
    return SettingsError(f"cannot search for {shown!r}: {why}. {HELP}")
