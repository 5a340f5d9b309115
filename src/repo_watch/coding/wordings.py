"""The wordings of the codebook: read from the TOML beside this, and found in a sentence.

The notation of a wording is plain: `word*` is any ending, `a/b` either word, `...` up to four words
between, `LIST` a word of that list in lists.toml, `LIST...` up to four words of it. A hyphen is a
space. All wordings are filed under one telling word each, so one pass over a sentence finds them.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_GAP = 4
_STOPS = frozenset(".;:()")
_KNOWN = 20_000  # words remembered with the wordings that they tell of


class _Element(NamedTuple):
    """A word of a wording: how many words may stand before it, which, and what it can be."""

    gap: int
    only: "_Element | None"
    literals: frozenset[str]
    prefixes: tuple[str, ...]

    def fits(self, word: str) -> bool:
        return word in self.literals or (bool(self.prefixes) and word.startswith(self.prefixes))


class Wording(NamedTuple):
    """A wording with its place in the tables.

    `table` is the name of the file, `text` the wording as written. One of `examples` that begins
    with "not: " is a counter-example. What `cancels` takes the code away where it is found.
    The telling word is at `anchor`.
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


class _Lists:
    """The lists of words of vocabulary.toml as attributes, each read when it is first asked for."""

    def __getattr__(self, name: str) -> frozenset[str]:
        words = frozenset(ordered(name))
        setattr(self, name, words)
        return words


vocab = _Lists()


@cache
def ordered(name: str) -> tuple[str, ...]:
    """A list of words of vocabulary.toml in its order."""
    return tuple(table("vocabulary")[name].split())


def wordings(name: str) -> Iterator[Wording]:
    """The wordings of a file, in order."""
    for code, entry in table(name).items():
        for part in ("wordings", "but_not"):
            for text, told in entry.get(part, {}).items():
                examples = (told,) if isinstance(told, str) else tuple(told)
                elements = tuple(_parse(text))
                fixed = next((k for k, e in enumerate(elements) if e.gap), len(elements))
                usual = [len(one.literals & vocab.common) for one in elements[:fixed]]
                anchor = usual.index(min(usual))
                yield Wording(name, code, text, examples, part == "but_not", elements, anchor)


def _parse(text: str) -> Iterator[_Element]:
    gap, only = 0, None
    for part in text.replace("-", " ").split():
        name = part.removesuffix("...")
        words = [w for one in name.split("/") for w in table("lists").get(one, one).split()]
        literals = frozenset(word for word in words if word[-1] != "*")
        prefixes = tuple(word[:-1] for word in words if word[-1] == "*")
        if name == part:
            yield _Element(gap, only, literals, prefixes)
        gap = _GAP * (name != part)
        only = _Element(0, None, literals, prefixes) if name and gap else None


@cache
class Finder:
    """Finds every wording of some files in a sentence, in one pass over its words.

    There is one of the same files, made when it is first asked for.
    """

    def __init__(self, *files: str) -> None:
        self._told: defaultdict[str, list[Wording]] = defaultdict(list)
        for wording in (wording for name in files for wording in wordings(name)):
            anchor = wording.elements[wording.anchor]
            for key in (*anchor.literals, *(prefix + "*" for prefix in anchor.prefixes)):
                self._told[key].append(wording)
        self._of_word = lru_cache(maxsize=_KNOWN)(self._learn)

    def find(self, words: list[str]) -> Iterator[Hit]:
        """The wordings found, by their telling words in order; each as short as it can be."""
        for i, told in enumerate(map(self._of_word, words)):
            for wording in told:
                elements, start = wording.elements, i - wording.anchor
                end = _end(elements, wording.anchor + 1, words, i + 1)
                if end and start >= 0 and all(map(_Element.fits, elements, words[start:i])):
                    yield Hit(start, end, wording)

    def _learn(self, word: str) -> list[Wording]:
        keys = (word, *(word[:length] + "*" for length in range(1, min(len(word), 40) + 1)))
        return [wording for key in keys for wording in self._told.get(key, ())]


def _end(elements: tuple[_Element, ...], k: int, words: list[str], i: int) -> int:
    """Where the elements from `k` on end that begin at `i` or a gap after; 0 for nowhere."""
    if k == len(elements):
        return i
    gap, only, literals, prefixes = elements[k]
    for j, word in enumerate(words[i : i + gap + 1], i):
        if (word in literals or (prefixes and word.startswith(prefixes))) and (
            end := _end(elements, k + 1, words, j + 1)):  # fmt: skip
            return end
        if gap and (word in _STOPS or (only is not None and not only.fits(word))):
            return 0
    return 0


TOLD = ("harm", "factors", "outcome", "context")
"""The files that summary, background and key issues are searched for."""
