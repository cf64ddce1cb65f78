"""The invitations to accounts as finished rows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from units.enums import MailState
from units.models import Invitation, User


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation that was not used yet, or was by somebody."""

    person: User
    sent_at: datetime
    sent_by: str
    state: str
    mail: str
    problem: str
    can_resend: bool


def invitations_listed() -> list[InvitationRow]:
    """The latest of each person who was ever invited, newest first. One query."""
    rows: dict[int, InvitationRow] = {}
    for invitation in Invitation.objects.select_related("user", "sent_by").order_by("-pk"):
        rows.setdefault(invitation.user_id, _invitation_row(invitation))
    return list(rows.values())


def _invitation_row(invitation: Invitation) -> InvitationRow:
    person = invitation.user
    is_late = invitation.is_open and invitation.is_too_old(now=timezone.now())
    return InvitationRow(
        person=person,
        sent_at=invitation.sent_at,
        sent_by=str(invitation.sent_by or "máy chủ"),
        state="Quá hạn" if is_late else invitation.get_state_display(),
        mail=MailState(invitation.mail_state).label,
        problem=invitation.problem,
        can_resend=person.is_active and not person.has_usable_password(),
    )
