"""Doing a verification that somebody asked for, and keeping what it found.

Asking is in `units.record.services`.
"""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ictindex.lib.chain import RecordProblem, Witness, read_witness
from units import audit
from units.enums import RunState
from units.models import ChainHead, VerificationRun
from units.record.queries.verification import verify_record

VERIFIED = audit.name_act("record.verified", "Kiểm tra nhật ký")

#: Problems kept with a run; all of them are counted.
MOST_PROBLEMS = 500


def run_verification(pk: int) -> None:
    """The waiting run, once: another worker that comes for it finds it taken.

    A run that breaks off says so and raises.
    """
    taken = VerificationRun.objects.filter(pk=pk, state=RunState.WAITING).update(
        state=RunState.RUNNING
    )
    if taken:
        run = VerificationRun.objects.get(pk=pk)
        try:
            _keep(run, verify_record(witness=witness_of(run)), timezone.now())
        except Exception:
            VerificationRun.objects.filter(pk=pk).update(
                state=RunState.FAILED, finished_at=timezone.now()
            )
            raise


def witness_of(run: VerificationRun) -> Witness | None:
    return read_witness(run.witness) if run.witness else None


@transaction.atomic
def _keep(run: VerificationRun, problems: list[RecordProblem], now: datetime) -> None:
    head = ChainHead.objects.get(pk=1)
    run.state, run.finished_at, run.head = RunState.DONE, now, str(head)
    run.problem_count, run.problems = (
        len(problems),
        [asdict(problem) for problem in problems[:MOST_PROBLEMS]],
    )
    run.save(update_fields=["state", "finished_at", "head", "problem_count", "problems"])
    audit.record(act=VERIFIED, by=run.asked_by, facts={"problems": len(problems), "head": run.head})
