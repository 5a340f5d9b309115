"""What was found, as one small file that can be sent to the maintainers.

Of a page it has the build without its prose: tags, classes, lengths of text, keys, nothing else.
Names of classes and keys are the site's own, not an author's; ids are left out, because sites make
them from headings.
"""

import json
import platform
import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from lxml import etree
from msgspec import to_builtins

from repo_watch import __version__
from repo_watch.first_contact.assumptions import check, without_quotes
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.model import Entry, Page, Reading
from repo_watch.reading.page.decoding import decode
from repo_watch.reading.page.lines import Line
from repo_watch.reading.page.web_page import see
from repo_watch.store.times import iso

_MOST_ROBOTS = 20_000
_MOST_VALUE = 300
_SECRETS = frozenset({"set-cookie", "set-cookie2"})
_MOST_SHAPES = 20
_MOST_LINES = 40
_MOST_ANCESTORS = 6
_MOST_KEYS = 40
_DEEPEST = 6
_NAME = re.compile(r"[A-Za-z][\w-]{0,39}\Z", re.ASCII)


def bundle(contacts: Sequence[Contact], now: datetime) -> dict[str, Any]:
    """All contacts as data for JSON, without prose and without the operator's name."""
    return {
        "what": "repo-watch doctor --live",
        "made_at": iso(now),
        "repo_watch": __version__,
        "python": platform.python_version(),
        "sources": [_contact(contact) for contact in contacts],
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.source.id,
        "reader_version": contact.source.reader_version,
        "addresses": contact.addresses,
        "robots": contact.robots and contact.robots[:_MOST_ROBOTS],
        "assumptions": to_builtins(check(contact)),
        "pages": [_visit(visit) for visit in contact.visits.values()],
        "besides": dict(contact.besides),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": visit.request.kind, "url": visit.request.url}
    if visit.error:
        facts["error"] = {
            "kind": getattr(visit.error, "fault", type(visit.error).__name__),
            "reason": without_quotes(visit.error.reason),
        }
    if visit.page:
        facts |= {
            "answered_at": visit.page.url,
            "status": visit.page.status,
            "headers": {
                name: "(left out)" if name in _SECRETS else value[:_MOST_VALUE]
                for name, value in visit.page.headers.items()
            },
            "bytes": len(visit.page.body),
            "sha256": visit.page.sha256,
            "outline": outline(visit.page, visit.reading),
        }
    if visit.reading:
        reading = visit.reading
        places = {getattr(one, "title", ""): at for at, one in enumerate(reading.items, start=1)}
        facts |= {
            "items": len(reading.items),
            "leads_to": len(reading.listed),
            "claimed_total": reading.claimed_total,
            "words": reading.words,
            # How many words were left over, and after which item; 0 is before the first.
            "unread": [
                {"after_item": places.get(one.after, 0), "words": len(one.text.split())}
                for one in reading.unread
            ],
            "verdict": visit.verdict.state,
            "reasons": [without_quotes(reason) for reason in visit.verdict.reasons],
        }
    return facts


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
