from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.model import DateSpan
from repo_watch.reading.terms.dates import read_date


def day(text):
    return date.fromisoformat(text) if text else None


def said(span):
    if span.precision is None:
        assert span.first is span.last is None
        return f"? {span.raw}"
    return f"{span.first or '..'} {span.last or '..'} {span.precision}"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("02 Sept 2025", "2025-09-02", "2025-09-02", "day"),
        ("02 Sep 2025", "2025-09-02", "2025-09-02", "day"),
        ("07 Jun 2019", "2019-06-07", "2019-06-07", "day"),
        ("16 March 2020", "2020-03-16", "2020-03-16", "day"),
        ("16\N{NO-BREAK SPACE}MARCH 2020", "2020-03-16", "2020-03-16", "day"),
        (" 1st of May 2019 ", "2019-05-01", "2019-05-01", "day"),
        ("29 Feb 2024", "2024-02-29", "2024-02-29", "day"),
        ("2025-09-02", "2025-09-02", "2025-09-02", "day"),
        ("25/12/2020", "2020-12-25", "2020-12-25", "day"),
        ("12/25/2020", "2020-12-25", "2020-12-25", "day"),
        ("02/02/2020", "2020-02-02", "2020-02-02", "day"),
        ("March 2023", "2023-03-01", "2023-03-31", "month"),
        ("Sept. 2020", "2020-09-01", "2020-09-30", "month"),
        ("February, 2024", "2024-02-01", "2024-02-29", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("1900", "1900-01-01", "1900-12-31", "year"),
        ("2099", "2099-01-01", "2099-12-31", "year"),
    ],
)
def test_a_date_keeps_its_precision(text, first, last, precision):
    assert read_date(text) == DateSpan(day(first), day(last), precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "03/04/2020",
        "03/04/20",
        "31/31/2020",
        "31 Feb 2020",
        "29 Feb 2023",
        "0 March 2020",
        "1066",
        "1899",
        "2100",
        "2999",
        "March 1066",
        "2020-13-01",
        "2020-00-10",
        "2020-02-31",
        "2020-3-1",
        "March",
        "16 Mars 2020",
        "Marching 2020",
        "in March 2020",
        "16 March 2020 Topics",
        "16 March",
        "2014-15",
    ],
)
def test_what_is_ambiguous_absurd_or_no_date_has_no_days(text):
    assert read_date(text) == DateSpan(None, None, None, text)


MONTHS = "January February March April May June July August September October November December"
FORMS = {
    "day": ("{0.day} {1} {0.year}", "{0.day:02} {2} {0.year}", "{0:%Y-%m-%d}"),
    "month": ("{1} {0.year}", "{2} {0.year}"),
}
WORDS = st.sampled_from(
    "in since until from between and to , - / 3 5th May June early 2014 2015 1066 03/04/2020 the "
    "end of summer 31 February 2014-15".split()
)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["day", "month"]), st.data())
def test_a_written_date_is_read_back(when, precision, data):
    name = MONTHS.split()[when.month - 1]
    form = data.draw(st.sampled_from(FORMS[precision]))
    text = form.format(when, name, name[:3])
    span = read_date(text)
    assert span.precision == precision
    assert span.first <= when <= span.last
    if precision == "month":
        assert (span.first - timedelta(days=1)).month != when.month
        assert (span.last + timedelta(days=1)).month != when.month


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_any_text_is_read(text):
    span = read_date(text)
    assert span.raw == text
    assert (span.precision is None) == (span.first is None) == (span.last is None)
