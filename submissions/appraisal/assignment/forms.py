"""The form with which the head of the working group gives somebody a file.

The service asks whether it may be.
"""

from typing import Any

from django import forms

from submissions.appraisal.assignment.pages import AssignmentPage
from units.forms import SmallForm

_UNKNOWN = {"invalid_choice": "Chọn trong danh sách."}
FIRST, SECOND = "lan-mot", "lan-hai"


class AssignForm(SmallForm):
    """One assignment by hand."""

    unit = forms.ChoiceField(
        label="Hồ sơ của đơn vị", error_messages=_UNKNOWN | {"required": "Chọn đơn vị."}
    )
    group = forms.ChoiceField(label="Phần hồ sơ", required=False, error_messages=_UNKNOWN)
    person = forms.TypedChoiceField(
        label="Người thẩm định",
        coerce=int,
        error_messages=_UNKNOWN | {"required": "Chọn người thẩm định."},
    )
    reading = forms.ChoiceField(
        label="Lượt đọc",
        help_text=(
            "Đọc lần hai có hiệu lực ở cả hai lần thẩm định: lần thẩm định chỉ khóa được khi lượt "
            "đọc ấy xong, "
            "hoặc Tổ trưởng rút yêu cầu và nêu lý do."
        ),
        choices=[(FIRST, "Thẩm định"), (SECOND, "Đọc lần hai, độc lập")],
        error_messages=_UNKNOWN | {"required": "Chọn lượt đọc."},
    )

    def __init__(self, *args: Any, page: AssignmentPage, **options: Any) -> None:
        super().__init__(*args, **options)
        files = [(file.unit, file.name) for file in page.files if not file.is_own]
        people = [(person.pk, person.name) for person in page.people]
        self._offer("unit", [("", "Chọn đơn vị"), *files])
        self._offer(
            "group",
            [("", "Cả hồ sơ"), *((code, f"Riêng nhóm {name}") for code, name in page.groups)],
        )
        self._offer("person", [("", "Chọn người"), *people])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
