"""The small forms around publication: what is typed becomes values, or a sentence beside the
field.
"""

from typing import Any

from django import forms

from ictindex.lib.text import clean_text
from reports.editions.members import Erratum
from submissions.frame.forms import ConfirmedStepForm
from units.forms import SmallForm, WholeField

_RELOAD = "Trang thiếu số của bản đã xem. Tải lại trang rồi thực hiện lại."


class EditionReasonForm(SmallForm):
    """Why something is given up."""

    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Ghi lý do.", "max_length": "Lý do dài nhất 2.000 ký tự."},
    )


class SignOffForm(SmallForm):
    """One answers by name for what a check found; `state` names exactly what that was."""

    check_code = forms.CharField(widget=forms.HiddenInput)
    state = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do vẫn ban hành",
        help_text="Tên của Ông/Bà và lý do này được lưu trong nhật ký.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={
            "required": "Ghi lý do: vì sao vẫn ban hành khi việc kiểm tra này chưa đạt.",
            "max_length": "Lý do dài nhất 2.000 ký tự.",
        },
    )


class PublishForm(ConfirmedStepForm):
    """The phase and the edition that were seen."""

    edition = WholeField(
        widget=forms.HiddenInput, error_messages={"required": _RELOAD, "invalid": _RELOAD}
    )


class CorrectionForm(SmallForm):
    """Why there is a correction, and what is put right besides what the data say by themselves."""

    explanation = forms.CharField(
        label="Vì sao đính chính",
        help_text="Câu này được in ở đầu bản đính chính.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={
            "required": "Ghi vì sao đính chính. Câu này được in ở đầu bản đính chính.",
            "max_length": "Lời giải thích dài nhất 2.000 ký tự.",
        },
    )


class ErratumForm(forms.Form):
    """One line of what is put right. A line without anything is left out."""

    place = forms.CharField(
        label="Vị trí",
        required=False,
        max_length=300,
        error_messages={"max_length": "Vị trí dài nhất 300 ký tự."},
    )
    wrong = forms.CharField(
        label="Đã in",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Nội dung đã in dài nhất 1.000 ký tự."},
    )
    right = forms.CharField(
        label="Sửa thành",
        required=False,
        max_length=1000,
        error_messages={"max_length": "Nội dung sửa dài nhất 1.000 ký tự."},
    )

    def clean(self) -> dict[str, Any]:
        value = {
            name: clean_text(text) for name, text in (super().clean() or self.cleaned_data).items()
        }
        if any(value.values()) and not value.get("place"):
            self.add_error("place", "Ghi vị trí, ví dụ «Bảng 1, dòng Vụ Tổ chức - Biên chế».")
        if value.get("place") and value.get("wrong") == value.get("right"):
            self.add_error("right", "Nội dung sửa phải khác nội dung đã in.")
        return value

    def erratum(self) -> Erratum | None:
        value = self.cleaned_data
        return (
            Erratum(value["place"], value["wrong"], value["right"]) if value.get("place") else None
        )


ErrataFormSet = forms.formset_factory(ErratumForm, extra=3, max_num=60, validate_max=True)
