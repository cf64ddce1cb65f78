"""What waits before publication: words that the data have left behind, checks, the edition at
each step; once for each change.
"""

import pytest
from django.db import transaction

from reports.document.services.passages import begin_text
from reports.editions.queries import tasks as waiting
from reports.editions.queries.checks import checks_of
from reports.editions.services import freeze as freezing
from reports.editions.services.editions import ask_to_freeze, prepare_correction
from reports.enums import FileFormat, JobState
from reports.models import Rendering
from submissions.enums import Phase, Round
from submissions.home.queries import tasks_of
from submissions.models import Appraisal, Campaign
from tests.reports.editions.factories import (
    answer_for_everything,
    freeze,
    lay_out_quickly,
    make_desk,
    publish_all,
)
from tests.reports.editions.test_freeze import ERRATA
from tests.submissions.factories import NOW
from units import audit
from units.models import User

pytestmark = pytest.mark.django_db
FREEZE, AGAIN = "chốt bản báo cáo để ký", "chốt lại bản báo cáo, vì lần trước không xong"
CHECKS = "xem 1 việc kiểm tra trước khi ban hành chưa đạt"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    lay_out_quickly(monkeypatch)


@pytest.fixture
def desk():
    return make_desk()


def labels(person) -> list[str]:
    found = tasks_of(User.objects.get(pk=person.pk), now=NOW)
    return [task.label.removeprefix("Đợt 2020: ") for task in found]


def take_in(edition) -> None:
    edition.files.create(
        format=FileFormat.SIGNED,
        stored_as="s",
        sha256="0" * 64,
        size=1,
        added_at=NOW,
        findings=[{}],
    )


def test_secretary_is_led_from_freezing_to_the_signed_file(desk):
    assert labels(desk.secretary) == [FREEZE, CHECKS]
    edition = freeze(desk)
    assert labels(desk.secretary) == [CHECKS, "nộp bản số 1 đã ký"]
    answer_for_everything(desk)
    assert labels(desk.secretary) == ["nộp bản số 1 đã ký"]
    take_in(edition)
    assert labels(desk.secretary) == []


def test_while_it_is_being_frozen_nothing_waits_but_the_checks(desk, monkeypatch):
    monkeypatch.setattr("reports.jobs.services.requests.queue", lambda _: None)
    monkeypatch.setattr("reports.editions.services.editions.queue", lambda _: None)
    ask_to_freeze(campaign=desk.campaign, by=desk.secretary, now=NOW)
    assert labels(desk.secretary) == [CHECKS]


def test_what_failed_waits_to_be_tried_again(desk, monkeypatch):
    monkeypatch.setattr(freezing, "pack", lambda _: (_ for _ in ()).throw(OSError))
    ask_to_freeze(campaign=desk.campaign, by=desk.secretary)
    assert (Rendering.objects.get().state, labels(desk.secretary)) == (
        JobState.FAILED,
        [AGAIN, CHECKS],
    )


def test_edition_without_its_pdf_waits_to_be_looked_at(desk):
    freeze(desk).files.filter(format=FileFormat.PDF).delete()
    assert "xem vì sao bản số 1 chưa có tệp PDF" in labels(desk.secretary)


def test_correction_waits_for_the_publisher(desk):
    publish_all(desk)
    assert labels(desk.publisher) == []
    prepare_correction(
        campaign=desk.campaign, explanation="Sửa lỗi in.", errata=ERRATA, by=desk.publisher
    )
    assert labels(desk.publisher) == ["nộp bản số 2 đã ký"]
    take_in(desk.campaign.editions.get(number=2))
    assert labels(desk.publisher) == ["ban hành bản đính chính số 2"]
    assert labels(desk.secretary) == []


def begin_and_change(desk) -> int:
    Campaign.objects.update(phase=Phase.DRAFT_REPORT)
    desk.campaign.refresh_from_db()
    begin_text(campaign=desk.campaign, by=desk.secretary)
    assert labels(desk.secretary) == []
    with transaction.atomic():
        row = Appraisal.objects.filter(round=Round.SECOND).first()
        before = audit.row_of(row)
        Appraisal.objects.filter(round=Round.SECOND).update(points=2)
        row.refresh_from_db()
        audit.record(
            act="test.changed",
            by=None,
            campaign=desk.campaign,
            changes=[audit.updated(before, row)],
        )
    text = next(each for each in checks_of(desk.campaign) if each.code == "text_decided")
    return len(text.rows)


def test_passages_that_the_data_left_behind_wait_for_who_writes(desk):
    count = begin_and_change(desk)
    assert count
    assert labels(desk.secretary) == [f"quyết định {count} đoạn của báo cáo mà số liệu đã đổi"]
    assert f"quyết định {count} đoạn của báo cáo mà số liệu đã đổi" in labels(
        desk.people["wg_head"]
    )
    others = [
        desk.people[name]
        for name in ("council_member", "auditor", "appraiser", "unit_head", "publisher")
    ]
    assert [labels(person) for person in others] == [[]] * len(others)


def test_passages_of_a_part_that_one_may_not_write_do_not_wait(desk):
    begin_and_change(desk)
    Campaign.objects.update(phase=Phase.SIGNING)
    assert not [label for label in labels(desk.secretary) if label.startswith("quyết định")]


def test_reading_is_paid_once_for_each_change(desk, monkeypatch):
    read = []

    def checks(campaign):
        read.append(campaign.code)
        return checks_of(campaign)

    monkeypatch.setattr(waiting, "checks_of", checks)
    for _ in range(2):
        labels(desk.secretary)
    assert read == [desk.campaign.code]
    answer_for_everything(desk)
    labels(desk.secretary)
    assert read == [desk.campaign.code] * 2


def test_who_has_no_part_in_it_costs_no_query(desk, django_assert_num_queries):
    people = [
        User.objects.get(pk=desk.people[name].pk)
        for name in ("unit_head", "appraiser", "council_member", "auditor")
    ]
    for person in people:
        tasks_of(person, now=NOW)
        with django_assert_num_queries(0):
            assert list(waiting.tasks_before_publication(person, desk.campaign, NOW)) == []
