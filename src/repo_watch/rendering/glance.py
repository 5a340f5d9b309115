"""The month at a glance: figures as tables whose bars repeat what the numbers say."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from repo_watch.digest.model import MonthCount, Review
from repo_watch.rendering import words
from repo_watch.rendering.view_model import Bars, Row

_FEWEST = 3
"""Below this many reviews the entries themselves are the glance."""
_THEMES = 10
_NOT_STATED = "Not stated"

_AGE_BANDS = (
    (0, 12, "Under 1"),
    (12, 72, "1 to 5"),
    (72, 132, "6 to 10"),
    (132, 192, "11 to 15"),
    (192, 1200, "16 or over"),
)
"""From and below, in months, with the name of the band. The cookbook's `age-and-outcome` has the
same."""
_ACROSS = "Across these ages"
_AGES = (*(name for *_, name in _AGE_BANDS), _ACROSS)


def themes(reviews: Iterable[Review]) -> list[tuple[str, int]]:
    """The themes, most frequent first: normalised keywords, with the number of their reviews."""
    found = Counter(term for review in reviews for term in review.terms)
    return sorted(found.items(), key=lambda item: (-item[1], item[0].casefold()))


def above_the_rest(found: Sequence[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """At most so many of the first themes: of those that are named as often, none is more so."""
    next_most = max((number for _, number in found[most:]), default=1)
    return [one for one in found[:most] if one[1] > next_most]


def by_theme(reviews: Sequence[Review]) -> list[tuple[str, list[Review]]]:
    """Each review once, under the one of its themes that most of these reviews share.

    The largest groups come first; reviews without a theme stand last, under "".
    """
    order = {theme: at for at, (theme, _) in enumerate(themes(reviews))}
    found: dict[str, list[Review]] = {}
    for review in reviews:
        theme = min(review.terms, key=order.__getitem__, default="")
        found.setdefault(theme, []).append(review)
    return sorted(
        found.items(), key=lambda item: (item[0] == "", -len(item[1]), order.get(item[0], 0))
    )


def glance(reviews: Sequence[Review], history: Sequence[MonthCount]) -> tuple[Bars, ...]:
    """The tables that are worth showing: none for very few reviews and no history.

    A table is shown where at least half of the reviews state what it counts.
    """
    tables: list[Bars] = []
    if len(reviews) >= _FEWEST:
        tables = _themes(themes(reviews))
        orders = {"ages": _AGES, "outcomes": tuple(words.fixed()["outcomes"].values())}
        for name, said in _COUNTED.items():
            rows = _counted(reviews, said, orders.get(name, ()))
            if 2 * sum(row.count for row in rows if row.label == _NOT_STATED) <= len(reviews):
                tables.append(_bars(name, rows))
    trend = _history(history) if any(one.reviews for one in history) else []
    return (*tables[:1], *trend, *tables[1:])


def _bars(name: str, rows: Iterable[Row], more: str = "") -> Bars:
    said = words.fixed()["glance"][name]
    return Bars(**said | {"note": said.get("note", "") + more}, rows=tuple(rows))


def _themes(found: Sequence[tuple[str, int]]) -> list[Bars]:
    shown = above_the_rest(found, _THEMES)
    more = len(found) - len(shown)
    less_often = f" {words.count(more, 'more theme')} named less often." if more else ""
    rows = _rows((words.first_upper(theme), number) for theme, number in shown)
    return [_bars("themes", rows, less_often)] if shown else []


def _history(history: Sequence[MonthCount]) -> list[Bars]:
    rows = zip(_rows((one.month.name, one.reviews) for one in history), history, strict=True)
    parts = (
        replace(row, label=f"{row.label} (to {words.day(one.until)})", part=True)
        if one.until
        else row
        for row, one in rows
    )
    return [_bars("history", parts)]


def _bands(review: Review) -> dict[str, None]:
    """The bands that the children's ages lie in, each once; an age may lie in no single one."""
    return dict.fromkeys(
        next((name for start, end, name in _AGE_BANDS if start <= low and high < end), _ACROSS)
        for low, high in review.ages
    )


_COUNTED: Mapping[str, Callable[[Review], Iterable[str]]] = {
    "places": lambda review: review.places,
    "ages": _bands,
    "outcomes": lambda review: [words.named("outcomes", review.outcome)],
    "review_types": lambda review: [words.kind(review.review_type)],
}
"""What a review says of itself, "" where it does not, by the name of the table that counts it."""


def _counted(
    reviews: Sequence[Review], said: Callable[[Review], Iterable[str]], order: Sequence[str]
) -> list[Row]:
    """Most frequent first, or as in `order`; what is not stated comes last."""
    found = Counter(
        name for review in reviews for name in (list(filter(None, said(review))) or [_NOT_STATED])
    )

    def place(name: str) -> tuple[bool, int, str]:
        return (name == _NOT_STATED, order.index(name) if name in order else -found[name], name)

    return _rows((name, found[name]) for name in sorted(found, key=place))


def _rows(figures: Iterable[tuple[str, int]]) -> list[Row]:
    figures = list(figures)
    longest = max((number for _, number in figures), default=0) or 1
    return [Row(label, number, round(number / longest, 4)) for label, number in figures]
