"""The forms of the working group: whom to give a file, and what was counted on the spot. Services ask whether it may be."""

from typing import Any

from django import forms

from criteria.inputs import Input
from submissions.appraisal.assignment.pages import AssigningPage
from submissions.appraisal.services.on_site import CHECKED_ON, LONGEST_NOTE, NOTE, Counted
from units.forms import DayField, SmallForm

_FIGURE = "v."
_UNKNOWN = {"invalid_choice": "Chọn trong danh sách."}
FIRST, SECOND = "lan-mot", "lan-hai"


class AssignForm(SmallForm):
    """One assignment by hand."""

    unit = forms.ChoiceField(label="Hồ sơ của đơn vị", error_messages=_UNKNOWN | {"required": "Chọn đơn vị."})
    group = forms.ChoiceField(label="Phần hồ sơ", required=False, error_messages=_UNKNOWN)
    person = forms.TypedChoiceField(
        label="Người thẩm định", coerce=int, error_messages=_UNKNOWN | {"required": "Chọn người thẩm định."}
    )
    reading = forms.ChoiceField(
        label="Lượt đọc",
        help_text="Đọc lần hai có hiệu lực ở cả hai lần thẩm định: lần thẩm định chỉ khóa được khi lượt đọc ấy xong, "
        "hoặc Tổ trưởng rút yêu cầu và nêu lý do.",
        choices=[(FIRST, "Thẩm định"), (SECOND, "Đọc lần hai, độc lập")],
        error_messages=_UNKNOWN | {"required": "Chọn lượt đọc."},
    )

    def __init__(self, *args: Any, page: AssigningPage, **options: Any) -> None:
        super().__init__(*args, **options)
        files = [(file.unit, file.name) for file in page.files if not file.is_own]
        people = [(person.pk, person.name) for person in page.people]
        self._offer("unit", [("", "Chọn đơn vị"), *files])
        self._offer("group", [("", "Cả hồ sơ"), *((code, f"Riêng nhóm {name}") for code, name in page.groups)])
        self._offer("person", [("", "Chọn người"), *people])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class OnSiteForm(SmallForm):
    """What was counted, in the terms of the criterion's rule: a field for each figure, named by its path."""

    checked_on = DayField(
        label="Ngày kiểm tra", help_text="Ví dụ 20/11/2020", error_messages={"required": "Nhập ngày kiểm tra, ví dụ 20/11/2020."}
    )
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        help_text="Kiểm tra ở đâu, ai có mặt, thấy gì. Đơn vị không đọc được.",
        error_messages={"max_length": f"Ghi chú dài nhất {LONGEST_NOTE} ký tự."},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, error_messages={"required": "Tải lại trang rồi nhập lại."}
    )

    def __init__(self, *args: Any, asked: Input, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in asked.fields():
            self.fields[f"{_FIGURE}{each.path}"] = _figure(each.label, each.options)
        self.order_fields([CHECKED_ON, *(name for name in self.fields if name.startswith(_FIGURE)), NOTE])

    def counted(self) -> Counted:
        """What was typed, for the service."""
        typed = self.cleaned_data
        figures = {name.removeprefix(_FIGURE): text for name, text in typed.items() if name.startswith(_FIGURE)}
        return Counted(typed[CHECKED_ON], figures, typed[NOTE])

    def add_problems(self, problems: Any) -> None:
        """Refusals of the service, beside their fields."""
        for path, sentence in problems.items():
            name = path if path in (CHECKED_ON, NOTE) else f"{_FIGURE}{path}"
            self.add_error(name if name in self.fields else None, sentence)

    @staticmethod
    def figures_named(figures: Any) -> dict[str, str]:
        return {f"{_FIGURE}{path}": text for path, text in figures.items()}


def _figure(label: str, options: Any) -> forms.Field:
    if options:
        return forms.ChoiceField(
            label=label,
            choices=[("", "–"), *options],
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
            error_messages=_UNKNOWN,
        )
    attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control short"}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attrs), max_length=40)
