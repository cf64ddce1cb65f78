"""The inputs of one reply as HTML, written here as those of a unit's own entries are: see
`submissions.frame.markup`.
"""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from submissions.enums import Stance
from submissions.frame.form_rows import RowMessage, mark_of
from submissions.frame.markup import Control, Options, field_html, hidden_html
from submissions.reply.statements import POINTS, STANCE, TEXT

_STANCES: Options = tuple((value, str(label)) for value, label in Stance.choices)
_NOTHING = mark_safe("")


def form_html(key: str, version: int, stored: Mapping[str, str], shown: RowMessage) -> SafeString:
    """What is said to one outcome: `stored` are the texts in force, `shown` those on the page.
    `key` is the answer's.

    The reasons and the points asked for are hidden by the style while the unit agrees and there are
    none.
    """
    options = _STANCES if stored else (("", "Chưa có ý kiến"), *_STANCES)
    stance = field_html(
        _control(key, STANCE, "Ý kiến của đơn vị", shown, options=options), f"h-{key}"
    )
    points = field_html(_control(key, POINTS, "Điểm đề nghị (nếu có)", shown), f"h-{key}")
    refusal = shown.problems.get("", "")
    return format_html(
        '{}{}<div class="contest">{}{}</div>{}{}',
        hidden_html(key, str(version), mark_of(stored)),
        stance,
        _text_html(_control(key, TEXT, "Giải trình, lý do", shown)),
        points,
        format_html(
            '<p class="conflict">{} Bấm «Lưu» lần nữa để thay bằng ý kiến của Ông/Bà.</p>',
            shown.theirs,
        )
        if shown.theirs
        else _NOTHING,
        format_html('<span class="field-problem">{}</span>', refusal) if refusal else _NOTHING,
    )


def _control(
    key: str, name: str, label: str, shown: RowMessage, *, options: Options = ()
) -> Control:
    return Control(
        f"o-{key}-{name}",
        f"{key}-{name}",
        label,
        shown.texts.get(name, ""),
        shown.problems.get(name, ""),
        options,
    )


def _text_html(control: Control) -> SafeString:
    """A browser drops the line end after the tag.

    The placeholder lets the style tell an empty text.
    """
    described, problem = _NOTHING, _NOTHING
    if control.problem:
        described = format_html(' aria-describedby="{}-loi" aria-invalid="true"', control.id)
        problem = format_html(
            '<span class="field-problem" id="{}-loi">{}</span>', control.id, control.problem
        )
    return format_html(
        '<span class="one whole"><label for="{0}">{1}</label>'
        '<textarea class="form-control" id="{0}" name="{2}" rows="3" placeholder=" '
        '"{3}>\n{4}</textarea>{5}</span>',
        *(control.id, control.label, control.name, described, control.value, problem),
    )
