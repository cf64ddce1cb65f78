"""Mails with a link that opens an account: invitations and forgotten passwords. They are no
notices: nobody else may read such a link, in the application or in the outbox.
"""

import logging

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from units.enums import MailState
from units.models import Invitation, User

logger = logging.getLogger(__name__)
_signer = Signer(salt="units.invitation")


def invitation_link(invitation: Invitation) -> str:
    """The whole address.

    Whoever has it can set the first password, once, while the invitation is open.
    """
    return settings.PUBLIC_URL + reverse(
        "invitation_accept", args=[_signer.sign(str(invitation.pk))]
    )


def invitation_key(token: str) -> int | None:
    """The key of the invitation that a link names; None for a link that was not made here."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


@task()
def send_invitation(invitation_pk: int) -> None:
    """Send it once; whether it went is kept with the invitation."""
    waiting = Invitation.objects.open().filter(pk=invitation_pk, mail_state=MailState.WAITING)
    if not waiting.update(mail_state=MailState.SENT):
        return
    invitation = Invitation.objects.select_related("user", "sent_by").get(pk=invitation_pk)
    facts = {
        "invitation": invitation,
        "link": invitation_link(invitation),
        "days": settings.INVITATION_LASTS.days,
    }
    try:
        _send(
            invitation.user,
            "Lời mời sử dụng hệ thống đánh giá ứng dụng công nghệ thông tin",
            "mail/invitation.txt",
            facts,
        )
    except OSError as problem:  # every error of smtplib is one
        Invitation.objects.filter(pk=invitation_pk).update(
            mail_state=MailState.FAILED, problem=str(problem)[:300]
        )


@task()
def send_password_reset(user_pk: int) -> None:
    """0 or an account that cannot have its password reset: nothing is sent, and nobody who
    asked can tell.
    """
    user = User.active.filter(pk=user_pk).first()
    if user is None or not user.has_usable_password():
        return
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)
    facts = {"user": user, "link": link, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    try:
        _send(user, "Đặt lại mật khẩu", "mail/password_reset.txt", facts)
    except OSError:
        logger.exception("the mail with the link to reset a password could not be sent")


def _send(user: User, subject: str, template: str, facts: dict) -> None:
    text = render_to_string(template, facts)
    EmailMessage(
        subject, text, to=[user.email], headers={"Auto-Submitted": "auto-generated"}
    ).send()
