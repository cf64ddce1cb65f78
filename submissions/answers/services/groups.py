"""What a unit says about a whole group of its criteria: finished, or not applicable, which the
working group then confirms.
"""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from criteria.models import CriterionGroup
from ictindex.lib.errors import DomainError, StaleState
from ictindex.lib.text import clean_line
from submissions.frame.deadlines import hold_open
from submissions.models import Answer, GroupDeclaration, GroupDone, Submission
from submissions.models.files import TO_BE_ANSWERED
from units import audit
from units.access import require
from units.models import User

GROUP_DONE = audit.name_act("self.group_done", "Xác nhận nhóm đã xong")
GROUP_REOPENED = audit.name_act("self.group_reopened", "Mở lại nhóm đã xong")
GROUP_DECLARED_ABSENT = audit.name_act("self.group_declared_absent", "Khai nhóm không áp dụng")
DECLARATION_TAKEN_BACK = audit.name_act(
    "self.declaration_taken_back", "Rút lời khai nhóm không áp dụng"
)
ABSENCE_CONFIRMED = audit.name_act("appraise.absence_confirmed", "Xác nhận nhóm không áp dụng")
ABSENCE_UNCONFIRMED = audit.name_act(
    "appraise.absence_unconfirmed", "Bỏ xác nhận nhóm không áp dụng"
)

EDIT = "self.edit_self_score_of_U"
CONFIRM = "period.mark_group_not_applicable_for_unit"
_LONGEST_REASON = 500


@transaction.atomic
def mark_group_done(
    *, submission: Submission, group_code: str, by: User, now: datetime | None = None
) -> GroupDone:
    """The unit says that it has finished the group; again changes nothing.

    Raises DomainError while a criterion is blank without a reason, or put off; Http404, NotAllowed
    or SubmissionClosed.
    """
    now = now or timezone.now()
    held = hold_open(submission.pk, action=EDIT, by=by, now=now)
    done = GroupDone.objects.filter(submission=held, group_code=group_code).first()
    if done:
        return done
    _require_in_file(held, group_code)
    _require_finished(held, group_code)
    done = GroupDone.objects.create(submission=held, group_code=group_code, done_by=by, done_at=now)
    _record(GROUP_DONE, held, group_code, by, audit.inserted(done))
    return done


@transaction.atomic
def reopen_group(
    *, submission: Submission, group_code: str, by: User, now: datetime | None = None
) -> None:
    """The unit takes back that the group is finished. Raises StaleState when nobody had said so."""
    held = hold_open(submission.pk, action=EDIT, by=by, now=now or timezone.now())
    done = GroupDone.objects.filter(submission=held, group_code=group_code).first()
    if done is None:
        raise StaleState("Nhóm này chưa được xác nhận đã xong, hoặc đã được mở lại.")
    before, key = audit.row_of(done), done.pk
    done.delete()
    _record(GROUP_REOPENED, held, group_code, by, audit.deleted(before, GroupDone, key))


@transaction.atomic
def declare_group_absent(
    *, submission: Submission, group_code: str, reason: str, by: User, now: datetime | None = None
) -> GroupDeclaration:
    """The unit says that the group does not apply to it, and why; what it has answered there is
    kept, and not counted.

    Raises DomainError where the group must be answered or no reason is given; StaleState when it
    was declared before.
    """
    held = hold_open(submission.pk, action=EDIT, by=by, now=now or timezone.now())
    reason = clean_line(reason)
    if not reason:
        raise DomainError("Nêu lý do nhóm tiêu chí không áp dụng với đơn vị.")
    if len(reason) > _LONGEST_REASON:
        raise DomainError(
            f"Lý do dài {len(reason)} ký tự, vượt mức {_LONGEST_REASON}. Viết ngắn lại."
        )
    _require_may_be_absent(held, group_code)
    declaration, is_new = GroupDeclaration.objects.get_or_create(
        submission=held, group_code=group_code, defaults={"reason": reason, "declared_by": by}
    )
    if not is_new:
        raise StaleState("Nhóm này đã được khai là không áp dụng.")
    _record(GROUP_DECLARED_ABSENT, held, group_code, by, audit.inserted(declaration), reason=reason)
    return declaration


