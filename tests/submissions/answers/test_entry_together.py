"""Several people at once, each with a connection of their own: nothing is lost, nothing is
refused that need not be.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from submissions.answers.services.entries import Entry, StaleAnswer, save_answer
from submissions.models import Answer, Submission
from tests.submissions.workplace import KINDS, answer_to, make_work, make_workers
from units.models import AuditEntry, User
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db(transaction=True)


def together(number: int, act) -> list:
    """The results of `act(0)`, `act(1)`…, all begun at the same instant; an exception is a
    result.
    """
    start = Barrier(number)

    def run(each: int):
        start.wait()
        try:
            return act(each)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_of_two_people_who_save_one_cell_at_once_one_saves_and_one_is_told_the_other_value() -> (
    None
):
    campaign = make_work()
    people = make_workers(campaign)
    names = ("unit_staff", "unit_head")
    answer = answer_to(campaign, "1.1")

    def act(each: int) -> Answer:
        own = Answer.objects.get(pk=answer.pk)
        entry = Entry(declared={"points": str(each + 5)})
        return save_answer(
            answer=own, version=1, entry=entry, by=User.objects.get(pk=people[names[each]].pk)
        )

    results = together(2, act)
    saved = next(result for result in results if isinstance(result, Answer))
    told = next(result for result in results if isinstance(result, StaleAnswer))
    answer.refresh_from_db()
    assert (answer.version, answer.self_points) == (2, saved.self_points)
    assert (told.current.version, told.current.self_points) == (2, saved.self_points)
    assert AuditEntry.objects.filter(act="self.answers_saved").count() == 1


def test_many_cells_saved_at_once_are_all_saved_and_all_recorded() -> None:
    campaign = make_work()
    by = make_workers(campaign)["unit_staff"]
    codes = list(KINDS)

    def act(each: int) -> Answer:
        entry = Entry(note=f"Ghi chú {each}")
        return save_answer(
            answer=answer_to(campaign, codes[each]),
            version=1,
            entry=entry,
            by=User.objects.get(pk=by.pk),
        )

    results = together(len(codes), act)
    assert [type(result) for result in results] == [Answer] * len(codes)
    assert set(
        Answer.objects.filter(submission__unit__code="A", criterion__group__code="TC").values_list(
            "version"
        )
    ) == {(2,)}
    assert AuditEntry.objects.filter(act="self.answers_saved").count() == len(codes)
    keys = {str(result.pk) for result in results}
    assert [
        problem
        for problem in verify_record()
        if problem.table == "submissions_answer" and problem.key in keys
    ] == []


def test_a_cell_and_the_hand_in_of_its_file_at_once_leave_no_value_that_was_not_handed_in() -> None:
    """Whichever comes first: after a file is closed, no value of it changes any more."""
    campaign = make_work()
    people = make_workers(campaign)
    answer = answer_to(campaign, "1.1")

    def hand_in() -> str:

        with transaction.atomic():
            file = Submission.objects.select_for_update().get(unit__code="A", campaign=campaign)
            seen = str(Answer.objects.get(pk=answer.pk).self_points)
            file.submitted_at, file.submitted_by_id, file.content_sha256 = (
                timezone.now(),
                people["unit_head"].pk,
                "a" * 64,
            )
            file.save()
        return seen

    def act(each: int) -> object:
        if each == 0:
            return hand_in()
        entry = Entry(declared={"points": "7"})
        return save_answer(
            answer=answer, version=1, entry=entry, by=User.objects.get(pk=people["unit_staff"].pk)
        )

    seen, _ = together(2, act)
    answer.refresh_from_db()
    assert seen == str(answer.self_points)
