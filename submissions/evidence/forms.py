"""What is typed about a file of evidence: the four facts of the document, and the criteria it
proves with their pages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ictindex.lib.numbers import parse_whole
from submissions.evidence.pages import ProvableCriterion
from submissions.evidence.services.changes import DocumentDescription
from submissions.models import Evidence, EvidenceUse
from units.forms import DayField

#: Empty lines for further criteria; a page with JavaScript adds more.
EMPTY_LINES = 2
_MOST_LINES = 500
_LONG_PAGE = EvidenceUse._meta.get_field("page").max_length or 0


class DescriptionForm(forms.Form):
    """The facts of the document.

    None is required: a photograph has no number, and what is missing is said on the list.
    """

    document_number = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=60,
        help_text="Ví dụ 950/QĐ-BNV",
        error_messages={"max_length": "Số, ký hiệu dài nhất 60 ký tự."},
    )
    issued_on = DayField(label="Ngày ban hành", required=False, help_text="Ví dụ 09/11/2020")
    issuer = forms.CharField(
        label="Cơ quan ban hành",
        required=False,
        max_length=200,
        help_text="Ví dụ Bộ Nội vụ",
        error_messages={"max_length": "Tên cơ quan dài nhất 200 ký tự."},
    )
    summary = forms.CharField(
        label="Trích yếu",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nội dung chính của văn bản, một hai dòng.",
        error_messages={"max_length": "Trích yếu dài nhất 500 ký tự."},
    )
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")

    def clean_issued_on(self) -> Any:
        day = self.cleaned_data["issued_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                "Ngày ban hành ở sau ngày hôm nay. Nhập lại ngày ghi trên văn bản."
            )
        return day

    def description(self) -> DocumentDescription:
        return DocumentDescription(
            **{
                name: self.cleaned_data[name]
                for name in ("document_number", "issued_on", "issuer", "summary")
            }
        )

    @staticmethod
    def initial_of(evidence: Evidence, version: str) -> dict[str, Any]:
        names = ("document_number", "issued_on", "issuer", "summary")
        return {name: getattr(evidence, name) for name in names} | {"version": version}


class ProofLines:
    """Criteria and pages as lines of a form; empty lines say nothing, and a criterion that is
    named twice is a slip.
    """

    def __init__(self, lines: Sequence[tuple[str, str]]) -> None:
        self.lines = list(lines)
        self.problems: list[str] = []

    @classmethod
    def of_stored(cls, pages: Mapping[int, str]) -> "ProofLines":
        return cls([(str(key), page) for key, page in pages.items()] + [("", "")] * EMPTY_LINES)

    @classmethod
    def of_request(cls, data: Any) -> "ProofLines":
        return cls(
            list(zip(data.getlist("answer"), data.getlist("page"), strict=False))[:_MOST_LINES]
        )

    def is_valid(self, asked: Sequence[ProvableCriterion]) -> bool:
        named = {str(each.pk): f"{each.group} {each.code}" for each in asked}
        chosen = [key for key, _ in self.lines if key]
        self.problems = [
            *(["Chọn tiêu chí trong danh sách của đơn vị."] if set(chosen) - named.keys() else []),
            *(
                f"Tiêu chí {named[key]}: được chọn hai lần."
                for key in named
                if chosen.count(key) > 1
            ),
            *(
                f"Trang «{page.strip()}»: chưa chọn tiêu chí."
                for key, page in self.lines
                if page.strip() and not key
            ),
            *(
                f"Tiêu chí {named.get(key, '')}: ghi số trang dài nhất {_LONG_PAGE} ký tự."
                for key, page in self.lines
                if len(page) > _LONG_PAGE
            ),
        ]
        return not self.problems

    def pages(self) -> dict[int, str]:
        """Once it is valid."""
        return {
            key: page.strip() for text, page in self.lines if (key := parse_whole(text)) is not None
        }
