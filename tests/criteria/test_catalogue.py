"""Frameworks in and out of the database: whole or not at all, by stable codes, frozen once
published, and in the record.
"""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.catalogue import ensure_framework, load_framework
from criteria.models import (
    Annex,
    AnnexAssignment,
    Band,
    Criterion,
    CriterionGroup,
    Framework,
    Level,
)
from criteria.validators import FrozenFramework, is_frozen, require_draft
from criteria.values import FrameworkRefused
from submissions.models import Answer, Campaign, Submission
from tests.criteria.factories import Json, changed, dumped, small_framework
from units.models import AuditEntry, Unit, UnitKind

pytestmark = pytest.mark.django_db

TABLES = (Framework, Annex, CriterionGroup, Criterion, Level, Band)
FROZEN = (
    "Bộ tiêu chí «nho-2021» đã ban hành nên không thay đổi được. Nội dung mới cần một bộ tiêu chí "
    "có mã khác."
)  # fmt: skip


def everything() -> list[list[dict]]:
    """Every row of every table of frameworks."""
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def make_campaign(framework: Framework) -> Campaign:
    return Campaign.objects.create(
        code="2021", year=2021, title="Đợt 2021", ministry="Bộ Nội vụ", framework=framework
    )


def make_unit() -> Unit:
    kind, _ = UnitKind.objects.get_or_create(code="thuoc_bo", defaults={"name": "Thuộc Bộ"})
    return Unit.objects.create(code="PC", name="Vụ Pháp chế", short_name="Vụ PC", kind=kind)


def make_answer(framework: Framework) -> Answer:
    unit = make_unit()
    submission = Submission.objects.create(
        campaign=make_campaign(framework),
        unit=unit,
        kind=unit.kind,
        order=1,
        name=unit.name,
        short_name=unit.short_name,
    )
    leaf = Criterion.objects.get(
        group__annex__framework=framework, group__annex__code="I", group__code="HT", code="2"
    )
    return Answer.objects.create(submission=submission, criterion=leaf)


def published(**changes: object) -> Json:
    """Published, and nothing in it a sample."""
    framework = small_framework() | {"is_published": True, "sample_notice": ""} | changes
    for annex in framework["annexes"]:
        for group in annex["groups"]:
            for main in group["criteria"]:
                for leaf in main.get("criteria", []):
                    leaf.pop("is_sample", None)
    return framework


def test_what_is_loaded_is_dumped_as_it_was():
    assert dumped(load_framework(small_framework())) == small_framework()


def test_a_dump_loaded_under_another_code_is_the_same_framework():
    first = dumped(load_framework(small_framework()))
    second = dumped(load_framework(first | {"code": "ban-sao"}))
    assert second == first | {"code": "ban-sao"}


def test_criteria_keep_the_order_of_the_file_with_leaves_marked():
    load_framework(small_framework())
    rows = Criterion.objects.filter(group__annex__code="I", group__code="HT").values_list(
        "code", "order", "is_leaf", "parent__code"
    )
    assert list(rows) == [
        ("1", 1, False, None),
        ("1.1", 2, True, "1"),
        ("1.2", 3, True, "1"),
        ("2", 4, True, None),
    ]


def test_a_file_is_loaded_by_its_path(tmp_path):
    path = tmp_path / "nho.json"
    path.write_text(json.dumps(small_framework()), encoding="utf-8")
    assert (
        load_framework(path) == load_framework(str(path)) == Framework.objects.get(code="nho-2021")
    )


def test_loading_the_same_again_changes_no_row_and_records_nothing():
    load_framework(small_framework())
    before, entries = everything(), AuditEntry.objects.count()
    load_framework(small_framework())
    assert (everything(), AuditEntry.objects.count()) == (before, entries)


@pytest.mark.parametrize(
    "place", ["annexes[1].groups[1].criteria[0].criteria[1].maximum", "annexes[0].groups[1].name"]
)
def test_nothing_is_loaded_of_a_framework_with_one_fault(place):
    before = everything()
    with pytest.raises(FrameworkRefused) as refusal:
        load_framework(changed(place, "" if place.endswith("name") else "39"))
    assert refusal.value.problems[0].place.startswith(place.rsplit(".criteria[1]", 1)[0])
    assert everything() == before == [[]] * 6


