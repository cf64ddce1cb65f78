"""A campaign moves by the table, one step at a time, forward by one person and back by two."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.http import Http404

from criteria.models import Annex, AnnexAssignment, Criterion
from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from reports.editions.services.publication import publish
from submissions.campaigns.services import phases
from submissions.campaigns.services.setup import (
    TimelineEntry,
    open_next,
    set_deadlines,
    set_reply_deadline,
    write_decision,
    write_timeline,
)
from submissions.enums import Phase, Round, StepBackState
from submissions.models import Answer, Campaign
from submissions.permissions import people_who_may
from tests.reports.council.factories import accept_figures
from tests.reports.editions.factories import make_ready
from tests.submissions.factories import (
    MOVERS,
    NOW,
    STEPS,
    appoint,
    cast,
    decide_everything,
    let_notices_go,
    make_stage,
    make_user,
)
from tests.units.record.tampering import record_everything
from units.enums import MailState, Role
from units.models import AuditEntry, Notification
from units.notify import held
from units.record.queries.verification import verify_record

LONG_AFTER = NOW + timedelta(days=60)


def advance(campaign: Campaign, people: dict, *, now: datetime = NOW) -> Campaign:
    mover = people[MOVERS[campaign.phase]]
    if campaign.phase == Phase.SIGNING:
        return publish(
            campaign=campaign,
            source=campaign.phase,
            number=campaign.editions.get().number,
            by=mover,
            now=now,
        )
    return phases.advance(campaign=campaign, source=campaign.phase, by=mover, now=now)


def fulfil(campaign: Campaign, people: dict) -> datetime:
    """Do what the step out of the phase needs, and say when it is taken."""
    match campaign.phase:
        case Phase.APPRAISE_1:
            decide_everything(campaign, Round.FIRST)
        case Phase.APPRAISE_2:
            decide_everything(campaign, Round.SECOND)
        case Phase.EXPLAIN if held(campaign.code):
            let_notices_go(campaign, people["wg_head"])
        case Phase.COUNCIL_2:
            accept_figures(campaign, people["council_secretary"])
        case Phase.SIGNING:
            write_decision(
                campaign=campaign,
                number="1101/QĐ-BNV",
                decided_on=date(2020, 12, 21),
                signer="Lê Vĩnh Tân",
                authority="Bộ trưởng",
                by=people["publisher"],
            )
            make_ready(campaign, people["council_secretary"])
    return LONG_AFTER if campaign.phase in (Phase.SELF_SCORE, Phase.EXPLAIN) else NOW


@pytest.mark.django_db
def test_campaign_walks_through_all_phases_in_order():
    campaign = make_stage()
    people = cast(campaign)
    record_everything()
    walked = [campaign.phase]
    while campaign.phase != Phase.ARCHIVED:
        now = fulfil(campaign, people)
        record_what_tests_decided(campaign)
        campaign = advance(Campaign.objects.get(), people, now=now)
        walked.append(campaign.phase)
    assert walked == list(Phase)
    assert AuditEntry.objects.filter(act="campaign.advanced").count() == 12
    assert verify_record() == []


def record_what_tests_decided(campaign: Campaign) -> None:
    """Appraisals have no service yet in this step; the test made them by hand."""
    if campaign.phase in (Phase.APPRAISE_1, Phase.APPRAISE_2):
        record_everything()


@pytest.mark.django_db
def test_opening_makes_one_blank_answer_for_everything_asked():
    campaign = make_stage()
    advance(campaign, cast(campaign))
    asked = Answer.objects.filter(self_outcome="missing").values_list(
        "submission__order", "criterion__group__annex__code", "criterion__code"
    )
    assert sorted(asked) == [
        (1, "I", "1"),
        (1, "I", "1.1"),
        (1, "I", "1.2"),
        (1, "I", "2"),
        (2, "II", "1"),
        (2, "II", "1"),
        (2, "II", "1"),
        (2, "II", "2"),
    ]
    assert Campaign.objects.get().framework.is_published


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_step_from_a_phase_that_is_gone_is_stale(step):
    campaign = make_stage(Phase.ARCHIVED if step.source != Phase.ARCHIVED else Phase.SETUP)
    people = cast(campaign)
    with pytest.raises(StaleState, match="đã chuyển giai đoạn"):
        phases.advance(
            campaign=campaign, source=step.source, by=people[MOVERS[step.source]], now=NOW
        )
    assert Campaign.objects.get().phase == campaign.phase


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_only_the_policys_role_takes_a_step(step):
    campaign = make_stage(step.source)
    people = cast(campaign)
    allowed = {MOVERS[step.source]}
    for role in set(Role) - allowed:
        with pytest.raises((NotAllowed, Http404)):
            phases.advance(campaign=campaign, source=step.source, by=people[role], now=NOW)
    assert (Campaign.objects.get().phase, AuditEntry.objects.count()) == (step.source, 0)


@pytest.mark.django_db
def test_round_does_not_close_while_an_outcome_is_missing():
    campaign = make_stage()
    people = cast(campaign)
    for now in (NOW, LONG_AFTER, NOW):
        advance(campaign, people, now=now)
    with pytest.raises(phases.NotReady) as refusal:
        advance(campaign, people)
    need = refusal.value.needs[0]
    assert (need.sentence, need.count) == ("Còn tiêu chí chưa có kết quả thẩm định lần 1.", 8)
    assert need.rows[0] == "A: nhóm HT, tiêu chí 1.1"
    assert Campaign.objects.get().phase == Phase.APPRAISE_1


@pytest.mark.django_db
def test_round_does_not_close_on_self_scores():
    campaign = make_stage()
    people = cast(campaign)
    for now in (NOW, LONG_AFTER, NOW):
        advance(campaign, people, now=now)
    Answer.objects.update(self_outcome="scored", self_points=1)
    with pytest.raises(phases.NotReady):
        advance(campaign, people)


@pytest.mark.django_db
def test_units_keep_their_time():
    campaign = make_stage(Phase.SELF_SCORE)
    with pytest.raises(phases.NotReady, match="Chưa hết hạn nộp"):
        advance(
            campaign, cast(campaign), now=campaign.self_score_due_at - timedelta(microseconds=1)
        )
    advance(
        campaign,
        {"wg_head": campaign.appointments.get(role="wg_head").user},
        now=campaign.self_score_due_at,
    )


@pytest.mark.django_db
def test_unit_whose_only_appraiser_works_there_holds_the_appraisal_up():
    campaign = make_stage(Phase.LATE)
    head = make_user("head")
    appoint(head, Role.WG_HEAD, campaign, campaign.submissions.get(order=1).unit)
    with pytest.raises(phases.NotReady) as refusal:
        phases.advance(campaign=campaign, source=Phase.LATE, by=head, now=NOW)
    assert [need.rows for need in refusal.value.needs] == [("Đơn vị A",)]


@pytest.mark.django_db
def test_step_back_takes_two_people_and_a_reason():
    campaign = make_stage(Phase.APPRAISE_2)
    people = cast(campaign)
    secretary, head = people["council_secretary"], people["wg_head"]
    asked = {"campaign": campaign, "source": Phase.APPRAISE_2, "target": Phase.EXPLAIN}
    with pytest.raises(DomainError, match="Ghi lý do"):
        phases.propose_step_back(**asked, reason="  ", by=secretary)
    proposal = phases.propose_step_back(
        **asked, reason="Bỏ sót giải trình của đơn vị A", by=secretary
    )
    assert Campaign.objects.get().phase == Phase.APPRAISE_2
    with pytest.raises(NotAllowed):
        phases.decide_step_back(proposal=proposal, agreed=True, by=secretary)
    phases.decide_step_back(proposal=proposal, agreed=True, by=head)
    assert Campaign.objects.get().phase == Phase.EXPLAIN
    with pytest.raises(StaleState):
        phases.decide_step_back(proposal=proposal, agreed=True, by=head)


@pytest.mark.django_db
def test_proposer_who_is_also_head_does_not_confirm():
    campaign = make_stage(Phase.APPRAISE_2)
    both = make_user("both")
    appoint(both, Role.COUNCIL_SECRETARY, campaign)
    appoint(both, Role.WG_HEAD, campaign)
    proposal = phases.propose_step_back(
        campaign=campaign, source=Phase.APPRAISE_2, target=Phase.LATE, reason="Nhầm", by=both
    )
    with pytest.raises(DomainError, match="người thứ hai"):
        phases.decide_step_back(proposal=proposal, agreed=True, by=both)


@pytest.mark.django_db
def test_declined_step_back_leaves_the_phase():
    campaign = make_stage(Phase.COUNCIL_1)
    people = cast(campaign)
    proposal = phases.propose_step_back(
        campaign=campaign,
        source=Phase.COUNCIL_1,
        target=Phase.APPRAISE_2,
        reason="Xem lại",
        by=people["council_secretary"],
    )
    phases.decide_step_back(proposal=proposal, agreed=False, by=people["wg_head"])
    assert (Campaign.objects.get().phase, proposal.state) == (
        Phase.COUNCIL_1,
        StepBackState.DECLINED,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("target", [Phase.COUNCIL_2, Phase.SIGNING, "", "nowhere"])
def test_step_back_leads_back(target):
    campaign = make_stage(Phase.COUNCIL_2)
    with pytest.raises(DomainError, match="trước giai đoạn hiện tại"):
        phases.propose_step_back(
            campaign=campaign,
            source=Phase.COUNCIL_2,
            target=target,
            reason="x",
            by=cast(campaign)["council_secretary"],
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.source)
def test_pressing_fifty_times_at_once_is_one_step(step):
    campaign = make_stage(step.source)
    people = cast(campaign)
    now = fulfil(campaign, people)
    if step.source == Phase.APPRAISE_2:
        Answer.objects.all().delete()
    barrier, answers = Barrier(50), []

    def press() -> None:
        barrier.wait()
        try:
            phases.advance(
                campaign=Campaign.objects.get(),
                source=step.source,
                by=people[MOVERS[step.source]],
                now=now,
            )
            answers.append("moved")
        except StaleState:
            answers.append("stale")
        finally:
            connection.close()

    presses = [Thread(target=press) for _ in range(50)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert sorted(answers) == ["moved"] + ["stale"] * 49
    assert Campaign.objects.get().phase == step.target
    assert AuditEntry.objects.filter(act="campaign.advanced").count() == 1


@pytest.mark.django_db
def test_units_are_told_and_nobody_else(django_capture_on_commit_callbacks, mailoutbox):
    campaign = make_stage()
    people = cast(campaign)
    with django_capture_on_commit_callbacks(execute=True):
        advance(campaign, people)
    assert set(Notification.objects.values_list("user", "mail_state")) == {
        (people["unit_staff"].pk, MailState.SENT),
        (people["unit_head"].pk, MailState.SENT),
    }
    head = AuditEntry.objects.latest("sequence")
    assert [f"{head.sequence}:{head.entry_hash}" in mail.body for mail in mailoutbox] == [
        True,
        True,
    ]


@pytest.mark.django_db
def test_next_campaign_starts_from_last_years_units_annexes_and_people():
    source = make_stage(Phase.PUBLISHED)
    people = cast(source)
    record_everything()
    campaign = open_next(
        source=source, code="2021", year=2021, title="Đánh giá năm 2021", by=people["wg_head"]
    )
    assert (campaign.phase, campaign.previous_year, campaign.self_score_due_at) == (
        Phase.SETUP,
        2020,
        None,
    )
    assert list(campaign.submissions.values_list("name", flat=True)) == ["Đơn vị A", "Đơn vị B"]
    assert campaign.appointments.count() == source.appointments.count()
    assert verify_record() == []
    with pytest.raises(DomainError, match="Đã có đợt đánh giá mang mã «2021»"):
        open_next(source=source, code="2021", year=2022, title="Khác", by=people["wg_head"])


@pytest.mark.django_db
def test_deadline_is_only_put_off_while_units_fill_in():
    campaign = make_stage(Phase.SELF_SCORE)
    head, due = cast(campaign)["wg_head"], campaign.self_score_due_at
    with pytest.raises(DomainError, match="lùi muộn hơn"):
        set_deadlines(
            campaign=campaign, self_score_due_at=due - timedelta(days=1), by=head, now=NOW
        )
    with pytest.raises(DomainError, match="thời điểm hiện tại"):
        set_deadlines(campaign=campaign, self_score_due_at=NOW, by=head, now=NOW)
    set_deadlines(campaign=campaign, self_score_due_at=due + timedelta(days=1), by=head, now=NOW)
    assert Campaign.objects.get().self_score_due_at == due + timedelta(days=1)


@pytest.mark.django_db
def test_reply_deadline_can_be_set_until_units_have_replied():
    campaign = make_stage(Phase.APPRAISE_2)
    with pytest.raises(NotAllowed):
        set_reply_deadline(
            campaign=campaign, reply_due_at=LONG_AFTER, by=cast(campaign)["wg_head"], now=NOW
        )


@pytest.mark.django_db
def test_timeline_of_2020_is_entered_with_its_dates_and_documents():
    campaign = make_stage()
    people = cast(campaign)
    record_everything()
    steps = [
        TimelineEntry(1, "Thành lập Hội đồng đánh giá", date(2020, 11, 9), "950/QĐ-BNV"),
        TimelineEntry(3, "Đề nghị các đơn vị báo cáo", date(2020, 10, 20), "597/TTTT-QLATTT"),
        TimelineEntry(4, "Đơn vị tự chấm"),
    ]
    write_timeline(campaign=campaign, steps=steps, by=people["wg_head"])
    write_timeline(campaign=campaign, steps=steps[:2], by=people["wg_head"])
    assert list(campaign.timeline.values_list("number", "happened_on", "document")) == [
        (1, date(2020, 11, 9), "950/QĐ-BNV"),
        (3, date(2020, 10, 20), "597/TTTT-QLATTT"),
    ]
    assert verify_record() == []


@pytest.mark.django_db
def test_annex_without_criteria_holds_the_opening_up():
    campaign = make_stage()
    head = cast(campaign)["wg_head"]
    Criterion.objects.filter(group__annex__code="I", group__code="HT").update(is_leaf=False)
    other = campaign.submissions.get(order=2).unit
    annex = Annex.objects.get(code="I")
    AnnexAssignment.objects.create(period=campaign.code, unit=other, annex=annex, group_code="HT")
    with pytest.raises(phases.NotReady) as refusal:
        phases.advance(campaign=campaign, source="setup", by=head, now=NOW)
    assert [need.rows for need in refusal.value.needs] == [("Đơn vị B: phụ lục I, nhóm HT",)]
    Criterion.objects.filter(group__annex__code="I").update(is_leaf=False)
    with pytest.raises(phases.NotReady) as refusal:
        phases.advance(campaign=campaign, source="setup", by=head, now=NOW)
    assert [need.rows for need in refusal.value.needs] == [
        ("Đơn vị A: phụ lục I", "Đơn vị B: phụ lục I, nhóm HT")
    ]
    assert (Campaign.objects.get().phase, Answer.objects.count()) == (Phase.SETUP, 0)


@pytest.mark.django_db
def test_step_reads_the_campaign_as_it_is_stored():
    campaign = make_stage()
    head = cast(campaign)["wg_head"]
    Campaign.objects.update(self_score_due_at=NOW - timedelta(days=1))
    with pytest.raises(phases.NotReady, match="Hạn nộp hồ sơ đã qua"):
        phases.advance(campaign=campaign, source="setup", by=head, now=NOW)


@pytest.mark.django_db
def test_asking_who_may_costs_three_queries_however_many_people(django_assert_num_queries):
    campaign = make_stage()
    cast(campaign)
    for number in range(10):
        appoint(make_user(f"extra-{number}"), Role.WG_HEAD, campaign)
    with django_assert_num_queries(3):
        assert len(people_who_may("period.advance_phase", campaign)) == 11
