"""Texts that a careless pattern goes over again and again: one scrap repeated, to any length."""

import sys
import time
from collections.abc import Callable

WORDS = (
    *("child ", "two ", "1 ", "and ", "of ", "a b ", "he ", "March ", "Board ", "County Council "),
    *(
        "A",
        "a",
        "9",
        "Aa",
        "é",
        "\N{RIGHT SINGLE QUOTATION MARK}",
        "\u0301",
        "\u0301\u0323",
        "_",
        "a-",
        "x.",
        "i/",
    ),
    *("(", ")", "[", "()", "(a) ", '"', '"a" ', ". ", ", ", ": ", "; ", "– ", "-", "/", "&", "1."),
    *(" ", "\t", "\u00a0", "\n", "\u200b"),
    *(
        "2031 ",
        "2031-32 ",
        "1/",
        "3/4/31 ",
        "2 March 2031 ",
        "2031 – Aa – Child Q ",
        "CSPR 1/2031 ",
    ),
    *("Child A ", "Child A and ", "Children A, B ", "Learning: ", "Review of ", "the "),
    *("serious case review ", "this review ", "report ", "Part 1 ", "page 2 of 3 ", "Published "),
    *("http://a/", "a@b.", "number no ref NC ", "(2031) ", "Aa Bb ", "A. ", "1 of ", "ren)"),
)
"""Of prose, of names, of dates, of signs, of no signs."""

MARKUP = (
    *("<p>", "<p>a</p>", "<b>", "<b>a</b> ", "<i></i>", "<br>", "<div>", "<div>a", "</div>", "<"),
    *("<ul><li>", "<li>a", "<table>", "<tr><td>a", "<td>", "<h2>a</h2>", "<h3>2031 – Aa – Bb</h3>"),
    *(
        "<a>",
        "<a href=/a>",
        "<a href=/a.pdf>Child A</a> ",
        "<a href=/a.pdf>report</a>",
        "<a href=/a>",
    ),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "<?a ",
        "&#",
        "&amp;",
        "<span>a",
        "<font>",
        "<section>",
        "<dl><dt>",
    ),
    *("<p>2031</p><p><a href=/b.pdf>Child B</a>", "<details><summary>a", "<script>", "<style>"),
    *("<img alt=a>", "<p hidden>a", "<a href=/a.pdf><h3>Child A</h3></a>", "<b>Learning:</b> "),
)
"""Of tags that are shut, that are not, and that are none."""


def repeated(scrap: str, size: int) -> str:
    """The scrap, again and again, to a number of bytes."""
    return scrap * (size // len(scrap.encode()))


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that a piece of work takes; what measures coverage is not measured."""
    trace = sys.gettrace()
    sys.settrace(None)
    begun = time.process_time()
    try:
        work()
    finally:
        used = time.process_time() - begun
        sys.settrace(trace)
    return used


def in_step(work: Callable[[int], object], size: int, limit: float) -> bool:
    """Whether work on so many bytes takes less than so many seconds of the processor.

    Where a machine is slow, it suffices that twice the size takes less than three times as long,
    the least of three tries each: with the square of the length it would be four.
    """
    if seconds(lambda: work(size)) < limit:
        return True
    half, whole = (
        min(seconds(lambda: work(at)) for _ in range(3))  # noqa: B023 -- called at once
        for at in (size // 2, size)
    )
    return whole < 3 * half
