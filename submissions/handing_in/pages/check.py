"""The page on which a unit checks its answers before it hands in: all of them, what is lacking
and where, as finished rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from ictindex.lib.numbers import show
from submissions.answers.queries.summary import EntrySummary, summary_of
from submissions.dossier.queries.files import EntryDesk, GroupState, desk_of, groups_of
from submissions.dossier.queries.lacks import Lack, by_answer, lacks_of
from submissions.dossier.queries.lines import DossierLine
from submissions.dossier.queries.reader import Dossier, dossier_of
from submissions.dossier.queries.trails import Sight
from submissions.frame.deadlines import is_past_due
from submissions.handing_in.queries.content import (
    SubmissionCounts,
    content_of,
    counts_of,
    digest_of,
)
from submissions.models import Submission
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
    problems: Sequence[str]
    advice: Sequence[str]
    change_url: str


@dataclass(frozen=True, slots=True)
class _LacksByAnswer:
    """What must be done before handing in, and what should be; each by answer."""

    problems: Mapping[int, Sequence[str]]
    advice: Mapping[int, Sequence[str]]


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
    dossier = dossier_of(submission, groups, Sight(claims=True, evidence=True))
    lacking = _LacksByAnswer(by_answer(lacks.blocking), by_answer(lacks.advised))
    is_in_time = not is_past_due(submission, now=now)
    return CheckPage(
        desk=desk,
        groups=tuple(_group(submission, group, dossier, lacking) for group in groups),
        blocking=_lines(submission, groups, lacks.blocking),
        blocking_count=len(lacks.blocking),
        advised=_lines(submission, groups, lacks.advised),
        advised_count=len(lacks.advised),
        counts=counts_of(content),
        sha256=digest_of(content),
        may_submit=bool(
            is_in_time and not submission.is_handed_in and may(user, SUBMIT, submission)
        ),
        may_take_back=bool(
            is_in_time and submission.is_handed_in and may(user, WITHDRAW, submission)
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


def _group(
    submission: Submission, group: GroupState, dossier: Dossier, lacking: _LacksByAnswer
) -> GroupAnswers:
    url = _group_url(submission, group.code)
    if group.is_absent:
        return GroupAnswers(group, url, None, ())
    asked = dossier.asked_in(group.pk)
    rows = tuple(_answer_row(line, url, lacking) for line in asked)
    return GroupAnswers(group, url, summary_of(group, asked), rows)


def _answer_row(line: DossierLine, group_url: str, lacking: _LacksByAnswer) -> AnswerRow:
    criterion, answer = line.criterion, line.answer
    return AnswerRow(
        anchor=f"tieu-chi-{answer.pk}",
        code=criterion.code,
        name=criterion.name,
        declared=line.declared_in_words,
        as_of=day_in_words(answer.declared_as_of),
        points=line.points_in_words,
        maximum=show(criterion.maximum),
        note=answer.note,
        files=tuple(file.in_words for file in line.trail.files),
        problems=lacking.problems.get(answer.pk, ()),
        advice=lacking.advice.get(answer.pk, ()),
        change_url=f"{group_url}#{field_of(answer.pk)}",
    )
