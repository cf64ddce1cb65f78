"""What was decided about each criterion round by round, and what the units replied, as rows of CSV.
No names of people.

Read unit by unit while the rows are sent; the caller says what of each unit may be read.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from ictindex.lib.csv_files import CsvValue
from submissions.dossier.queries.trails import Sight
from submissions.enums import Ground, OutcomeKind, ReplyState, Round, Stance
from submissions.models import Appraisal, Confirmation, Reply, Submission

#: A unit's file with what of it may be read.
VisibleSubmission = tuple[Submission, Sight]

_PLACE: Final = (
    "Mã đơn vị",
    "Đơn vị",
    "Phụ lục",
    "Mã nhóm",
    "Mã tiêu chí",
    "Tiêu chí",
    "Điểm tối đa",
)
_ROUNDS: Final = (
    *_PLACE,
    "Lần",
    "Kết quả",
    "Điểm",
    "Căn cứ",
    "Lý do",
    "Theo kết luận của Hội đồng",
    "Dựng lại",
)
_REPLIES: Final = (*_PLACE, "Ý kiến", "Giải trình", "Điểm đề nghị", "Đơn vị xác nhận")
_COLUMNS: Final = tuple(
    f"answer__criterion__{name}"
    for name in ("group__annex__code", "group__code", "code", "name", "maximum")
)
_ORDER: Final = ("answer__criterion__group__order", "answer__criterion__order", "answer_id")


def round_rows(seen: Iterable[VisibleSubmission]) -> Iterator[tuple[CsvValue, ...]]:
    """Every outcome of every round with its reason. One query a unit."""
    yield _ROUNDS
    for submission, sight in seen:
        yield from _rounds_of(submission, sight)


def reply_rows(seen: Iterable[VisibleSubmission]) -> Iterator[tuple[CsvValue, ...]]:
    """What the units said to the first round, word by word. Two queries a unit."""
    yield _REPLIES
    for submission, sight in seen:
        if sight.replies:
            yield from _replies_of(submission)


def _rounds_of(submission: Submission, sight: Sight) -> Iterator[tuple[CsvValue, ...]]:
    chosen = Appraisal.objects.filter(
        answer__submission=submission, round__in=sight.rounds
    ).order_by(*_ORDER, "round")
    given = (
        "round",
        "outcome",
        "points",
        "ground",
        "reason",
        "conclusion__meeting__number",
        "conclusion__number",
    )
    for (
        *place,
        number,
        outcome,
        points,
        ground,
        reason,
        meeting,
        conclusion,
        is_reconstructed,
    ) in chosen.values_list(*_COLUMNS, *given, "is_reconstructed"):
        said = (Ground(ground).label if ground else "", reason, _conclusion(meeting, conclusion))
        worth = Decimal(0) if outcome == OutcomeKind.REFUSED else points
        names = (Round(number).label, OutcomeKind(outcome).label)
        yield (
            submission.unit.code,
            submission.name,
            *place,
            *names,
            worth,
            *said,
            "có" if is_reconstructed else "",
        )


def _conclusion(meeting: int | None, number: int | None) -> str:
    return f"Kết luận {number}, phiên họp {meeting}" if number else ""


def _replies_of(submission: Submission) -> Iterator[tuple[CsvValue, ...]]:
    ended = Confirmation.objects.filter(submission=submission).first()
    state = ReplyState(ended.state).label if ended else ""
    rows = Reply.objects.filter(answer__submission=submission).order_by(*_ORDER)
    for *place, stance, text, asked in rows.values_list(
        *_COLUMNS, "stance", "text", "asked_points"
    ):
        yield (
            submission.unit.code,
            submission.name,
            *place,
            Stance(stance).label,
            text,
            asked,
            state,
        )
