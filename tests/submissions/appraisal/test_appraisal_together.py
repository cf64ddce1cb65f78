"""Several appraisers at once, each with a connection of their own: one outcome is stored, the
other person is told it.
"""

from decimal import Decimal

import pytest

from criteria.models import CriterionGroup
from ictindex.lib.errors import DomainError, StaleState
from submissions.appraisal.services.decisions import StaleAppraisal, accept_unchanged, finish_round
from submissions.campaigns.services.blank_answers import open_answers
from submissions.enums import OutcomeKind
from submissions.models import Answer, Appraisal, RoundFinished
from tests.scoring.factories import make_criterion
from tests.submissions.answers.test_entry_together import together
from tests.submissions.appraisal.factories import decide, make_appraised, of_unit, scored
from tests.submissions.workplace import answer_to, submission_of
from units.models import AuditEntry, User
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = 100
NAMES = ("appraiser", "wg_head")


def test_of_a_hundred_pairs_of_saves_at_once_each_stores_one_and_tells_the_other_both_values() -> (
    None
):
    campaign, people = make_appraised()
    group = CriterionGroup.objects.create(
        annex=campaign.framework.annexes.get(code="I"),
        code="N",
        name="Trăm tiêu chí",
        maximum=PAIRS,
        order=9,
    )
    for order in range(PAIRS):
        make_criterion(group, str(order), 10, rule_kind="manual", order=order)
    open_answers(campaign)
    answers = list(of_unit(campaign, group="N").select_related("criterion").order_by("pk"))
    keys = [people[name].pk for name in NAMES]
    for answer in answers:
        results = together(2, lambda each, answer=answer: save(answer.pk, each, keys))
        stored = [result for result in results if isinstance(result, Appraisal)]
        told = [result for result in results if isinstance(result, StaleAppraisal)]
        assert (len(stored), len(told)) == (1, 1), results
        row = Appraisal.objects.get(answer=answer)
        assert (row.points, row.by_id, row.version) == (stored[0].points, stored[0].by_id, 1)
        assert (told[0].current.points, told[0].current.by_id) == (row.points, row.by_id)
    assert AuditEntry.objects.filter(act="appraise.decided").count() == PAIRS
    assert [
        problem for problem in verify_record() if problem.table == "submissions_appraisal"
    ] == []


def save(key: int, each: int, people: list[int]) -> Appraisal:
    answer = Answer.objects.select_related("criterion").get(pk=key)
    return decide(
        answer, scored(str(each + 5), f"Lý do của người {each}"), User.objects.get(pk=people[each])
    )


def test_one_keeps_the_group_while_another_changes_a_criterion_and_nothing_is_overwritten() -> None:
    """Whoever comes first: either the change stands, or the one who changes is told what was
    kept.
    """
    campaign, people = make_appraised()
    answer, submission = answer_to(campaign, "1.1"), submission_of(campaign)
    looked_at = dict.fromkeys(of_unit(campaign).values_list("pk", flat=True), 0)
    keys = [people[name].pk for name in NAMES]

    def keep() -> list[Appraisal]:
        return accept_unchanged(
            submission=submission,
            group="TC",
            round=1,
            versions=looked_at,
            by=User.objects.get(pk=keys[1]),
        )

    results = together(2, lambda each: keep() if each else save(answer.pk, 0, keys))
    row = Appraisal.objects.get(answer=answer)
    if isinstance(results[0], Appraisal):
        assert (row.points, row.by_id, row.version) == (Decimal(5), keys[0], 1)
        assert answer.pk not in [kept.answer_id for kept in results[1]]
    else:
        assert isinstance(results[0], StaleAppraisal)
        assert (row.points, row.by_id, row.version) == (Decimal(8), keys[1], 1)


def test_after_a_file_is_finished_nothing_of_it_changes_whoever_comes_first() -> None:
    campaign, people = make_appraised()
    by, keys = people["wg_head"], [people[name].pk for name in NAMES]
    for answer in Answer.objects.filter(submission=submission_of(campaign)).select_related(
        "criterion"
    ):
        decide(answer, scored("1", "Đã xem"), by)
    answer, submission = answer_to(campaign, "1.1"), submission_of(campaign)

    def change() -> Appraisal:
        return decide(
            answer_to(campaign, "1.1"), scored("2", "Khác"), User.objects.get(pk=keys[0]), version=1
        )

    def finish() -> RoundFinished:
        return finish_round(submission=submission, round=1, by=User.objects.get(pk=keys[1]))

    results = together(2, lambda each: finish() if each else change())
    assert isinstance(results[1], RoundFinished)
    came_before = isinstance(results[0], Appraisal)
    assert came_before or isinstance(results[0], StaleState)
    assert Appraisal.objects.get(answer=answer).points == (2 if came_before else 1)
    with pytest.raises(DomainError):
        decide(
            answer_to(campaign, "1.1"),
            scored("3", "Khác"),
            by,
            version=Appraisal.objects.get(answer=answer).version,
        )
    assert not Appraisal.objects.filter(outcome=OutcomeKind.MISSING).exists()
