"""Days and hours as people type them, and what they are told about the others."""

from datetime import date, time

import pytest

from ictindex.lib.days import (
    NotADay,
    NotAnHour,
    is_between,
    parse_day,
    parse_hour,
    parse_iso_day,
    read_day,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21/12/2020", date(2020, 12, 21)),
        (" 1/2/2020 ", date(2020, 2, 1)),
        ("21.12.2020", date(2020, 12, 21)),
        ("21-12-2020", date(2020, 12, 21)),
        ("2020-12-21", date(2020, 12, 21)),
        ("29/02/2020", date(2020, 2, 29)),
    ],
)
def test_a_day_is_read_day_first(text: str, day: date) -> None:
    assert parse_day(text) == read_day(text, called="Ngày") == day


@pytest.mark.parametrize(
    "text",
    ["31/02/2020", "12/16/2020", "21/12", "21/12/20", "٢١/12/2020", "2020-2-1", "20201221", "x"],
)
def test_what_is_no_day_is_told_what_to_type(text: str) -> None:
    with pytest.raises(NotADay) as beside_a_field:
        parse_day(text)
    with pytest.raises(NotADay) as in_a_row:
        read_day(text, called="Ngày số liệu")

    assert str(beside_a_field.value) == ("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/12/2020.")
    assert str(in_a_row.value) == (
        f"Ngày số liệu «{text}» không phải là một ngày. Nhập theo dạng ngày/tháng/năm, ví dụ "
        "21/12/2020."
    )


@pytest.mark.parametrize("year", ["0202", "1989", "2101"])
def test_a_year_that_is_a_slip_is_named(year: str) -> None:
    with pytest.raises(NotADay, match=f"Năm {int(year)} không hợp lý. Nhập ngày theo dạng"):
        parse_day(f"16/12/{year}")


def test_no_day_is_none_where_none_is_needed() -> None:
    assert read_day("  ", called="Ngày") is None


@pytest.mark.parametrize("text", ["2020-02-30", "21/12/2020", "2020-W01-1", "20201221", ""])
def test_prepared_files_have_days_in_one_notation(text: str) -> None:
    assert parse_iso_day(text) is None


@pytest.mark.parametrize(
    ("text", "hour"), [("17:00", time(17)), ("7h30", time(7, 30)), (" 23:59:59 ", time(23, 59, 59))]
)
def test_an_hour_is_read(text: str, hour: time) -> None:
    assert parse_hour(text) == hour


@pytest.mark.parametrize("text", ["", "24:00", "17", "17:60", "5 giờ", "１７:00"])
def test_what_is_no_hour_is_told_what_to_type(text: str) -> None:
    with pytest.raises(NotAnHour, match=r"Nhập giờ theo dạng giờ:phút, ví dụ 17:00\."):
        parse_hour(text)


@pytest.mark.parametrize(
    ("first", "last", "lies_between"),
    [
        (None, None, True),
        (date(2020, 12, 21), date(2020, 12, 21), True),
        (date(2020, 12, 22), None, False),
        (None, date(2020, 12, 20), False),
        (date(2020, 1, 1), date(2020, 12, 31), True),
    ],
)
def test_a_day_lies_between_two_that_may_be_left_open(first, last, lies_between) -> None:
    assert is_between(date(2020, 12, 21), first, last) is lies_between
