"""Which part of the record a reader may see on a page: the whole, or security events only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.urls import reverse

from units.access import require
from units.models import AuditEntry
from units.record.queries.acts import SECURITY
from units.record.queries.filters import ChangeFilter, Entries

SEE_ALL = "audit.view_whole_audit_log"
SEE_SECURITY = "audit.view_security_events"
EXPORT = "audit.export_record"
#: The phases of campaigns in words, by their codes. The floor of campaigns names them.
PHASES: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class RecordScope:
    """What one reader may read here.

    `shows` leaves rows of an entry out; `entry_url` leads to an entry's own page.
    """

    entries: Entries
    heading: str
    lead: str
    url: str
    entry_url: Callable[[int], str]
    phases: dict[str, str]
    shows: ChangeFilter | None = None


def name_phases(labels: Mapping[str, str]) -> None:
    PHASES.update(labels)


def whole_record(user: Any) -> RecordScope:
    """Everything. Raises NotAllowed."""
    require(user, SEE_ALL)
    lead = (
        "Mọi việc đã làm trong hệ thống: ai, lúc nào, việc gì, vì sao, trước và sau. Không ai sửa "
        "hay xóa được."
    )
    return RecordScope(
        AuditEntry.objects.all(),
        "Nhật ký",
        lead,
        reverse("record"),
        entry_address("record_entry"),
        PHASES,
    )


def security_events(user: Any) -> RecordScope:
    """Accounts, sign-ins and roles; no scores. Raises NotAllowed."""
    require(user, SEE_SECURITY)
    lead = "Đăng nhập, tài khoản và vai trò. Trang này không có số liệu của hồ sơ nào."
    entries = AuditEntry.objects.filter(
        reduce(or_, (Q(act__startswith=start) for start in SECURITY))
    )
    address = entry_address("security_event")
    return RecordScope(
        entries, "Sự kiện an ninh", lead, reverse("security_events"), address, PHASES
    )


def entry_address(name: str, *args: str) -> Callable[[int], str]:
    return lambda sequence: reverse(name, args=[*args, sequence])
