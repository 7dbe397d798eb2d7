from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.dates import LIMA, read_day, read_moment

DAYS = st.dates(date(1995, 1, 1), date(2079, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-27",
        "2026-07-27 00:00:00.0",
        "2026-07-27T00:00:00",
        "2026-07-27T00:00:00.000-0500",
        "2026-07-27T00:00:00.000-05:00",
        "2026-07-27T00:00:00Z",
        "27/07/2026",
        " 27/7/26 ",
    ],
)
def test_a_bare_day_in_any_form_stays_that_day(text):
    assert read_moment(text) == (date(2026, 7, 27), None)


@pytest.mark.parametrize(
    "text, moment",
    [
        ("2025-05-23T18:20:11.000-0500", datetime(2025, 5, 23, 18, 20, 11, tzinfo=LIMA)),
        ("2025-05-23T18:20:11-05:00", datetime(2025, 5, 23, 18, 20, 11, tzinfo=LIMA)),
        ("2025-05-23T23:30", datetime(2025, 5, 23, 23, 30, tzinfo=LIMA)),
    ],
)
def test_a_time_of_day_is_kept_with_its_offset(text, moment):
    assert read_moment(text) == (moment.date(), moment)
    assert read_moment(text)[1].utcoffset() == timedelta(hours=-5)


def test_a_moment_given_in_another_zone_falls_on_the_day_it_was_in_lima():
    assert read_day("2026-07-28T03:30:00Z") == date(2026, 7, 27)


def test_one_text_is_two_days_according_to_what_its_field_means():
    assert read_day("01/04/2012", month_first=True) == read_day("04/01/2012") == date(2012, 1, 4)


def test_a_year_of_two_digits_belongs_to_the_years_of_the_old_system():
    assert read_day("10/10/99") == date(1999, 10, 10)
    assert read_day("10/10/13") == date(2013, 10, 10)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "Sinfecha",
            "58/08/2018",
            "O14/01/21",
            "31/02/2024",
            "2024-02-30",
            "2024-13-01",
            "10/2024",
        ),
        *("1970-01-01", "1970-01-01T00:00:00.000-0500", "0001-01-01", "9999-12-31", "01/01/0001"),
        *(
            "2026-07-27T25:00:00",
            "2026-07-27T10:00:00-0599",
            "2026-07-27T10:00:00+99:00",
            "٢٠٢٤-٠١-٠١",
            "20240101",
        ),
        *(None, 0, 1740114000000, 1.5, True),
    ],
)
def test_what_cannot_be_read_is_none_and_never_1970(text):
    assert read_moment(text) == (None, None)


@settings(deadline=None)
@given(
    DAYS,
    st.sampled_from(
        ["%Y-%m-%d", "%Y-%m-%dT00:00:00.000-0500", "%Y-%m-%d 00:00:00.0", "%d/%m/%Y", "%d/%m/%y"]
    ),
)
def test_every_day_survives_every_form(day, form):
    assert read_day(day.strftime(form)) == day


@settings(deadline=None)
@given(DAYS)
def test_every_day_survives_the_form_with_the_month_first(day):
    assert read_day(day.strftime("%m/%d/%Y"), month_first=True) == day


@settings(deadline=None)
@given(
    st.datetimes(datetime(1995, 1, 2), datetime(2099, 12, 30)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_a_moment_is_the_same_instant_whatever_zone_it_came_in(naive, zone):
    moment = naive.replace(microsecond=naive.microsecond // 1000 * 1000 or 1000, tzinfo=zone)

    day, read = read_moment(moment.isoformat(timespec="milliseconds"))

    assert read == moment.astimezone(UTC)
    assert day == moment.astimezone(LIMA).date()


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[\d/T:. +-]{6,30}", fullmatch=True))
def test_no_text_breaks_the_reader_nor_yields_a_day_out_of_the_world(text):
    for month_first in (True, False):
        day = read_day(text, month_first=month_first)

        assert day is None or 1980 <= day.year <= 2100