def test_a_refused_change_leaves_the_draft_as_it_was():
    load_framework(small_framework())
    before = everything()
    with pytest.raises(FrameworkRefused):
        load_framework(changed("bands[1].upper", "60"))
    assert everything() == before


def test_a_draft_takes_new_content_and_keeps_its_annexes():
    framework = load_framework(small_framework())
    annex = framework.annexes.get(code="I")
    assignment = AnnexAssignment.objects.create(period="2021", unit=make_unit(), annex=annex)
    new = changed("annexes[0].groups[0].criteria[1].name", "Mạng nội bộ")
    new["annexes"].reverse()
    assert dumped(load_framework(new)) == new
    assert AnnexAssignment.objects.get(pk=assignment.pk).annex == annex
    assert Criterion.objects.count() == sum(
        len(CriterionGroup.objects.get(pk=pk).criteria.all()) for pk in _group_keys()
    )


def test_a_draft_may_lose_an_annex_that_no_unit_answers_and_none_that_one_does():
    framework = load_framework(small_framework())
    shorter = small_framework()
    del shorter["annexes"][1]
    AnnexAssignment.objects.create(
        period="2021", unit=make_unit(), annex=framework.annexes.get(code="II")
    )
    with pytest.raises(FrameworkRefused, match="đã có dữ liệu dựa vào nó"):
        load_framework(shorter)
    assert dumped(Framework.objects.get()) == small_framework()
    AnnexAssignment.objects.all().delete()
    assert dumped(load_framework(shorter)) == shorter


def test_a_draft_may_not_lose_a_group_that_a_unit_was_given_by_itself():
    framework = load_framework(small_framework())
    annex = framework.annexes.get(code="I")
    AnnexAssignment.objects.create(period="2021", unit=make_unit(), annex=annex, group_code="DV")
    with pytest.raises(FrameworkRefused, match="Phụ lục I không còn nhóm DV"):
        load_framework(changed("annexes[0].groups[1].code", "DVC"))
    assert dumped(Framework.objects.get()) == small_framework()


def test_a_draft_that_was_answered_is_not_replaced():
    answer = make_answer(load_framework(small_framework()))
    with pytest.raises(
        FrameworkRefused, match="Không thể thay bộ tiêu chí vì đã có dữ liệu dựa vào nó"
    ):
        load_framework(changed("title", "Tên khác"))
    assert dumped(Framework.objects.get()) == small_framework()
    assert Answer.objects.get().criterion == answer.criterion


def test_a_published_framework_is_frozen():
    framework = load_framework(published())
    before = everything()
    for change in [
        {"title": "Tên khác"},
        {"is_published": False},
        {"bands": []},
        {"sample_notice": "mẫu"},
    ]:
        with pytest.raises(FrozenFramework) as refusal:
            load_framework(published(**change))
        assert str(refusal.value) == FROZEN
    with pytest.raises(FrozenFramework):
        require_draft(framework)
    assert everything() == before


def test_a_published_framework_may_be_loaded_again_unchanged():
    assert load_framework(published()) == load_framework(published())


def test_published_samples_give_way_to_the_official_annex_until_a_campaign_uses_them():
    framework = load_framework(small_framework() | {"is_published": True})
    official = published(title="Phụ lục chính thức")
    assert not is_frozen(framework)
    make_campaign(framework)
    assert is_frozen(framework)
    with pytest.raises(FrozenFramework):
        load_framework(official)
    Campaign.objects.all().delete()
    assert dumped(load_framework(official)) == official


def test_a_draft_is_published_by_loading_it_as_published():
    load_framework(published(is_published=False))
    assert is_frozen(load_framework(published()))


def test_the_record_holds_every_row_that_was_written():
    framework = load_framework(small_framework())
    entry = AuditEntry.objects.get(act="framework.loaded")
    changes = json.loads(entry.changes)
    assert (entry.subject, entry.actor) == (f"criteria_framework:{framework.pk}", None)
    assert len(changes) == sum(model.objects.count() for model in TABLES) == 1 + 2 + 4 + 11 + 6 + 2
    assert all(change["before"] is None for change in changes)


