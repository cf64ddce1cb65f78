"""The forms of one row of the desk as HTML. Written here and not in a template: with 51 rows, a
template node for every attribute took most of the page's time. Every text goes through `fill_in`,
which escapes it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from submissions.appraisal.forms.decisions import TypedDecision
from submissions.enums import Ground, OutcomeKind
from submissions.frame.markup import fill_in, options_html

_NOTHING = mark_safe("")
_OPEN, _HIDDEN, _CHECKED = mark_safe(" open"), mark_safe(" hidden"), mark_safe(" checked")
_WRONG = mark_safe(' aria-invalid="true"')
_GROUNDS = (("", "Chọn căn cứ"), *((value, str(label)) for value, label in Ground.choices))

_HIDDEN_FIELDS = (
    '<input type="hidden" name="csrfmiddlewaretoken" value="{token}"><input type="hidden" '
    'name="version" value="{version}">'
    '<input type="hidden" name="round" value="{round}">'
)
# Enter in a field must never keep: keeping is a form of its own.
_KEEP = (
    '<form method="post" action="{action}" class="keep" data-decide{hidden}>{fields}'
    '<button class="btn btn-outline-primary btn-sm" type="submit" name="keep" value="{keep}" '
    "data-keep>{label}"
    '<span class="visually-hidden">, tiêu chí {code}</span></button></form>'
)
_OTHER = (
    '<details class="other" data-other{open}><summary><span data-other-label>{label}</span>'
    '<span class="visually-hidden">, tiêu chí {code}</span></summary>'
    '<form method="post" action="{action}" novalidate autocomplete="off" '
    "data-decide>{fields}<fieldset>"
    '<legend class="visually-hidden">Kết quả của tiêu chí {code}</legend>'
    '<div class="choice"><input class="form-check-input" type="radio" name="outcome" '
    'value="scored" id="c-{pk}"{scored}>'
    '<label for="c-{pk}">Chấm</label>'
    '<input class="form-control points" type="text" inputmode="decimal" name="points" '
    'id="points-{pk}" value="{points}"'
    ' aria-label="Điểm của tiêu chí {code}, tối đa {maximum}" aria-describedby="h-{pk} '
    'points-{pk}-loi"{wrong_points}>'
    '<span aria-hidden="true">/ {maximum}</span></div>'
    '<p class="field-problem" id="points-{pk}-loi" data-problem="points">{points_problem}</p>'
    '<div class="choice"><input class="form-check-input" type="radio" name="outcome" '
    'value="refused" id="r-{pk}"{refused}>'
    '<label for="r-{pk}">Không chấp nhận</label></div>'
    '<select class="form-select ground" name="ground" id="ground-{pk}" aria-label="Căn cứ không '
    'chấp nhận tiêu chí {code}"'
    ' aria-describedby="ground-{pk}-loi"{wrong_ground}>{grounds}</select>'
    '<p class="field-problem" id="ground-{pk}-loi" '
    'data-problem="ground">{ground_problem}</p>{not_applicable}'
    '<p class="field-problem" id="outcome-{pk}" '
    'data-problem="outcome">{outcome_problem}</p></fieldset>'
    '<label for="reason-{pk}">Lý do<span class="visually-hidden">, tiêu chí {code}</span></label>'
    '<textarea class="form-control" name="reason" id="reason-{pk}" rows="2" '
    'aria-describedby="reason-{pk}-loi"{wrong_reason}>\n'
    '{reason}</textarea><p class="field-problem" id="reason-{pk}-loi" '
    'data-problem="reason">{reason_problem}</p>'
    '<p class="conflict-said" data-conflict{no_conflict}>{conflict}</p>'
    '<button class="btn btn-primary btn-sm" type="submit">Lưu<span class="visually-hidden"> kết '
    "quả tiêu chí {code}</span>"
    "</button></form></details>"
)
_NOT_APPLICABLE = (
    '<div class="choice"><input class="form-check-input" type="radio" name="outcome" '
    'value="not_applicable" id="n-{pk}"{checked}>'
    '<label for="n-{pk}">Không áp dụng</label></div>'
)


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
    fields = fill_in(
        _HIDDEN_FIELDS, token=token, version=str(row.version), round=str(int(row.typed.round))
    )
    keep = _NOTHING
    if row.keep:
        keep = fill_in(
            _KEEP,
            action=action,
            fields=fields,
            hidden=_HIDDEN if row.is_kept else _NOTHING,
            keep=row.keep,
            label=row.keep_label,
            code=row.code,
        )
    return SafeString(keep + _other_html(row, action, fields))


def _other_html(row: DecisionControls, action: str, fields: SafeString) -> SafeString:
    typed, problems = row.typed, row.problems
    conflict = (
        f"{row.theirs} Bấm «Lưu» lần nữa để thay bằng kết quả của Ông/Bà." if row.theirs else ""
    )
    return fill_in(
        _OTHER,
        pk=row.pk,
        code=row.code,
        maximum=row.maximum,
        action=action,
        fields=fields,
        open=_OPEN if row.shows_form else _NOTHING,
        label="Kết quả khác" if row.is_open else "Sửa kết quả",
        scored=_checked(typed, OutcomeKind.SCORED),
        refused=_checked(typed, OutcomeKind.REFUSED),
        not_applicable=_not_applicable(row),
        points=typed.points,
        grounds=options_html(_GROUNDS, typed.ground),
        reason=typed.reason,
        conflict=conflict,
        no_conflict=_NOTHING if conflict else _HIDDEN,
        **_problems(tuple(problems.get(field, "") for field in _FIELDS)),
    )


_FIELDS = ("points", "ground", "outcome", "reason")


@lru_cache(maxsize=64)
def _problems(sentences: tuple[str, ...]) -> dict[str, str]:
    """Nearly always none."""
    found = {f"{field}_problem": text for field, text in zip(_FIELDS, sentences, strict=True)}
    return found | {
        f"wrong_{field}": _WRONG if text else _NOTHING
        for field, text in zip(_FIELDS, sentences, strict=True)
    }


def _checked(typed: TypedDecision, outcome: OutcomeKind) -> SafeString:
    return _CHECKED if typed.outcome == outcome else _NOTHING


def _not_applicable(row: DecisionControls) -> SafeString:
    if not row.may_not_apply:
        return _NOTHING
    return fill_in(
        _NOT_APPLICABLE, pk=row.pk, checked=_checked(row.typed, OutcomeKind.NOT_APPLICABLE)
    )
