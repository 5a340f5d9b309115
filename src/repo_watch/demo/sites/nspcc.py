"""NSPCC's pages of a night: the yearly list, the monthly update, the reports, what stands beside.

What the real site says about validators is unknown. Here the list carries no ETag and all else one,
so that both ways of learning "the same as before" are used: a 304, and equal bytes.
"""

import zlib

from repo_watch.demo.answer import NOT_FOUND, Answer, Get, page, render, report, robots
from repo_watch.demo.library import LEARNING, slug, there

LIST = "/case-reviews/recently-published-case-reviews"
UPDATE = "/case-reviews/monthly-case-reviews-update"
BRIEFINGS = "/research-resources/learning-from-case-reviews"
NEWS = "/news"
COLLECTION = "/case-reviews/national-case-review-repository"

_TEMPLATES = {
    LIST: "list",
    UPDATE: "update",
    BRIEFINGS: "briefings",
    NEWS: "news",
    COLLECTION: "collection",
}


def respond(asked: Get) -> Answer:
    """What NSPCC answers."""
    path, story, night = asked.path, asked.story, asked.night
    documents = there(LEARNING["document"], night)
    templates = dict.fromkeys((one["path"] for one in documents), "document") | _TEMPLATES
    files = {one["file"]: one["title"] for one in documents if "file" in one}
    if path == "/robots.txt":
        return robots(render("nspcc_robots.txt"))
    if path in templates:
        body = render(
            f"nspcc_{templates[path]}.html",
            base=asked.base,
            path=path,
            story=story,
            night=night,
            documents=documents,
            number=there(LEARNING["size"], night)[-1]["number"],
            collection=LEARNING["collection"],
            report_path=_report_path,
            is_odd=lambda key: zlib.crc32(key.encode()) % 2,
        )
        return Answer(body) if path == LIST else page(body)
    for key, review in (story.yearly(night) | story.monthly(night)).items():
        files |= {_report_path(key, name): f"{review.title}: {name}" for name in review.reports}
    return report(files[path]) if path in files else NOT_FOUND


def _report_path(key: str, label: str) -> str:
    return f"/globalassets/case-reviews/{key}-{slug(label)}.pdf"
