from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.model import DateSpan
from repo_watch.reading.terms.dates import find_dates, read_date


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was in June 2014.", "2014-06-01 2014-06-30 month"),
        ("Noted on 3 May 2019, at home", "2019-05-03 2019-05-03 day"),
        ("on 2019-05-03", "2019-05-03 2019-05-03 day"),
        ("on 25/12/2019.", "2019-12-25 2019-12-25 day"),
        ("in 2014", "2014-01-01 2014-12-31 year"),
        ("In or around 2014", "2014-01-01 2014-12-31 year"),
        ("in the year 2014", "2014-01-01 2014-12-31 year"),
        ("in both 2013 and 2014", "2013-01-01 2014-12-31 year"),
        ("in January of 2014", "2014-01-01 2014-01-31 month"),
        ("the Christmas period of 2012", "2012-01-01 2012-12-31 year"),
        ("in the first months of 2012", "2012-01-01 2012-12-31 year"),
        ("throughout 2014", "2014-01-01 2014-12-31 year"),
        ("early 2016", "2016-01-01 2016-12-31 year"),
        ("in mid-2016", "2016-01-01 2016-12-31 year"),
        ("the summer of 2014", "2014-01-01 2014-12-31 year"),
        ("the end of the winter of 2014", "2014-01-01 2014-12-31 year"),
        ("in the second half of 2016", "2016-01-01 2016-12-31 year"),
        ("in early March 2016", "2016-03-01 2016-03-31 month"),
        ("winter 2014/15", "2014-01-01 2015-12-31 year"),
        ("in the academic year 2013-14", "2013-01-01 2014-12-31 year"),
        ("between 2013-14 checks", "2013-01-01 2014-12-31 year"),
        ("in 2014 and 2015", "2014-01-01 2015-12-31 year"),
        ("in 2014 and again in 2016", "2014-01-01 2016-12-31 year"),
        ("in 2012, 2013 and 2014", "2012-01-01 2014-12-31 year"),
        ("in 2014\N{EN DASH}2016", "2014-01-01 2016-12-31 year"),
        ("March, April, and May 2014", "2014-03-01 2014-05-31 month"),
        ("June or July 2014", "2014-06-01 2014-07-31 month"),
        ("Oct/Nov 2016", "2016-10-01 2016-11-30 month"),
        ("Dec 2016/Jan 2017", "2016-12-01 2017-01-31 month"),
        ("June 2014 and 2015", "2014-06-01 2015-12-31 year"),
        ("between Oct and Dec 2017", "2017-10-01 2017-12-31 month"),
        ("between November 2016 and January 2017", "2016-11-01 2017-01-31 month"),
        ("between 3 and 7 May 2019", "2019-05-03 2019-05-07 day"),
        ("on the night of 3/4 May 2019", "2019-05-03 2019-05-04 day"),
        ("from 3 May to 7 June 2019", "2019-05-03 2019-06-07 day"),
        ("between 3 May and the end of June 2019", "2019-05-03 2019-06-30 month"),
        ("from September 2013 to March 2015", "2013-09-01 2015-03-31 month"),
        ("from early 2013 until late 2014", "2013-01-01 2014-12-31 year"),
        ("from early 2013 until March 2013", "2013-01-01 2013-03-31 year"),
        ("since 2015", "2015-01-01 .. year"),
        ("from June 2014 onwards", "2014-06-01 .. month"),
        ("between June 2014 and the birth", "2014-06-01 .. month"),
        ("until March 2015", ".. 2015-03-31 month"),
        ("up  to 2016", ".. 2016-12-31 year"),
        ("since May or June 2014", "2014-05-01 .. month"),
    ],
)
def test_one_time_in_prose(text, expected):
    assert [said(span) for span in find_dates(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the Care Act 2014",
        "Working Together (2018)",
        "The 2018 and 2023 editions",
        "before June 2014",
        "prior to 2014",
        "by March 2014",
        "took part 2014",
        "shortly after 3 May 2019",
        "following March 2015",
        "they may, in time",
        "in March",
        "3 and 5 may help",
        "aged 3 and 5 months",
        "in 20145",
        "in 1066",
        "version 3.2014",
        "NC046996",
    ],
)
def test_no_time_is_stated(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 03/04/2020", ["? 03/04/2020"]),
        ("on 31 February 2019", ["? 31 February 2019"]),
        ("in June 1066", ["? June 1066"]),
        ("in 2014-12", ["? 2014-12"]),
        ("in 2098-12", ["? 2098-12"]),
        ("on 2019-13-01", ["? 2019-13-01"]),
        ("between December and February 2017", ["? between December and February 2017"]),
        ("since June 1066", ["? since June 1066"]),
        (
            "in June 2014, March 2015",
            ["2014-06-01 2014-06-30 month", "2015-03-01 2015-03-31 month"],
        ),
        (
            "In 2014, and in 2016 again",
            ["2014-01-01 2014-12-31 year", "2016-01-01 2016-12-31 year"],
        ),
        (
            "in 2014, June 2015",
            ["2014-01-01 2014-12-31 year", "2015-06-01 2015-06-30 month"],
        ),
        ("June 2014 and may have", ["2014-06-01 2014-06-30 month"]),
        (
            "seen on 3 May 2019 and moved in June 2019",
            ["2019-05-03 2019-05-03 day", "2019-06-01 2019-06-30 month"],
        ),
    ],
)
def test_doubtful_and_several_times(text, expected):
    assert [said(span) for span in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("He was ill in  June 2014 at home", "June 2014"),
        ("It lasted from Sept 2013 to March 2015.", "from Sept 2013 to March 2015"),
        ("Since about 2015 she", "Since about 2015"),
        ("in early 2016", "early 2016"),
    ],
)
def test_the_text_is_kept_as_written(text, raw):
    assert [span.raw for span in find_dates(text)] == [raw]


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
    found = find_dates(f"It was on {text}, at home")
    assert [(one.first, one.last, one.precision) for one in found] == [
        (span.first, span.last, precision)
    ]


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_any_text_is_read(text):
    assert read_date(text).raw == text
    position = 0
    for span in find_dates(text):
        position = text.index(span.raw, position) + len(span.raw)
        assert (span.precision is None) == (span.first is span.last is None)
        if span.first and span.last:
            assert span.first <= span.last
