"""The pages of evidence as finished shapes: all of a unit, one file, and all that proves one
criterion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from ictindex.lib.files import size_in_words
from submissions.dossier.queries.evidence import EvidenceFile, files_of, versions_before
from submissions.evidence.queries import WITHDRAW, can_add, is_changeable, why_not_addable
from submissions.evidence.services.download import DOWNLOAD, DOWNLOAD_ALL, LIST, SEE_HISTORY
from submissions.evidence.services.upload import allowed_to_unit, largest_file, used_by
from submissions.frame.deadlines import deadline_of
from submissions.models import Answer, Submission
from submissions.models.evidence import KEPT
from units.access import may, require
from units.clock import moment_in_words


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person may do now with the unit's evidence.

    `closed`: why the unit can add nothing now.
    """

    can_add: bool
    can_withdraw: bool
    can_download: bool
    can_download_all: bool
    sees_history: bool
    is_explaining: bool
    closed: str
    due: str


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """A part of the list, by what its files lack."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class EvidenceListPage:
    """All files of a unit."""

    rights: Rights
    files: tuple[EvidenceFile, ...]
    total: int
    choices: tuple[EvidenceFilter, ...]
    withdrawn: tuple[EvidenceFile, ...]
    used: str
    allowed: str
    used_percent: int
    is_nearly_full: bool


@dataclass(frozen=True, slots=True)
class ProvableCriterion:
    """A criterion that evidence can be added to."""

    pk: int
    group: str
    group_name: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One file with its older versions.

    `next_url`: the next file that lacks something, to go on with.
    """

    rights: Rights
    file: EvidenceFile
    newer: EvidenceFile | None
    older: tuple[EvidenceFile, ...]
    can_change: bool
    can_replace: bool
    can_withdraw: bool
    next_url: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One criterion: the files that prove it, each with its page, and the others of the unit."""

    rights: Rights
    answer: Answer
    attached: tuple[tuple[EvidenceFile, str, bool], ...]
    others: tuple[EvidenceFile, ...]


#: What the list can be narrowed to.
_CHOICES = (
    ("", "Tất cả", lambda _file: True),
    ("chua-ghi", "Chưa ghi đủ thông tin", lambda file: file.lacks_description),
    ("chua-vien-dan", "Chưa viện dẫn cho tiêu chí nào", lambda file: file.lacks_proofs),
)


def submission_or_404(user: Any, code: str, unit: str) -> Submission:
    """The unit's file with its campaign and unit, whose evidence the person may list.

    Raises Http404 or NotAllowed.
    """
    submission = seen_or_404(user, code, unit)
    require(user, LIST, submission)
    return submission


def seen_or_404(user: Any, code: str, unit: str) -> Submission:
    """Without asking for more than sight: the act that follows asks for its own right."""
    seen = Submission.objects.visible_to(user).select_related("campaign", "unit")
    submission = seen.filter(campaign__code=code, unit__code=unit).first()
    if submission is None:
        raise Http404
    return submission


def rights_of(user: Any, submission: Submission, *, now: datetime) -> Rights:
    addable = can_add(user, submission, now=now)
    is_explaining = submission.campaign.stands.takes_replies
    due = submission.campaign.reply_due_at if is_explaining else deadline_of(submission)
    return Rights(
        can_add=addable,
        can_withdraw=addable and bool(may(user, WITHDRAW, submission)),
        can_download=bool(may(user, DOWNLOAD, submission)),
        can_download_all=bool(may(user, DOWNLOAD_ALL, submission)),
        sees_history=bool(may(user, SEE_HISTORY, submission)),
        is_explaining=is_explaining,
        closed=why_not_addable(submission, now=now),
        due=moment_in_words(due) if due and addable else "",
    )


def list_page(submission: Submission, user: Any, *, chosen: str, now: datetime) -> EvidenceListPage:
    """Three queries."""
    rights, files = rights_of(user, submission, now=now), files_of(submission)
    in_force = [file for file in files if file.is_in_force]
    filters = {code: keeps for code, _, keeps in _CHOICES}
    allowed, used = allowed_to_unit(), used_by(submission)
    return EvidenceListPage(
        rights=rights,
        files=tuple(file for file in in_force if filters.get(chosen, filters[""])(file)),
        total=len(in_force),
        choices=tuple(
            EvidenceFilter(
                code,
                label,
                sum(map(keeps, in_force)),
                is_chosen=code == (chosen if chosen in filters else ""),
            )
            for code, label, keeps in _CHOICES
        ),
        withdrawn=tuple(file for file in files if not KEPT.holds(file) and not file.is_replaced)
        if rights.sees_history
        else (),
        used=size_in_words(used),
        allowed=size_in_words(allowed),
        used_percent=min(100, used * 100 // allowed) if allowed else 100,
        is_nearly_full=used * 10 >= allowed * 9,
    )


def item_page(submission: Submission, user: Any, pk: int, *, now: datetime) -> EvidencePage:
    """Two queries. Raises Http404 for a withdrawn file out of the person's sight."""
    rights, files = rights_of(user, submission, now=now), files_of(submission)
    file = _own(files, pk, rights)
    can_change = rights.can_add and file.is_in_force and is_changeable(file, submission)
    return EvidencePage(
        rights=rights,
        file=file,
        newer=next((each for each in files if each.older == pk), None),
        older=tuple(versions_before(file, files)),
        can_change=can_change,
        can_replace=can_change and not rights.is_explaining,
        can_withdraw=can_change and rights.can_withdraw,
        next_url=_next_to_describe(files, file) if can_change else "",
    )


