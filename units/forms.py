"""The small forms of the application: their look, and the fields that several of them have."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms

from ictindex.lib.days import NotADay, NotAnHour, parse_day, parse_hour
from ictindex.lib.numbers import NotAScore, parse_whole, read_points

_SHORT = {"autocomplete": "off", "class": "form-control short"}


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
    """A day as dd/mm/yyyy."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%d/%m/%Y", attrs=dict(_SHORT))
        super().__init__(**{"widget": widget} | options)

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_day(value)
        except NotADay as problem:
            raise forms.ValidationError(str(problem), code="invalid") from problem


class HourField(forms.TimeField):
    """An hour as hh:mm."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs=dict(_SHORT))
        super().__init__(**{"widget": widget} | options)

    def to_python(self, value: Any) -> time | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_hour(value)
        except NotAnHour as problem:
            raise forms.ValidationError(str(problem), code="invalid") from problem


class WholeField(forms.IntegerField):
    """A whole number in digits, without a sign: a year, a place in a list, a version."""

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        number = parse_whole(value.strip())
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class PointsField(forms.CharField):
    """Points; what bounds them is the criterion's, which the service asks."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "decimal", **_SHORT}
        super().__init__(**{"widget": forms.TextInput(attrs=attrs)} | options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            return read_points(text, called=str(self.label)) if text else None
        except NotAScore as problem:
            raise forms.ValidationError(str(problem), code="invalid") from problem


class SmallForm(forms.Form):
    """A form in the look of the application."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dress(self)
