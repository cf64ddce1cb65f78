"""What must still be done before a unit can hand in, and what it may want to do: one sentence each,
with the place to do it.

The same sentence stands in the summary and beside the criterion.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, Value, When

from criteria.phrases import sentence_about
from submissions.dossier.queries.files import GroupState
from submissions.enums import SkipReason
from submissions.models import Answer, Submission
from submissions.models.evidence import answered_without_evidence
from submissions.models.files import TO_BE_ANSWERED

_LATER = "còn để «Làm sau». Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không có số liệu."
_HALF = "số liệu chưa đủ để tính điểm. Điền đủ các ô, hoặc xóa số liệu và chọn lý do để trống."
_BLANK = "chưa có câu trả lời. Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không có số liệu."
_UNPROVED = "chưa có tài liệu kiểm chứng."
NOTHING_ASKED = (
    "Hồ sơ chưa có tiêu chí nào để trả lời. Tổ trưởng Tổ giúp việc kiểm tra phụ lục đã gán cho "
    "đơn vị."
)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is not there yet.

    `answer`: the key of the criterion's answer, None where the whole group is meant.
    """

    group: str
    sentence: str
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Lacks:
    """`blocking` ones must be done before handing in;

    `advised` ones (files that should prove an answer) need not.
    """

    blocking: tuple[Lack, ...]
    advised: tuple[Lack, ...]


NO_LACKS = Lacks((), ())


@dataclass(frozen=True, slots=True)
class _UnfinishedAnswer:
    """An answer with which something is the matter."""

    pk: int
    group: str
    code: str
    skipped: str
    declared: Mapping[str, Any]
    is_unanswered: bool
    is_unproved: bool

    @property
    def unanswered(self) -> str:
        return unanswered_sentence(self.code, skipped=self.skipped, declared=self.declared)


def by_answer(lacks: Iterable[Lack]) -> dict[int, list[str]]:
    """The sentences about each criterion, to stand beside it."""
    found: dict[int, list[str]] = defaultdict(list)
    for lack in lacks:
        if lack.answer:
            found[lack.answer].append(lack.sentence)
    return found


def lacks_of(submission: Submission, groups: Iterable[GroupState]) -> Lacks:
    """In the order of the framework, a group that nobody has called done after its criteria.

    One query.
    """
    groups = tuple(groups)
    rows = _unfinished(submission)
    blocking: list[Lack] = []
    for group in groups:
        unanswered = (row for row in rows if row.group == group.code and row.is_unanswered)
        blocking += [Lack(row.group, row.unanswered, row.pk) for row in unanswered]
        if not group.is_absent and not group.done_at:
            blocking.append(Lack(group.code, not_done_sentence(group.name)))
    if not groups:
        blocking.append(Lack("", NOTHING_ASKED))
    advised = [
        Lack(row.group, sentence_about(row.code, _UNPROVED), row.pk)
        for row in rows
        if row.is_unproved
    ]
    return Lacks(tuple(blocking), tuple(advised))


def not_done_sentence(group_name: str) -> str:
    return f"Nhóm «{group_name}»: chưa được xác nhận đã xong. Mở nhóm và xác nhận khi đã làm xong."


def unanswered_sentence(code: str, *, skipped: str, declared: Any) -> str:
    """Why a criterion without an answer holds the submission up."""
    if skipped == SkipReason.LATER:
        return sentence_about(code, _LATER)
    return sentence_about(code, _HALF if declared else _BLANK)


def _unfinished(submission: Submission) -> list[_UnfinishedAnswer]:
    unanswered = Case(When(TO_BE_ANSWERED, then=Value(value=True)), default=Value(value=False))
    unproved = Case(
        When(answered_without_evidence(), then=Value(value=True)), default=Value(value=False)
    )
    asked = Answer.objects.asked().filter(submission=submission)
    found = asked.annotate(is_unanswered=unanswered, is_unproved=unproved).filter(
        Q(is_unanswered=True) | Q(is_unproved=True)
    )
    rows = found.order_by("criterion__group__order", "criterion__group", "criterion__order", "pk")
    columns = ("pk", "criterion__group__code", "criterion__code", "skipped", "declared")
    return [
        _UnfinishedAnswer(*row)
        for row in rows.values_list(*columns, "is_unanswered", "is_unproved")
    ]
