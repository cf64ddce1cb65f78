"""The small forms of the application: their look, and the fields that several of them have."""

from datetime import date
from typing import Any

from django import forms

_EARLIEST = 1990
_DATE_PROBLEM = "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 21/12/2020."


def dress(form: forms.BaseForm) -> None:
    """The classes of the application on every input; a label says what to type, so there are no
    placeholders.
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        is_list = isinstance(field.widget, forms.Select)
        field.widget.attrs.setdefault("class", "form-select" if is_list else "form-control")
        _name_in_problems(field)


def _name_in_problems(field: forms.Field) -> None:
    """Above the form a sentence stands without its field, so it says which one it is about.

    Own sentences stay.
    """
    if not field.label:
        return
    name = str(field.label)
    act = (
        "chọn"
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
        else "nhập"
    )
    escaped = name.replace("%", "%%")
    sentences = {
        "required": f"Chưa {act} «{name}».",
        "max_length": (
            f"«{escaped}» dài %(show_value)d ký tự, vượt mức %(limit_value)d. Hãy viết ngắn hơn."
        ),
    }
    for code, sentence in sentences.items():
        if field.error_messages.get(code) == forms.Field.default_error_messages.get(code):
            field.error_messages[code] = sentence


class DayField(forms.DateField):
    """A day as dd/mm/yyyy. A year of three figures is a slip of the keyboard, not a date."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"autocomplete": "off", "class": "form-control short"}
        )
        messages = {"invalid": _DATE_PROBLEM} | options.pop("error_messages", {})
        super().__init__(**{"widget": widget, "error_messages": messages} | options)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not _EARLIEST <= day.year <= 2100:
            raise forms.ValidationError(f"Năm {day.year} không hợp lý. {_DATE_PROBLEM}")
        return day


class SmallForm(forms.Form):
    """A form in the look of the application."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dress(self)
