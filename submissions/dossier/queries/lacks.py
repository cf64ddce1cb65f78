"""What must still be done before a unit can hand in, and what it may want to do: one sentence each,
with the place to do it.

The same sentence stands in the summary and beside the criterion.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from criteria.models import AnnexAssignment
from criteria.phrases import sentence_about
from scoring.core.rule_kinds.kinds import KINDS
from submissions.dossier.queries.files import GroupState
from submissions.enums import OutcomeKind, SkipReason
from submissions.models import Answer, EvidenceUse, GroupDeclaration, Submission

_PUT_OFF = "còn để «Làm sau». Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không có số liệu."
_HALF = "số liệu chưa đủ để tính điểm. Điền đủ các ô, hoặc xóa số liệu và chọn lý do để trống."
_BLANK = "chưa có câu trả lời. Trả lời, hoặc chọn «Chưa có số liệu» nếu đơn vị không có số liệu."
_UNPROVED = "chưa có tài liệu kiểm chứng."
NOTHING_ASKED = (
    "Hồ sơ chưa có tiêu chí nào để trả lời. Tổ trưởng Tổ giúp việc kiểm tra phụ lục đã gán cho "
    "đơn vị."
)
#: Points, «không áp dụng», or a whole ratio that waits for those of the other units.
ANSWERED = reduce(
    or_,
    (
        Q(criterion__rule_kind=code, declared__has_keys=list(kind.waits_with))
        for code, kind in KINDS.items()
        if kind.waits_with
    ),
    ~Q(self_outcome=OutcomeKind.MISSING),
)
#: Figures that another body supplies are not asked of the unit.
SUPPLIED = Q(criterion__rule_kind__in=[code for code, kind in KINDS.items() if kind.is_supplied])
WITHOUT_ANSWER = ~ANSWERED & ~SUPPLIED
#: No answer, and no reason why there is none.
BLANK = WITHOUT_ANSWER & Q(skipped="")
#: A file should prove it: not where it does not apply, and not where another body answers for it.
TO_BE_PROVED = (
    ~Q(criterion__evidence_expected="") & ~Q(self_outcome=OutcomeKind.NOT_APPLICABLE) & ~SUPPLIED
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
        blocking += [
            _unanswered(row) for row in rows if row["group"] == group.code and row["is_unanswered"]
        ]
        if not group.is_absent and not group.done_at:
            blocking.append(Lack(group.code, not_done_sentence(group.name)))
    if not groups:
        blocking.append(Lack("", NOTHING_ASKED))
    advised = [
        Lack(row["group"], sentence_about(row["code"], _UNPROVED), row["pk"])
        for row in rows
        if row["is_unproved"]
    ]
    return Lacks(tuple(blocking), tuple(advised))


def not_done_sentence(group_name: str) -> str:
    return f"Nhóm «{group_name}»: chưa được xác nhận đã xong. Mở nhóm và xác nhận khi đã làm xong."


def unanswered_sentence(code: str, *, skipped: str, declared: Any) -> str:
    """Why a criterion without an answer holds the submission up."""
    if skipped == SkipReason.LATER:
        return sentence_about(code, _PUT_OFF)
    return sentence_about(code, _HALF if declared else _BLANK)


def _unanswered(row: dict[str, Any]) -> Lack:
    return Lack(
        row["group"],
        unanswered_sentence(row["code"], skipped=row["skipped"], declared=row["declared"]),
        row["pk"],
    )


def _unfinished(submission: Submission) -> list[dict[str, Any]]:
    """The answers with which something is the matter."""
    is_unanswered = WITHOUT_ANSWER & ~Q(skipped=SkipReason.NO_FIGURES)
    is_unproved = ~WITHOUT_ANSWER & without_evidence()
    asked = Answer.objects.filter(is_asked(), submission=submission).annotate(
        is_unanswered=Case(When(is_unanswered, then=Value(value=True)), default=Value(value=False)),
        is_unproved=Case(When(is_unproved, then=Value(value=True)), default=Value(value=False)),
    )
    found = asked.filter(Q(is_unanswered=True) | Q(is_unproved=True))
    rows = found.order_by("criterion__group__order", "criterion__group", "criterion__order", "pk")
    columns = (
        "pk",
        "criterion__code",
        "criterion__group__code",
        "skipped",
        "declared",
        "is_unanswered",
        "is_unproved",
    )
    names = ("pk", "code", "group", "skipped", "declared", "is_unanswered", "is_unproved")
    return [dict(zip(names, row, strict=True)) for row in rows.values_list(*columns)]


def without_evidence() -> Q:
    """A file should prove it, and none in force does."""
    in_force = EvidenceUse.objects.filter(
        answer=OuterRef("pk"), evidence__is_withdrawn=False, evidence__superseded_by=None
    )
    return TO_BE_PROVED & ~Q(Exists(in_force))


def is_asked() -> Q:
    """The criterion is of the annex that the unit answers in that group, and the group was not
    declared absent.
    """
    assigned = AnnexAssignment.objects.filter(
        period=OuterRef("submission__campaign__code"), unit=OuterRef("submission__unit")
    )
    of_group = assigned.filter(group_code=OuterRef("criterion__group__code"))
    annex = OuterRef("criterion__group__annex")
    from_own_annex = Q(Exists(assigned.filter(group_code="", annex=annex))) & ~Q(Exists(of_group))
    return (from_own_annex | Q(Exists(of_group.filter(annex=annex)))) & ~Q(is_declared_absent())


def is_declared_absent() -> Exists:
    """The unit declared that the group does not apply; the working group may not have confirmed
    it yet.
    """
    declared = GroupDeclaration.objects.filter(
        submission=OuterRef("submission"), group_code=OuterRef("criterion__group__code")
    )
    return Exists(declared)


def is_confirmed_absent() -> Exists:
    """The group does not apply, as the working group has confirmed: nothing of it is appraised
    or replied to.
    """
    confirmed = GroupDeclaration.objects.filter(
        submission=OuterRef("submission"),
        group_code=OuterRef("criterion__group__code"),
        is_confirmed=True,
    )
    return Exists(confirmed)
