"""Asking for a verification of the record, one at a time, done by the background worker; and
taking the record out.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ictindex.lib.chain import read_witness
from ictindex.lib.errors import DomainError
from units import audit
from units.access import require
from units.enums import RunState
from units.models import User, VerificationRun
from units.record.queries.scopes import EXPORT
from units.record.tasks import verify_record_task

EXPORTED = audit.name_act("record.exported", "Xuất nhật ký")

MAY_VERIFY = "audit.run_chain_verification"
#: A verification that has not ended by then has lost its worker.
STALE_AFTER = timedelta(minutes=15)


def ask_for_verification(
    *, campaign: Any, by: User, witness: str = "", now: datetime | None = None
) -> VerificationRun:
    """The whole record is verified, whatever campaign gives the person the right to ask (None: a
    right in all campaigns).

    Answers with the one that is waiting or running already. Raises NotAllowed, or DomainError for a
    witness that is none.
    """
    require(by, MAY_VERIFY, campaign)
    now, witness = now or timezone.now(), _checked(witness)
    VerificationRun.objects.unfinished().filter(asked_at__lt=now - STALE_AFTER).update(
        state=RunState.FAILED, finished_at=now
    )
    try:
        with transaction.atomic():
            run = VerificationRun.objects.create(asked_by=by, asked_at=now, witness=witness)
            # In the same transaction: no row waits for a task that was never queued.
            verify_record_task.enqueue(run.pk)
    except IntegrityError:
        # Somebody asked in the same instant; theirs is the one, done by now or not.
        return VerificationRun.objects.latest("pk")
    run.refresh_from_db()
    return run


def _checked(witness: str) -> str:
    if not witness.strip():
        return ""
    try:
        number, digest = read_witness(witness)
    except ValueError as problem:
        raise DomainError(
            "Dấu xác nhận có dạng SỐ:MÃ, ví dụ 120:9f2c…, với mã gồm 64 chữ số. Chép lại cho đủ."
        ) from problem
    return f"{number}:{digest}"


@transaction.atomic
def enter_export(*, by: User) -> None:
    """That somebody takes the whole record out, entered before it is read. Raises NotAllowed."""
    require(by, EXPORT)
    audit.record(act=EXPORTED, by=by)
