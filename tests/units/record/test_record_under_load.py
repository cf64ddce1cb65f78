"""Many write the record at once, and it is verified meanwhile: no link breaks, and nothing
raises a false alarm.
"""

from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from units import audit
from units.models import AuditEntry, ChainHead, Unit, UnitKind
from units.record.queries.verification import verify_record

THREADS, ACTS = 20, 25


@pytest.fixture
def units(transactional_db) -> list[Unit]:
    with transaction.atomic():
        kind = UnitKind.objects.create(code="thuoc_bo", name="Đơn vị thuộc Bộ")
        made = [
            Unit.objects.create(code=f"U{number}", name="Đơn vị", short_name="U", kind=kind)
            for number in range(THREADS)
        ]
        audit.record(
            act="test.made", by=None, changes=[audit.inserted(row) for row in (kind, *made)]
        )
    return made


def rename(unit: Unit, number: int) -> None:
    """One act: a row is changed and the change recorded, in one transaction."""
    with transaction.atomic():
        before = audit.row_of(Unit.objects.select_for_update().get(pk=unit.pk))
        unit.name = f"Đơn vị đổi tên lần {number}"
        unit.save()
        audit.record(act="test.renamed", by=None, unit=unit, changes=[audit.updated(before, unit)])


def run_at_once(works: list[Callable[[], None]]) -> list[BaseException]:
    """All start together; what they raised."""
    barrier, raised = Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        barrier.wait()
        try:
            work()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_twenty_people_doing_twenty_five_acts_at_once_leave_one_whole_chain(units):
    def work(unit: Unit) -> Callable[[], None]:
        return lambda: [rename(unit, number) for number in range(ACTS)] and None

    assert run_at_once([work(unit) for unit in units]) == []
    assert AuditEntry.objects.count() == 1 + THREADS * ACTS
    assert ChainHead.objects.get().sequence == 1 + THREADS * ACTS
    assert verify_record() == []


def test_act_that_fails_leaves_no_gap_in_the_record(units):
    def work(unit: Unit) -> None:
        for number in range(10):
            try:
                with transaction.atomic():
                    rename(unit, number)
                    if number % 2:
                        raise ValueError
            except ValueError:
                pass

    assert run_at_once([lambda unit=unit: work(unit) for unit in units[:8]]) == []
    assert AuditEntry.objects.count() == 1 + 8 * 5
    assert verify_record() == []


def test_verifying_while_others_write_raises_no_false_alarm_and_holds_nobody_up(units):
    finished, found = Event(), []

    def write() -> None:
        for number in range(60):
            rename(units[number % THREADS], number)
        finished.set()

    def check() -> None:
        while not finished.is_set():
            found.append(verify_record())

    assert run_at_once([write, check]) == []
    assert len(found) > 1
    assert found == [[]] * len(found)
    assert AuditEntry.objects.count() == 61
