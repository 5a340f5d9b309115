"""Where the pages of a PDF end: what is to be found at once stays on one."""

import io

import pytest
from msgspec.structs import replace
from post_office import ISSUED, make_coverage, make_digest, make_review
from pypdf import PdfReader

from repo_watch.digest.model import MonthCount
from repo_watch.digest.months import Month
from repo_watch.rendering import pdf
from repo_watch.rendering.view import view

pytestmark = pytest.mark.no_cover


def pages(digest):
    document = PdfReader(io.BytesIO(pdf.render(view(digest), ISSUED)))
    return [page.extract_text() for page in document.pages]


def page_with(text, some):
    (found,) = [one for one in some if text in one]
    return found


@pytest.mark.parametrize("reviews", range(2, 12, 3))
@pytest.mark.parametrize("sources", [1, 4, 7])
def test_what_closes_the_issue_is_not_torn(reviews, sources):
    coverage = tuple(make_coverage(source=f"s{n}", title=f"Source {n}") for n in range(sources))
    some = pages(make_digest(reviews, coverage=coverage))
    help_page = page_with("Childline", some)
    assert "Where to find help" in help_page
    assert "If a child is in immediate danger, call 999.\n" in help_page
    about = page_with("What the figures are:", some)
    assert "About this digest" in about
    assert "Other formats and corrections:" in about


def history(months):
    return tuple(MonthCount(Month(2025 + n // 12, n % 12 + 1), n + 1) for n in range(months))


@pytest.mark.parametrize("months", range(6, 22, 2))
def test_a_pair_of_tables_does_not_begin_a_page_without_the_one_before(months):
    reviews = tuple(
        replace(
            one,
            places=(),
            review_type=None,
            ages=((24 * at, 24 * at),),
            outcome="death",
            terms=tuple(f"theme {n}" for n in range(1 + at)),
        )
        for at, one in enumerate(map(make_review, range(10)))
    )
    some = pages(make_digest(reviews=reviews, history=history(months)))
    pair = page_with("Death or serious harm", some)
    assert "Age of the child" in pair
    assert "New reviews month by month" in pair
