"""The record on screen: who sees what of it, how it is filtered and paged, and how a score
leads to its history.
"""

import ast
import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions import policy
from submissions.enums import Phase
from submissions.models import Answer
from tests.house.acts import named_acts
from tests.house.sources import read_sources
from tests.permissions.stage import Stage, set_stage
from tests.places import ROOT
from units import audit
from units.models import AuditEntry, Unit
from units.record.queries.filters import PAGE, ROWS_ON_PAGE
from units.record.words import column_name, value_text

#: Rules beside the policy.
RULES = {"account.work_without_second_factor"}
PACKAGES = ("units", "criteria", "submissions", "scoring", "reports")
ACT = re.compile(
    r"(account|appraise|campaign|council|demo|edition|evidence|framework|membership|notices"
    r"|record|report|role|self|submission)\.[a-z_]*"
)


@pytest.fixture
def stage(db, settings) -> Stage:
    settings.REQUIRE_TOTP = False
    return set_stage(Phase.APPRAISE_2)


def as_person(stage: Stage, who: str) -> Client:
    client = Client()
    client.force_login(stage.people[who])
    return client


def page_of(stage: Stage, who: str, name: str, *args: object, **query: object) -> str:
    response = as_person(stage, who).get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def entries_of(stage: Stage, who: str, name: str, *args: object, **query: object) -> list[int]:
    response = as_person(stage, who).get(reverse(name, args=args), query)
    return [shown.entry.sequence for shown in response.context["page"].entries]


def record_note(
    stage: Stage,
    answer: Answer,
    note: str,
    *,
    act: str = "self.answers_saved",
    who: str = "unit_staff_own",
) -> AuditEntry:
    with transaction.atomic():
        before = audit.row_of(answer)
        answer.note = note
        answer.save()
        return audit.record(
            act=act,
            by=stage.people[who],
            campaign=stage.campaign,
            unit=answer.submission.unit,
            subject=answer,
            changes=[audit.updated(before, answer)],
        )


def act_constants() -> set[str]:
    """Everything in the code that is written like the name of an act, but for the actions of
    the policy.
    """
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and ACT.fullmatch(node.value)
                ):
                    found.add(node.value)
    return (
        {name for name in found if not name.endswith((".json", ".css"))}
        - policy.actions().keys()
        - RULES
    )


def test_every_act_that_is_written_out_has_a_name():
    """Looked for, or compared with; the name itself stands where the act is recorded."""
    constants, named = act_constants(), {act.code for act in named_acts(read_sources(ROOT))}
    begun = {code for code in constants if code.endswith(("_", "."))}
    assert constants - begun - named == set()
    assert {start for start in begun if not any(code.startswith(start) for code in named)} == set()


def test_every_recorded_column_has_a_vietnamese_name():
    english = {
        f"{model._meta.db_table}.{field.column}"
        for model in audit.recorded_models()
        for field in audit.recorded_fields(model)
        if not field.primary_key
        and column_name(model._meta.db_table, field.column) == field.name.replace("_", " ")
    }
    assert english == set()


@pytest.mark.parametrize(
    ("table", "column", "stored", "shown"),
    [
        ("submissions_answer", "self_points", "7.50", "7,50"),
        ("submissions_answer", "self_outcome", "not_applicable", "Không áp dụng"),
        ("submissions_answer", "declared_as_of", "2020-09-30", "30/09/2020"),
        (
            "submissions_answer",
            "declared",
            '{"may":12,"du":true,"con":null}',
            "may: 12; du: có; con: (trống)",
        ),
        ("submissions_answer", "is_reconstructed", "false", "không"),
        ("submissions_appraisal", "round", "1", "Thẩm định lần 1"),
        (
            "submissions_campaign",
            "self_score_due_at",
            "2020-11-16T10:00:00.000000+00:00",
            "17:00:00 16/11/2020",
        ),
        ("submissions_campaign", "self_score_due_at", "hôm qua", "hôm qua"),
        ("submissions_answer", "note", None, "(trống)"),
        ("gone_table", "x", "1", "1"),
    ],
)
def test_values_are_read_as_people_write_them(table, column, stored, shown):
    assert value_text(table, column, stored, {}) == shown


