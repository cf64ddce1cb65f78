"""What a campaign can lack before a step: each need as a sentence with the missing rows. Which step
needs what is in the entries of the phases.

A fixed number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from criteria.models import FOR_ALL_GROUPS, AnnexAssignment, Criterion
from submissions.dossier.queries.backlog import differing_in, unread_in
from submissions.enums import Round
from submissions.models import Answer, Appointment, Campaign, StepBack
from submissions.models.appointments import standings_of
from units.enums import APPRAISING
from units.notify import held

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that holds a step up. `rows` names what is missing, at most the first 200 of
    `count`; `where` names the page on which the one who takes the step can do something about it.
    """

    sentence: str
    rows: tuple[str, ...] = ()
    count: int = 0
    where: str = ""


def open_step_back(campaign: Campaign) -> StepBack | None:
    """The proposal to go back that waits for a second person; there is at most one."""
    proposals = StepBack.objects.open().filter(campaign=campaign)
    return proposals.select_related("campaign", "proposed_by").first()


def nobody_asks_to_go_back(campaign: Campaign, _now: datetime) -> list[Need]:
    proposal = open_step_back(campaign)
    if proposal is None:
        return []
    return [
        Need(
            f"Có đề nghị lùi về giai đoạn «{proposal.get_to_phase_display()}» đang chờ người thứ "
            "hai quyết định."
        )
    ]


def units_have_annexes(campaign: Campaign, _now: datetime) -> list[Need]:
    submissions = list(campaign.submissions.values_list("unit_id", "name"))
    if not submissions:
        return [Need("Đợt đánh giá chưa có đơn vị nào. Thêm các đơn vị tham gia.")]
    assigned = set(
        AnnexAssignment.objects.for_all_groups()
        .filter(period=campaign.code)
        .values_list("unit_id", flat=True)
    )
    lacking = tuple(name for unit, name in submissions if unit not in assigned)
    return [_need("Có đơn vị chưa được gán phụ lục tiêu chí.", lacking)] if lacking else []


def annexes_ask_something(campaign: Campaign, _now: datetime) -> list[Need]:
    """An annex, or the group of another annex that a unit answers instead, without a single
    scored criterion.
    """
    leaves = Criterion.objects.leaves().filter(group__annex=OuterRef("annex"))
    taken_over = leaves.filter(group__code=OuterRef("group_code"))
    for_all = FOR_ALL_GROUPS.where()
    asks_nothing = for_all & ~Exists(leaves) | ~for_all & ~Exists(taken_over)
    empty = AnnexAssignment.objects.filter(
        asks_nothing, period=campaign.code, unit__submissions__campaign=campaign
    )
    rows = empty.order_by("unit__order", "unit_id", "group_code").values_list(
        "unit__name", "annex__code", "group_code"
    )
    lacking = tuple(
        f"{name}: phụ lục {annex}" + (f", nhóm {group}" if group else "")
        for name, annex, group in rows
    )
    return (
        [_need("Có đơn vị được gán phụ lục hoặc nhóm không có tiêu chí nào.", lacking)]
        if lacking
        else []
    )


def deadline_lies_ahead(campaign: Campaign, now: datetime) -> list[Need]:
    if campaign.self_score_due_at is None:
        return [Need("Chưa đặt hạn nộp hồ sơ.", where="setup")]
    if campaign.self_score_due_at > now:
        return []
    return [Need("Hạn nộp hồ sơ đã qua. Đặt hạn mới muộn hơn thời điểm hiện tại.", where="setup")]


def self_score_deadline_passed(campaign: Campaign, now: datetime) -> list[Need]:
    return _passed(campaign.self_score_due_at, now, "Chưa hết hạn nộp hồ sơ của các đơn vị.")


def reply_deadline_passed(campaign: Campaign, now: datetime) -> list[Need]:
    return _passed(campaign.reply_due_at, now, "Chưa hết hạn giải trình của các đơn vị.")


