"""A reader's query, turned into FTS5's own language. Pure; nothing a person types is malformed SQL.

Words are all looked for, each in singular and plural; "a phrase" as it stands; `negl*` for
beginnings; `FIELD:` before any of these; OR between two; NOT or `-` before one. OR binds closer
than the blank, as in other search boxes: `neglect OR abuse infant` is about infants either way.
"""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

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


class _Term(Struct, frozen=True):
    fts: str
    excluded: bool
    joined: bool  # by OR to the term before it


def to_fts5(query: str) -> str:
    """The FTS5 expression for a reader's query.

    Raises:
        SettingsError: no sense can be made of it; the message shows how queries are written.
    """
    found: list[list[str]] = []
    excluded: list[str] = []
    for term in _terms(query):
        if term.excluded:
            excluded.append(term.fts)
        elif term.joined:
            found[-1].append(term.fts)
        else:
            found.append([term.fts])
    if not found:
        raise _refusal(query, "it names nothing to look for")
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in found)
    return f"({wanted}) NOT ({' OR '.join(excluded)})" if excluded else wanted


def _terms(query: str) -> Iterator[_Term]:
    """The terms in order; words without a letter or digit ("&", "-") are left out."""
    pending = ""
    can_join = False
    for token in _TOKEN.finditer(query):
        if token["quote"]:
            raise _refusal(query, "a quotation mark is not closed")
        word = token["word"]
        if word in ("AND", "OR", "NOT") and not token["field"] and not token["minus"]:
            if pending or (word == "OR" and not can_join):
                raise _refusal(query, f"there is nothing before {word} to go with it")
            pending = "" if word == "AND" else word
            continue
        if not any(sign.isalnum() for sign in word or token["phrase"]):
            continue
        excluded = pending == "NOT" or bool(token["minus"])
        yield _Term(_scoped(query, token), excluded, joined=pending == "OR")
        can_join = not excluded
        pending = ""
    if pending:
        raise _refusal(query, f"there is nothing after {pending}")


def _scoped(query: str, token: re.Match[str]) -> str:
    field = token["field"]
    if field is None:
        return _text(token)
    if field.lower() not in FIELDS:
        raise _refusal(query, f"there is no field {field!r}")
    return f"{field.lower()} : {_text(token)}"


def _text(token: re.Match[str]) -> str:
    if token["phrase"] is not None:
        return _quoted(token["phrase"])
    word = token["word"]
    if word.endswith("*"):
        return f"{_quoted(word)} *"
    return f"({' OR '.join(map(_quoted, _forms(word)))})"


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
