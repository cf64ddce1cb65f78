"""Inviting people to their account: the link goes by mail, works once and for some days, and a
new one ends the old one.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from ictindex.lib.errors import DomainError, StaleState
from units import audit
from units.access import require
from units.enums import InvitationState
from units.models import Invitation, User
from units.people.services.link_mail import send_invitation

INVITED = audit.name_act("account.invited", "Gửi lời mời")
INVITATION_ACCEPTED = audit.name_act("account.invitation_accepted", "Nhận lời mời và đặt mật khẩu")

USED = (
    "Liên kết trong lời mời đã được dùng hoặc đã bị thay thế. Hãy dùng thư mời mới nhất, hoặc "
    "đăng nhập nếu đã đặt mật khẩu."
)
OVER = "Lời mời đã quá hạn. Hãy đề nghị người quản trị hệ thống gửi lại lời mời."


@transaction.atomic
def resend_invitation(*, person: User, by: User) -> Invitation:
    """A new link for somebody who has not set a password yet; the old link ends.

    Raises DomainError for anybody else.
    """
    require(by, "account.create_or_disable_user")
    if not person.is_active:
        raise DomainError("Tài khoản đang bị khóa. Hãy mở khóa trước khi gửi lại lời mời.")
    if person.has_usable_password():
        raise StaleState("Người này đã đặt mật khẩu nên không cần lời mời nữa.")
    changes = withdraw_invitations(person)
    invitation, change = invite(person, by=by)
    audit.record(act=INVITED, by=by, subject=person, changes=[*changes, change])
    return invitation


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str, now: datetime | None = None
) -> User:
    """Set the first password (already checked against the rules).

    Raises StaleState for a link that is used or over.
    """
    require_open(invitation, now=now)
    before = audit.row_of(invitation)
    pending = Invitation.objects.open().filter(pk=invitation.pk)
    if not pending.update(state=InvitationState.ACCEPTED):
        raise StaleState(USED)
    invitation.state = InvitationState.ACCEPTED
    person = invitation.user
    person.set_password(password)
    person.save(update_fields=["password"])
    _prove_address(person)
    change = audit.updated(before, invitation)
    audit.record(act=INVITATION_ACCEPTED, by=person, subject=person, changes=[change])
    return person


def require_open(invitation: Invitation, *, now: datetime | None = None) -> None:
    """Raises StaleState with the sentence to show when the link cannot be used any more."""
    if not invitation.is_open or not invitation.user.is_active:
        raise StaleState(USED)
    if invitation.is_too_old(now=now or timezone.now()):
        raise StaleState(OVER)


def invite(person: User, *, by: User | None) -> tuple[Invitation, audit.Change]:
    """For services, inside their transaction: the invitation, which goes out by mail once it
    has committed.
    """
    invitation = Invitation.objects.create(user=person, sent_by=by, sent_at=timezone.now())
    transaction.on_commit(lambda: send_invitation.enqueue(invitation.pk))
    return invitation, audit.inserted(invitation)


def withdraw_invitations(person: User) -> list[audit.Change]:
    """For services, inside their transaction: the open one, if there is one, ends."""
    changes = []
    for invitation in person.invitations.open():
        before = audit.row_of(invitation)
        invitation.state = InvitationState.WITHDRAWN
        invitation.save(update_fields=["state"])
        changes.append(audit.updated(before, invitation))
    return changes


def _prove_address(person: User) -> None:
    """Whoever followed the link reads that mailbox."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email.lower(), defaults={"verified": True, "primary": True}
    )
