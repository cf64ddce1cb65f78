"""Closed lists of the units' floor: roles that a person can hold."""

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
