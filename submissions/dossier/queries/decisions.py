"""What somebody decides about an answer, and whether that can be: by the criterion, and by the value that it is set against.

Knows no rights and writes nothing. A decision that keeps that value needs no reason, any other needs one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from criteria.models import Criterion
from criteria.wording import sentence_about
from ictindex.lib.errors import DomainError
from ictindex.lib.numbers import half_up, show
from ictindex.lib.text import clean_text
from scoring.core.declared import plain
from submissions.enums import Ground, OutcomeKind, Round
from submissions.models.appraisals import Decided

LONGEST_REASON = 4000
OUTCOME, POINTS, GROUND, REASON = "outcome", "points", "ground", "reason"
_DECIDABLE = (OutcomeKind.SCORED, OutcomeKind.NOT_APPLICABLE, OutcomeKind.REFUSED)
_AGAINST = {Round.FIRST: "điểm tự chấm", Round.SECOND: "kết quả lần 1", Round.COUNCIL: "kết quả lần 2"}


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its points where it is scored, and its ground where it is refused."""

    outcome: str
    points: Decimal | None = None
    ground: str = ""
    reason: str = ""

    def keeps(self, base: "Decision | None") -> bool:
        """It comes to the same as the other; the reasons may differ."""
        return base is not None and self.value == base.value

    @property
    def value(self) -> tuple[str, Decimal | None, str]:
        return (str(self.outcome), self.points, str(self.ground))

    @property
    def in_words(self) -> str:
        """«7,50 điểm», «Không áp dụng», «Không chấp nhận: Số liệu không đúng thực tế»."""
        if self.outcome == OutcomeKind.SCORED:
            return f"{show(self.points)} điểm"
        label = str(OutcomeKind(self.outcome).label)
        return f"{label}: {Ground(self.ground).label}" if self.ground else label


class InvalidDecision(DomainError):
    """A decision that cannot be; `problems` are full sentences by field: outcome, points, ground, reason."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)

    def about(self, code: str) -> Self:
        """The same refusal with the criterion named in each sentence."""
        return type(self)({field: sentence_about(code, text) for field, text in self.problems.items()})


def checked(decision: Decision, criterion: Criterion, *, base: Decision | None, round: Round) -> Decision:
    """The decision as it is stored. `base`: what it is set against in that round; None where nobody stated anything.

    What is kept without a reason of its own keeps the reason that it had. Raises InvalidDecision.
    """
    decision = replace(decision, reason=clean_text(decision.reason))
    problems = dict(_problems_of(decision, criterion, base))
    if not problems:
        problems |= _lacking_reason(decision, base, round)
    if problems:
        raise InvalidDecision(problems).about(criterion.code)
    if decision.keeps(base) and base and not decision.reason:
        return replace(decision, reason=base.reason)
    return decision


def decision_in(stored: Decided | None) -> Decision | None:
    """What is stored as a decision; None where nobody has decided."""
    if stored is None or stored.outcome == OutcomeKind.MISSING:
        return None
    return Decision(stored.outcome, stored.points, stored.ground, stored.reason)


def may_not_apply(criterion: Criterion) -> bool:
    """The criterion can be left out for a unit; others are asked of every unit."""
    return criterion.rule.get("may_not_apply") is True


def _problems_of(decision: Decision, criterion: Criterion, base: Decision | None) -> Mapping[str, str]:
    if decision.outcome not in _DECIDABLE:
        return {OUTCOME: "Chọn một kết quả: chấm điểm, không chấp nhận hoặc không áp dụng."}
    problems = {}
    if len(decision.reason) > LONGEST_REASON:
        problems[REASON] = f"Lý do dài {len(decision.reason)} ký tự, vượt mức {LONGEST_REASON}. Viết ngắn lại."
    wrong_points = _wrong_points(decision, criterion.maximum)
    if wrong_points:
        problems[POINTS] = wrong_points
    if (decision.outcome == OutcomeKind.REFUSED) != (decision.ground in Ground.values):
        problems[GROUND] = "Không chấp nhận thì chọn một trong bốn căn cứ; kết quả khác thì không nêu căn cứ."
    if decision.outcome == OutcomeKind.NOT_APPLICABLE and not (may_not_apply(criterion) or decision.keeps(base)):
        problems[OUTCOME] = "Tiêu chí này bắt buộc với mọi đơn vị, không được chọn «Không áp dụng»."
    return problems


def _wrong_points(decision: Decision, maximum: Decimal) -> str:
    points = decision.points
    if decision.outcome != OutcomeKind.SCORED:
        return "" if points is None else "Chỉ kết quả «Có điểm» mới ghi điểm."
    if points is None:
        return f"Chưa nhập điểm. Nhập từ 0 đến {plain(maximum)}."
    if points < 0:
        return f"Điểm {plain(points)} là số âm. Nhập từ 0 đến {plain(maximum)}."
    if points > maximum:
        return f"Điểm {plain(points)} vượt mức tối đa {plain(maximum)}. Nhập từ 0 đến {plain(maximum)}."
    return "" if half_up(points) == points else f"Điểm {plain(points)} có quá hai chữ số sau dấu phẩy."


def _lacking_reason(decision: Decision, base: Decision | None, round: Round) -> Mapping[str, str]:
    if decision.reason or decision.keeps(base):
        return {}
    against = _AGAINST[round]
    if base is None:
        return {REASON: f"Chưa có {against} để so sánh nên phải nêu lý do của kết quả này."}
    return {REASON: f"Kết quả khác {against} ({base.in_words}) nên phải nêu lý do."}
