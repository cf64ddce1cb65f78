"""The small forms of the Council: what is typed becomes values, or a sentence beside the field.

Services ask if it may be.
"""

from typing import Any

from django import forms

from ictindex.lib.errors import DomainError
from submissions.council.queries.criteria import Choices
from submissions.council.services.meeting_lock import InvalidCouncilEntry
from submissions.council.services.seats import SEATED
from submissions.dossier.queries.decisions import Decision, InvalidDecision
from submissions.enums import Ground, OutcomeKind, Pin
from units.enums import Role
from units.forms import DayField, PointsField, SmallForm, WholeField
from units.models import Unit

_LONG = {"max_length": "Nội dung quá dài. Hãy viết ngắn hơn."}


def put_refusal(form: forms.Form, refusal: DomainError) -> None:
    """What a service said beside the field it belongs to, else above the form."""
    if isinstance(refusal, InvalidDecision):
        for field, sentence in refusal.problems.items():
            form.add_error(field, sentence)
        return
    field = refusal.field if isinstance(refusal, InvalidCouncilEntry) else ""
    form.add_error(field if field in form.fields else None, str(refusal))


def _text(label: str, *, lacking: str, rows: int = 5, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": lacking} | _LONG,
    )


def _line(
    label: str, length: int, *, required: bool = False, help_text: str = "", lacking: str = ""
) -> forms.CharField:
    messages = _LONG | ({"required": lacking} if lacking else {})
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        error_messages=messages,
    )


class VersionedForm(SmallForm):
    """Carries the version of what it was made from."""

    version = WholeField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int:
        """-1, which nothing has, where the page lost it."""
        seen: int | None = self.cleaned_data["version"]
        return -1 if seen is None else seen


class MeetingForm(VersionedForm):
    """When, where and what for."""

    held_on = DayField(
        label="Ngày họp",
        help_text="Ví dụ 07/12/2020",
        error_messages={"required": "Nhập ngày họp."},
    )
    place = _line("Nơi họp", 200)
    purpose = _line(
        "Nội dung",
        300,
        required=True,
        lacking="Nhập nội dung phiên họp.",
        help_text="Ví dụ: Góp ý dự thảo báo cáo.",
    )


class CancelMeetingForm(VersionedForm):
    """Why it will not be held."""

    reason = _text(
        "Lý do hủy",
        lacking="Hãy ghi lý do hủy phiên họp.",
        rows=3,
        help_text="Lý do được lưu trong nhật ký.",
    )


class ConclusionForm(SmallForm):
    """What was concluded, and what it names."""

    text = _text("Kết luận", lacking="Hãy ghi nội dung kết luận.")
    comment = forms.ChoiceField(label="Kết luận về ý kiến", required=False)
    answer = forms.ChoiceField(
        label="Tiêu chí được nêu",
        required=False,
        help_text=(
            "Chỉ cần chọn khi kết luận về điểm của một tiêu chí. Điểm chỉ đổi theo kết luận có "
            "nêu tiêu chí."
        ),
    )

    def __init__(self, *args: Any, comments: Choices, criteria: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["comment"].choices = [("", "Không gắn với ý kiến nào"), *comments]  # type: ignore[attr-defined]
        self.fields["answer"].choices = [("", "Không nêu tiêu chí nào"), *criteria]  # type: ignore[attr-defined]
        if not list(criteria):
            del self.fields["answer"]


class CommentForm(SmallForm):
    """A comment; beside its words only the inputs that what it is about needs."""

    about = forms.ChoiceField(
        label="Về", error_messages={"required": "Hãy chọn ý kiến nói về điều gì."}
    )
    place = _line(
        "Chỗ trong dự thảo",
        200,
        required=True,
        lacking="Hãy cho biết ý kiến nói về chỗ nào của dự thảo.",
    )
    text = _text("Ý kiến", lacking="Hãy ghi ý kiến.")

    def __init__(self, *args: Any, pin: str, choices: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        if pin != Pin.TEXT:
            del self.fields["place"]
        if pin in (Pin.WHOLE, Pin.TEXT):
            del self.fields["about"]
        else:
            about = self.fields["about"]
            about.label = Pin(pin).label
            about.choices = [("", "Chọn"), *choices]  # type: ignore[attr-defined]


class ResponseForm(VersionedForm):
    """What was done about a comment."""

    response = _text(
        "Tiếp thu, giải trình",
        lacking="Hãy ghi nội dung tiếp thu, giải trình.",
        help_text="Đã sửa những gì; nếu không tiếp thu thì nêu rõ vì sao.",
    )


class ScoreForm(VersionedForm):
    """The outcome that a conclusion gives."""

    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[(kind.value, kind.label) for kind in OutcomeKind if kind != OutcomeKind.MISSING],
    )
    points = PointsField(
        label="Điểm", required=False, help_text="Chỉ nhập khi kết quả là «Có điểm»."
    )
    ground = forms.ChoiceField(
        label="Căn cứ không chấp nhận", required=False, choices=[("", "Không có"), *Ground.choices]
    )
    reason = _text("Lý do", lacking="Hãy ghi lý do.", rows=4)

    def decision(self) -> Decision:
        value = self.cleaned_data
        return Decision(value["outcome"], value["points"], value["ground"], value["reason"])


class SeatForm(SmallForm):
    """A member as the deciding document names them, who has no account."""

    role = forms.ChoiceField(label="Vai trò", choices=[(role.value, role.label) for role in SEATED])
    person = _line("Họ và tên", 150, required=True, lacking="Hãy nhập họ và tên.")
    position = _line("Chức vụ", 300)
    title = _line("Nhiệm vụ", 100, help_text="Ví dụ: Chủ tịch Hội đồng, Ủy viên.")
    document = _line(
        "Quyết định thành lập",
        60,
        required=True,
        lacking="Hãy nhập số quyết định.",
        help_text="Ví dụ 950/QĐ-BNV.",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị được đánh giá",
        required=False,
        empty_label="Không thuộc đơn vị được đánh giá",
    )

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class SeatDescriptionForm(SmallForm):
    """What the deciding document says of a member."""

    order = WholeField(
        label="Thứ tự trong danh sách",
        min_value=1,
        max_value=999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control short"}
        ),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Nhập thứ tự là số nguyên từ 1 đến 999.",
        ),
    )
    position = _line("Chức vụ", 300)
    title = _line("Nhiệm vụ", 100, help_text="Ví dụ: Chủ tịch Hội đồng, Ủy viên.")
    document = _line(
        "Quyết định thành lập",
        60,
        required=True,
        lacking="Hãy nhập số quyết định.",
        help_text="Ví dụ 950/QĐ-BNV.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