@transaction.atomic
def take_back_declaration(
    *, submission: Submission, group_code: str, by: User, now: datetime | None = None
) -> None:
    """The unit answers the group after all.

    Raises StaleState when it is not declared, DomainError once it is confirmed.
    """
    held = hold_open(submission.pk, action=EDIT, by=by, now=now or timezone.now())
    declaration = GroupDeclaration.objects.filter(submission=held, group_code=group_code).first()
    if declaration is None:
        raise StaleState("Nhóm này không được khai là không áp dụng, hoặc lời khai đã được rút.")
    if declaration.is_confirmed:
        raise DomainError(
            "Tổ giúp việc đã xác nhận nhóm này không áp dụng nên đơn vị không rút lời khai được "
            "nữa."
        )
    before, key = audit.row_of(declaration), declaration.pk
    declaration.delete()
    _record(
        DECLARATION_TAKEN_BACK, held, group_code, by, audit.deleted(before, GroupDeclaration, key)
    )


@transaction.atomic
def confirm_declaration(*, declaration: GroupDeclaration, by: User) -> GroupDeclaration:
    """The working group agrees: from now on the group is neither in the unit's points nor in
    its maximum.
    """
    return _decide(declaration, by, act=ABSENCE_CONFIRMED, is_confirmed=True)


@transaction.atomic
def unconfirm_declaration(*, declaration: GroupDeclaration, by: User) -> GroupDeclaration:
    """The working group takes its agreement back; the group is asked again."""
    return _decide(declaration, by, act=ABSENCE_UNCONFIRMED, is_confirmed=False)


def _decide(
    declaration: GroupDeclaration, by: User, *, act: audit.ActCode, is_confirmed: bool
) -> GroupDeclaration:
    submission = declaration.submission
    require(by, CONFIRM, submission)
    before = audit.row_of(declaration)
    stored = GroupDeclaration.objects.filter(pk=declaration.pk, is_confirmed=not is_confirmed)
    if not stored.update(is_confirmed=is_confirmed):
        raise StaleState(
            "Lời khai này vừa được người khác xử lý, hoặc đơn vị đã rút. Tải lại trang để xem."
        )
    declaration.is_confirmed = is_confirmed
    _record(act, submission, declaration.group_code, by, audit.updated(before, declaration))
    return declaration


def _require_in_file(submission: Submission, group_code: str) -> None:
    """Whoever writes an address by hand names no group that the unit is not asked about."""
    if not Answer.objects.filter(submission=submission, criterion__group__code=group_code).exists():
        raise Http404


def _require_finished(submission: Submission, group_code: str) -> None:
    asked = Answer.objects.asked().filter(submission=submission, criterion__group__code=group_code)
    unfinished = asked.filter(TO_BE_ANSWERED)
    codes = list(unfinished.order_by("criterion__order").values_list("criterion__code", flat=True))
    if codes:
        raise DomainError(
            f"Còn {len(codes)} tiêu chí chưa có câu trả lời hoặc còn để làm sau: "
            f"{', '.join(codes)}. "
            "Trả lời, hoặc chọn lý do để trống, rồi xác nhận nhóm đã xong."
        )


def _require_may_be_absent(submission: Submission, group_code: str) -> None:
    asked = CriterionGroup.objects.filter(code=group_code, criteria__answers__submission=submission)
    if not asked.filter(may_be_absent=True).exists():
        raise DomainError(
            "Nhóm tiêu chí này áp dụng với mọi đơn vị, không khai là không áp dụng được."
        )


def _record(
    act: audit.ActCode,
    submission: Submission,
    group_code: str,
    by: User,
    change: audit.Change,
    *,
    reason: str = "",
) -> None:
    audit.record(
        act=act,
        by=by,
        campaign=submission.campaign,
        unit=submission.unit,
        subject=submission,
        reason=reason,
        facts={"group": group_code},
        changes=[change],
    )
