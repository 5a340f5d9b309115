"""The library's catalogue in the replica: some of the list's reviews, with accession numbers.

Its pages have the form that the reader assumes; how the real ones look is not known.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from repo_watch.demo.answer import Answer, error_page, render, robots
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
    number = "".join(query.get("An", ()))
    facts = {"records": found, "number": number, "record": _RECORD}
    if path == "/robots.txt":
        return robots("User-agent: *\nDisallow:\n")
    if path == SEARCH.partition("?")[0] or (path == _RECORD and number in found):
        return Answer(render("catalogue.html", **facts))
    return error_page(404, "Record not found")
