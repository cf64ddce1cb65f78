"""A folder unlike that of 2020 in everything: other kinds, years, framework and figures, an own
framework.json.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import AnnexAssignment, Framework
from scoring.core.reconstruction import Contradiction, CriterionStatement
from scoring.models import PrintedFailing, PrintedFigure
from scoring.published import Conflict
from scoring.published.services.campaign import AlreadyLoaded, LoadedCampaign, load_published
from submissions.models import (
    Answer,
    Appointment,
    Appraisal,
    Campaign,
    GroupDeclaration,
    Submission,
    TimelineStep,
)
from tests.scoring.published.folders import TABLES, replace_once, write_small
from units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db
POINTS = (
    "answer__submission__unit__code",
    "answer__criterion__group__code",
    "answer__criterion__code",
)


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedCampaign:
    return load_published(write_small(tmp_path))


def points_of(unit: str) -> Mapping[str, tuple[Decimal | None, Decimal | None]]:
    """Self points and final points by criterion."""
    rows = Appraisal.objects.filter(answer__submission__unit__code=unit).values_list(
        *POINTS, "answer__self_points", "points"
    )
    return {f"{group}:{code}": (own, final) for _, group, code, own, final in rows}


def test_campaign_says_what_the_description_says(loaded: LoadedCampaign) -> None:
    columns = (
        "code",
        "year",
        "previous_year",
        "title",
        "ministry",
        "framework__code",
        "phase",
        "decision_number",
        "decided_on",
        "signer",
        "signer_authority",
        "is_reconstructed",
    )
    assert list(Campaign.objects.values_list(*columns)) == [
        (
            "thu31",
            2031,
            2030,
            "Đợt thử",
            "Bộ Thử nghiệm",
            "thu-2031",
            "published",
            "7/QĐ-BTN",
            date(2032, 1, 5),
            "Nguyễn Văn A",
            "Bộ trưởng",
            True,
        )
    ]


def test_units_stand_in_the_order_of_the_file_under_their_kinds(loaded: LoadedCampaign) -> None:
    columns = ("unit__code", "name", "short_name", "kind__code", "order", "is_late")
    assert list(Submission.objects.values_list(*columns)) == [
        ("Y1", "Vụ Một", "V1", "vu", 1, True),
        ("X1", "Cục Một", "C1", "cuc", 2, False),
        ("X2", 'Cục "Hai" <b>&amp;</b>, miền Nam', "C2", "cuc", 3, False),
        ("Z1", "Viện Mới", "VM", "vien", 4, False),
    ]
    assert list(UnitKind.objects.values_list("code", "name")) == [
        ("cuc", "Các cục"),
        ("vu", "Các vụ"),
        ("vien", "vien"),
    ]
    assert Unit.objects.get(code="X1").folded_name == "cuc mot c1"


def test_exceptions_become_annex_assignments(loaded: LoadedCampaign) -> None:
    rows = AnnexAssignment.objects.order_by("unit__order", "group_code").values_list(
        "period", "unit__code", "annex__code", "group_code"
    )
    assert list(rows) == [
        ("thu31", "Y1", "B", ""),
        ("thu31", "X1", "A", ""),
        ("thu31", "X2", "A", ""),
        ("thu31", "Z1", "B", ""),
        ("thu31", "Z1", "A", "G1"),
    ]


def test_points_have_the_printed_sums_and_keep_what_the_text_says(loaded: LoadedCampaign) -> None:
    assert {key: final for key, (_, final) in points_of("X1").items()} == {
        "G1:1": Decimal("20.43"),
        "G1:2.1": Decimal("0.58"),
        "G1:2.2": Decimal("0.00"),
        "G2:1": Decimal("35.00"),
        "G2:2": Decimal("34.99"),
    }
    assert sum(own for own, _ in points_of("X1").values() if own is not None) == 2 * Decimal(
        "69.99"
    )


def test_blank_counted_as_zero_is_zero_points_and_a_dash_in_print(loaded: LoadedCampaign) -> None:
    assert {key: final for key, (_, final) in points_of("Y1").items()} == {
        "G1:1": Decimal("30.00"),
        "G3:1": Decimal("0.00"),
        "G3:2": Decimal("0.00"),
    }
    printed = PrintedFigure.objects.filter(submission__unit__code="Y1", measure="G3", year=2031)
    assert list(printed.values_list("value", "counts_as_zero")) == [(None, True)]


def test_group_that_does_not_apply_is_declared_and_has_no_points(loaded: LoadedCampaign) -> None:
    assert list(
        GroupDeclaration.objects.values_list("submission__unit__code", "group_code", "is_confirmed")
    ) == [("X2", "G2", True)]
    rows = Appraisal.objects.filter(
        answer__submission__unit__code="X2", answer__criterion__group__code="G2"
    )
    columns = (
        "outcome",
        "points",
        "is_reconstructed",
        "answer__self_outcome",
        "answer__self_points",
        "answer__is_reconstructed",
    )
    assert set(rows.values_list(*columns)) == {
        ("not_applicable", None, False, "not_applicable", None, False)
    }


def test_only_the_second_round_is_known_and_every_point_is_marked_as_reconstructed(
    loaded: LoadedCampaign,
) -> None:
    assert set(Appraisal.objects.values_list("round", flat=True)) == {2}
    scored = Appraisal.objects.filter(outcome="scored")
    assert set(
        scored.values_list("is_reconstructed", "answer__is_reconstructed", "answer__self_outcome")
    ) == {(True, True, "scored")}


def test_override_of_one_group_asks_the_criteria_of_the_other_annex(loaded: LoadedCampaign) -> None:
    rows = Answer.objects.filter(submission__unit__code="Z1").order_by(
        "criterion__group__code", "criterion__order"
    )
    assert list(
        rows.values_list("criterion__group__annex__code", "criterion__code", "criterion__name")
    ) == [
        ("A", "1", "Máy tính"),
        ("A", "2.1", "Diệt virus"),
        ("A", "2.2", "Sao lưu"),
        ("B", "1", "Đào tạo"),
        ("B", "2", "Tuyển dụng"),
    ]


def test_figures_are_stored_as_printed(loaded: LoadedCampaign) -> None:
    of_units = PrintedFigure.objects.filter(submission__isnull=False)
    assert of_units.count() == 14 + 3 + 8
    assert set(
        of_units.filter(submission__unit__code="Z1").values_list(
            "place", "measure", "year", "value"
        )
    ) == {
        ("group scores", "G1", 2031, Decimal("32.00")),
        ("group scores", "G3", 2031, Decimal("50.00")),
        ("totals", "self", 2031, Decimal("50.00")),
        ("totals", "total", 2031, Decimal("41.00")),
    }
    averages = PrintedFigure.objects.filter(submission=None)
    assert set(averages.values_list("place", "kind__code", "measure", "year", "value")) == {
        ("bảng 1", None, "total", 2031, Decimal("33.71")),
        ("bảng 2", "cuc", "G1", 2031, Decimal("27.17")),
        ("bảng 2", "vien", "self", 2031, None),
    }


def test_members_get_the_role_of_their_title_and_the_document_of_their_body(
    loaded: LoadedCampaign,
) -> None:
    assert list(
        Appointment.objects.values_list(
            "body", "order", "person", "role", "title", "unit__code", "document"
        )
    ) == [
        ("council", 1, "Trần Thị B", "council_member", "Chủ tịch Hội đồng", None, "1/QĐ-BTN"),
        ("council", 2, "Lê Văn C", "council_member", "Ủy viên", "X1", "1/QĐ-BTN"),
        ("council", 3, "Đỗ Thị D", "council_secretary", "Ủy viên kiêm thư ký", "Y1", "1/QĐ-BTN"),
        ("working_group", 1, "Phạm Văn E", "wg_head", "Tổ trưởng", "X2", "2/QĐ-BTN"),
        ("working_group", 2, "Vũ Thị G", "appraiser", "Tổ viên kiêm Thư ký", None, "2/QĐ-BTN"),
    ]
    assert list(TimelineStep.objects.values_list("number", "happened_on", "document", "what")) == [
        (1, date(2031, 11, 1), "1/QĐ-BTN", "Thành lập Hội đồng đánh giá"),
        (2, date(2031, 11, 2), "2/QĐ-BTN", "Thành lập Tổ giúp việc Hội đồng"),
        (3, None, "", "Họp"),
    ]


def test_facts_are_declared_figures_with_their_day(loaded: LoadedCampaign) -> None:
    columns = ("submission__unit__code", "criterion__code", "declared", "declared_as_of")
    assert list(
        Answer.objects.exclude(declared={}).order_by("submission__order").values_list(*columns)
    ) == [
        ("X1", "2.1", {"value": "5.8", "kind": "percent"}, None),
        ("Z1", "2", {"value": "12", "kind": "people"}, date(2031, 10, 31)),
    ]


def test_main_criterion_named_as_failing_stands_for_all_that_is_scored_in_it(
    loaded: LoadedCampaign,
) -> None:
    rows = PrintedFailing.objects.values_list(
        "submission__unit__code", "criterion__group__code", "criterion__code"
    )
    assert set(rows) == {
        ("X1", "G1", "2.2"),
        ("Z1", "G1", "2.1"),
        ("Z1", "G1", "2.2"),
        ("X2", "G2", "2"),
    }


def test_statements_that_the_scores_do_not_allow_are_returned(loaded: LoadedCampaign) -> None:
    found = [(conflict.unit.code, conflict.contradiction) for conflict in loaded.conflicts]
    assert found == [
        ("X2", Contradiction("G2:2", CriterionStatement.FAILING, Decimal("0.00"), None)),
        (
            "Z1",
            Contradiction("G1:2.1", CriterionStatement.FAILING, Decimal("0.00"), Decimal("7.00")),
        ),
    ]
    assert isinstance(loaded.conflicts[1], Conflict)
    assert str(loaded.conflicts[1]) == (
        "VM, G1:2.1 «Diệt virus»: báo cáo nêu là chưa đạt, nhưng điểm nhóm đã in chỉ khớp khi "
        "tiêu chí được 7,00 điểm."
    )


def test_command_reports_the_contradictions(tmp_path: Path) -> None:
    out = StringIO()
    call_command("load_campaign", str(write_small(tmp_path)), stdout=out)
    assert out.getvalue().splitlines()[:3] == [
        "Đã nạp «Đợt thử»: 4 đơn vị.",
        "Có 2 chỗ lời văn của báo cáo mâu thuẫn với điểm đã in; lấy theo điểm đã in:",
        "  C2, G2:2 «Trùng tên»: báo cáo nêu là chưa đạt, nhưng nhóm này không áp dụng cho đơn vị.",
    ]


def test_loaded_campaign_is_refused_unless_only_the_missing_is_wanted(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    load_published(folder)
    with pytest.raises(AlreadyLoaded):
        load_published(folder)
    with pytest.raises(CommandError, match="Đợt đánh giá «thu31» đã có"):
        call_command("load_campaign", str(folder))
    out = StringIO()
    call_command("load_campaign", str(folder), "--if-missing", stdout=out)
    assert (out.getvalue(), Campaign.objects.count()) == ("", 1)


def test_if_missing_still_loads_what_is_missing_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    replace_once(folder, "published_totals.csv", "15.00", "abc")
    with pytest.raises(CommandError):
        call_command("load_campaign", str(folder), "--if-missing")
    replace_once(folder, "published_totals.csv", "abc", "15.00")
    call_command("load_campaign", str(folder), "--if-missing", verbosity=0)
    assert Campaign.objects.count() == 1


def test_first_campaign_needs_no_year_before(tmp_path: Path) -> None:
    scores = "\n".join(
        line for line in TABLES["published_group_scores.csv"].splitlines() if ",2030," not in line
    )
    totals = (
        "unit,self_2031,appraised_2031\n"
        "Y1,40.00,15.00\nX1,69.99,45.50\nX2,39.00,33.33\nZ1,50.00,41.00\n"
    )
    tables = {"published_group_scores.csv": scores, "published_totals.csv": totals}
    load_published(write_small(tmp_path, tables, previous_year=None))
    assert Campaign.objects.get().previous_year is None
    assert set(PrintedFigure.objects.values_list("year", flat=True)) == {2031}


@pytest.mark.parametrize("header_only", [True, False])
def test_optional_tables_may_be_empty_or_absent(tmp_path: Path, header_only: bool) -> None:
    folder = write_small(tmp_path)
    for name in (
        "published_averages.csv",
        "members_2031.csv",
        "timeline_2031.csv",
        "facts_2031.csv",
        "failing_2031.csv",
    ):
        if header_only:
            (folder / name).write_text(TABLES[name].splitlines()[0] + "\n", encoding="utf-8")
        else:
            (folder / name).unlink()
    loaded = load_published(folder)
    assert (loaded.conflicts, Appointment.objects.count(), TimelineStep.objects.count()) == (
        (),
        0,
        0,
    )
    assert Submission.objects.count() == 4


def test_framework_may_come_from_the_catalogue(tmp_path: Path) -> None:
    load_published(write_small(tmp_path / "first"))
    folder = write_small(tmp_path / "second", code="thu31b")
    (folder / "framework.json").unlink()
    load_published(folder)
    assert (Framework.objects.count(), Campaign.objects.count()) == (1, 2)


def test_older_campaign_does_not_give_a_unit_its_old_name_back(tmp_path: Path) -> None:
    load_published(write_small(tmp_path / "new"))
    old = {
        name: text.replace("2030", "2029").replace("2031", "2030").replace("Cục Một", "Cục Cũ")
        for name, text in TABLES.items()
    }
    folder = tmp_path / "old"
    write_small(
        folder,
        code="thu30",
        year=2030,
        previous_year=2029,
        blanks_counted_as_zero=[{"unit": "Y1", "group": "G3", "year": 2030}],
    )
    for name in TABLES:
        (folder / name).unlink()
    for name, text in old.items():
        (folder / name.replace("2031", "2030")).write_text(text, encoding="utf-8")
    load_published(folder)
    assert Unit.objects.get(code="X1").name == "Cục Một"
    assert list(
        Submission.objects.filter(unit__code="X1")
        .order_by("campaign__year")
        .values_list("name", flat=True)
    ) == ["Cục Cũ", "Cục Một"]


def test_later_campaign_renames_a_unit_for_today(tmp_path: Path) -> None:
    load_published(write_small(tmp_path / "first"))
    folder = write_small(
        tmp_path / "second",
        {"units.csv": TABLES["units.csv"].replace("Cục Một", "Cục Nhất")},
        code="thu31b",
    )
    load_published(folder)
    assert (Unit.objects.get(code="X1").name, Unit.objects.get(code="X1").folded_name) == (
        "Cục Nhất",
        "cuc nhat c1",
    )


def statements_that_write(folder: Path) -> list[str]:
    """The tables written to, one for each statement; the record is left out, where every unit
    has an entry of its own.
    """
    with CaptureQueriesContext(connection) as queries:
        load_published(folder)
    written = [
        query["sql"].split('"')[1]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE"))
    ]
    return [table for table in written if table not in ("units_auditentry", "units_chainhead")]


def test_number_of_statements_does_not_grow_with_the_units(tmp_path: Path) -> None:
    few = statements_that_write(write_small(tmp_path / "few"))
    more = {
        name: TABLES[name]
        for name in ("units.csv", "published_totals.csv", "published_group_scores.csv")
    }
    for number in range(10):
        more["units.csv"] += f"N{number},Cục Mới {number},CM{number},cuc\n"
        more["published_totals.csv"] += f"N{number},10.00,20.00,20.00\n"
        scores = [f"N{number},{year},G{group},20.00\n" for year in (2030, 2031) for group in (1, 2)]
        more["published_group_scores.csv"] += "".join(scores)
    many = statements_that_write(write_small(tmp_path / "many", more, code="thu31b"))
    once = (
        "criteria_framework",
        "criteria_band",
        "criteria_annex",
        "criteria_criteriongroup",
        "criteria_criterion",
        "units_unitkind",
    )
    # The units of the first folder are updated now, in one statement, and the new ones are made in
    # another.
    assert sorted(many) == sorted([table for table in few if table not in once] + ["units_unit"])
