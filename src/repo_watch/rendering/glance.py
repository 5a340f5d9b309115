"""The month at a glance: figures as tables whose bars repeat what the numbers say."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from repo_watch.digest.model import MonthCount, Review
from repo_watch.rendering import words

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


class Row(Struct, frozen=True):
    """One figure: what, how many, and the length of its bar as a share of the longest.

    `part` is set where more may still be counted.
    """

    label: str
    count: int
    share: float
    part: bool = False


class Bars(Struct, frozen=True):
    """A table of figures, with the heads of its two columns and a note or "".

    Wide tables come first; narrow ones fit side by side.
    """

    caption: str
    head: str
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False
    unit: str = "Reviews"


def themes(reviews: Iterable[Review]) -> list[tuple[str, int]]:
    """The themes, most frequent first: normalised keywords, with the number of their reviews."""
    found = Counter(term for review in reviews for term in review.terms)
    return sorted(found.items(), key=lambda item: (-item[1], item[0].casefold()))


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
    """The tables that are worth showing: none for very few reviews and no history."""
    tables: tuple[Bars, ...] = ()
    if len(reviews) >= _FEWEST:
        tables = tuple(one for one in _tables(reviews) if _says_something(one, len(reviews)))
    trend = (_history(history),) if any(one.reviews for one in history) else ()
    return tables[:1] + trend + tables[1:]


def _tables(reviews: Sequence[Review]) -> tuple[Bars, ...]:
    found = themes(reviews)
    # Of themes that are named as often as the first that is left out, none stands above it.
    next_most = max((number for _, number in found[_THEMES:]), default=1)
    shown = [one for one in found[:_THEMES] if one[1] > next_most]
    more = len(found) - len(shown)
    less_often = f" {words.count(more, 'more theme')} named less often." if more else ""
    return (
        Bars(
            "Themes named most often",
            "Theme",
            _rows((words.first_upper(theme), number) for theme, number in shown),
            f"A review has several themes.{less_often}",
            wide=True,
        ),
        Bars(
            "Region or nation",
            "Region or nation",
            _most_first(reviews, lambda review: review.places),
        ),
        Bars(
            "Age of the child",
            "Age in years",
            _in_order(reviews, _bands, [*(name for *_, name in _AGE_BANDS), _ACROSS]),
            "As far as the entry states it; a review of several children can count more than once.",
        ),
        Bars(
            "Death or serious harm",
            "Outcome",
            _in_order(
                reviews,
                lambda review: filter(None, [words.named("outcomes", review.outcome)]),
                list(words.fixed()["outcomes"].values()),
            ),
            "As far as the entry states it.",
        ),
        Bars(
            "Type of review",
            "Type",
            _most_first(
                reviews,
                lambda review: filter(None, [words.kind(review.review_type)]),
            ),
        ),
    )


def _says_something(table: Bars, reviews: int) -> bool:
    """Whether at least half of the reviews state what the table counts."""
    unstated = sum(row.count for row in table.rows if row.label == _NOT_STATED)
    return bool(table.rows) and unstated * 2 <= reviews


def _history(history: Sequence[MonthCount]) -> Bars:
    def row(of: Row, one: MonthCount) -> Row:
        until = f"{of.label} (to {words.day(one.until)})" if one.until else of.label
        return replace(of, label=until, part=one.until is not None)

    rows = _rows((one.month.name, one.reviews) for one in history)
    return Bars(
        "New reviews month by month",
        "Month",
        tuple(map(row, rows, history)),
        "Counted when first seen. A month in which a source could not be read shows fewer.",
        wide=True,
    )


def _bands(review: Review) -> list[str]:
    """The bands that the children's ages lie in, each once; an age may lie in no single one."""
    return list(dict.fromkeys(_band(low, high) for low, high in review.ages))


def _band(low: int, high: int) -> str:
    return next((name for start, end, name in _AGE_BANDS if start <= low and high < end), _ACROSS)


_Values = Callable[[Review], Iterable[str]]


def _counted(reviews: Sequence[Review], values: _Values) -> Counter[str]:
    return Counter(
        value for review in reviews for value in (tuple(values(review)) or (_NOT_STATED,))
    )


def _most_first(reviews: Sequence[Review], values: _Values) -> tuple[Row, ...]:
    found = _counted(reviews, values)
    names = sorted(found, key=lambda name: (name == _NOT_STATED, -found[name], name))
    return _rows((name, found[name]) for name in names)


def _in_order(reviews: Sequence[Review], values: _Values, names: list[str]) -> tuple[Row, ...]:
    found = _counted(reviews, values)
    return _rows((name, found[name]) for name in (*names, _NOT_STATED) if found[name])


def _rows(figures: Iterable[tuple[str, int]]) -> tuple[Row, ...]:
    figures = list(figures)
    longest = max((number for _, number in figures), default=0) or 1
    return tuple(Row(label, number, round(number / longest, 4)) for label, number in figures)
