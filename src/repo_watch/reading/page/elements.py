"""What an element says of the text inside it: a block, a heading, a landmark, hidden, closed.

The names are those of the HTML standard, the roles those of WAI-ARIA; class names count only where
the great style sheets agree on them, to hide an element from sighted readers.
"""

from itertools import islice
from typing import Any

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from repo_watch.reading.terms.headings import opens_with_date
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
SKIPPED = frozenset(_WORDS.list_of("skipped"))
"""Elements whose text nobody reads on the page."""
BLOCKS = frozenset(_WORDS.list_of("blocks"))
"""Elements whose edges end a line."""
_GIVEN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("marks", {"mark": True}),
    ("titles", {"titled": True, "mark": True}),
    ("landmarks", {"landmark": True}),
    ("parts", {"part": True}),
    ("cells", {"part": True, "cell": True}),
)
_GIVES = {name: given for kind, given in _GIVEN for name in _WORDS.list_of(kind)} | {
    f"h{level}": {"level": level, "titled": True, "mark": True} for level in range(1, 7)
}
"""What the name of an element alone says of the text inside it."""
_LANDMARK_ROLES = frozenset(_WORDS.list_of("landmark_roles"))
_HEARD_CLASSES = frozenset(_WORDS.list_of("heard_classes"))
_HIDDEN_CLASSES = frozenset(_WORDS.list_of("hidden_classes")) | _HEARD_CLASSES
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_LONGEST_TOGGLE = 30
_LONGEST_TITLE = 200
_ADDRESSES = _WORDS.list_of("addresses")
_ASKS = etree.XPath(
    "boolean(@method[translate(., 'GET', 'get') != 'get'] | .//input[@type='text'])"
)
_CONTROL = etree.XPath(
    "boolean(descendant-or-self::*"
    "[self::button or self::summary or @role = 'button' or @aria-expanded])"
)
REFERENCES = etree.XPath(" | ".join(f"//@{name}" for name in _WORDS.list_of("references")))
"""Attributes by which controls name the panels that they open."""
_SHOWN = etree.XPath(".//text()[not(ancestor::svg or ancestor::script or ancestor::style)]")


class Place(Struct, frozen=True):
    """What holds for all text at one place of the tree; a `Line` has what comes before `part`.

    The `level` is 0 outside an HTML heading. What is `titled` is in an element that names what
    follows (heading, button, `dt`, `th`, ...); a `cell` may be a definition; `item` counts the list
    items around, of which the innermost is the `owner`; a `part` of the page may have a header and
    footer of its own; a `mark` sets off from the text around it.
    """

    level: int = 0
    titled: bool = False
    landmark: bool = False
    cell: bool = False
    item: int = 0
    owner: etree._Element | None = None
    part: bool = False
    mark: bool = False
    href: str | None = None


def within(place: Place, tag: etree._Element) -> Place:
    """What holds inside `tag`, which stands at `place`."""
    name = tag.tag
    leads = _leads_to(tag) if name in {"a", "button"} else None
    if name == "a":
        place = replace(place, href=leads or tag.get("href", place.href))
    elif leads:
        place = replace(place, href=leads)
    elif name == "li":
        place = replace(place, part=True, item=place.item + 1, owner=tag)
    elif name in _GIVES:
        place = replace(place, **_GIVES[name])
    # A footer in the body, or in one box in it, is the page's: entries have footers too.
    elif name == "footer" and not place.part:
        around = (box.tag for box in islice(tag.iterancestors(), 2))
        place = replace(place, landmark=place.landmark or "body" in around)
    return _as_said(place, tag) if tag.attrib else place


def _as_said(place: Place, tag: etree._Element) -> Place:
    """What holds inside an element by its role and its style."""
    role, style = tag.get("role"), tag.get("style")
    if role in _LANDMARK_ROLES:
        place = replace(place, landmark=True)
    elif role == "heading":
        place = replace(place, titled=True, mark=True)
    if style and _WORDS.bold_style.search(style):
        place = replace(place, mark=True)
    return place


def _leads_to(tag: etree._Element) -> str | None:
    """Where a link or button leads that a script follows, or the form around it; None else."""
    href: str = tag.get("href", "")
    if href and not href.startswith(("#", "javascript:")):
        return href
    said: str | None = next(filter(None, map(tag.get, _ADDRESSES)), None)
    if said or tag.tag != "button":
        return said
    form = next(tag.iterancestors("form"), None)
    return None if form is None or _ASKS(form) else str(form.get("action", ""))


def looks_hidden(tag: etree._Element) -> bool:
    """Whether an element is not shown at first. A closed accordion looks hidden too."""
    style = tag.get("style", "")
    return (
        tag.get("hidden") is not None
        or bool(style and _WORDS.hidden_style.search(style))
        or not _HIDDEN_CLASSES.isdisjoint(tag.get("class", "").split())
    )


def is_heard(tag: etree._Element) -> bool:
    """Whether an element in a link, hidden from sight alone, says which file the link leads to."""
    return not _HEARD_CLASSES.isdisjoint(tag.get("class", "").split()) and bool(
        _WORDS.of_a_file.search(words_of(tag))
    )


def opening_words(tag: etree._Element) -> str | None:
    """The text that an element in a link begins with.

    A link without any is named by its label, by its pictures' `alt` or by its title, in the order
    of the W3C's accessible name computation.
    """
    text: str | None = tag.text
    if (text and text.strip()) or tag.tag not in {"a", "button"}:
        return text
    if any(shown.strip() for shown in _SHOWN(tag)):
        return text
    pictures = " ".join(picture.get("alt", "") for picture in tag.iter("img"))
    said = (tag.get("aria-label", ""), pictures, tag.get("title", ""))
    return next((words for words in said if words.strip()), text)


def is_panel(tag: etree._Element) -> bool:
    """Whether an element that looks hidden is a closed panel: it says so, or stands by its title.

    The title right before it holds a control; or, where a script listens to the title itself, it
    opens as an entry's heading does, and the element is all that follows it.
    """
    says_so = tag.get("hidden") == "until-found" or tag.get("role") in {"tabpanel", "region"}
    if says_so or tag.get("aria-labelledby") is not None:
        return True
    if tag.tag not in BLOCKS:
        return False
    title, box = tag.getprevious(), tag.getparent()
    if title is None and box is not None and not (box.text or "").strip():
        title = box.getprevious()
    words = "" if title is None else words_of(title)
    if title is None or len(words) > _LONGEST_TITLE:
        return False
    if _CONTROL(title):
        return not _WORDS.control_of_other_things.match(words)
    behind = tag.getnext()
    return opens_with_date(words) and (
        behind is None or len(tag) > 1 or opens_with_date(words_of(behind))
    )


def words_of(tag: etree._Element) -> str:
    """What an element says, white space collapsed."""
    return " ".join("".join(tag.itertext()).split())


def only_decorates(tag: etree._Element, *, in_title: bool) -> bool:
    """Whether an element is a sign for the eye alone, as a closed accordion's plus or "Show" is."""
    if in_title and tag.tag not in BLOCKS:
        words = words_of(tag)
        if len(words) <= _LONGEST_TOGGLE and _WORDS.toggle.fullmatch(words):
            return True
    return tag.get("aria-hidden") == "true" and not any(
        char.isalnum() or char in _DASHES for text in tag.itertext() for char in text
    )
