"""Closed lists of the units' floor: roles a person can hold, and how far a grant or a mail has
come.
"""

from django.db import models


class Role(models.TextChoices):
    """What a person does in one campaign; the codes are those of the permission policy."""

    UNIT_STAFF = "unit_staff", "Cán bộ đơn vị"
    UNIT_HEAD = "unit_head", "Thủ trưởng đơn vị"
    APPRAISER = "appraiser", "Thành viên Tổ giúp việc"
    WG_HEAD = "wg_head", "Tổ trưởng Tổ giúp việc"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    COUNCIL_SECRETARY = "council_secretary", "Thư ký Hội đồng"
    PUBLISHER = "publisher", "Lãnh đạo Bộ (ban hành)"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    AUDITOR = "auditor", "Thanh tra, kiểm tra"


#: Roles that are held for one unit.
UNIT_ROLES = (Role.UNIT_STAFF, Role.UNIT_HEAD)
#: The working group.
APPRAISING = (Role.APPRAISER, Role.WG_HEAD)
COUNCIL_ROLES = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY)


class GrantState(models.TextChoices):
    """A grant of a role: proposed by one administrator, in force when a second one has
    confirmed it, ended for good.
    """

    PROPOSED = "proposed", "Chờ quản trị viên thứ hai xác nhận"
    IN_FORCE = "in_force", "Đang có hiệu lực"
    ENDED = "ended", "Đã kết thúc"


class InvitationState(models.TextChoices):
    """An invitation: its link can be used, was used, or was replaced by a later one or
    withdrawn.
    """

    OPEN = "open", "Chờ đặt mật khẩu"
    ACCEPTED = "accepted", "Đã đặt mật khẩu"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


class MailState(models.TextChoices):
    """How far the mail of a notification has come.

    A held one is shown to nobody but in the outbox, until it is let go.
    """

    NONE = "none", "Không gửi thư"
    HELD = "held", "Chờ đọc lại trước khi gửi"
    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Gửi không thành công"


class RunState(models.TextChoices):
    """How far a verification of the record has come."""

    WAITING = "waiting", "Đang chờ đến lượt"
    RUNNING = "running", "Đang kiểm tra"
    DONE = "done", "Đã kiểm tra xong"
    FAILED = "failed", "Không kiểm tra được"
