"""The wordings of the codebook: read from the TOML beside this, and found in a sentence.

The notation of a wording is plain: `word*` is any ending, `a/b` either word, `...` up to four words
between, `LIST` a word of that list in lists.toml, `LIST...` up to four words of it. A hyphen is a
space. All wordings are filed under one telling word each, so one pass over a sentence finds them.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

_GAP = 4
_STOPS = frozenset(".;:()")
_KNOWN = 20_000  # words remembered with the wordings that they begin


class _Element(NamedTuple):
    """A word of a wording: how many words may stand before it, which, and what it can be."""

    gap: int
    only: "_Element | None"
    literals: frozenset[str]
    prefixes: tuple[str, ...]

    def telling(self) -> bool:
        return bool(self.prefixes or self.literals - vocab.common)

    def fits(self, word: str) -> bool:
        return word in self.literals or (bool(self.prefixes) and word.startswith(self.prefixes))


class Wording(NamedTuple):
    """A wording with its place in the tables.

    `table` is the name of the file, `text` the wording as written. One of `examples` that begins
    with "not: " is a counter-example. What `cancels` takes the code away where it is found. It is
    filed under the element `anchor`.
    """

    table: str
    code: str
    text: str
    examples: tuple[str, ...]
    cancels: bool
    elements: tuple[_Element, ...]
    anchor: int


class Hit(NamedTuple):
    """A wording found: its first word, and the first after it."""

    start: int
    end: int
    wording: Wording


@cache
def table(name: str) -> dict[str, Any]:
    """A file of the folder, as written."""
    path = Path(__file__).parent / "wordings" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Vocabulary:
    """The lists of vocabulary.toml as attributes, read when the first is asked for."""

    def __getattr__(self, name: str) -> Any:
        for key, words in table("vocabulary").items():
            some = words.split()
            setattr(
                self, key, tuple(some) if key.startswith(("stems_", "order_")) else frozenset(some)
            )
        return self.__dict__[name]


vocab = _Vocabulary()


def wordings(name: str) -> Iterator[Wording]:
    """The wordings of a file, in order."""
    for code, entry in table(name).items():
        for part in ("wordings", "but_not"):
            for text, told in entry.get(part, {}).items():
                examples = (told,) if isinstance(told, str) else tuple(told)
                elements = tuple(_parse(text))
                fixed = next((k for k, e in enumerate(elements) if e.gap), len(elements))
                telling = (k for k in range(fixed) if elements[k].telling())
                yield Wording(
                    name, code, text, examples, part == "but_not", elements, next(telling, 0)
                )


def _parse(text: str) -> Iterator[_Element]:
    gap, only = 0, None
    for part in text.replace("-", " ").split():
        if part == "...":
            gap, only = _GAP, None
        elif part.endswith("..."):
            gap, only = _GAP, _element(part[:-3], 0, None)
        else:
            yield _element(part, gap, only)
            gap, only = 0, None


def _element(part: str, gap: int, only: _Element | None) -> _Element:
    lists = table("lists")
    words = [w for piece in part.split("/") for w in (lists.get(piece) or piece).split()]
    prefixes = tuple(word[:-1] for word in words if word.endswith("*"))
    return _Element(gap, only, frozenset(w for w in words if w[-1] != "*"), prefixes)


class Finder:
    """Finds every wording of some files in a sentence, in one pass over its words."""

    def __init__(self, *files: str) -> None:
        self.wordings = [wording for name in files for wording in wordings(name)]
        self._literal: dict[str, list[Wording]] = {}
        self._prefix: dict[str, list[Wording]] = {}
        for wording in self.wordings:
            anchor = wording.elements[wording.anchor]
            for word in anchor.literals:
                self._literal.setdefault(word, []).append(wording)
            for prefix in anchor.prefixes:
                self._prefix.setdefault(prefix, []).append(wording)
        self._starts: dict[str, list[Wording]] = {}

    def find(self, words: list[str]) -> list[Hit]:
        """The wordings found, by their telling words in order; each as short as it can be."""
        found: list[Hit] = []
        for i, word in enumerate(words):
            candidates = self._starts.get(word)
            if candidates is None:
                candidates = self._candidates(word)
            for wording in candidates:
                if end := _end(wording, words, i):
                    found.append(Hit(i - wording.anchor, end, wording))  # noqa: PERF401 -- in step
        return found

    def _candidates(self, word: str) -> list[Wording]:
        found = list(self._literal.get(word, ()))
        for length in range(1, min(len(word), 40) + 1):
            found += self._prefix.get(word[:length], ())
        if len(self._starts) > _KNOWN:
            self._starts.clear()
        self._starts[word] = found
        return found


def _end(wording: Wording, words: list[str], i: int) -> int:
    """Where a wording ends whose telling word stands at `i`; 0 when it is not there."""
    elements, anchor = wording.elements, wording.anchor
    if i < anchor:
        return 0
    for k in range(anchor):
        if not elements[k].fits(words[i - anchor + k]):
            return 0
    return _tail(elements, anchor + 1, words, i + 1)


def _tail(elements: tuple[_Element, ...], k: int, words: list[str], i: int) -> int:
    if k == len(elements):
        return i
    gap, only, literals, prefixes = elements[k]
    for j in range(i, min(i + gap + 1, len(words))):
        word = words[j]
        fits = word in literals or (prefixes and word.startswith(prefixes))
        if fits and (end := _tail(elements, k + 1, words, j + 1)):
            return end
        if word in _STOPS or (only is not None and not only.fits(word)):
            return 0
    return 0


@cache
def told() -> Finder:
    """What summary, background and key issues are searched for."""
    return Finder("harm", "factors", "outcome", "context")


@cache
def asked() -> Finder:
    """What recommendations are searched for."""
    return Finder("agencies")


@cache
def methods() -> Finder:
    """What is searched for the method of the review."""
    return Finder("model")