def test_facts_of_an_act_are_read_in_vietnamese(stage):
    facts = {
        "address": "10.0.0.1",
        "methods": ["password", "mfa"],
        "cause": "idle",
        "format": "pdf",
        "number": 2,
        "is_second": False,
        "limit": "login_failed",
    }
    with transaction.atomic():
        entry = audit.record(
            act="account.signed_in",
            by=stage.people["auditor"],
            subject=stage.people["auditor"],
            facts=facts,
        )
    shown = (
        as_person(stage, "auditor")
        .get(reverse("record_entry", args=[entry.sequence]))
        .context["page"]
        .entry
    )
    assert shown.facts == (
        "địa chỉ: 10.0.0.1; nguyên nhân: lâu không thao tác; dạng tệp: PDF; đọc lần hai: không; "
        "giới hạn: sai quá nhiều lần với tài khoản này; cách đăng nhập: mật khẩu, mã xác thực hai "
        "bước; bản số: 2"
    )


def test_entry_shows_who_when_what_before_and_after(stage):
    record_note(stage, stage.answer, "ghi chú mới")
    page = page_of(stage, "auditor", "record")
    for words in (
        "Người unit_staff_own",
        "Kê khai, tự chấm",
        "kê khai",
        "A · HT · 1.1",
        "ghi chú mới",
        "Thẩm định lần 2",
    ):
        assert words in page


@pytest.mark.parametrize("name", ["record", "record_entry"])
def test_number_of_queries_does_not_grow_with_entries(stage, name):
    client, entry = as_person(stage, "auditor"), record_note(stage, stage.answer, "một")
    address = reverse(name, args=[entry.pk] if name == "record_entry" else [])
    few = queries_for(client, address)
    for submission in stage.campaign.submissions.all():
        for number, answer in enumerate(submission.answers.all()):
            record_note(stage, answer, f"ghi chú {number}")
    assert queries_for(client, address) <= few <= 20


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_hold_every_entry_once_and_in_order(stage):
    for number in range(2 * PAGE):
        record_note(stage, stage.answer, f"ghi chú {number}")
    client, seen, address = as_person(stage, "auditor"), [], reverse("record")
    while address:
        page = client.get(address).context["page"]
        seen += [shown.entry.sequence for shown in page.entries]
        address = page.older_url and reverse("record") + page.older_url
    assert seen == sorted(
        AuditEntry.objects.filter(pk__lte=seen[0]).values_list("pk", flat=True), reverse=True
    )
    newer = client.get(reverse("record") + f"?sau={seen[PAGE]}").context["page"]
    assert [shown.entry.sequence for shown in newer.entries] == seen[:PAGE]


def test_filters_narrow_by_unit_person_act_campaign_and_row(stage):
    mine = record_note(stage, stage.answer, "một")
    other = record_note(
        stage,
        stage.campaign.submissions.get(order=2).answers.first(),
        "hai",
        who="unit_staff_other",
    )
    everything = entries_of(stage, "auditor", "record")
    assert {mine.pk, other.pk} <= set(everything)
    assert entries_of(stage, "auditor", "record", don_vi="B") == [other.pk]
    assert mine.pk not in entries_of(
        stage, "auditor", "record", nguoi=stage.people["unit_staff_other"].pk
    )
    assert entries_of(stage, "auditor", "record", viec="self.answers_saved") == [other.pk, mine.pk]
    assert entries_of(stage, "auditor", "record", dot="2020", viec="self.noted") == [
        stage.own_entry.pk
    ]
    assert entries_of(stage, "auditor", "record", dong=f"submissions_answer:{stage.answer.pk}") == [
        mine.pk,
        stage.own_entry.pk,
    ]


def test_filter_finds_what_the_server_did_itself(stage):
    with transaction.atomic():
        entry = audit.record(act="account.signed_in", by=None, subject=stage.people["auditor"])
    assert entries_of(stage, "auditor", "record", nguoi="0") == [entry.pk]


def test_filter_by_day_takes_both_ends_in(stage):
    today = AuditEntry.objects.latest("sequence").at.astimezone().date()
    day = {"tu_ngay": f"{today:%d/%m/%Y}", "den_ngay": f"{today:%Y-%m-%d}"}
    assert stage.own_entry.pk in entries_of(stage, "auditor", "record", **day)
    assert (
        entries_of(stage, "auditor", "record", den_ngay=f"{today - timedelta(days=2):%d/%m/%Y}")
        == []
    )


