"""What is assumed of the NSPCC's pages of case reviews."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from repo_watch.first_contact.assumptions import NOT_SEEN, Assumption, Found, of_page, stated
from repo_watch.first_contact.visits import Contact, Visit
from repo_watch.model import Entry
from repo_watch.reading.terms.keywords import normalise

_FEWEST_YEARS, _MOST_YEARS = 2, 7
_MOSTLY = 0.9


def _entries(visit: Visit | None) -> list[Entry]:
    items = visit.reading.items if visit and visit.reading else ()
    return [item for item in items if isinstance(item, Entry)]


def _years(visit: Visit) -> Found:
    years = sorted({entry.year for entry in _entries(visit) if entry.year})
    words = f"{len(years)} years" + (f", {years[0]} to {years[-1]}" if years else "")
    return Found(holds=_FEWEST_YEARS <= len(years) <= _MOST_YEARS, words=words)


def _sorted(visit: Visit) -> Found:
    years = groupby(_entries(visit), key=lambda entry: entry.year)
    named = [[e.authority_text.casefold() for e in of if e.authority_text] for _, of in years]
    pairs = [pair for names in named for pair in pairwise(names)]
    in_order = sum(first <= second for first, second in pairs)
    return Found(
        holds=not pairs or in_order / len(pairs) >= _MOSTLY,
        words=f"{in_order} of {len(pairs)} neighbours within a year are in order",
    )


def _labelled(visit: Visit) -> Found:
    entries = _entries(visit)
    named = ("learning", "recommendations", "key_issues")
    labelled = sum(any(name in entry.sections for name in named) for entry in entries)
    share = labelled / len(entries) if entries else 0.0
    words = f"{labelled} of {len(entries)} entries have a labelled section"
    return Found(holds=share >= _MOSTLY, words=words)


def _vocabulary(visit: Visit) -> Found:
    terms = [normalise(keyword) for entry in _entries(visit) for keyword in entry.keywords]
    known = sum(term.known for term in terms)
    return Found(
        holds=bool(terms) and known / len(terms) >= _MOSTLY,
        words=f"{known} of {len(terms)} keywords are in the reviewed table",
    )


def _own_reports(visit: Visit) -> Found:
    urls = [link.url for entry in _entries(visit) for link in entry.links]
    own = urlsplit(visit.request.url).netloc
    hosts = sorted({urlsplit(url).netloc for url in urls})
    strangers = [host for host in hosts if host != own and not host.endswith(".nspcc.org.uk")]
    return Found(holds=bool(urls) and not strangers, words=f"on {', '.join(hosts) or 'no host'}")


def _dated(visit: Visit) -> Found:
    dated = visit.reading.dated if visit.reading else None
    precise = dated is not None and dated.precision is not None
    return Found(holds=precise, words="a date is shown" if precise else "no date was understood")


def _validated(visit: Visit) -> Found:
    sent = {"etag", "last-modified"} & set(visit.page.headers if visit.page else ())
    return Found(holds=bool(sent), words=f"sends {' and '.join(sorted(sent)) or 'neither'}")


def _no_numbers(visit: Visit) -> Found:
    numbered = sum(entry.accession is not None for entry in _entries(visit))
    return Found(holds=not numbered, words=f"{numbered} entries show one")


def _witness(contact: Contact) -> Found:
    listed, update = _entries(contact.visits.get("list")), _entries(contact.visits.get("update"))
    if not listed or not update:
        return NOT_SEEN
    titles = {entry.title for entry in listed}
    both = sum(entry.title in titles for entry in update)
    words = f"{both} of the update's {len(update)} entries are in the list"
    return Found(holds=both * 2 >= len(update), words=words)


def assumptions() -> Iterator[Assumption]:
    """Those of the yearly list and of the monthly update."""
    return stated(
        "nspcc-reviews",
        {
            "list/years": of_page("list", _years),
            "list/order": of_page("list", _sorted),
            "list/labels": of_page("list", _labelled),
            "list/keywords": of_page("list", _vocabulary),
            "list/reports": of_page("list", _own_reports),
            "list/numbers": of_page("list", _no_numbers),
            "list/dated": of_page("list", _dated),
            "update/validators": of_page("update", _validated),
            "update/witness": _witness,
        },
    )
