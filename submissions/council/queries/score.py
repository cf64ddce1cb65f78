"""A criterion of a unit with all its values side by side, for who changes its score by a
conclusion.
"""

from dataclasses import dataclass
from typing import Any

from scoring.core.amounts import plain
from submissions.dossier.queries.decisions import Decision, decision_in
from submissions.enums import OutcomeKind, Round, Stance
from submissions.models import Answer, Appraisal, Conclusion, Reply

_NOT_YET = "chưa có"


@dataclass(frozen=True, slots=True)
class ScorePage:
    """The facts as terms, and what the form starts from: the Council's outcome, else that of
    round 2.
    """

    facts: tuple[tuple[str, str], ...]
    lead: str
    initial: dict[str, Any]


def score_page(conclusion: Conclusion, answer: Answer) -> ScorePage:
    """Two queries.

    `answer`: the one that the conclusion names, with its criterion and submission.
    """
    rows = {row.round: row for row in Appraisal.objects.filter(answer=answer)}
    own = rows.get(Round.COUNCIL)
    return ScorePage(
        facts=_facts(conclusion, answer, rows),
        lead=(
            "Kết quả lần 1 và lần 2 giữ nguyên; kết quả của Hội đồng đứng bên cạnh và là điểm "
            "chính thức."
        ),
        initial=_initial(decision_in(own) or decision_in(rows.get(Round.SECOND)), own),
    )


def claimed_in(answer: Answer) -> Decision | None:
    """What the unit claims, as a decision to show beside the others."""
    if answer.self_outcome == OutcomeKind.MISSING:
        return None
    return Decision(answer.self_outcome, answer.self_points)


def _facts(
    conclusion: Conclusion, answer: Answer, rows: dict[int, Appraisal]
) -> tuple[tuple[str, str], ...]:
    criterion = answer.criterion
    return (
        (
            "Kết luận",
            (
                f"Phiên họp {conclusion.meeting.number}, kết luận {conclusion.number}: "
                f"{conclusion.text}"
            ),
        ),
        ("Đơn vị", answer.submission.name),
        ("Tiêu chí", f"Nhóm {criterion.group.code}, {criterion.code}. {criterion.name}"),
        ("Điểm tối đa", plain(criterion.maximum)),
        ("Tự chấm", _in_words(claimed_in(answer))),
        ("Thẩm định lần 1", _in_words(decision_in(rows.get(Round.FIRST)))),
        ("Giải trình", _reply_in_words(answer)),
        ("Thẩm định lần 2", _in_words(decision_in(rows.get(Round.SECOND)))),
        ("Hội đồng", _in_words(decision_in(rows.get(Round.COUNCIL)))),
    )


def _in_words(decision: Decision | None) -> str:
    if decision is None:
        return _NOT_YET
    return f"{decision.in_words}. {decision.reason}" if decision.reason else decision.in_words


def _reply_in_words(answer: Answer) -> str:
    reply = Reply.objects.filter(answer=answer).first()
    if reply is None:
        return _NOT_YET
    asked = (
        f", đề nghị {Decision(OutcomeKind.SCORED, reply.asked_points).in_words}"
        if reply.asked_points is not None
        else ""
    )
    label = Stance(reply.stance).label
    return f"{label}{asked}. {reply.text}" if reply.text else f"{label}{asked}"


def _initial(decision: Decision | None, own: Appraisal | None) -> dict[str, Any]:
    version = {"version": own.version if own else 0}
    if decision is None:
        return version
    points = "" if decision.points is None else f"{decision.points:f}".replace(".", ",")
    reason = decision.reason if own else ""
    return version | {
        "outcome": decision.outcome,
        "points": points,
        "ground": decision.ground,
        "reason": reason,
    }
