"""What the script of the desk, or the page without it, is told after a decision: stored,
refused, overtaken, or closed.
"""

from typing import Any

from ictindex.lib.errors import DomainError
from submissions.appraisal.forms.decisions import TypedDecision
from submissions.appraisal.pages.rows import DecisionMessage
from submissions.appraisal.services.decisions import StaleAppraisal
from submissions.dossier.queries.decisions import InvalidDecision, decision_in
from submissions.models import Appraisal
from units.clock import moment_in_words


def saved_reply(stored: Appraisal, *, is_kept: bool) -> dict[str, Any]:
    """What the script shows once an outcome is committed."""
    decision = decision_in(stored)
    return {
        "state": "saved",
        "version": stored.version,
        "words": decision.in_words if decision else "",
        "reason": stored.reason,
        "who": str(stored.by) if stored.by else "",
        "when": moment_in_words(stored.changed_at) if stored.changed_at else "",
        "is_kept": is_kept,
    }


def refused_reply(refusal: DomainError) -> tuple[int, dict[str, Any]]:
    """The status and what the script shows.

    In a conflict it has the typed outcome and is told the stored one.
    """
    match refusal:
        case StaleAppraisal():
            return 409, {
                "state": "conflict",
                "sentence": theirs_in_words(refusal.current),
                "version": refusal.current.version,
            }
        case InvalidDecision():
            return 422, {"state": "refused", "problems": refusal.problems}
    return 409, {"state": "closed", "sentence": str(refusal)}


def told(typed: TypedDecision, refusal: DomainError) -> DecisionMessage:
    """The same for the page: the typed texts stay."""
    match refusal:
        case StaleAppraisal():
            return DecisionMessage(typed, theirs=theirs_in_words(refusal.current))
        case InvalidDecision():
            return DecisionMessage(typed, refusal.problems)
    return DecisionMessage(typed)


def theirs_in_words(current: Appraisal) -> str:
    """The outcome that somebody else has stored meanwhile, in a sentence."""
    code, decision = current.answer.criterion.code, decision_in(current)
    if decision is None:
        return (
            f"Tiêu chí {code}: kết quả đã thay đổi, hiện chưa có kết quả nào được lưu. Kết quả "
            "Ông/Bà nhập chưa được lưu."
        )
    who = str(current.by) if current.by else "người khác"
    when = f" lúc {moment_in_words(current.changed_at)}" if current.changed_at else ""
    reason = f", lý do: {current.reason}" if current.reason else ""
    return (
        f"Tiêu chí {code}: {who} đã chấm{when}: {decision.in_words}{reason}. Kết quả Ông/Bà nhập "
        "chưa được lưu."
    )
