"""Moving a campaign through its phases: forward by the table, back by two people. The only writer of `Campaign.phase`."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.workflow import Transition
from submissions.enums import Phase, StepBackState
from submissions.models import Campaign, StepBack
from submissions.notices import tell_of_phase, tell_of_proposed_step_back, tell_of_step_back
from submissions.readiness import Need, needs_of
from submissions.services.opening import open_answers
from submissions.workflow import earlier_phases, next_step
from units import audit
from units.access import require
from units.models import User

MOVED_ALREADY = "Đợt đánh giá đã chuyển giai đoạn. Tải lại trang để xem giai đoạn hiện tại."
NO_NEXT_STEP = "Đợt đánh giá đã ở giai đoạn cuối cùng."


class NotReady(DomainError):
    """Something the step needs is missing; `needs` says what, with the rows."""

    def __init__(self, needs: list[Need]) -> None:
        super().__init__("Chưa chuyển được giai đoạn. " + " ".join(need.sentence for need in needs))
        self.needs = needs


@transaction.atomic
def advance(*, campaign: Campaign, source: str, by: User, now: datetime | None = None) -> Campaign:
    """Take the one step forward from `source`, the phase that the person saw.

    Raises NotAllowed, NotReady, or StaleState when the campaign is not in that phase any more.
    """
    step = _step_from(campaign, source)
    require(by, step.action, campaign)
    needs = needs_of(campaign, now=now or timezone.now())
    if needs:
        raise NotReady(needs)
    change = _move(campaign, source=step.source, target=step.target)
    changes = [change, *open_answers(campaign)] if step.target == Phase.SELF_SCORE else [change]
    audit.record(act="campaign.advanced", by=by, campaign=campaign, subject=campaign, changes=changes)
    tell_of_phase(campaign)
    return campaign


@transaction.atomic
def propose_step_back(*, campaign: Campaign, source: str, target: str, reason: str, by: User) -> StepBack:
    """Ask a second person to return the campaign from `source` to an earlier phase. Nothing moves yet."""
    _require_phase(campaign, source)
    require(by, "period.step_phase_back", campaign)
    if not reason.strip():
        raise DomainError("Ghi lý do lùi giai đoạn.")
    if target not in earlier_phases(campaign.phase):
        raise DomainError("Chọn một giai đoạn trước giai đoạn hiện tại.")
    if campaign.step_backs.filter(state=StepBackState.PROPOSED).exists():
        raise StaleState("Đã có một đề nghị lùi giai đoạn đang chờ xác nhận.")
    proposal = StepBack.objects.create(
        campaign=campaign,
        from_phase=source,
        to_phase=target,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    audit.record(
        act="campaign.step_back_proposed",
        by=by,
        campaign=campaign,
        subject=campaign,
        reason=proposal.reason,
        changes=[audit.inserted(proposal)],
    )
    tell_of_proposed_step_back(proposal)
    return proposal


@transaction.atomic
def decide_step_back(*, proposal: StepBack, agreed: bool, by: User) -> Campaign:
    """A second person agrees, and the campaign goes back, or declines, and it stays."""
    campaign = proposal.campaign
    require(by, "period.confirm_step_back", campaign)
    if by == proposal.proposed_by:
        raise DomainError("Người đề nghị không tự xác nhận được. Cần người thứ hai.")
    changes = [_decide(proposal, StepBackState.DONE if agreed else StepBackState.DECLINED, by)]
    if agreed:
        changes.append(_move(campaign, source=proposal.from_phase, target=proposal.to_phase))
    act = "campaign.stepped_back" if agreed else "campaign.step_back_declined"
    audit.record(act=act, by=by, campaign=campaign, subject=campaign, reason=proposal.reason, changes=changes)
    if agreed:
        tell_of_step_back(proposal)
    return campaign


def _step_from(campaign: Campaign, source: str) -> Transition:
    _require_phase(campaign, source)
    step = next_step(source)
    if step is None:
        raise DomainError(NO_NEXT_STEP)
    return step


def _require_phase(campaign: Campaign, source: str) -> None:
    if Campaign.objects.filter(pk=campaign.pk, phase=source).exists():
        campaign.phase = source
        return
    raise StaleState(MOVED_ALREADY)


def _move(campaign: Campaign, *, source: str, target: str) -> audit.Change:
    """The conditional update that makes two presses one step, on any database."""
    before = audit.row_of(campaign)
    if not Campaign.objects.filter(pk=campaign.pk, phase=source).update(phase=target):
        raise StaleState(MOVED_ALREADY)
    campaign.phase = target
    return audit.updated(before, campaign)


def _decide(proposal: StepBack, state: StepBackState, by: User) -> audit.Change:
    before = audit.row_of(proposal)
    pending = StepBack.objects.filter(pk=proposal.pk, state=StepBackState.PROPOSED)
    if not pending.update(state=state, decided_by=by):
        raise StaleState("Đề nghị này đã được quyết định.")
    proposal.state, proposal.decided_by = state, by
    return audit.updated(before, proposal)
