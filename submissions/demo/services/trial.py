"""A campaign to try out: the year after a published one, opened on request through the services
by a demo account, and taken on to a later phase as made-up people would.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from criteria.questions import levels_in, stored_rule
from ictindex.lib.errors import DomainError
from submissions.answers.services.entries import Entry, TypedEntry, save_answers
from submissions.answers.services.groups import mark_group_done
from submissions.appraisal.services.decisions import accept_unchanged
from submissions.campaigns.queries.steps import steps_from, usual_step
from submissions.campaigns.services.outbox import release_notices
from submissions.campaigns.services.phases import advance
from submissions.campaigns.services.setup import open_next, set_deadlines, set_reply_deadline
from submissions.demo.services.accounts import load_heads, load_unit_accounts
from submissions.enums import Phase, Round
from submissions.handing_in.queries.content import content_of, digest_of
from submissions.handing_in.services.submission import hand_in
from submissions.models import Answer, Campaign, Submission
from units.enums import Role
from units.models import User
from units.notify import held

DAYS = 14
_CLOSING = time(17, 0)
_REPLY_DAYS = 7
_A_MINUTE = timedelta(minutes=1)


def _reachable() -> Iterator[Phase]:
    """After self-scoring, as far as the first meeting: real ones would have to be made up."""
    phase = next(phase for phase in Phase if phase.traits.is_self_scoring)
    while not phase.traits.holds_meetings:
        step = usual_step(phase)
        if step is None:
            return
        phase = step.target
        yield phase


#: The phases that a trial can be taken to.
REACHABLE = tuple(_reachable())


@transaction.atomic
def open_trial(
    source: Campaign, *, password: str, now: datetime | None = None
) -> tuple[Campaign, list[User]]:
    """The campaign of the next year, in self-scoring for two weeks, and the accounts that fill in
    for a unit of each kind.

    The demo accounts of `source` must be there. Where that year has a campaign already, it is left
    as it is, and no account is made. Raises DomainError.
    """
    code = str(source.year + 1)
    present = Campaign.objects.filter(code=code).first()
    if present:
        return present, list(
            User.objects.filter(is_demo=True, appointments__campaign=present)
            .distinct()
            .order_by("pk")
        )
    by = User.objects.get(username=f"demo_{Role.WG_HEAD}", is_demo=True)
    title = f"Đợt trình diễn năm {code} (dùng thử, không phải đợt đánh giá chính thức)"
    campaign = open_next(source=source, code=code, year=source.year + 1, title=title, by=by)
    users = load_unit_accounts(campaign, password=password)
    now = now or timezone.now()
    set_deadlines(campaign=campaign, self_score_due_at=_due(now), by=by, now=now)
    step, *_ = steps_from(campaign.phase)
    opened = advance(campaign=campaign, source=step.source, target=step.target, by=by, now=now)
    return opened, users


def _due(now: datetime) -> datetime:
    day = timezone.localdate(now) + timedelta(days=DAYS)
    return timezone.make_aware(datetime.combine(day, _CLOSING))


def play_to(campaign: Campaign, target: str, *, password: str) -> Campaign:
    """Step by step until the campaign is in that phase.

    Raises DomainError for a campaign that is no trial.
    """
    if target not in REACHABLE:
        raise DomainError(
            f"Chỉ đưa được đợt dùng thử đến một trong các giai đoạn: {', '.join(REACHABLE)}."
        )
    order = list(Phase)
    while order.index(Phase(campaign.phase)) < order.index(Phase(target)):
        campaign = _take_step(campaign, password)
    return campaign


def _take_step(campaign: Campaign, password: str) -> Campaign:
    """The usual one, once everybody has done what the phase asks of them."""
    head, stands = _demo(campaign, Role.WG_HEAD), campaign.stands
    if stands.is_self_scoring:
        _hand_everything_in(campaign, password)
    if stands.round:
        _keep_everything(campaign, stands.round)
    if stands.takes_replies:
        waiting = list(held(campaign.code).values_list("pk", flat=True))
        release_notices(campaign=campaign, notices=waiting, by=head)
    step, *_ = steps_from(campaign.phase)
    if step.target.traits.takes_replies:
        campaign = _give_time_to_reply(campaign, head)
    now = _after(campaign.phase_ends_at) if stands.deadline else timezone.now()
    return advance(campaign=campaign, source=step.source, target=step.target, by=head, now=now)


def _give_time_to_reply(campaign: Campaign, by: User) -> Campaign:
    now = timezone.now()
    due = max(now, campaign.self_score_due_at or now) + timedelta(days=_REPLY_DAYS)
    return set_reply_deadline(campaign=campaign, reply_due_at=due, by=by)


def _after(due: datetime | None) -> datetime:
    return (due or timezone.now()) + _A_MINUTE


def _demo(campaign: Campaign, role: Role) -> User:
    person = User.objects.filter(
        is_demo=True, appointments__campaign=campaign, appointments__role=role
    ).first()
    if person is None:
        raise DomainError(
            f"Đợt «{campaign.code}» không phải đợt dùng thử: không có tài khoản trình diễn nào "
            "tham gia."
        )
    return person


def _hand_everything_in(campaign: Campaign, password: str) -> None:
    heads = load_heads(campaign, password=password)
    for submission in campaign.submissions.not_handed_in().select_related(
        "campaign__framework", "unit"
    ):
        by = heads[submission.unit_id]
        save_answers(submission=submission, entries=list(_entries(submission)), by=by)
        for group in _groups_to_finish(submission):
            mark_group_done(submission=submission, group_code=group, by=by)
        hand_in(
            submission=submission,
            seen_sha256=digest_of(content_of(submission)),
            has_no_secrets=True,
            by=by,
        )


def _groups_to_finish(submission: Submission) -> list[str]:
    settled = {*submission.groups_done.values_list("group_code", flat=True)}
    settled |= {*submission.group_declarations.values_list("group_code", flat=True)}
    return sorted({*submission.answers.values_list("criterion__group__code", flat=True)} - settled)


def _entries(submission: Submission) -> Iterator[TypedEntry]:
    """Made-up figures for what nobody has filled in: the same again for the same unit and
    criterion.
    """
    levels = levels_in(criterion__group__annex__framework=submission.campaign.framework_id)
    for answer in submission.answers.not_claimed().select_related("criterion"):
        share = sha256(f"{submission.unit.code}:{answer.criterion_id}".encode()).digest()[0]
        rule = stored_rule(answer.criterion, levels.get(answer.criterion_id, ()))
        yield answer.pk, answer.version, Entry(declared=rule.typed(rule.make_up(share)))


def _keep_everything(campaign: Campaign, which: Round) -> None:
    """By the demo appraiser, who belongs to no unit: what is not decided yet stays as it stands."""
    by = _demo(campaign, Role.APPRAISER)
    left: dict[tuple[int, str], list[Answer]] = {}
    undecided = Answer.objects.undecided(which).filter(submission__campaign=campaign)
    for answer in undecided.in_official_order().select_related(
        "criterion__group", "submission__campaign", "submission__unit"
    ):
        left.setdefault((answer.submission_id, answer.criterion.group.code), []).append(answer)
    for (_, group), answers in left.items():
        versions = {answer.pk: 0 for answer in answers}
        accept_unchanged(
            submission=answers[0].submission, group=group, round=which, versions=versions, by=by
        )
