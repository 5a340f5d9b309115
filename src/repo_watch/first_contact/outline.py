"""The build of a page without its prose: tags, classes, lengths of text, keys, and nothing else.

Names of classes and keys are the site's own, not an author's; ids are left out, because sites make
them from headings.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from lxml import etree

from repo_watch.model import Entry, Page, Reading
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import see

_MOST_SHAPES = 20
_MOST_LINES = 40
_MOST_ANCESTORS = 6
_MOST_KEYS = 40
_DEEPEST = 6
_NAME = re.compile(r"[A-Za-z][\w-]{0,39}\Z", re.ASCII)


def outline(page: Page, reading: Reading | None) -> Any:  # noqa: ANN401 -- JSON, of three forms
    """The build of a page, as data for JSON.

    For JSON its keys and kinds of value; for XML its tags; for a web page the shapes of its
    entries, or of the whole page where none was recognised or it was refused.
    """
    start = page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"{", b"[")):
        try:
            return {"json": _keys(json.loads(page.body))}
        except (ValueError, RecursionError):
            return {"json": "cannot be parsed"}
    if start.startswith(b"<?xml") and b"<html" not in start:
        return {"xml": _tags(page.body)}
    titles = [item.title for item in reading.items if isinstance(item, Entry)] if reading else []
    lines = see(decode(page.body, page.headers.get("content-type"))).lines
    shapes = _entry_shapes(lines, frozenset(titles))
    if shapes:
        return {"entries": shapes}
    counted = Counter(f"{_around(line)} > {_element(line.tag)}" for line in lines)
    built_of = dict(counted.most_common(_MOST_LINES))
    characters = sum(len(line.text) for line in lines)
    return {"page": {"lines": len(lines), "characters": characters, "built_of": built_of}}


def _entry_shapes(lines: Sequence[Line], titles: Collection[str]) -> list[dict[str, Any]]:
    """Each way in which entries are built, with how many are and one of them in detail."""
    heads = [i for i, line in enumerate(lines) if line.text in titles and not line.landmark]
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for number, (start, end) in enumerate(pairwise([*heads, len(lines)]), start=1):
        entry = lines[start : min(end, start + _MOST_LINES)]
        if end == len(lines):
            entry = entry[: len(next(iter(found.values()))["lines"]) if found else _MOST_LINES]
        shape = (_around(entry[0]), *(_element(line.tag) for line in entry))
        head = {"entries": 0, "first": number, "around": shape[0]}
        known = found.setdefault(shape, {**head, "lines": [_line(line) for line in entry]})
        known["entries"] += 1
    return sorted(found.values(), key=lambda shape: -shape["entries"])[:_MOST_SHAPES]


def _around(line: Line) -> str:
    above = [_element(tag) for tag in line.tag.iterancestors()][:_MOST_ANCESTORS]
    return " > ".join(reversed(above))


def _element(tag: etree._Element) -> str:
    classes = [name for name in tag.get("class", "").split() if _NAME.match(name)]
    return ".".join([_name(tag.tag), *classes])


def _line(line: Line) -> dict[str, Any]:
    facts: dict[str, Any] = {"in": _element(line.tag), "characters": len(line.text)}
    if line.marks:
        facts["set_off"] = [mark.end - mark.start for mark in line.marks]
    if line.anchors:
        facts["links"] = [anchor.end - anchor.start for anchor in line.anchors]
    return facts


def _keys(value: object, depth: int = 0) -> Any:  # noqa: ANN401 -- JSON
    if depth >= _DEEPEST:
        return "..."
    if isinstance(value, dict):
        named = [(_name(key), inner) for key, inner in value.items()][:_MOST_KEYS]
        return {name: _keys(inner, depth + 1) for name, inner in named}
    if isinstance(value, list):
        kinds = [_keys(inner, depth + 1) for inner in value]
        seen = list({json.dumps(kind, sort_keys=True): kind for kind in kinds}.values())
        return {"of": len(value), "kinds": len(seen), "first": seen[:1]}
    return "text" if isinstance(value, str) else type(value).__name__


def _tags(body: bytes) -> Any:  # noqa: ANN401 -- JSON
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser)
    if root is None:
        return "cannot be parsed"
    return dict(Counter(_name(tag.tag) for tag in root.iter(etree.Element)).most_common(_MOST_KEYS))


def _name(name: object) -> str:
    plain = str(name).rpartition("}")[2]
    return plain if _NAME.match(plain) else "?"