@pytest.mark.parametrize(
    "query",
    [
        {"don_vi": "không có"},
        {"tu_ngay": "hôm qua"},
        {"dong": "x' OR 1=1"},
        {"nguoi": "-1"},
        {"viec": "%"},
    ],
)
def test_question_that_cannot_be_read_shows_nothing_and_says_so(stage, query):
    page = page_of(stage, "auditor", "record", **query)
    assert "Chưa thực hiện được" in page
    assert 'class="record-entry"' not in page


@pytest.mark.parametrize("text", ["-1", "0", "abc", "9" * 40, "１２", ""])
def test_page_number_that_is_none_shows_the_first_page(stage, text):
    assert entries_of(stage, "auditor", "record", truoc=text, sau=text) == entries_of(
        stage, "auditor", "record"
    )


def test_row_is_told_from_rows_whose_key_begins_alike(stage):
    answers = list(Answer.objects.order_by("pk"))
    one = record_note(stage, answers[0], "một")
    with transaction.atomic():
        fake = audit.Change(
            "submissions_answer",
            f"{answers[0].pk}0",
            None,
            {"note": f'"key":"{answers[0].pk}","table":"x"}}'},
        )
        audit.record(
            act="self.answers_saved",
            by=None,
            campaign=stage.campaign,
            unit=stage.unit,
            changes=[fake],
        )
    found = entries_of(
        stage,
        "auditor",
        "record",
        dong=f"submissions_answer:{answers[0].pk}",
        viec="self.answers_saved",
    )
    assert found == [one.pk]


def test_big_load_is_counted_in_the_list_and_paged_on_its_own_page(stage):
    with transaction.atomic():
        rows = [
            audit.Change("submissions_answer", str(key), None, {"note": f"dòng {key}"})
            for key in range(4000)
        ]
        entry = audit.record(act="campaign.loaded", by=None, campaign=stage.campaign, changes=rows)
    page = page_of(stage, "auditor", "record")
    assert "4000 dòng được thay đổi" in page
    assert "dòng 3999" not in page
    response = as_person(stage, "auditor").get(
        reverse("record_entry", args=[entry.pk]), {"trang": "80"}
    )
    shown = response.context["page"]
    assert [(tally.table, tally.how, tally.count) for tally in shown.tallies] == [
        ("kê khai", "thêm", 4000)
    ]
    assert (len(shown.entry.rows), shown.rows.paginator.num_pages) == (ROWS_ON_PAGE, 80)
    assert "dòng 3999" in response.content.decode()


def test_unit_reads_what_it_did_and_no_appraiser(stage):
    own = record_note(stage, stage.answer, "của đơn vị")
    record_note(stage, stage.answer, "bí mật", act="appraise.noted", who="appraiser")
    page = page_of(stage, "unit_head_own", "unit_record", "2020", "A")
    assert entries_of(stage, "unit_head_own", "unit_record", "2020", "A") == [
        own.pk,
        stage.hand_in.pk,
        stage.own_entry.pk,
    ]
    assert "Người appraiser" not in page
    assert "bí mật" not in page
    assert "bí mật" in page_of(stage, "auditor", "unit_record", "2020", "A")


def test_unit_cannot_open_an_appraisers_entry_nor_take_its_receipt(stage):
    hidden = record_note(stage, stage.answer, "bí mật", act="appraise.noted", who="appraiser")
    client = as_person(stage, "unit_head_own")
    for name in ("unit_record_entry", "unit_receipt"):
        assert client.get(reverse(name, args=["2020", "A", hidden.pk])).status_code == 404


def test_entry_of_another_unit_or_campaign_is_not_on_the_units_page(stage):
    other = record_note(stage, stage.campaign.submissions.get(order=2).answers.first(), "khác")
    client = as_person(stage, "unit_head_own")
    assert client.get(reverse("unit_receipt", args=["2020", "A", other.pk])).status_code == 404
    assert client.get(reverse("unit_record", args=["2020", "B"])).status_code == 404


def test_administrators_page_has_accounts_only(stage):
    record_note(stage, stage.answer, "điểm số bí mật")
    page = page_of(stage, "administrator", "security_events")
    assert "Đăng nhập" in page
    assert "điểm số bí mật" not in page
    hidden = AuditEntry.objects.filter(act="self.answers_saved").latest("sequence")
    response = as_person(stage, "administrator").get(reverse("security_event", args=[hidden.pk]))
    assert response.status_code == 404


def test_auditor_of_one_campaign_reads_that_campaign_only(stage):
    with transaction.atomic():
        foreign = audit.record(act="demo.loaded", by=None)
    assert foreign.pk not in entries_of(stage, "auditor_of_campaign", "campaign_record", "2020")
    client = as_person(stage, "auditor_of_campaign")
    assert (
        client.get(reverse("campaign_record_entry", args=["2020", foreign.pk])).status_code == 404
    )
    assert client.get(reverse("record")).status_code == 403


