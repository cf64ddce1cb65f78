"""The one reader of answers: all that is known stands in one line, what may not be seen is not
read, and the number of queries is fixed.
"""

from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Criterion, CriterionGroup
from scoring.core.types import GroupScore
from submissions.appraisal.services.notes import write_note
from submissions.campaigns.services.blank_answers import open_answers
from submissions.dossier.queries.files import GroupState, groups_of
from submissions.dossier.queries.lines import NO_ANSWER, DossierLine
from submissions.dossier.queries.outcomes import score_of
from submissions.dossier.queries.reader import criteria_asked, dossier_of, lines_across, sections
from submissions.dossier.queries.trails import (
    CountedFigures,
    GivenOutcome,
    GivenReply,
    Sight,
    Trail,
)
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, Campaign, Evidence, OnSiteCheck
from tests.scoring.factories import make_criterion
from tests.submissions.appraisal.factories import contest, decide, make_appraised, prove, refused
from tests.submissions.workplace import answer_to, submission_of

pytestmark = pytest.mark.django_db
WHOLE = Sight(
    claims=True,
    rounds=frozenset(Round),
    replies=True,
    names=True,
    evidence=True,
    on_site=True,
    notes=True,
    earlier=True,
)


@pytest.fixture
def stage():
    """Of criterion 1.1 everything is known that there can be."""
    campaign, people = make_appraised()
    answer = answer_to(campaign, "1.1")
    Answer.objects.filter(pk=answer.pk).update(declared={"points": "8"}, note="Xem trang 3")
    decide(answer, refused("no_evidence", "Không có quyết định"), people["appraiser"])
    contest(answer, people["unit_head"], asked="8")
    prove(answer, people["unit_head"])
    OnSiteCheck.objects.create(
        answer=answer,
        declared={"points": "6"},
        checked_on="2020-11-18",
        note="Chỉ thấy một",
        by=people["appraiser"],
        at=campaign.self_score_due_at,
    )
    file = submission_of(campaign)
    write_note(submission=file, text="Hỏi lại Văn phòng", answer=answer, by=people["wg_head"])
    write_note(submission=file, text="Hồ sơ còn sơ sài", by=people["wg_head"])
    return campaign, people


def group_of(campaign: Campaign, code: str = "TC") -> GroupState:
    return next(group for group in groups_of(submission_of(campaign)) if group.code == code)


def line_of(campaign: Campaign, sight: Sight = WHOLE, code: str = "1.1") -> DossierLine:
    dossier = dossier_of(submission_of(campaign), [group_of(campaign)], sight)
    return next(line for line in dossier.lines if line.criterion.code == code)


def test_all_that_is_known_of_an_answer_stands_in_its_line(stage):
    campaign, people = stage
    line, stored = line_of(campaign), answer_to(campaign, "1.1")
    appraisal, reply = Appraisal.objects.get(), stored.reply
    assert (line.criterion.code, line.criterion.maximum, line.criterion.rule.code) == (
        "1.1",
        Decimal(10),
        "manual",
    )
    assert (line.answer.pk, line.answer.self_points, line.answer.note, line.declared_in_words) == (
        stored.pk,
        Decimal(8),
        "Xem trang 3",
        "8",
    )
    assert line.trail.rounds == {
        Round.FIRST: GivenOutcome(
            Round.FIRST,
            OutcomeKind.REFUSED,
            None,
            "no_evidence",
            "Không có quyết định",
            1,
            appraisal.changed_at,
            by=str(people["appraiser"]),
        )
    }
    assert line.trail.reply == GivenReply(
        "contests", "Đơn vị có quyết định kèm theo.", Decimal(8), 1, reply.changed_at
    )
    assert line.trail.counted == CountedFigures(
        stored.on_site_check.checked_on, {"points": "6"}, "Chỉ thấy một"
    )
    assert [file.in_words for file in line.trail.files] == ["bo-sung.pdf, trang 3"]
    assert [(note.text, note.by) for note in line.notes] == [
        ("Hỏi lại Văn phòng", str(people["wg_head"]))
    ]


def test_note_about_the_whole_file_belongs_to_no_line(stage):
    campaign, _ = stage
    dossier = dossier_of(submission_of(campaign), [group_of(campaign)], WHOLE)
    assert [note.text for note in dossier.notes] == ["Hồ sơ còn sơ sài"]


@pytest.mark.parametrize(
    ("part", "table"),
    [
        ("rounds", "submissions_appraisal"),
        ("replies", "submissions_reply"),
        ("evidence", "submissions_evidenceuse"),
        ("on_site", "submissions_onsitecheck"),
        ("notes", "submissions_internalnote"),
        ("earlier", "submissions_campaign"),
    ],
)
def test_what_may_not_be_seen_is_not_read(stage, part, table):
    campaign, _ = stage
    whole = WHOLE if part == "earlier" else replace(WHOLE, earlier=False)
    less = replace(whole, **{part: getattr(Sight(), part)})
    assert [table in tables_read(campaign, sight) for sight in (whole, less)] == [True, False]


