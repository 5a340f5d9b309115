"""A Digest put into words: the tree that the templates of HTML and PDF both set.

A month in which a source could not be read is never called one without new reviews.
"""

import base64
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from repo_watch.digest import model
from repo_watch.digest.text import listed
from repo_watch.rendering import words
from repo_watch.rendering.glance import above_the_rest, by_theme, glance, themes
from repo_watch.rendering.view_model import DRAFT, Block, Entry, Group, Line, Part, Table, View

_LISTS = {"key_issues", "learning", "recommendations", "good_practice"}
_CONTENTS_ENTRIES = 120
_THEMES = 3
_PICTURE_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def view(digest: model.Digest, *, draft: bool = False) -> View:
    """What an issue says, part by part, in print order.

    A draft says that it is one, and each item's number, by which an editor can hide it.
    """
    note = Block("Editor\N{RIGHT SINGLE QUOTATION MARK}s note", digest.note)
    parts = _parts(digest)
    return View(
        series=digest.edition.title,
        months=digest.months.name,
        headline=headline(digest),
        standfirst=standfirst(digest),
        alerts=_alerts(digest),
        issued="" if draft else words.say("issued", digest)[0],
        notice=Block(**words.fixed()["before_you_read"]),
        every_entry=len(digest.items) <= _CONTENTS_ENTRIES,
        parts=tuple(map(_numbered, parts) if draft else parts),
        draft=f"{DRAFT}: {words.say('draft', digest)[0]}" if draft else "",
        logo=logo(digest.edition),
        introduction=digest.edition.introduction,
        note=note if digest.note else None,
    )


def headline(digest: model.Digest) -> str:
    """The number of new reviews, or that it is not known."""
    return words.say("headline", digest, _is_checked(digest), _began(digest))[0]


def standfirst(digest: model.Digest) -> tuple[str, ...]:
    """Sentences below the headline: themes, what else there is, how a back issue was made."""
    found = themes(digest.reviews)
    above = [
        f"{name} ({words.count(number, 'review') if at == 0 else number})"
        for at, (name, number) in enumerate(above_the_rest(found, _THEMES))
    ]
    names = [name for name, _ in found[:_THEMES]]
    return words.say("standfirst", digest, _is_checked(digest), _began(digest), names, above)


def _alerts(digest: model.Digest) -> tuple[str, ...]:
    """A sentence for each source that was out of sight, wholly or at the end.

    One sentence does for all sources of which the same is to be said.
    """
    begun: dict[date, list[str]] = defaultdict(list)
    cases: dict[tuple[str, bool | date | None], list[str]] = defaultdict(list)
    for one in digest.coverage:
        if one.since:
            begun[one.since].append(one.title)
        if one.blind:
            cases["blind" if one.known else "never read", bool(one.failed)].append(one.title)
        elif one.stale:
            cases["stale", one.last_well].append(one.title)
    return words.say("alerts", digest, sorted(begun.items()), cases.items())


def _is_checked(digest: model.Digest) -> bool:
    """Whether silence means that nothing was new: each source was watched up to the end."""
    seen = all(one.compared and not one.blind and not one.stale for one in digest.coverage)
    read = any(one.well for one in digest.coverage)
    return digest.back_issue or (seen and read and not digest.unprinted)


def _began(digest: model.Digest) -> date | None:
    """The night from which on all sources were watched, where the window began before it."""
    return max((one.since for one in digest.coverage if one.since), default=None)


def logo(edition: model.Edition) -> Line | None:
    """The organisation's logo, with its name as the text that stands for it."""
    if edition.logo is None:
        return None
    data = base64.b64encode(edition.logo.data).decode()
    return Line(edition.organisation, f"data:{_PICTURE_TYPES[edition.logo.kind]};base64,{data}")


def entry_of(one: model.Review | model.NationalPublication) -> Entry:
    """A review or publication in words."""
    return _review(one) if isinstance(one, model.Review) else _publication(one)


def _numbered(part: Part) -> Part:
    def numbered(entry: Entry) -> Entry:
        number = f"Item {entry.id.rpartition('-')[2]}"
        return replace(entry, about=words.dotted(entry.about, number))

    groups = tuple(Group(one.name, tuple(map(numbered, one.entries))) for one in part.groups)
    return part if part.id == "changes" else replace(part, groups=groups)


def _parts(digest: model.Digest) -> Iterator[Part]:
    months, said = digest.months, words.fixed()
    if figures := glance(digest.reviews, digest.history):
        yield Part(id="glance", title=f"The {months.noun} at a glance", bars=figures)
    yield from _reviews(digest)
    if digest.publications:
        published = _ungrouped(map(_publication, digest.publications))
        yield Part(id="publications", title="National publications", groups=published)
    late = (*map(_late, digest.late_reviews), *map(_late, digest.late_publications))
    if late:
        lead = "First seen in an earlier month, after the issue of that month had been made."
        yield Part(id="late", title="Late items", lead=(lead,), groups=_ungrouped(late))
    if digest.changes or digest.left_by_age:
        changed = _ungrouped(map(_change, digest.changes))
        left = words.say("left_by_age", digest.left_by_age)
        yield Part(id="changes", title="Changes to earlier items", lead=left, groups=changed)
    if digest.coverage:
        table = Table(
            f"How each source was read in {months.prose}",
            ("Source", "How it was read"),
            tuple((one.title, " ".join(words.say("read", one))) for one in digest.coverage),
        )
        checked = said["coverage"]
        yield Part(id="coverage", title=checked["title"], lead=(checked["lead"],), table=table)
    points = Block("", points=tuple(said["help"]["points"]))
    yield Part(id="help", title=said["help"]["title"], blocks=(points,))
    yield Part(id="about", title=said["about"]["title"], blocks=tuple(_about(digest)))


