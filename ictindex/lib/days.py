"""Days and hours as people write them, and the sentences about what is none."""

import re
from datetime import date, time

#: No year that is meant lies outside: one of three figures is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1990, 2100
_WANTED = "theo dạng ngày/tháng/năm, ví dụ 21/12/2020."
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([0-9]{1,2})(?::|[hH])([0-9]{1,2})(?::([0-9]{1,2}))?")


class NotADay(ValueError):
    """The text is no day of the calendar; the sentence says what to type."""


class NotAnHour(ValueError):
    """The text is no hour of a day; the sentence says what to type."""


def is_between(day: date, first: date | None, last: date | None) -> bool:
    """Both of them included; None is no bound."""
    return (first is None or first <= day) and (last is None or day <= last)


def parse_day(text: str) -> date:
    """«21/12/2020», «21.12.2020», «21-12-2020», and «2020-12-21» as programs write it.

    Raises NotADay with a sentence for a field that stands beside it.
    """
    day = _found(text)
    if day is None:
        raise NotADay(f"Nhập ngày {_WANTED}")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotADay(f"Năm {day.year} không hợp lý. Nhập ngày {_WANTED}")
    return day


def read_day(text: str, *, called: str) -> date | None:
    """The same in any year, which the service judges; nothing for nothing. `called`: its name at
    the start of the sentence.
    """
    if not text.strip():
        return None
    day, shown = _found(text), text.strip()[:40]
    if day is None:
        raise NotADay(f"{called} «{shown}» không phải là một ngày. Nhập {_WANTED}")
    return day


def parse_iso_day(text: str) -> date | None:
    """«2020-12-21», as files that are prepared with care have it; None for anything else."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def parse_hour(text: str) -> time:
    """«17:00», «17h30», «17:00:59». Raises NotAnHour."""
    match = _HOUR.fullmatch(text.strip())
    try:
        if match:
            return time(int(match[1]), int(match[2]), int(match[3] or 0))
    except ValueError:
        pass
    raise NotAnHour("Nhập giờ theo dạng giờ:phút, ví dụ 17:00.")


def _found(text: str) -> date | None:
    typed = text.strip()
    match = _DAY.fullmatch(typed)
    if not match:
        return parse_iso_day(typed)
    return parse_iso_day(f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}")
