"""A criterion of a unit with all its values side by side, for who changes its score by a
conclusion.
"""

from dataclasses import dataclass
from typing import Any

from scoring.core.amounts import plain
from submissions.dossier.queries.decisions import Decision, base_of, claimed_in
from submissions.dossier.queries.trails import NO_TRAIL, GivenReply, Sight, Trail, trails_of
from submissions.enums import Round, Stance
from submissions.models import Answer, Conclusion

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
    """One query.

    `answer`: the one that the conclusion names, with its criterion and submission.
    """
    sight = Sight(rounds=frozenset(Round), replies=True)
    trail = trails_of({"pk": answer.pk}, sight).get(answer.pk, NO_TRAIL)
    return ScorePage(
        facts=_facts(conclusion, answer, trail),
        lead=(
            "Kết quả lần 1 và lần 2 giữ nguyên; kết quả của Hội đồng đứng bên cạnh và là điểm "
            "chính thức."
        ),
        initial=_initial(trail),
    )


def _facts(conclusion: Conclusion, answer: Answer, trail: Trail) -> tuple[tuple[str, str], ...]:
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
        ("Thẩm định lần 1", _in_words(trail.decision(Round.FIRST))),
        ("Giải trình", _reply_in_words(trail.reply)),
        ("Thẩm định lần 2", _in_words(trail.decision(Round.SECOND))),
        ("Hội đồng", _in_words(trail.decision(Round.COUNCIL))),
    )


def _in_words(decision: Decision | None) -> str:
    if decision is None:
        return _NOT_YET
    return f"{decision.in_words}. {decision.reason}" if decision.reason else decision.in_words


def _reply_in_words(reply: GivenReply | None) -> str:
    if reply is None:
        return _NOT_YET
    asked = f", đề nghị {reply.asked_in_words}" if reply.asked_in_words else ""
    label = Stance(reply.stance).label
    return f"{label}{asked}. {reply.text}" if reply.text else f"{label}{asked}"


def _initial(trail: Trail) -> dict[str, Any]:
    own, version = trail.decision(Round.COUNCIL), {"version": trail.version(Round.COUNCIL)}
    decision = own or base_of(Round.COUNCIL, trail.decision)
    if decision is None:
        return version
    points = "" if decision.points is None else f"{decision.points:f}".replace(".", ",")
    return version | {
        "outcome": decision.outcome,
        "points": points,
        "ground": decision.ground,
        "reason": decision.reason if Round.COUNCIL in trail.rounds else "",
    }
