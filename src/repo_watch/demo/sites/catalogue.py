"""The library's catalogue in the replica: some of the list's reviews, with accession numbers.

Its pages have the form that the reader assumes; how the real ones look is not known.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Final

from repo_watch.demo.answer import Answer, error_page
from repo_watch.demo.library import Review
from repo_watch.demo.story import Story

SEARCH: Final = "/HeritageScripts/Hapi.dll/search?Media=SCR"
_RECORD = "/HeritageScripts/Hapi.dll/retrieve"
_FIRST_NUMBER = 61001
_RECORDS = 8


def records(story: Story, night: date) -> dict[str, Review]:
    """The recorded reviews by accession number: the first that name their authority."""
    shown = story.yearly(night)
    named = [
        key for key, one in story.yearly(story.days[0]).items() if "Anonymous" not in one.title
    ]
    return {f"NC{_FIRST_NUMBER + at}": shown[key] for at, key in enumerate(named[:_RECORDS])}


def respond(story: Story, path: str, query: Mapping[str, Sequence[str]], night: date) -> Answer:
    """What the catalogue answers to a GET of this path and query on that night."""
    found = records(story, night)
    if path == "/robots.txt":
        return Answer(b"User-agent: *\nDisallow:\n", content_type="text/plain")
    if path == SEARCH.partition("?")[0]:
        return _page("Case reviews", f"<ol>{''.join(map(_line, found.items()))}</ol>")
    number = "".join(query.get("An", ()))
    if path == _RECORD and number in found:
        return _page("Record", _record(number, found[number]))
    return error_page(404, "Record not found")


def _line(record: tuple[str, Review]) -> str:
    number, review = record
    return f'<li><a href="{_RECORD}?An={number}">{escape(_title(review))}</a></li>\n'


def _title(review: Review) -> str:
    case = review.title.replace(" - ", " – ").split(" – ")[-1]
    return f"{case}: overview report"


def _record(number: str, review: Review) -> str:
    authority = review.title.replace(" - ", " – ").split(" – ")[1]
    fields = {
        "Title": _title(review),
        "Author": f"{authority} Safeguarding Children Partnership",
        "Date": review.year,
        "Media": "Case review",
        "Abstract": review.summary,
        "Keywords": review.keywords,
        "Accession number": number,
    }
    return "<p>" + "<br>\n".join(
        f'<span class="fulllabel">{name}</span> {escape(text)}' for name, text in fields.items()
    ) + "</p>"  # fmt: skip


def _page(title: str, content: str) -> Answer:
    return Answer(
        f"<html><head><title>Library catalogue</title></head>\n<body><h1>{title}</h1>\n{content}\n"
        '<div role="contentinfo">Heritage library system</div></body></html>\n'.encode()
    )
