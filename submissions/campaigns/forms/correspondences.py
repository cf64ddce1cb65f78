"""The small form about two groups of two frameworks: what is typed becomes a pair, or a
sentence beside the field.
"""

from typing import Any

from django import forms

from criteria.correspondences import WHOLE
from criteria.models import Correspondence
from submissions.campaigns.services.correspondences import GroupPair, correspondence_version
from units.forms import SmallForm

TOTAL = "tong"
_YES, _NO = "co", "khong"
_CHOOSE = "Chọn một nội dung trong danh sách."


class CorrespondenceForm(SmallForm):
    """One pair. The total is sent as a word: an empty choice is one that was not made."""

    older = forms.ChoiceField(
        label="Nội dung của bộ cũ", error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}
    )
    newer = forms.ChoiceField(
        label="Nội dung của bộ mới", error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}
    )
    is_comparable = forms.ChoiceField(
        label="Có so sánh được không",
        choices=[(_YES, "So sánh được"), (_NO, "Không so sánh được")],
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    reason = forms.CharField(
        label="Căn cứ, lý do",
        max_length=500,
        help_text="Hiện cho mọi người đọc trang so sánh các năm.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Ghi căn cứ hoặc lý do: người đọc cần biết vì sao so sánh được hay không."
        },
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, older: dict[str, str], newer: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["older"].choices = _choices(older)  # type: ignore[attr-defined]
        self.fields["newer"].choices = _choices(newer)  # type: ignore[attr-defined]

    def pair(self) -> GroupPair:
        """Of a valid form."""
        values = self.cleaned_data
        return GroupPair(
            _code(values["older"]),
            _code(values["newer"]),
            values["is_comparable"] == _YES,
            values["reason"],
        )

    @staticmethod
    def initial_of(row: Correspondence, *, is_turned: bool) -> dict[str, str]:
        """`is_turned`: the row calls the later framework the older."""
        groups = _choice(row.older_group), _choice(row.newer_group)
        older, newer = reversed(groups) if is_turned else groups
        return {
            "older": older,
            "newer": newer,
            "is_comparable": _YES if row.is_comparable else _NO,
            "reason": row.reason,
            "version": correspondence_version(row),
        }


def _choices(groups: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("", "Chọn…"),
        (TOTAL, "Tổng điểm"),
        *((f"nhom:{code}", f"{code}. {name}") for code, name in groups.items()),
    ]


def _code(choice: str) -> str:
    return WHOLE if choice == TOTAL else choice.removeprefix("nhom:")


def _choice(code: str) -> str:
    return f"nhom:{code}" if code else TOTAL