def answer_page(submission: Submission, user: Any, pk: int, *, now: datetime) -> AnswerPage:
    """Three queries. Raises Http404 for a criterion of another unit."""
    answer = (
        Answer.objects.filter(submission=submission, pk=pk)
        .select_related("criterion__group__annex")
        .first()
    )
    if answer is None:
        raise Http404
    rights = rights_of(user, submission, now=now)
    files = [file for file in files_of(submission) if file.is_in_force]
    pages = {file.pk: proof.page for file in files for proof in file.proofs if proof.answer == pk}
    attached = [file for file in files if file.pk in pages]
    changeable = {file.pk for file in files if rights.can_add and is_changeable(file, submission)}
    return AnswerPage(
        rights=rights,
        answer=answer,
        attached=tuple((file, pages[file.pk], file.pk in changeable) for file in attached),
        others=tuple(file for file in files if file.pk in changeable and file.pk not in pages),
    )


def asked_of(submission: Submission) -> list[ProvableCriterion]:
    """The criteria of the unit, in the order of the framework. One query."""
    answers = Answer.objects.filter(submission=submission).order_by(
        "criterion__group__annex__order", "criterion__group__order", "criterion__order"
    )
    columns = (
        "pk",
        "criterion__group__code",
        "criterion__group__name",
        "criterion__code",
        "criterion__name",
    )
    return [ProvableCriterion(*row) for row in answers.values_list(*columns)]


def largest_file_in_words() -> str:
    return size_in_words(largest_file())


def _own(files: Sequence[EvidenceFile], pk: int, rights: Rights) -> EvidenceFile:
    for file in files:
        if file.pk == pk and (rights.sees_history or KEPT.holds(file)):
            return file
    raise Http404


def _next_to_describe(files: Sequence[EvidenceFile], file: EvidenceFile) -> str:
    """The next file after this one, round about, that lacks a description or a criterion."""
    lacking = [
        each
        for each in files
        if each.is_in_force and (each.lacks_description or each.lacks_proofs) and each.pk != file.pk
    ]
    later = [each for each in lacking if each.pk > file.pk]
    return (later or lacking)[0].url if lacking else ""
