from datetime import datetime, timedelta, timezone

import pytest

from sekisho.text.dates import date_value

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.examples("dates")
def test_date_value_on_monday_16_november_2026(example):
    """What is said on a Monday in November means this day."""
    text, day = example
    assert date_value(text, MONDAY) == day


@pytest.mark.parametrize(
    ("now", "text", "day"),
    [
        ("2026-11-22", "来週の月曜", "2026-11-23"),
        ("2026-11-22", "今週の月曜", "2026-11-16"),
        ("2026-11-22", "this Monday", "2026-11-23"),
        ("2026-11-22", "日曜日", "2026-11-29"),
        ("2026-12-30", "明後日", "2027-01-01"),
        ("2026-12-30", "来週の火曜", "2027-01-05"),
        ("2026-12-30", "1月5日", "2027-01-05"),
        ("2026-12-31", "31日", "2026-12-31"),
        ("2027-01-31", "30日", "2027-03-30"),
        ("2027-01-31", "来月の31日", None),
        ("2027-12-01", "2月29日", "2028-02-29"),
        ("2028-02-29", "2/29", "2028-02-29"),
    ],
)
def test_at_the_ends_of_weeks_months_and_years(now, text, day):
    """Weeks end on Sunday, and months and years roll over."""
    assert date_value(text, datetime.fromisoformat(now).astimezone()) == day
