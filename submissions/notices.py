"""Who is told what when a campaign moves: people, subject and text, in the words of each role."""

from submissions.enums import Phase
from submissions.models import Campaign, StepBack
from submissions.permissions import people_who_may
from units.enums import GrantState, Role
from units.models import User
from units.notify import tell

_UNITS = (Role.UNIT_STAFF, Role.UNIT_HEAD)
_WORKING_GROUP = (Role.APPRAISER, Role.WG_HEAD)
_COUNCIL = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY)
_EVERYBODY = (*_UNITS, *_WORKING_GROUP, *_COUNCIL, Role.PUBLISHER)

#: On entering a phase: which roles are told, and what waits for them.
ON_ENTERING: dict[Phase, tuple[tuple[tuple[Role, ...], str], ...]] = {
    Phase.SELF_SCORE: ((_UNITS, "Đơn vị kê khai, tự chấm và gửi tài liệu kiểm chứng trước hạn nộp."),),
    Phase.LATE: (
        ((Role.WG_HEAD,), "Đã hết hạn nộp. Tổ trưởng tổng hợp và bắt đầu thẩm định lần 1."),
        (_UNITS, "Đã hết hạn nộp. Hồ sơ của đơn vị không sửa được nữa."),
    ),
    Phase.APPRAISE_1: ((_WORKING_GROUP, "Bắt đầu thẩm định lần 1. Có hồ sơ đang chờ Ông/Bà thẩm định."),),
    Phase.EXPLAIN: ((_UNITS, "Đã có kết quả thẩm định lần 1. Đơn vị xác nhận hoặc giải trình trước hạn."),),
    Phase.APPRAISE_2: ((_WORKING_GROUP, "Bắt đầu thẩm định lần 2. Có giải trình của các đơn vị cần xem."),),
    Phase.DRAFT_REPORT: (((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Đã khóa kết quả lần 2. Lập dự thảo báo cáo."),),
    Phase.COUNCIL_1: ((_COUNCIL, "Dự thảo báo cáo đã trình Hội đồng họp lần 1."),),
    Phase.REVISION: (((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Chỉnh sửa báo cáo theo kết luận của Hội đồng."),),
    Phase.COUNCIL_2: ((_COUNCIL, "Báo cáo đã chỉnh sửa, trình Hội đồng nghiệm thu."),),
    Phase.SIGNING: (((Role.PUBLISHER,), "Báo cáo đã được Hội đồng nghiệm thu, đang chờ ký ban hành."),),
    Phase.PUBLISHED: ((_EVERYBODY, "Kết quả đánh giá đã được ban hành."),),
    Phase.ARCHIVED: (((Role.WG_HEAD, Role.COUNCIL_SECRETARY), "Đợt đánh giá đã được đưa vào lưu trữ."),),
}


def people_in(campaign: Campaign, roles: tuple[Role, ...]) -> list[User]:
    """The active people who hold one of the roles in the campaign."""
    held = User.objects.filter(
        is_active=True, appointments__campaign=campaign, appointments__role__in=roles, appointments__state=GrantState.IN_FORCE
    )
    return list(held.distinct().order_by("pk"))


def recipients_on_entering(campaign: Campaign, phase: str) -> list[tuple[list[User], str]]:
    """Who would be told what when the campaign enters the phase."""
    return [(people_in(campaign, roles), text) for roles, text in ON_ENTERING.get(Phase(phase), ())]


def tell_of_phase(campaign: Campaign) -> None:
    """The campaign has just entered its phase. A person with two roles is told once for each text."""
    for people, text in recipients_on_entering(campaign, campaign.phase):
        _tell(campaign, people, f"{campaign.title}: {Phase(campaign.phase).label}", text)


def tell_of_proposed_step_back(proposal: StepBack) -> None:
    """Those who may confirm, but for the one who proposed."""
    campaign = proposal.campaign
    deciders = [person for person in people_who_may("period.confirm_step_back", campaign) if person != proposal.proposed_by]
    text = f"{proposal.proposed_by} đề nghị lùi đợt về giai đoạn «{proposal.get_to_phase_display()}». Lý do: {proposal.reason}"
    _tell(campaign, deciders, f"{campaign.title}: chờ xác nhận lùi giai đoạn", text)


def tell_of_step_back(proposal: StepBack) -> None:
    """Everybody with a part in the phases concerned learns that the campaign went back."""
    campaign = proposal.campaign
    text = f"Đợt đánh giá đã lùi về giai đoạn «{proposal.get_to_phase_display()}». Lý do: {proposal.reason}"
    _tell(campaign, people_in(campaign, (*_WORKING_GROUP, *_COUNCIL)), f"{campaign.title}: lùi giai đoạn", text)


def _tell(campaign: Campaign, people: list[User], subject: str, body: str) -> None:
    tell(people, subject=subject[:200], body=body, url=f"/dot/{campaign.code}/", campaign_code=campaign.code)