def units_were_told(campaign: Campaign, _now: datetime) -> list[Need]:
    """A unit that was never told of its results is not silent."""
    waiting = held(campaign.code).count()
    sentence = (
        f"Còn {waiting} thông báo kết quả lần 1 chưa gửi cho các đơn vị. Đọc lại và gửi ở trang "
        "«Thư đã gửi»."
    )
    return [Need(sentence, where="outbox")] if waiting else []


def reply_deadline_lies_ahead(campaign: Campaign, now: datetime) -> list[Need]:
    is_ahead = campaign.reply_due_at and campaign.reply_due_at > now
    sentence = "Chưa đặt hạn giải trình muộn hơn thời điểm hiện tại cho các đơn vị."
    return [] if is_ahead else [Need(sentence, where="setup")]


def extensions_are_over(campaign: Campaign, now: datetime) -> list[Need]:
    """A unit that was given more time keeps it, unless it has handed in."""
    later = campaign.submissions.not_handed_in().filter(due_at__gt=now)
    waited_for = later.values_list("name", flat=True)
    return (
        [_need("Có đơn vị được gia hạn, chưa nộp và chưa hết hạn.", tuple(waited_for))]
        if waited_for
        else []
    )


def every_unit_has_an_appraiser(campaign: Campaign, _now: datetime) -> list[Need]:
    """Somebody of the working group who does not belong to the unit."""
    held = Appointment.objects.in_force().in_campaign(campaign).of_role(*APPRAISING)
    standings = standings_of(held.holders()).values()
    lacking = tuple(
        name
        for unit, name in campaign.submissions.values_list("unit_id", "name")
        if all(standing.has_conflict(unit) for standing in standings)
    )
    return [_need("Có đơn vị chưa có người thẩm định ngoài đơn vị.", lacking)] if lacking else []


@dataclass(frozen=True, slots=True)
class RoundIsWhole:
    """Every criterion has an outcome in the round. A value, so that an entry can be asked which
    rounds it needs whole.
    """

    round: Round

    def __call__(self, campaign: Campaign, _now: datetime) -> list[Need]:
        lacking = Answer.objects.undecided(self.round).filter(submission__campaign=campaign)
        names = lacking.in_official_order().values_list(
            "submission__short_name", "criterion__group__code", "criterion__code"
        )[:_SHOWN]
        rows = tuple(f"{unit}: nhóm {group}, tiêu chí {code}" for unit, group, code in names)
        sentence = f"Còn tiêu chí chưa có kết quả {self.round.label.lower()}."
        return [Need(sentence, rows, lacking.count())] if rows else []


def readings_are_settled(which: Round) -> Callable[[Campaign, datetime], list[Need]]:
    """Second readings that were ordered are given, and their differences settled.

    The readers are not named.
    """

    def check(campaign: Campaign, _now: datetime) -> list[Need]:
        unread = unread_in(which, campaign.submissions.all())
        waiting = tuple(f"{each.unit_name}: {each.in_words}" for each in unread)
        differing = tuple(
            f"{each.unit_name}: nhóm {each.group}, tiêu chí {each.code}"
            for each in differing_in(which, campaign, unread)
        )
        needs = [
            Need(
                "Lượt đọc thứ hai đã yêu cầu chưa xong.",
                waiting[:_SHOWN],
                len(waiting),
                where="assignments",
            ),
            Need(
                "Hai lượt đọc khác nhau chưa được thống nhất.",
                differing[:_SHOWN],
                len(differing),
                where="appraisal_board",
            ),
        ]
        return [need for need in needs if need.count]

    return check


def decision_is_written(campaign: Campaign, _now: datetime) -> list[Need]:
    facts = [
        (campaign.decision_number, "số quyết định"),
        (campaign.decided_on, "ngày quyết định"),
        (campaign.signer, "người ký"),
    ]
    lacking = tuple(name for value, name in facts if not value)
    return (
        [Need("Chưa ghi đủ thông tin của quyết định.", lacking, len(lacking), where="setup")]
        if lacking
        else []
    )


def _passed(moment: datetime | None, now: datetime, sentence: str) -> list[Need]:
    return [] if moment and moment <= now else [Need(sentence)]


def _need(sentence: str, rows: tuple[str, ...]) -> Need:
    return Need(sentence, rows[:_SHOWN], len(rows))
