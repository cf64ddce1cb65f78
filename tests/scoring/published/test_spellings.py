"""The same tables as different programs save them load alike; a unit's name may hold any text."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.models import PrintedFigure
from scoring.published.services.campaign import load_published
from submissions.models import Answer, Submission
from tests.scoring.published.folders import TABLES, replace_once, write_small

pytestmark = pytest.mark.django_db
Rewrite = Callable[[str], bytes]


def with_bom(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode()


def with_semicolons(text: str) -> bytes:
    """As Excel saves in Vietnamese: semicolons between the cells, a comma in the numbers."""
    rows = [line.split(",") for line in text.splitlines()]
    return "\r\n".join(";".join(cell.replace(".", ",") for cell in row) for row in rows).encode()


def with_windows_lines(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def with_old_mac_lines(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def with_letters_and_tones_apart(text: str) -> bytes:
    return unicodedata.normalize("NFD", text).encode()


def with_empty_lines_and_spaces(text: str) -> bytes:
    return ("\n" + text.replace("\n", " \n\n").replace(",", " , ") + ",,,\n").encode()


def with_columns_in_another_order(text: str) -> bytes:
    return "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines()).encode()


@pytest.mark.parametrize(
    "rewrite",
    [
        with_bom,
        with_semicolons,
        with_windows_lines,
        with_old_mac_lines,
        with_letters_and_tones_apart,
        with_empty_lines_and_spaces,
        with_columns_in_another_order,
    ],
)
def test_spelling_of_the_tables_makes_no_difference(tmp_path: Path, rewrite: Rewrite) -> None:
    plain = {
        name: text.replace('"Cục ""Hai"" <b>&amp;</b>, miền Nam"', "Cục Hai")
        for name, text in TABLES.items()
    }
    first = load_published(write_small(tmp_path / "first", plain)).campaign
    other = write_small(tmp_path / "second", plain, code="khac")
    for name in ("units.csv", "published_totals.csv", "published_group_scores.csv"):
        (other / name).write_bytes(rewrite(plain[name]))
    second = load_published(other).campaign
    assert rows_of(second.pk) == rows_of(first.pk)


def rows_of(campaign: int) -> tuple[object, ...]:
    figures = PrintedFigure.objects.filter(campaign=campaign).order_by(
        "submission__order", "measure", "year"
    )
    answers = Answer.objects.filter(submission__campaign=campaign).order_by(
        "submission__order", "criterion"
    )
    submissions = Submission.objects.filter(campaign=campaign)
    return (
        list(submissions.values_list("name", "short_name", "kind__code", "order")),
        list(
            figures.values_list(
                "submission__unit__code", "measure", "year", "value", "counts_as_zero"
            )
        ),
        list(answers.values_list("criterion", "self_points", "appraisals__points")),
    )


@pytest.mark.parametrize("dash", ["", "-", "–", " — "])
def test_dash_is_a_blank_however_it_is_written(tmp_path: Path, dash: str) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "published_group_scores.csv", "X2,2031,G2,\n", f"X2,2031,G2,{dash}\n")
    load_published(folder)
    figure = PrintedFigure.objects.get(submission__unit__code="X2", measure="G2", year=2031)
    assert (figure.value, figure.counts_as_zero) == (None, False)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "=1+1", "{{ x }} {% y %}", "部 🏛️ ơ̛", "' OR 1=1 --"]
)
def test_name_may_hold_any_text(tmp_path: Path, name: str) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "units.csv", "Vụ Một", name)
    load_published(folder)
    assert Submission.objects.get(unit__code="Y1").name == unicodedata.normalize("NFC", name)


def test_percent_and_points_with_a_comma_are_read_exactly(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "published_totals.csv", "40.00,15.00", '"40,5","15,05"')
    load_published(folder)
    figures = PrintedFigure.objects.filter(
        submission__unit__code="Y1", place="totals", year=2031
    ).order_by("measure")
    assert [f"{measure} {value}" for measure, value in figures.values_list("measure", "value")] == [
        "self 40.50",
        "total 15.05",
    ]
