"""Report links: which lines are nothing but links, and which of their links lead to reports."""

from repo_watch.model import Link
from repo_watch.reading.page.lines import Line
from repo_watch.reading.terms.patterns import Patterns

_WORDS = Patterns(__file__)
_ENDS = tuple(".>›»!?|")


def only_links(line: Line) -> bool:
    """Whether a line says nothing but its links, or is a link that has lost its address."""
    if not line.anchors:
        return bool(_WORDS.without_address.fullmatch(line.text))
    return all(map(_WORDS.beside.fullmatch, line.beside_links))


def introduces_links(line: Line) -> bool:
    """Whether a line is the label of the links below it: "Report", "Downloads:"."""
    labelled = line.strong or line.cell or line.text.endswith(":")
    return labelled and bool(_WORDS.introducing.fullmatch(line.text))


def report_links(line: Line, *, any_label: bool) -> tuple[Link, ...] | None:
    """The report links of a line that is nothing but links; None where it has another purpose.

    With `any_label` the place of the line says that they lead to documents, so no label has to.
    """
    links = []
    any_label = any_label or bool(line.anchors and _WORDS.report.match(line.beside_links[0]))
    for anchor in line.anchors:
        label, url = line.label(anchor), anchor.url or ""
        leads = any_label or _WORDS.report.match(label) or _WORDS.document_address.search(url)
        if _WORDS.other_purpose.match(label) or not leads:
            return None
        if url:
            links.append(Link(label, url))
    return tuple(links)


def names_report(label: str) -> bool:
    """Whether a link in the midst of prose is a report link all the same."""
    return bool(_WORDS.inline.fullmatch(label))


def trailing_links(line: Line) -> int | None:
    """Where the report links begin that close a line of other text, or None.

    The text is complete without them: it ends with a stop or a pointing sign, or the link opens as
    an invitation of its own does ("Read the overview report").
    """
    start = end = None
    for anchor in reversed(line.anchors):
        label = line.label(anchor)
        invites = bool(_WORDS.invitation.match(label)) and bool(_WORDS.report.match(label))
        closes = _WORDS.beside.fullmatch(line.text[anchor.end : end])
        if not (closes and (invites or names_report(label))):
            break
        end = anchor.start
        if invites or line.text[max(0, end - 2) : end].rstrip().endswith(_ENDS):
            start = end
    return start or None


def lost_link(text: str) -> int:
    """Where a link that has lost its address begins, behind other text that it closes; 0 for none.

    Only among keywords is it sure: they have no capitals.
    """
    found = None if text[1:].islower() else _WORDS.lost.search(text)
    return found.start() if found else 0
