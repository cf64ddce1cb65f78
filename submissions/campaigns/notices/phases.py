"""Who is told what when a campaign moves: people, subject and text, in the words of each role."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from submissions.enums import Phase
from submissions.frame.notices import campaign_notice, people_in
from submissions.models import Campaign, StepBack
from submissions.permissions import people_who_may
from units.enums import APPRAISING, COUNCIL_ROLES, UNIT_ROLES, Role
from units.models import User
from units.notify import Notice

_UNITS, _WORKING_GROUP, _COUNCIL = UNIT_ROLES, APPRAISING, COUNCIL_ROLES
_EVERYBODY = (*_UNITS, *_WORKING_GROUP, *_COUNCIL, Role.PUBLISHER)

#: On entering a phase: which roles are told, and what waits for them.
ON_ENTERING: dict[Phase, tuple[tuple[tuple[Role, ...], str], ...]] = {
    Phase.SELF_SCORE: (
        (_UNITS, "Đơn vị kê khai, tự chấm và gửi tài liệu kiểm chứng trước hạn nộp."),
    ),
    Phase.LATE: (
        ((Role.WG_HEAD,), "Đã hết hạn nộp. Tổ trưởng tổng hợp và bắt đầu thẩm định lần 1."),
        (_UNITS, "Đã hết hạn nộp. Hồ sơ của đơn vị không sửa được nữa."),
    ),
    Phase.APPRAISE_1: (
        (_WORKING_GROUP, "Bắt đầu thẩm định lần 1. Có hồ sơ đang chờ Ông/Bà thẩm định."),
    ),
    Phase.EXPLAIN: (
        (_UNITS, "Đã có kết quả thẩm định lần 1. Đơn vị xác nhận hoặc giải trình trước hạn."),
    ),
    Phase.APPRAISE_2: (
        (_WORKING_GROUP, "Bắt đầu thẩm định lần 2. Có giải trình của các đơn vị cần xem."),
    ),
    Phase.DRAFT_REPORT: (
        ((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Đã khóa kết quả lần 2. Lập dự thảo báo cáo."),
    ),
    Phase.COUNCIL_1: ((_COUNCIL, "Dự thảo báo cáo đã trình Hội đồng họp lần 1."),),
    Phase.REVISION: (
        ((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Chỉnh sửa báo cáo theo kết luận của Hội đồng."),
    ),
    Phase.COUNCIL_2: ((_COUNCIL, "Báo cáo đã chỉnh sửa, trình Hội đồng nghiệm thu."),),
    Phase.SIGNING: (
        ((Role.PUBLISHER,), "Báo cáo đã được Hội đồng nghiệm thu, đang chờ ký ban hành."),
    ),
    Phase.PUBLISHED: ((_EVERYBODY, "Kết quả đánh giá đã được ban hành."),),
    Phase.ARCHIVED: (
        ((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Đợt đánh giá đã được đưa vào lưu trữ."),
    ),
}


#: Notices that somebody reads in the outbox before they go: all units are told of their results at
#: once.
HELD_ON_ENTERING = frozenset({Phase.EXPLAIN})


@dataclass(frozen=True, slots=True)
class PhaseNotice:
    """What the holders of some roles are told when a campaign enters a phase;

    `is_held`: it is read in the outbox first.
    """

    roles: tuple[Role, ...]
    text: str
    people: tuple[User, ...]
    is_held: bool


def recipients_on_entering(campaign: Campaign, phase: str) -> list[PhaseNotice]:
    """Who would be told what when the campaign enters the phase.

    One query for each text, of which a phase has at most two.
    """
    entering = ON_ENTERING.get(Phase(phase), ())
    is_held = phase in HELD_ON_ENTERING
    return [
        PhaseNotice(roles, text, tuple(people_in(campaign, roles)), is_held)
        for roles, text in entering
    ]


def notices_of_phase(campaign: Campaign) -> list[Notice]:
    """The campaign has just entered its phase.

    A person with several roles gets one notification with each text.
    """
    texts: dict[User, list[str]] = defaultdict(list)
    for telling in recipients_on_entering(campaign, campaign.phase):
        for person in telling.people:
            texts[person].append(telling.text)
    people_by_text: dict[str, list[User]] = defaultdict(list)
    for person, own in texts.items():
        people_by_text["\n".join(own)].append(person)
    about, is_held = Phase(campaign.phase).label, campaign.phase in HELD_ON_ENTERING
    return [
        _notice(campaign, people, about, text + _deadline_in_words(campaign), is_held=is_held)
        for text, people in people_by_text.items()
    ]


def notice_of_proposed_step_back(proposal: StepBack) -> Notice:
    """Those who may confirm, but for the one who proposed."""
    campaign = proposal.campaign
    text = (
        f"{proposal.proposed_by} đề nghị lùi đợt về giai đoạn "
        f"«{proposal.get_to_phase_display()}». Lý do: {proposal.reason}"
    )
    return _notice(
        campaign,
        people_who_may("period.confirm_step_back", campaign),
        "chờ xác nhận lùi giai đoạn",
        text,
        without=(proposal.proposed_by,),
    )


def notice_of_declined_step_back(proposal: StepBack) -> Notice:
    """The one who proposed."""
    text = (
        f"Đề nghị lùi đợt về giai đoạn «{proposal.get_to_phase_display()}» không được đồng ý. "
        "Giai đoạn không đổi."
    )
    return _notice(proposal.campaign, [proposal.proposed_by], "không lùi giai đoạn", text)


def notices_of_step_back(proposal: StepBack) -> list[Notice]:
    """The working group and the Council learn that the campaign went back, and why. Units learn it,
    where something changes for them, without the reason: it may speak of another unit or of an
    appraiser.
    """
    campaign, about = proposal.campaign, "lùi giai đoạn"
    text = f"Đợt đánh giá đã lùi về giai đoạn «{proposal.get_to_phase_display()}»."
    insiders = people_in(campaign, (*_WORKING_GROUP, *_COUNCIL))
    to_insiders = _notice(campaign, insiders, about, f"{text} Lý do: {proposal.reason}")
    if not _concerns_units(proposal):
        return [to_insiders]
    units, text = people_in(campaign, _UNITS), text + _deadline_in_words(campaign)
    return [to_insiders, _notice(campaign, units, about, text, without=tuple(insiders))]


def _concerns_units(proposal: StepBack) -> bool:
    """The units get work back, or lose results that they have been sent."""
    order = list(Phase)
    undone = order[
        order.index(Phase(proposal.to_phase)) : order.index(Phase(proposal.from_phase)) + 1
    ]
    return not {Phase.SELF_SCORE, Phase.EXPLAIN}.isdisjoint(undone)


def _deadline_in_words(campaign: Campaign) -> str:
    due = {Phase.SELF_SCORE: campaign.self_score_due_at, Phase.EXPLAIN: campaign.reply_due_at}.get(
        Phase(campaign.phase)
    )
    if not due or due <= timezone.now():
        return ""
    return f"\nHạn: {date_format(timezone.localtime(due), 'DATETIME_FORMAT')}."


def _notice(
    campaign: Campaign,
    people: list[User],
    about: str,
    body: str,
    *,
    without: tuple[User, ...] = (),
    is_held: bool = False,
) -> Notice:
    """What is held is about the units' own files, and leads there."""
    page = "files" if is_held else "phases"
    return campaign_notice(
        campaign, people, about=about, body=body, page=page, without=without, is_held=is_held
    )
