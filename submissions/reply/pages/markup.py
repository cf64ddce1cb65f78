"""The inputs of one reply."""

from collections.abc import Mapping

from django.utils.safestring import SafeString

from submissions.enums import Stance
from submissions.frame.form_rows import RowMessage, mark_of
from submissions.frame.markup import Control, Options, field_html, origin_html, written
from submissions.frame.pieces import piece
from submissions.reply.statements import POINTS, STANCE, TEXT

_STANCES: Options = tuple((value, str(label)) for value, label in Stance.choices)


def form_html(key: str, version: int, stored: Mapping[str, str], shown: RowMessage) -> SafeString:
    """What is said to one outcome: `stored` are the texts in force, `shown` those on the page.
    `key` is the answer's.
    """
    options = _STANCES if stored else (("", "Chưa có ý kiến"), *_STANCES)
    heading = f"h-{key}"
    stance = _control(key, STANCE, "Ý kiến của đơn vị", shown, options=options)
    points = _control(key, POINTS, "Điểm đề nghị (nếu có)", shown)
    text = _control(key, TEXT, "Giải trình, lý do", shown)
    return piece("submissions/reply/statement_form.html").html(
        origin=origin_html(key, str(version), mark_of(stored)),
        stance=field_html(stance, heading),
        points=field_html(points, heading),
        id=text.id,
        name=text.name,
        label=text.label,
        text=written(text.value),
        problem=text.problem,
        theirs=shown.theirs,
        refusal=shown.problems.get("", ""),
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
