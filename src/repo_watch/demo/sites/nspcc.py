"""NSPCC's pages of a night: the yearly list, the monthly update, the reports.

What the real site says about validators is unknown. Here the update carries an ETag and the list
none, so that both ways of learning "the same as before" are used: a 304, and equal bytes.
"""

import zlib
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby

from repo_watch.demo.answer import (
    NOT_FOUND,
    Answer,
    Query,
    error_page,
    page,
    render,
    report,
    robots,
)
from repo_watch.demo.library import Review, slug
from repo_watch.demo.sites import learning
from repo_watch.demo.story import FaultKind, Story

LIST = "/case-reviews/recently-published-case-reviews"
UPDATE = "/case-reviews/monthly-case-reviews-update"
REPORTS = "/globalassets/case-reviews/"

ROBOTS = """User-agent: *
Disallow: /search
Disallow: /account/
Disallow: /*?sort=
"""

_LEARNING = ("Learning themes include:", "Learning includes:")
_RECOMMENDATIONS = ("Recommendations include:", "Recommendations to the partnership include:")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")


def labels(key: str, year: str) -> tuple[str, str]:
    """The labels of an entry's learning and recommendations, as its year wrote them."""
    if year == "2023":
        return "Learning focuses on:", "Recommendations include:"
    if year < "2025":
        return "Learning includes:", "Recommendations include:"
    choice = zlib.crc32(key.encode()) % 2
    return _LEARNING[choice], _RECOMMENDATIONS[choice]


def report_path(key: str, label: str) -> str:
    """Where the report with this label lies."""
    return f"{REPORTS}{key}-{slug(label)}.pdf"


def _list_page(story: Story, night: date, **facts: object) -> Answer:
    turns = [turn for review in story.reviews.values() for turn in review.turns()]
    latest = max(story.days[0], *(turn for turn in turns if turn <= night))
    day = latest - timedelta(days=1)
    by_year = groupby(story.yearly(night).items(), key=lambda item: item[1].year)
    return Answer(
        render(
            "nspcc_list.html",
            title="Recently published case reviews",
            dated=f"{day:%d} {_MONTHS[day.month - 1]} {day.year}",
            years=[(year, list(reviews)) for year, reviews in by_year],
            **facts,
        )
    )


def _report(shown: Mapping[str, Review], path: str) -> Answer:
    for key, review in shown.items():
        for label in review.reports:
            if report_path(key, label) == path:
                return report(f"{review.title}: {label}")
    return NOT_FOUND


def _page(story: Story, path: str, night: date, base: str) -> Answer:
    facts = {"base": base, "path": path, "labels": labels, "report_path": report_path}
    monthly = story.monthly(night)
    if path == "/robots.txt":
        return robots(ROBOTS)
    if path == LIST:
        return _list_page(story, night, **facts)
    if path == UPDATE:
        month, shown = f"{story.month(night):%B %Y}", monthly.items()
        title = "Case reviews update"
        return page(render("nspcc_update.html", title=title, month=month, reviews=shown, **facts))
    beside = learning.respond(path, night, base)
    return beside or _report({**story.yearly(night), **monthly}, path)


def _spoilt(answer: Answer, path: str, fault: FaultKind | None) -> Answer:
    if fault == "outage":
        return error_page(503, "Service unavailable")
    if fault == "challenge" and path != "/robots.txt":
        return Answer(render("challenge.html"))
    if fault == "cut" and path == LIST:
        return Answer(answer.body[: len(answer.body) // 3])
    if fault == "broken" and path == LIST:
        return Answer(answer.body, breaks_at=len(answer.body) // 2)
    return answer


def respond(story: Story, path: str, _query: Query, night: date, base: str) -> Answer:
    """What NSPCC answers to a GET of this path on that night."""
    return _spoilt(_page(story, path, night, base), path, story.fault("nspcc", night))
