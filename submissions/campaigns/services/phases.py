"""Moving a campaign through its phases: by the steps of the entries, and back by two people.

The only writer of `Campaign.phase`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from submissions.campaigns.notices.phases import (
    notice_of_declined_step_back,
    notice_of_proposed_step_back,
    notices_of_step,
    notices_of_step_back,
)
from submissions.campaigns.phases.values import StepAct
from submissions.campaigns.queries.needs import Need, open_step_back
from submissions.campaigns.queries.readiness import needs_of
from submissions.campaigns.queries.steps import entry_of, step_between
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import Phase, StepBackState
from submissions.models import Campaign, StepBack
from submissions.reply.services.confirmation import record_silence, reopen_replies, reopen_silence
from units import audit
from units.access import require
from units.models import User
from units.notify import drop_held, tell

ADVANCED = audit.name_act("campaign.advanced", "Chuyển giai đoạn")
STEP_BACK_PROPOSED = audit.name_act("campaign.step_back_proposed", "Đề nghị lùi giai đoạn")
STEPPED_BACK = audit.name_act("campaign.stepped_back", "Lùi giai đoạn")
STEP_BACK_DECLINED = audit.name_act("campaign.step_back_declined", "Không đồng ý lùi giai đoạn")
STEP_BACK_WITHDRAWN = audit.name_act("campaign.step_back_withdrawn", "Rút đề nghị lùi giai đoạn")

MOVED_ALREADY = "Đợt đánh giá đã chuyển giai đoạn. Tải lại trang để xem giai đoạn hiện tại."
NO_REASON = "Ghi lý do lùi giai đoạn."
NO_STEP_REASON = "Ghi lý do của bước chuyển giai đoạn này."


class NotReady(DomainError):
    """Something the step needs is missing; `needs` says what, with the rows."""

    def __init__(self, needs: list[Need]) -> None:
        super().__init__("Chưa chuyển được giai đoạn. " + " ".join(need.sentence for need in needs))
        self.needs = needs


@transaction.atomic
def advance(
    *,
    campaign: Campaign,
    source: str,
    target: str = "",
    reason: str = "",
    by: User,
    now: datetime | None = None,
) -> Campaign:
    """Take the step from `source`, the phase that the person saw, to `target`, which may be left
    out where there is one step only.

    Raises NotAllowed, NotReady, DomainError for a step that there is not or that lacks its reason,
    or StaleState when the campaign is not in that phase any more.
    """
    _hold(campaign, source)
    step = step_between(source, target)
    require(by, step.action, campaign)
    if step.asks_reason and not reason.strip():
        raise DomainError(NO_STEP_REASON)
    now = now or timezone.now()
    needs = needs_of(campaign, step, now=now)
    if needs:
        raise NotReady(needs)
    changes = [_move(campaign, source=step.source, target=step.target)]
    for act in step.does:
        changes += _do(act, campaign, by, now)
    if not step.is_onward:
        changes += _come_back(campaign, by, now)
    _record(
        ADVANCED,
        campaign,
        by,
        facts={"from": step.source, "to": step.target},
        changes=changes,
        reason=reason.strip(),
    )
    tell(*notices_of_step(campaign, step))
    return campaign


@transaction.atomic
def propose_step_back(
    *, campaign: Campaign, source: str, target: str, reason: str, by: User
) -> StepBack:
    """Ask a second person to return the campaign from `source` to an earlier phase.

    Nothing moves yet.
    """
    _hold(campaign, source)
    require(by, "period.step_phase_back", campaign)
    if not reason.strip():
        raise DomainError(NO_REASON)
    if target not in Phase(campaign.phase).earlier:
        raise DomainError("Chọn một giai đoạn trước giai đoạn hiện tại.")
    if open_step_back(campaign):
        raise StaleState("Đã có một đề nghị lùi giai đoạn đang chờ người thứ hai xác nhận.")
    proposal = StepBack.objects.create(
        campaign=campaign,
        from_phase=source,
        to_phase=target,
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=timezone.now(),
    )
    facts = {"from": source, "to": source, "target": target}
    _record(
        STEP_BACK_PROPOSED,
        campaign,
        by,
        facts=facts,
        changes=[audit.inserted(proposal)],
        reason=proposal.reason,
    )
    tell(notice_of_proposed_step_back(proposal))
    return proposal


@transaction.atomic
def decide_step_back(*, proposal: StepBack, agreed: bool, by: User) -> Campaign:
    """A second person agrees, and the campaign goes back, or declines, and it stays.

    Raises NotAllowed, also for the one who proposed, or StaleState when it was decided or withdrawn
    before.
    """
    campaign = proposal.campaign
    require(by, "period.confirm_step_back", campaign)
    if by == proposal.proposed_by:
        raise NotAllowed("Người đề nghị không tự xác nhận được. Cần người thứ hai.")
    changes = [_decide(proposal, StepBackState.DONE if agreed else StepBackState.DECLINED, by)]
    if agreed:
        changes.append(_move(campaign, source=proposal.from_phase, target=proposal.to_phase))
        changes += _come_back(campaign, by, timezone.now())
    act = STEPPED_BACK if agreed else STEP_BACK_DECLINED
    facts = {"from": proposal.from_phase, "to": campaign.phase}
    _record(act, campaign, by, facts=facts, changes=changes, reason=proposal.reason)
    if agreed:
        tell(*notices_of_step_back(proposal))
    else:
        tell(notice_of_declined_step_back(proposal))
    return campaign


@transaction.atomic
def withdraw_step_back(*, proposal: StepBack, by: User) -> Campaign:
    """The one who proposed takes it back, before anybody decided.

    Raises NotAllowed or StaleState.
    """
    campaign = proposal.campaign
    require(by, "period.step_phase_back", campaign)
    if by != proposal.proposed_by:
        raise NotAllowed("Chỉ người đề nghị rút được đề nghị này.")
    changes = [_decide(proposal, StepBackState.WITHDRAWN, None)]
    facts = {"from": campaign.phase, "to": campaign.phase}
    _record(STEP_BACK_WITHDRAWN, campaign, by, facts=facts, changes=changes, reason=proposal.reason)
    return campaign


def _hold(campaign: Campaign, source: str) -> None:
    """The campaign as it is stored, locked until the transaction ends.

    Raises StaleState when it left that phase.
    """
    if not Campaign.objects.select_for_update().filter(pk=campaign.pk, phase=source).exists():
        raise StaleState(MOVED_ALREADY)
    campaign.refresh_from_db()


def _move(campaign: Campaign, *, source: str, target: str) -> audit.Change:
    """The conditional update that makes two presses one step, on any database."""
    if not Campaign.objects.filter(pk=campaign.pk, phase=source).update(phase=target):
        raise StaleState(MOVED_ALREADY)
    campaign.phase = source
    before = audit.row_of(campaign)
    campaign.phase = target
    return audit.updated(before, campaign)


def _come_back(campaign: Campaign, by: User, now: datetime) -> list[audit.Change]:
    """To the phase in which it now is: what its going on had ended is open again, and nobody is
    told any more of what was waiting in the outbox.
    """
    drop_held(campaign.code)
    acts = entry_of(campaign.phase).on_return
    return [change for act in acts for change in _do(act, campaign, by, now)]


def _do(act: StepAct, campaign: Campaign, by: User, now: datetime) -> list[audit.Change]:
    match act:
        case StepAct.OPEN_ANSWERS:
            return open_answers(campaign)
        case StepAct.RECORD_SILENCE:
            return record_silence(campaign=campaign, by=by, now=now)
        case StepAct.REOPEN_SILENCE:
            return reopen_silence(campaign)
        case StepAct.REOPEN_REPLIES:
            return reopen_replies(campaign)


def _decide(proposal: StepBack, state: StepBackState, by: User | None) -> audit.Change:
    before = audit.row_of(proposal)
    pending = StepBack.objects.open().filter(pk=proposal.pk)
    if not pending.update(state=state, decided_by=by):
        raise StaleState("Đề nghị này đã được quyết định hoặc đã được rút.")
    proposal.state, proposal.decided_by = state, by
    return audit.updated(before, proposal)


def _record(
    act: audit.ActCode,
    campaign: Campaign,
    by: User,
    *,
    facts: dict[str, str],
    changes: list[audit.Change],
    reason: str = "",
) -> None:
    """`facts` say from where to where, so that the history is read without the changes, which
    can be thousands of rows.
    """
    audit.record(
        act=act,
        by=by,
        campaign=campaign,
        subject=campaign,
        reason=reason,
        facts=facts,
        changes=changes,
    )