def test_names_are_not_read_for_who_may_not_know_them(stage):
    campaign, _ = stage
    named = replace(WHOLE, notes=False)
    sights = (named, replace(named, names=False))
    assert ["units_user" in tables_read(campaign, sight) for sight in sights] == [True, False]


def tables_read(campaign: Campaign, sight: Sight) -> str:
    submission, groups = submission_of(campaign), [group_of(campaign)]
    with CaptureQueriesContext(connection) as queries:
        dossier_of(submission, groups, sight)
    return " ".join(query["sql"] for query in queries)


def test_without_what_was_declared_there_is_nothing(stage, django_assert_num_queries):
    campaign, _ = stage
    submission, groups = submission_of(campaign), [group_of(campaign)]
    asked = criteria_asked(group=groups[0].pk)
    blind = replace(WHOLE, claims=False)
    with django_assert_num_queries(0):
        assert dossier_of(submission, groups, blind).entries == ()
        assert lines_across(asked, blind, submission=submission) == ()


def test_file_that_was_withdrawn_proves_nothing(stage):
    campaign, _ = stage
    Evidence.objects.update(is_withdrawn=True)
    assert line_of(campaign).trail.files == ()


@pytest.mark.parametrize("number", [5, 51])
def test_queries_are_as_many_however_many_criteria(stage, django_assert_num_queries, number):
    campaign, _ = stage
    group = CriterionGroup.objects.get(pk=group_of(campaign, "HT").pk)
    for order in range(number):
        make_criterion(group, f"9.{order}", 1, order=100 + order)
    open_answers(campaign)
    submission, groups = submission_of(campaign), groups_of(submission_of(campaign))
    with django_assert_num_queries(6):
        dossier = dossier_of(submission, groups, WHOLE)
    assert len(dossier.asked_in(group.pk)) >= number


def test_criterion_that_is_not_asked_of_the_unit_has_no_answer(stage):
    campaign, _ = stage
    group = CriterionGroup.objects.get(pk=group_of(campaign).pk)
    make_criterion(group, "11", 1, order=200)
    line = line_of(campaign, code="11")
    assert (line.answer, line.is_asked, line.declared_in_words) == (
        NO_ANSWER,
        False,
        "Chưa trả lời",
    )


def test_rows_stand_under_their_main_criteria(stage):
    campaign, _ = stage
    dossier = dossier_of(submission_of(campaign), [group_of(campaign)], Sight(claims=True))
    rows = {line.pk: line.criterion.code for line in dossier.lines if line.criterion.code != "2.1"}
    shown = [
        (section.heading.code if section.heading else "", section.rows)
        for section in sections(dossier, rows)
    ]
    assert shown[:4] == [("1", ("1.1", "1.2")), ("2", ("2.2",)), ("", ("3",)), ("", ("4",))]


def test_heading_below_a_main_criterion_is_a_row(stage):
    campaign, _ = stage
    main = Criterion.objects.get(group=group_of(campaign).pk, code="1")
    make_criterion(main.group, "1.0", 2, parent=main, is_leaf=False, order=9 + 1)
    dossier = dossier_of(submission_of(campaign), [group_of(campaign)], Sight(claims=True))
    first = sections(dossier, {line.pk: line for line in dossier.lines})[0]
    assert [
        (row.is_heading, row.code) for row in first.rows if not isinstance(row, DossierLine)
    ] == [(True, "1.0")]


def test_one_criterion_is_read_across_units_in_their_order(stage, django_assert_num_queries):
    campaign, _ = stage
    asked = criteria_asked(group__annex__framework=campaign.framework_id)
    with django_assert_num_queries(3):
        lines = lines_across(asked, replace(WHOLE, names=False), submission__campaign=campaign)
    units = dict(campaign.submissions.values_list("pk", "unit__code"))
    assert [units[line.answer.submission] for line in lines] == sorted(
        units[line.answer.submission] for line in lines
    )
    assert len(lines) == Answer.objects.filter(submission__campaign=campaign).count()
    own = next(line for line in lines if line.answer.pk == answer_to(campaign, "1.1").pk)
    assert own.trail == without_names(line_of(campaign))


def without_names(line: DossierLine) -> Trail:
    rounds = {which: given._replace(by="") for which, given in line.trail.rounds.items()}
    return replace(line.trail, rounds=rounds)


def test_group_without_a_criterion_that_counts_does_not_apply(stage):
    campaign, _ = stage
    assert score_of(group_of(campaign), []) == GroupScore("TC", None, Fraction(0), applies=False)


def test_every_part_of_a_sight_is_closed_unless_it_is_opened():
    assert not any(getattr(Sight(), each.name) for each in fields(Sight))
