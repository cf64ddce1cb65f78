"""A legal basis as it is typed."""

from typing import Any

from django import forms

from reports.document.services.bases import LONGEST_NUMBER, LONGEST_TEXT, BasisEntry
from reports.models import LegalBasis
from units.forms import DayField, SmallForm


class BasisForm(SmallForm):
    """One row. Days may stay open."""

    text = forms.CharField(
        label="Câu căn cứ",
        help_text=(
            "Ví dụ: Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về "
            "công tác văn thư."
            " Không ghi dấu ở cuối."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": "Ghi câu căn cứ.",
            "max_length": f"Câu căn cứ dài nhất {LONGEST_TEXT} ký tự.",
        },
    )
    number = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=LONGEST_NUMBER,
        error_messages={"max_length": f"Số, ký hiệu dài nhất {LONGEST_NUMBER} ký tự."},
    )
    issued_on = DayField(label="Ngày ban hành", required=False)
    valid_from = DayField(label="Có hiệu lực từ ngày", required=False)
    valid_to = DayField(
        label="Hết hiệu lực sau ngày", required=False, help_text="Để trống khi còn hiệu lực."
    )

    def entry(self) -> BasisEntry:
        """The typed values. Call it only after `is_valid`."""
        return BasisEntry(**self.cleaned_data)

    @staticmethod
    def initial_of(basis: LegalBasis) -> dict[str, Any]:
        return {name: getattr(basis, name) for name in BasisForm.base_fields}
