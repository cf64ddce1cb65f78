"""Dates and numbers are read and shown the Vietnamese way, in forms and in templates."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("07/12/2020", date(2020, 12, 7)),
        ("31/12/2020", date(2020, 12, 31)),
        ("7/2/2021", date(2021, 2, 7)),
        ("21-12-2020", date(2020, 12, 21)),
        ("21.12.2020", date(2020, 12, 21)),
        ("2020-12-07", date(2020, 12, 7)),
    ],
)
def test_a_date_is_read_day_first(typed, expected):
    assert forms.DateField().clean(typed) == expected


@pytest.mark.parametrize(
    "typed", ["12/31/2020", "29/02/2021", "07/12/20", "7 tháng 12", "2020/12/07"]
)
def test_what_is_no_vietnamese_date_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["07/12/2020 16:30", "16:30 07/12/2020", "16h30 07/12/2020", "2020-12-07T16:30"]
)
def test_a_moment_is_read_day_first_and_in_the_time_zone_of_vietnam(typed):
    assert forms.DateTimeField().clean(typed) == datetime(2020, 12, 7, 9, 30, tzinfo=UTC)


def test_a_time_is_read_with_a_colon_or_the_letter_h():
    assert [forms.TimeField().clean(typed) for typed in ["08:05", "8h05"]] == [time(8, 5)] * 2


def test_dates_and_moments_are_shown_day_first():
    shown = Template(
        "{{ day }} | {{ day|date:'SHORT_DATE_FORMAT' }} | {{ moment }} | {{ "
        "day|date:'YEAR_MONTH_FORMAT' }}"
    )
    moment = datetime(2020, 12, 7, 9, 30, tzinfo=UTC)
    with timezone.override("Asia/Ho_Chi_Minh"):
        text = shown.render(Context({"day": date(2020, 12, 7), "moment": moment}))
    assert text == "07/12/2020 | 07/12/2020 | 16:30 07/12/2020 | tháng 12/2020"


def test_a_form_shows_a_date_as_it_reads_it():
    class Form(forms.Form):
        day = forms.DateField()

    assert 'value="07/12/2020"' in str(Form(initial={"day": date(2020, 12, 7)})["day"])


def test_numbers_have_a_decimal_comma_and_groups_of_three():
    assert formats.number_format(Decimal("73.11")) == "73,11"
    assert (
        formats.number_format(Decimal("1234567.5"), decimal_pos=2, force_grouping=True)
        == "1.234.567,50"
    )


def test_the_week_starts_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
