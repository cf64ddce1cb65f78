"""An uploaded workbook is kept, compared anew each time, and stored as a whole or not at all."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.lib.sheets import WorkbookRefused
from submissions.answers.services.entries import Entry, SubmissionClosed, save_answer
from submissions.enums import Phase
from submissions.models import Answer, Campaign, Submission, WorkbookImport
from submissions.workbook import services as importing
from submissions.workbook.merge import MergeSide
from submissions.workbook.queries import asked_of
from submissions.workbook.services import (
    CellsRefused,
    ImportPlan,
    MergeChoices,
    NothingChosen,
    StaleImport,
    apply_upload,
    keep_upload,
    plan_of,
)
from tests.submissions.workbook.books import (
    FIRST,
    NOTE,
    SECOND,
    Where,
    changed,
    loaded,
    stored,
    versions,
    workbook_of,
)
from tests.submissions.workplace import answer_to, make_work, make_workers, submission_of
from units.models import AuditEntry, User
from units.record.queries.verification import verify_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return make_work()


@pytest.fixture
def people(campaign) -> dict[str, User]:
    return make_workers(campaign)


@pytest.fixture
def submission(campaign) -> Submission:
    return loaded(submission_of(campaign))


@pytest.fixture
def by(people) -> User:
    return people["unit_staff"]


def upload(
    submission: Submission, by: User, values: dict[Where, object], content: bytes | None = None
) -> WorkbookImport:
    content = changed(content or workbook_of(submission), values)
    return keep_upload(submission=submission, file=BytesIO(content), by=by)


def enter(campaign: Campaign, code: str, by: User, **declared: str) -> Answer:
    """Somebody saves on the server."""
    answer = answer_to(campaign, code)
    return save_answer(answer=answer, version=answer.version, entry=Entry(declared=declared), by=by)


def plan(kept: WorkbookImport, choices: MergeChoices | None = None) -> ImportPlan:
    return plan_of(kept, asked_of(loaded(kept.submission)), choices)


def apply(
    kept: WorkbookImport, by: User, choices: MergeChoices | None = None, seen: str | None = None
) -> ImportPlan:
    return apply_upload(
        kept=kept, choices=choices or {}, seen=plan(kept).seen if seen is None else seen, by=by
    )


def test_uploading_stores_nothing_in_the_file(submission, by) -> None:
    before = versions(submission)
    upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    assert (
        stored(submission),
        versions(submission),
        AuditEntry.objects.filter(act__startswith="self.").count(),
    ) == ({}, before, 0)


def test_confirming_stores_all_of_it_and_records_it_once(submission, by) -> None:
    kept = upload(
        submission,
        by,
        {
            ("TC", "1.1", FIRST): 7.5,
            ("TC", "3", FIRST): 9,
            ("TC", "3", SECOND): 10,
            ("HT", "2", NOTE): "a",
        },
    )
    done = apply(kept, by)
    assert (done.changed_cells, len(done.entries)) == (4, 3)
    assert stored(submission) == {
        "TC:1.1": {"points": "7,5"},
        "TC:3": {"numerator": "9", "denominator": "10"},
        "HT:2": {"note": "a"},
    }
    assert {key: version for key, version in versions(submission).items() if version > 1} == {
        "TC:1.1": 2,
        "TC:3": 2,
        "HT:2": 2,
    }
    acts = list(
        AuditEntry.objects.filter(act__startswith="self.")
        .order_by("sequence")
        .values_list("act", "actor")
    )
    assert acts == [("self.answers_saved", by.pk), ("self.workbook_imported", by.pk)]
    answer = Answer.objects.get(
        submission=submission, criterion__code="3", criterion__group__code="TC"
    )
    assert (str(answer.self_points), answer.changed_by) == ("7.20", by)


def test_the_record_still_holds_after_an_import(campaign, by) -> None:
    submission = loaded(submission_of(campaign))
    before = set(verify_record())
    apply(upload(submission, by, {("TC", "1.1", FIRST): 7.5}), by)
    assert set(verify_record()) <= before


def test_record_names_the_file(submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    apply(kept, by)
    entry = AuditEntry.objects.get(act="self.workbook_imported")
    assert (entry.facts, entry.unit, len(kept.file_sha256)) == (
        f'{{"cells":1,"file_sha256":"{kept.file_sha256}"}}',
        submission.unit,
        64,
    )


def test_what_a_colleague_saved_elsewhere_stays(campaign, submission, people, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    enter(campaign, "1.2", people["unit_head"], answer="yes")
    apply(kept, by)
    assert stored(submission) == {"TC:1.1": {"points": "7,5"}, "TC:1.2": {"answer": "yes"}}


def test_conflict_has_three_values_and_waits_for_a_choice(campaign, submission, people, by) -> None:
    enter(campaign, "1.1", by, points="5")
    content = workbook_of(submission)
    enter(campaign, "1.1", people["unit_head"], points="6")
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5}, content)
    (found,) = plan(kept).compared
    assert (found.base, found.now, found.file) == (
        {"points": "5"},
        {"points": "6"},
        {"points": "7,5"},
    )
    assert found.merge.conflicts == found.merge.unchosen == ("points",)
    with pytest.raises(NothingChosen, match="Còn 1 ô chưa chọn"):
        apply(kept, by)
    assert stored(submission) == {"TC:1.1": {"points": "6"}}


@pytest.mark.parametrize(
    ("side", "after"), [(MergeSide.SERVER, ("6", 3)), (MergeSide.FILE, ("7,5", 4))]
)
def test_chosen_side_is_stored(submission, people, by, side, after) -> None:
    campaign = submission.campaign
    enter(campaign, "1.1", by, points="5")
    content = workbook_of(submission)
    answer = enter(campaign, "1.1", people["unit_head"], points="6")
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5}, content)
    apply(kept, by, {(answer.pk, "points"): side})
    assert (stored(submission)["TC:1.1"]["points"], versions(submission)["TC:1.1"]) == after


def test_change_between_looking_and_confirming_is_shown_and_nothing_is_stored(
    campaign, submission, people, by
) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5, ("TC", "5", FIRST): 2})
    seen = plan(kept).seen
    answer = enter(campaign, "1.1", people["unit_head"], points="6")
    with pytest.raises(StaleImport, match="chưa có gì được ghi"):
        apply(kept, by, seen=seen)
    assert stored(submission) == {"TC:1.1": {"points": "6"}}
    assert plan(kept).unchosen == 1
    apply(kept, by, {(answer.pk, "points"): MergeSide.FILE})
    assert stored(submission) == {"TC:1.1": {"points": "7,5"}, "TC:5": {"count": "2"}}


def test_change_elsewhere_between_looking_and_confirming_does_not_matter(
    campaign, submission, people, by
) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen = plan(kept).seen
    enter(campaign, "1.2", people["unit_head"], answer="yes")
    apply(kept, by, seen=seen)
    assert stored(submission) == {"TC:1.1": {"points": "7,5"}, "TC:1.2": {"answer": "yes"}}


def test_change_in_the_last_moment_is_stopped_by_the_versions(
    campaign, submission, people, by, monkeypatch
) -> None:
    """Past the comparison under the lock: the service compares each version again."""
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5, ("TC", "5", FIRST): 2})
    seen, save = plan(kept).seen, importing.save_answers

    def save_after_another(**values):
        Answer.objects.filter(pk=answer_to(campaign, "1.1").pk).update(version=9)
        return save(**values)

    monkeypatch.setattr(importing, "save_answers", save_after_another)
    with pytest.raises(StaleImport):
        apply(kept, by, seen=seen)
    kept.refresh_from_db()
    assert (stored(submission), kept.applied_at) == ({}, None)


def test_two_presses_are_one_import(submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen = plan(kept).seen
    apply(kept, by, seen=seen)
    with pytest.raises(StaleState, match="đã được ghi"):
        apply(kept, by, seen=seen)
    assert versions(submission)["TC:1.1"] == 2


def test_choices_that_do_not_go_together_are_refused_by_cell_and_nothing_is_stored(
    campaign, submission, people, by
) -> None:
    enter(campaign, "3", by, numerator="5", denominator="10")
    content = workbook_of(submission)
    answer = enter(campaign, "3", people["unit_head"], numerator="2", denominator="4")
    kept = upload(submission, by, {("TC", "3", FIRST): 9, ("TC", "5", FIRST): 2}, content)
    choices = {
        (answer.pk, "numerator"): MergeSide.FILE,
        (answer.pk, "denominator"): MergeSide.SERVER,
    }
    with pytest.raises(CellsRefused) as caught:
        apply(kept, by, choices)
    (problem,) = caught.value.problems
    assert problem.sentence == (
        f"Trang «TC», ô {problem.cell}: tiêu chí 3: tử số 9 lớn hơn mẫu số 4. Kiểm tra lại hai số."
    )
    assert stored(submission) == {"TC:3": {"numerator": "2", "denominator": "4"}}


def test_file_with_wrong_cells_is_kept_to_be_shown_and_never_stored(submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 99, ("TC", "5", FIRST): 2})
    assert [problem.cell for problem in plan(kept).problems] == ["E7"]
    with pytest.raises(DomainError, match="ô chưa đúng"):
        apply(kept, by)
    assert stored(submission) == {}


def test_file_without_changes_changes_nothing_and_records_nothing_of_answers(
    submission, by
) -> None:
    kept = upload(submission, by, {})
    assert (plan(kept).compared, plan(kept).criteria) == ((), 16)
    apply(kept, by)
    assert AuditEntry.objects.filter(act="self.answers_saved").count() == 0


def test_new_upload_takes_the_place_of_the_one_before(submission, by, people) -> None:
    other = upload(submission, people["unit_head"], {("TC", "5", FIRST): 1})
    upload(submission, by, {("TC", "5", FIRST): 2})
    last = upload(submission, by, {("TC", "5", FIRST): 3})
    assert set(WorkbookImport.objects.values_list("pk", flat=True)) == {other.pk, last.pk}


def test_file_of_nobody_is_not_kept(submission, by) -> None:
    with pytest.raises(WorkbookRefused):
        keep_upload(submission=submission, file=BytesIO(b"%PDF"), by=by)
    assert WorkbookImport.objects.count() == 0


def test_after_the_deadline_nothing_is_taken_and_nothing_stored(campaign, submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen, late = plan(kept).seen, campaign.self_score_due_at
    with pytest.raises(SubmissionClosed):
        apply_upload(kept=kept, choices={}, seen=seen, by=by, now=late)
    with pytest.raises(SubmissionClosed):
        keep_upload(
            submission=submission,
            file=BytesIO(workbook_of(submission)),
            by=by,
            now=late + timedelta(days=1),
        )
    assert stored(submission) == {}


def test_once_handed_in_nothing_is_stored(submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen = plan(kept).seen
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=timezone.now(), submitted_by=by, content_sha256="0" * 64
    )
    with pytest.raises(SubmissionClosed, match="đã nộp"):
        apply(kept, by, seen=seen)
    assert stored(submission) == {}


@pytest.mark.parametrize(
    "role", ["appraiser", "wg_head", "council_member", "administrator", "auditor", "conflicted"]
)
def test_nobody_but_the_unit_imports(submission, people, by, role) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen = plan(kept).seen
    with pytest.raises((NotAllowed, Http404)):
        apply(kept, people[role], seen=seen)
    with pytest.raises((NotAllowed, Http404)):
        keep_upload(submission=submission, file=BytesIO(workbook_of(submission)), by=people[role])
    assert stored(submission) == {}


def test_in_another_phase_nothing_is_imported(campaign, submission, by) -> None:
    kept = upload(submission, by, {("TC", "1.1", FIRST): 7.5})
    seen = plan(kept).seen
    Campaign.objects.filter(pk=campaign.pk).update(phase=Phase.APPRAISE_1)
    with pytest.raises((NotAllowed, Http404)):
        apply(kept, by, seen=seen)
    assert stored(submission) == {}


def test_queries_do_not_grow_with_what_the_workbook_holds(submission, by) -> None:
    counts = []
    for values in (
        {("TC", "2.2", FIRST): 1},
        {("TC", code, FIRST): 2 for code in ("1.1", "5", "6", "9", "10", "2.2")},
    ):
        kept = upload(submission, by, values)
        seen = plan(kept).seen
        with CaptureQueriesContext(connection) as queries:
            apply_upload(kept=kept, choices={}, seen=seen, by=User.objects.get(pk=by.pk))
        counts.append(
            len(
                [
                    each
                    for each in queries
                    if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
                ]
            )
            - len(values)
        )
    assert counts[0] == counts[1] <= 18
