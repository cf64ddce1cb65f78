"""The services of the working group, with right values."""

from datetime import date
from typing import Any

from submissions.appraisal.assignment import services as assignments
from submissions.appraisal.second_reading import services as second_reading
from submissions.appraisal.services import notes, on_site
from submissions.dossier.queries.decisions import Decision
from submissions.models import Assignment, SecondReading
from tests.permissions.recipes_group import assign, read_again, round_of
from tests.permissions.service import Service
from tests.permissions.stage import Stage
from units.models import User

REFUSAL = Decision("refused", ground="no_evidence", reason="Không thấy tài liệu")
ASSIGN = "period.assign_appraiser"
CLAIM = "appraise.claim_U_for_appraisal"


def _assign(stage: Stage, by: User) -> Any:
    person = User.objects.get(username="appraiser")
    return assignments.assign_appraiser(submission=stage.submission, person=person, by=by)


def _check(stage: Stage, by: User) -> Any:
    counted = on_site.OnSiteCount(date(2020, 11, 20), {"points": "5"})
    return on_site.record_on_site_check(answer=stage.answer, version=0, counted=counted, by=by)


def _read(stage: Stage, by: User) -> Any:
    return second_reading.record_second_reading(
        answer=stage.answer, round=round_of(stage), version=0, decision=REFUSAL, by=by
    )


def _settle(_stage: Stage, by: User) -> Any:
    reading = SecondReading.objects.order_by("pk").first()
    return second_reading.settle_reading(
        reading=reading, version=1, appraisal_version=1, decision=None, by=by
    )


SERVICES: dict[str, Service] = {
    "appraisal.assignment.assign_appraiser": Service("campaign", (ASSIGN,), _assign),
    "appraisal.assignment.end_assignment": Service(
        "campaign",
        (ASSIGN,),
        lambda _, by: assignments.end_assignment(assignment=Assignment.objects.get(), by=by),
        prepare=lambda stage, _: assign(stage, None),
    ),
    "appraisal.assignment.spread_evenly": Service(
        "campaign",
        (ASSIGN,),
        lambda stage, by: assignments.spread_evenly(
            campaign=stage.campaign, people=[User.objects.get(username="appraiser")], by=by
        ),
    ),
    "appraisal.assignment.claim_file": Service(
        "unit",
        (CLAIM,),
        lambda stage, by: assignments.claim_file(submission=stage.submission, by=by),
    ),
    "appraisal.assignment.give_back": Service(
        "unit",
        (CLAIM,),
        lambda _, by: assignments.give_back(assignment=Assignment.objects.get(), by=by),
        prepare=assign,
    ),
    "appraisal.write_note": Service(
        "unit",
        ("appraise.write_internal_note_on_U",),
        lambda stage, by: notes.write_note(submission=stage.submission, text="Xem lại", by=by),
    ),
    "appraisal.record_on_site_check": Service(
        "unit", ("appraise.record_on_site_check_of_U",), _check
    ),
    "appraisal.second_reading.record_second_reading": Service(
        "unit",
        ("appraise.read_second_time_of_U",),
        _read,
        prepare=lambda stage, by: assign(stage, by, is_second=True),
    ),
    "appraisal.second_reading.settle_reading": Service(
        "unit",
        ("appraise.settle_second_reading_of_U",),
        _settle,
        prepare=lambda stage, _: read_again(stage),
    ),
}
