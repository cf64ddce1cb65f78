"""Many people of a unit uploading in the same moment: the last of the room is given once, and
so is a version's place.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from ictindex.lib.errors import DomainError
from submissions.evidence.services import upload as services
from submissions.evidence.services.arrival import NO_ROOM
from submissions.evidence.services.changes import withdraw_evidence
from submissions.models import Evidence
from tests import sample_files
from tests.submissions.evidence.factories import files_kept, make_desk
from tests.submissions.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


@pytest.fixture
def desk():
    return make_desk()


def at_once(act: Callable[[int], Any]) -> list[str]:
    """What each of the threads got: nothing, or the refusal."""
    barrier, told = threading.Barrier(PEOPLE), [""] * PEOPLE

    def run(number: int) -> None:
        try:
            barrier.wait()
            act(number)
        except DomainError as refusal:
            told[number] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def contents() -> list[bytes]:
    """All of one size."""
    return [sample_files.make_pdf(text=f"tệp {number}") for number in range(PEOPLE)]


def test_last_of_the_room_is_given_once(desk, monkeypatch):
    files = contents()
    monkeypatch.setattr(services, "allowed_to_unit", lambda: max(map(len, files)) * 2 + 10)
    told = at_once(lambda number: desk.receive(files[number]))
    assert sorted(told) == ["", ""] + [NO_ROOM] * (PEOPLE - 2)
    assert Evidence.objects.count() == len(files_kept()) == 2


def test_same_file_is_stored_once(desk):
    content = sample_files.make_pdf()
    told = at_once(lambda _number: desk.receive(content))
    assert sum(not sentence for sentence in told) == 1
    assert {sentence[:32] for sentence in told if sentence} == {"Đơn vị đã tải lên chính tệp này "}
    assert Evidence.objects.count() == len(files_kept()) == 1


def test_version_is_replaced_once(desk):
    first, files = desk.receive(), contents()
    told = at_once(lambda number: desk.receive(files[number], supersedes=first))
    assert sum(not sentence for sentence in told) == 1
    assert Evidence.objects.filter(supersedes=first).count() == 1
    assert Evidence.objects.count() == len(files_kept()) == 2


def test_document_is_withdrawn_once(desk):
    evidence = desk.receive()
    told = at_once(lambda _number: withdraw_evidence(evidence=evidence, by=desk.staff, now=NOW))
    assert sum(not sentence for sentence in told) == 1


def test_nobody_waits_in_vain(desk):
    """Different files of one unit all arrive."""
    files = contents()
    assert (
        at_once(lambda number: desk.receive(files[number], answer=desk.answers[0])) == [""] * PEOPLE
    )
    assert Evidence.objects.count() == len(files_kept()) == PEOPLE