def test_the_record_holds_what_a_replacement_took_away_and_changed():
    framework = load_framework(small_framework())
    levels = {str(pk) for pk in Level.objects.values_list("pk", flat=True)}
    load_framework(changed("title", "Tên khác"))
    changes = json.loads(
        AuditEntry.objects.filter(act="framework.loaded").latest("sequence").changes
    )
    gone = {
        change["key"]
        for change in changes
        if change["table"] == "criteria_level" and change["after"] is None
    }
    head = [change for change in changes if change["table"] == "criteria_framework"]
    assert gone == levels
    assert head == [
        {
            "table": "criteria_framework",
            "key": str(framework.pk),
            "before": {"title": "Bộ tiêu chí nhỏ"},
            "after": {"title": "Tên khác"},
        }
    ]
    assert [change for change in changes if change["table"] == "criteria_annex"] == []


def test_a_shipped_framework_is_loaded_where_it_is_not_there_yet_and_kept_where_it_is():
    first = ensure_framework("qd2149-2017")
    Framework.objects.filter(pk=first.pk).update(title="Tên trong cơ sở dữ liệu")
    assert ensure_framework("qd2149-2017").title == "Tên trong cơ sở dữ liệu"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("qd1-1999", "Không có bộ tiêu chí nào mang mã «qd1-1999»."),
        (
            "../frameworks/qd375-2020",
            "«../frameworks/qd375-2020» không phải là mã của bộ tiêu chí.",
        ),
        ("/etc/passwd", "«/etc/passwd» không phải là mã của bộ tiêu chí."),
        ("qd375-2020\n", "«qd375-2020\ufffd» không phải là mã của bộ tiêu chí."),
        ("a\x00b", "«a\ufffdb» không phải là mã của bộ tiêu chí."),
        ("", "«» không phải là mã của bộ tiêu chí."),
    ],
)
def test_an_unknown_code_is_refused_and_never_taken_for_a_path(code, message):
    with pytest.raises(FrameworkRefused) as refusal:
        ensure_framework(code)
    assert str(refusal.value) == message
    assert Framework.objects.count() == 0


def test_loading_and_dumping_cost_the_same_queries_whatever_the_number_of_criteria():
    costs = []
    for size in (1, 40):
        group = {"code": "G", "name": "Nhóm", "maximum": str(size), "criteria": _leaves(size)}
        annexes = [{"code": "I", "title": "Phụ lục", "groups": [group]}]
        source = {
            "code": f"co-{size}",
            "title": "T",
            "aggregation": "sum_of_points",
            "annexes": annexes,
        }
        with CaptureQueriesContext(connection) as loading:
            framework = load_framework(source)
        with CaptureQueriesContext(connection) as dumping:
            dumped(framework)
        costs.append((len(loading), len(dumping)))
    assert costs[0] == costs[1]
    assert costs[0][1] == 5


def test_the_command_loads_a_file_and_passes_on_warnings(tmp_path):
    path = _file(tmp_path, changed("bands[0].upper", "80"))
    out, err = StringIO(), StringIO()
    call_command("load_framework", str(path), stdout=out, stderr=err, no_color=True)
    assert out.getvalue() == "Đã có bộ tiêu chí «nho-2021»: Bộ tiêu chí nhỏ.\n"
    assert err.getvalue() == "Lưu ý – bands: Chưa có nhóm cho điểm từ 80,00 trở lên.\n"


def test_the_command_says_everything_that_is_wrong(tmp_path):
    framework = changed("title", 5)
    framework["bands"][0]["lower"] = 50
    with pytest.raises(CommandError) as refusal:
        call_command("load_framework", str(_file(tmp_path, framework)))
    assert str(refusal.value).splitlines() == [
        "title: Phải là chuỗi trong dấu nháy kép.",
        "bands[0].lower: Phải là chuỗi trong dấu nháy kép.",
    ]
    assert Framework.objects.count() == 0


def test_the_command_refuses_a_frozen_framework(tmp_path):
    load_framework(published())
    with pytest.raises(CommandError, match="đã ban hành"):
        call_command("load_framework", str(_file(tmp_path, published(title="Khác"))))


def _file(folder: Path, framework: Json) -> Path:
    path = folder / "bo.json"
    path.write_text(json.dumps(framework, ensure_ascii=False), encoding="utf-8")
    return path


def _leaves(count: int) -> list[Json]:
    level = {"code": "a", "label": "Có", "points": "1"}
    return [
        {
            "code": str(index),
            "name": f"Tiêu chí {index}",
            "maximum": "1",
            "rule_kind": "choice",
            "levels": [level],
        }
        for index in range(1, count + 1)
    ]


def _group_keys() -> list[int]:
    return list(CriterionGroup.objects.values_list("pk", flat=True))
