"""The first lines of an issue: how many reviews, on what, and whether anything was out of sight.

A month in which a source could not be read is never called one without new reviews. The words are
in `templates/sentences.txt.j2`.
"""

from collections import defaultdict
from datetime import date

from repo_watch.digest.model import Digest
from repo_watch.rendering import words
from repo_watch.rendering.glance import above_the_rest, themes

_THEMES = 3


def headline(digest: Digest) -> str:
    """The number of new reviews, or that it is not known."""
    return words.say("headline", digest, _is_checked(digest), _began(digest))[0]


def standfirst(digest: Digest) -> tuple[str, ...]:
    """Sentences below the headline: themes, what else there is, how a back issue was made."""
    found = themes(digest.reviews)
    above = [
        f"{name} ({words.count(number, 'review') if at == 0 else number})"
        for at, (name, number) in enumerate(above_the_rest(found, _THEMES))
    ]
    names = [name for name, _ in found[:_THEMES]]
    return words.say("standfirst", digest, _is_checked(digest), _began(digest), names, above)


def alerts(digest: Digest) -> tuple[str, ...]:
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


def _is_checked(digest: Digest) -> bool:
    """Whether silence means that nothing was new: each source was watched up to the end."""
    seen = all(one.compared and not one.blind and not one.stale for one in digest.coverage)
    read = any(one.well for one in digest.coverage)
    return digest.back_issue or (seen and read and not digest.unprinted)


def _began(digest: Digest) -> date | None:
    """The night from which on all sources were watched, where the window began before it."""
    return max((one.since for one in digest.coverage if one.since), default=None)
