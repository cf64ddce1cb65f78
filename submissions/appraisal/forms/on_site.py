"""The form of what was counted on the spot. The service asks whether it may be."""

from typing import Any

from django import forms

from scoring.core.rule_kinds.rule import Rule
from submissions.appraisal.services.on_site import CHECKED_ON, LONGEST_NOTE, NOTE, OnSiteCount
from units.forms import DayField, SmallForm, WholeField

_FIGURE = "v."
_UNKNOWN = {"invalid_choice": "Chọn trong danh sách."}


class OnSiteForm(SmallForm):
    """What was counted, in the terms of the criterion's rule: a field for each figure, named by
    its path.
    """

    checked_on = DayField(
        label="Ngày kiểm tra",
        help_text="Ví dụ 20/11/2020",
        error_messages={"required": "Nhập ngày kiểm tra, ví dụ 20/11/2020."},
    )
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        help_text="Kiểm tra ở đâu, ai có mặt, thấy gì. Đơn vị không đọc được.",
        error_messages={"max_length": f"Ghi chú dài nhất {LONGEST_NOTE} ký tự."},
    )
    version = WholeField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"required": "Tải lại trang rồi nhập lại."},
    )

    def __init__(self, *args: Any, rule: Rule, **options: Any) -> None:
        super().__init__(*args, **options)
        for each in rule.fields():
            self.fields[f"{_FIGURE}{each.path}"] = _figure(each.label, each.options)
        self.order_fields(
            [CHECKED_ON, *(name for name in self.fields if name.startswith(_FIGURE)), NOTE]
        )

    def counted(self) -> OnSiteCount:
        """What was typed, for the service."""
        typed = self.cleaned_data
        figures = {
            name.removeprefix(_FIGURE): text
            for name, text in typed.items()
            if name.startswith(_FIGURE)
        }
        return OnSiteCount(typed[CHECKED_ON], figures, typed[NOTE])

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
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput(attrs=attrs), max_length=40
    )
