"""The page on which a unit checks its answers before it hands in: all of them, what is lacking
and where, as finished rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q
from django.urls import reverse

from criteria.models import Criterion
from criteria.questions import levels_in, rule_in
from ictindex.lib.numbers import show
from submissions.answers.queries.summary import EntrySummary, summary_of
from submissions.dossier.queries.files import EntryDesk, GroupState, desk_of, groups_of
from submissions.dossier.queries.lacks import Lack, by_answer, lacks_of
from submissions.dossier.queries.rows import (
    COLUMNS,
    CriterionAnswer,
    answer_in_words,
    entry_in,
    points_of,
)
from submissions.frame.deadlines import is_past_due
from submissions.handing_in.queries.content import (
    SubmissionCounts,
    content_of,
    counts_of,
    digest_of,
)
from submissions.models import EvidenceUse, Submission
from units.access import may
from units.clock import day_in_words

SUBMIT = "self.submit_self_assessment_of_U"
WITHDRAW = "self.withdraw_submission_of_U"
#: The group's page then says beside each criterion what the summary says about it.
CHECKED = "?kiem-tra=1"
#: So many lines are read at a glance; more of them are folded away by group.
_FEW = 12


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the summary: the sentence, and where to put it right."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class GroupLines:
    """The lines of one group."""

    group: str
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it will be handed in."""

    anchor: str
    code: str
    name: str
    declared: str
    as_of: str
    points: str
    maximum: str
    note: str
    files: tuple[str, ...]
    problems: tuple[str, ...]
    advice: tuple[str, ...]
    change_url: str


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What stands beside answers: files that prove them, what must be done, what should be;
    each by answer.
    """

    files: Mapping[int, list[str]]
    problems: Mapping[int, list[str]]
    advice: Mapping[int, list[str]]


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """One group with its answers; none where it was declared not to apply."""

    group: GroupState
    url: str
    summary: EntrySummary | None
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything the page shows.

    `sha256` is that of the content shown: only this content can then be handed in.
    """

    desk: EntryDesk
    groups: tuple[GroupAnswers, ...]
    blocking: tuple[GroupLines, ...]
    blocking_count: int
    advised: tuple[GroupLines, ...]
    advised_count: int
    counts: SubmissionCounts
    sha256: str
    may_submit: bool
    may_take_back: bool
    is_few: bool


def check_page(submission: Submission, user: Any, *, now: datetime) -> CheckPage:
    """Ten queries, besides those for the person's standing, whatever the number of criteria and
    groups.
    """
    desk, groups = desk_of(submission, user, now=now), groups_of(submission)
    content, lacks = content_of(submission), lacks_of(submission, groups)
    asked = _asked(submission, groups)
    beside = AnswerContext(_files(submission), by_answer(lacks.blocking), by_answer(lacks.advised))
    is_in_time = not is_past_due(submission, now=now)
    return CheckPage(
        desk=desk,
        groups=tuple(
            _group(submission, group, asked.get(group.pk, []), beside) for group in groups
        ),
        blocking=_lines(submission, groups, lacks.blocking),
        blocking_count=len(lacks.blocking),
        advised=_lines(submission, groups, lacks.advised),
        advised_count=len(lacks.advised),
        counts=counts_of(content),
        sha256=digest_of(content),
        may_submit=bool(
            is_in_time and not submission.submitted_at and may(user, SUBMIT, submission)
        ),
        may_take_back=bool(
            is_in_time and submission.submitted_at and may(user, WITHDRAW, submission)
        ),
        is_few=len(lacks.blocking) <= _FEW,
    )


def place_of(submission: Submission, lack: Lack) -> str:
    """The address of the first field of the criterion, or of the group's own statements where
    the whole group is meant.
    """
    if not lack.group:
        return reverse("unit_home", args=[submission.campaign.code, submission.unit.code])
    place = field_of(lack.answer) if lack.answer else "ca-nhom"
    return f"{_group_url(submission, lack.group)}{CHECKED}#{place}"


def field_of(answer: int) -> str:
    """The identifier of a criterion's first field on the page of its group."""
    return f"o-{answer}-0"


def _group_url(submission: Submission, group: str) -> str:
    return reverse("unit_group", args=[submission.campaign.code, submission.unit.code, group])


def _lines(
    submission: Submission, groups: Iterable[GroupState], lacks: Iterable[Lack]
) -> tuple[GroupLines, ...]:
    by_group: dict[str, list[SummaryLine]] = defaultdict(list)
    for lack in lacks:
        by_group[lack.group].append(SummaryLine(lack.sentence, place_of(submission, lack)))
    names = {group.code: group.name for group in groups}
    return tuple(GroupLines(names.get(code, ""), tuple(lines)) for code, lines in by_group.items())


def _asked(
    submission: Submission, groups: Iterable[GroupState]
) -> dict[int, list[CriterionAnswer]]:
    """The scored criteria of all groups with their answers, by group. Two queries."""
    own = FilteredRelation("answers", condition=Q(answers__submission=submission.pk))
    scored = Criterion.objects.leaves().filter(group__in=[group.pk for group in groups])
    rows = (
        scored.annotate(own=own)
        .filter(own__isnull=False)
        .order_by("order", "pk")
        .values("group_id", *COLUMNS)
    )
    levels = levels_in(criterion__group__in=[group.pk for group in groups])
    found: dict[int, list[CriterionAnswer]] = defaultdict(list)
    for row in rows:
        found[row["group_id"]].append(CriterionAnswer(row, rule_in(row, levels)))
    return found


def _files(submission: Submission) -> dict[int, list[str]]:
    """By answer the files in force, each with the page: «Quyết định 12.pdf, trang 3». One query."""
    uses = EvidenceUse.objects.in_force().filter(answer__submission=submission)
    found: dict[int, list[str]] = defaultdict(list)
    for answer, name, page in uses.order_by("evidence_id").values_list(
        "answer_id", "evidence__name", "page"
    ):
        found[answer].append(f"{name}, trang {page}" if page else name)
    return found


def _group(
    submission: Submission, group: GroupState, asked: list[CriterionAnswer], beside: AnswerContext
) -> GroupAnswers:
    url = _group_url(submission, group.code)
    if group.is_absent:
        return GroupAnswers(group, url, None, ())
    rows = tuple(_row(each, url, beside) for each in asked)
    return GroupAnswers(group, url, summary_of(group, asked), rows)


def _row(asked: CriterionAnswer, group_url: str, beside: AnswerContext) -> AnswerRow:
    columns, key = asked.columns, asked.columns["own__pk"]
    return AnswerRow(
        anchor=f"tieu-chi-{key}",
        code=columns["code"],
        name=columns["name"],
        declared=answer_in_words(asked.rule, columns),
        as_of=day_in_words(entry_in(asked).as_of),
        points=points_of(columns),
        maximum=show(columns["maximum"]),
        note=columns["own__note"] or "",
        files=tuple(beside.files.get(key, ())),
        problems=tuple(beside.problems.get(key, ())),
        advice=tuple(beside.advice.get(key, ())),
        change_url=f"{group_url}#{field_of(key)}",
    )
