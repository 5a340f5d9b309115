"""The library's catalogue in the replica: some of the list's reviews, with accession numbers.

Its pages have the form that the reader assumes; how the real ones look is not known.
"""

from repo_watch.demo.answer import error_page, robots
from sites import page

SEARCH = "/HeritageScripts/Hapi.dll/search?Media=SCR"
_RECORD = "/HeritageScripts/Hapi.dll/retrieve"
_FIRST_NUMBER = 61001
_RECORDS = 8


def records(story, night):
    """The recorded reviews by accession number: the first that name their authority."""
    shown = story.yearly(night)
    named = [
        key for key, one in story.yearly(story.days[0]).items() if "Anonymous" not in one.title
    ]
    return {f"NC{_FIRST_NUMBER + at}": shown[key] for at, key in enumerate(named[:_RECORDS])}


def respond(asked):
    """What the catalogue answers."""
    path, found = asked.path, records(asked.story, asked.night)
    number = "".join(asked.query.get("An", ()))
    facts = {"records": found, "number": number, "record": _RECORD}
    if path == "/robots.txt":
        return robots(b"User-agent: *\nDisallow:\n")
    if path == SEARCH.partition("?")[0] or (path == _RECORD and number in found):
        return page("catalogue.html", **facts)
    return error_page(404, "Record not found")