def test_score_leads_to_its_history_and_back(stage):
    record_note(stage, stage.answer, "một")
    other = stage.submission.answers.exclude(pk=stage.answer.pk).first()
    record_note(stage, other, "của tiêu chí khác")
    appraisal = stage.answer.appraisals.get(round=1)
    with transaction.atomic():
        before = audit.row_of(appraisal)
        appraisal.reason = "đã kiểm tra lại"
        appraisal.save()
        audit.record(
            act="appraise.noted",
            by=stage.people["appraiser"],
            campaign=stage.campaign,
            unit=stage.unit,
            subject=appraisal,
            changes=[audit.updated(before, appraisal)],
        )
    address = ["2020", "A", stage.answer.pk]
    whole = page_of(stage, "auditor", "answer_history", *address)
    assert "một" in whole
    assert "đã kiểm tra lại" in whole
    assert "của tiêu chí khác" not in whole
    assert f'href="{reverse("unit_result", args=["2020", "A"])}#nhom-HT"' in whole
    own = page_of(stage, "unit_staff_own", "answer_history", *address)
    assert "một" in own
    assert "đã kiểm tra lại" not in own
    assert "Người appraiser" not in own
    assert reverse("unit_result", args=["2020", "A"]) not in own


def test_history_of_an_answer_of_another_unit_is_not_reached_through_the_own_one(stage):
    foreign = stage.campaign.submissions.get(order=2).answers.first()
    response = as_person(stage, "unit_staff_own").get(
        reverse("answer_history", args=["2020", "A", foreign.pk])
    )
    assert response.status_code == 404


def test_spoilt_entry_is_still_shown(stage):
    """The verification names it; the page must not fall over it."""
    entry = AuditEntry(
        sequence=AuditEntry.objects.latest("sequence").pk + 1,
        at=stage.own_entry.at,
        act="x",
        facts="{",
        changes="[{",
    )
    entry.entry_hash = entry.previous_hash = entry.seal = "0" * 64
    entry.save(force_insert=True)
    assert page_of(stage, "auditor", "record_entry", entry.pk)
    assert entry.pk in entries_of(stage, "auditor", "record")


def test_hostile_text_is_shown_as_text(stage):
    record_note(stage, stage.answer, "<script>alert(1)</script>")
    page = page_of(stage, "auditor", "record")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_unit_renamed_since_is_shown_by_its_name_of_today(stage):
    record_note(stage, stage.answer, "một")
    Unit.objects.filter(code="A").update(short_name="Vụ Mới")
    assert "Vụ Mới" in page_of(stage, "auditor", "record")


def test_score_on_the_units_page_links_to_its_history_for_who_may_read_it(stage):
    stage.campaign.phase = Phase.DRAFT_REPORT
    stage.campaign.save()
    address = reverse("answer_history", args=["2020", "A", stage.answer.pk])
    assert f'href="{address}"' in page_of(stage, "auditor", "unit_result", "2020", "A")
    assert f'href="{address}"' not in page_of(stage, "council_member", "unit_result", "2020", "A")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("auditor", {"record", "security_events", "record_check"}),
        ("administrator", {"security_events"}),
        ("wg_head", set()),
        ("unit_head_own", set()),
    ],
)
def test_home_page_leads_to_what_the_person_watches(stage, who, expected):
    page = page_of(stage, who, "home")
    assert {
        name
        for name in ("record", "security_events", "record_check")
        if f'href="{reverse(name)}"' in page
    } == expected


def test_units_head_finds_the_units_record_from_the_campaign(stage):
    address = reverse("unit_record", args=["2020", "A"])
    assert f'href="{address}"' in page_of(stage, "unit_head_own", "campaign", "2020")
    assert f'href="{address}"' not in page_of(stage, "unit_staff_own", "campaign", "2020")


def test_columns_are_read_in_the_order_of_the_form_they_come_from(stage):
    entry = (
        as_person(stage, "auditor")
        .get(reverse("record_entry", args=[stage.own_entry.pk]))
        .context["page"]
        .entry
    )
    names = [column.name for column in entry.rows[0].columns]
    assert names[:4] == ["hồ sơ", "tiêu chí", "tự chấm", "điểm tự chấm"]