def _ungrouped(entries: Iterable[Entry]) -> tuple[Group, ...]:
    group = Group("", tuple(entries))
    return (group,) if group.entries else ()


def _reviews(digest: model.Digest) -> Iterator[Part]:
    """The new reviews: those that the edition puts first, then the others."""
    title = "Case reviews" if digest.back_issue else "New case reviews"
    first = [one for one in digest.reviews if one.featured]
    others = [one for one in digest.reviews if not one.featured]
    by = digest.edition.group_by
    if first:
        where = words.say("featured", digest.edition.features)[0]
        yield Part(id="featured", title=f"{title} {where}", groups=_groups(first, by))
    if others:
        title = f"Other {title[0].lower()}{title[1:]}" if first else title
        yield Part(id="reviews", title=title, groups=_groups(others, by))


def _groups(reviews: Sequence[model.Review], by: str) -> tuple[Group, ...]:
    """By theme, or by authority where one has several: an entry names its own by itself."""
    found: Iterable[tuple[str, Iterable[model.Review]]]
    if by == "theme":
        named = by_theme(reviews)
        found = ((words.first_upper(one) or "No theme stated", some) for one, some in named)
    else:
        number = Counter(one.authority for one in reviews)
        heading = {name: name or "Anonymous" for name in number if number[name] > 1}
        found = groupby(reviews, key=lambda one: heading.get(one.authority, ""))
    return tuple(Group(name, tuple(map(_review, some))) for name, some in found)


def _review(review: model.Review) -> Entry:
    authority = review.authority or ""
    unnamed = "" if authority.casefold() in review.title.casefold() else authority
    return Entry(
        id=f"review-{review.item}",
        title=review.title,
        about=words.dotted(words.kind(review.review_type), unnamed, *review.places),
        blocks=tuple(_blocks(review)),
        lines=tuple(_report_lines(review.title, review.links))
        or (Line("No report is linked: ask the NSPCC Library for it."),),
    )


def _blocks(review: model.Review) -> Iterator[Block]:
    if review.departure:
        yield Block("Note", words.say("departure", review.departure)[0])
    for section in review.sections:
        # The summary opens each entry; a label on it would only say so.
        label = "" if section.name == "summary" else words.kind(section.name)
        yield from _set(label, section)
    if review.keywords:
        yield Block("Keywords", f"{', '.join(review.keywords)}.")


def _set(label: str, section: model.Section) -> Iterator[Block]:
    """A section's paragraphs and lists, as blocks of which the first has the label."""
    lines = section.text.split("\n")
    if len(lines) == 1:
        points = listed(section.text) if section.name in _LISTS else ()
        yield Block(label, "" if points else section.text, points)
        return
    blocks: list[tuple[str, list[str]]] = [("", [])]
    for at, line in enumerate(lines):
        if at in section.points:
            blocks[-1][1].append(line)
        else:
            blocks.append((line, []))
    for at, (text, some) in enumerate(filter(any, blocks)):
        yield Block("" if at else label, text, tuple(some))


def _report_lines(title: str, links: tuple[model.ReportLink, ...]) -> Iterator[Line]:
    """The reports; one that was taken down is told only where nothing took its place."""
    there = {link.kind for link in links if link.state in model.OPEN_STATES}
    for link in links:
        if link.state in model.OPEN_STATES:
            language = "cy" if link.kind == "welsh_version" else None
            yield Line(words.say("report", link, title)[0], link.url, language)
        elif link.kind not in there:
            yield Line(words.say("report", link, title)[0])


def _publication(one: model.NationalPublication) -> Entry:
    published = f"Published on {words.day(one.published)}" if one.published else ""
    departed = (Block("Note", words.say("departure", one.departure)[0]),) if one.departure else ()
    described = (Block("", one.description),) if one.description else ()
    documents = (
        Line(words.say("document", document, document.title or "Document")[0], document.url)
        for document in one.documents
    )
    return Entry(
        id=f"publication-{one.item}",
        title=one.title,
        about=words.dotted(words.kind(one.document_type), *one.organisations, published),
        blocks=(*departed, *described),
        lines=(*_read_line(one), *documents),
    )


def _read_line(one: model.NationalPublication | model.Change) -> tuple[Line, ...]:
    return (Line(f"Read the publication: {one.title}", one.url),) if one.url else ()


def _late(one: model.Review | model.NationalPublication) -> Entry:
    entry = entry_of(one)
    first_seen = f"First seen on {words.day(one.first_seen)}"
    return replace(entry, about=words.dotted(entry.about, first_seen))


def _change(one: model.Change) -> Entry:
    told = [text for some in one.happenings for text in words.say("happening", some, one.withdrawn)]
    return Entry(
        id=f"change-{one.item}",
        title=one.title,
        about="Case review" if one.kind == "review" else "National publication",
        blocks=tuple(Block("", text) for text in (*told, one.reason) if text),
        lines=(*_read_line(one), *_report_lines(one.title, one.links)),
    )


def _about(digest: model.Digest) -> Iterator[Block]:
    """What the digest is, where its texts come from, and under which terms."""
    edition = digest.edition
    ask = f"write to {edition.contact}" if edition.contact else "ask whoever sent you this issue"
    rhythm = "two-monthly" if edition.pairs_begin else "monthly"
    origins = (f"{one.title} ({one.publisher}). {one.licence}" for one in digest.origins)
    for label, text in words.fixed()["about"]["blocks"].items():
        if edition.organisation or label != "Issued by":
            points = () if text else tuple(f"{one.rstrip('. ')}." for one in origins)
            said = text.format(rhythm=rhythm, organisation=edition.organisation, ask=ask)
            yield Block(label, said, points)
