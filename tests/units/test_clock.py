"""Moments as they are told."""

from datetime import UTC, datetime

from units.clock import moment_in_words


def test_moment_is_told_by_the_clock_of_the_ministry():
    assert moment_in_words(datetime(2020, 12, 21, 18, 32, tzinfo=UTC)) == "01:32 ngày 22/12/2020"


def test_of_no_moment_nothing_is_told():
    assert moment_in_words(None) == ""
