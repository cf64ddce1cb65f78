"""The forms of one row of the desk: keeping what an outcome is set against, and giving another."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.safestring import SafeString

from submissions.appraisal.forms.decisions import TypedDecision
from submissions.enums import Ground, OutcomeKind
from submissions.frame.markup import options_html, written
from submissions.frame.pieces import piece

_GROUNDS: Final = (("", "Chọn căn cứ"), *((value, str(label)) for value, label in Ground.choices))
_FIELDS: Final = ("points", "ground", "outcome", "reason")


class DecisionControls(NamedTuple):
    """What the forms of one row show.

    `keep`: the value of the button, with its label; none where nothing can be kept.
    """

    pk: str
    code: str
    maximum: str
    version: int
    keep: str
    keep_label: str
    is_kept: bool
    is_open: bool
    may_not_apply: bool
    shows_form: bool
    typed: TypedDecision
    problems: Mapping[str, str]
    theirs: str


def forms_html(row: DecisionControls, address: str, token: str) -> SafeString:
    """`address`: that of the unit on the desk;

    `token`: what every form of the page carries against forgery.
    """
    action = f"{address}tieu-chi/{row.pk}/"
    origin = piece("submissions/appraisal/decision_origin.html").html(
        token=token, version=row.version, round=int(row.typed.round)
    )
    keep = _keep_html(row, action, origin) if row.keep else ""
    return SafeString(keep + _decision_html(row, action, origin))


def _keep_html(row: DecisionControls, action: str, origin: SafeString) -> SafeString:
    return piece("submissions/appraisal/keep_form.html").html(
        action=action,
        origin=origin,
        keep=row.keep,
        label=row.keep_label,
        code=row.code,
        is_kept=row.is_kept,
    )


def _decision_html(row: DecisionControls, action: str, origin: SafeString) -> SafeString:
    typed = row.typed
    return piece("submissions/appraisal/decision_form.html").html(
        pk=row.pk,
        code=row.code,
        maximum=row.maximum,
        action=action,
        origin=origin,
        label="Kết quả khác" if row.is_open else "Sửa kết quả",
        points=typed.points,
        grounds=options_html(_GROUNDS, typed.ground),
        reason=written(typed.reason),
        theirs=row.theirs,
        may_not_apply=row.may_not_apply,
        is_shown=row.shows_form,
        is_scored=typed.outcome == OutcomeKind.SCORED,
        is_refused=typed.outcome == OutcomeKind.REFUSED,
        is_not_applicable=typed.outcome == OutcomeKind.NOT_APPLICABLE,
        **{f"{field}_problem": row.problems.get(field, "") for field in _FIELDS},
    )
