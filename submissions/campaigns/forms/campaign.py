"""The small forms of a campaign: what is typed becomes values, or a sentence beside the field.

Services ask whether it may be.
"""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from submissions.campaigns.phases.values import Step
from submissions.campaigns.queries.steps import usual_step
from submissions.campaigns.services.setup import TimelineEntry
from submissions.enums import Phase
from submissions.frame.forms import RELOAD, ConfirmedStepForm
from submissions.models import Campaign, TimelineStep
from units.forms import DayField, SmallForm, WholeField


class StepForm(ConfirmedStepForm):
    """A step out of a phase; why, where the step asks for it."""

    target = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do",
        help_text="Lý do được lưu trong nhật ký.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": "Ghi lý do của bước chuyển giai đoạn này.",
            "max_length": "Lý do dài nhất 2.000 ký tự.",
        },
    )

    def __init__(self, *args: Any, step: Step, **options: Any) -> None:
        is_usual = step == usual_step(step.source)
        auto_id = "id_%s" if is_usual else f"id_%s-{step.target}"
        initial = {"phase": step.source, "target": step.target}
        super().__init__(*args, **{"initial": initial, "auto_id": auto_id} | options)
        self.step = step
        if not step.asks_reason:
            del self.fields["reason"]


class StepBackForm(SmallForm):
    """Where to and why."""

    phase = forms.CharField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    target = forms.ChoiceField(
        label="Lùi về giai đoạn",
        error_messages={
            "required": "Chọn giai đoạn muốn lùi về.",
            "invalid_choice": "Chọn một giai đoạn trước giai đoạn hiện tại.",
        },
    )
    reason = forms.CharField(
        label="Lý do",
        help_text="Người thứ hai đọc lý do này để quyết định. Lý do được lưu trong nhật ký.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": "Ghi lý do lùi giai đoạn.",
            "max_length": "Lý do dài nhất 2.000 ký tự.",
        },
    )

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"phase": campaign.phase}} | options)
        earlier = [
            (str(phase), str(phase.label)) for phase in reversed(Phase(campaign.phase).earlier)
        ]
        self.fields["target"].choices = [("", "Chọn giai đoạn"), *earlier]  # type: ignore[attr-defined]


class NextCampaignForm(SmallForm):
    """The few things that a new campaign does not take over."""

    year = WholeField(
        label="Năm đánh giá",
        min_value=1900,
        max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "form-control short"}
        ),
        error_messages={
            "required": "Nhập năm đánh giá.",
            "invalid": "Nhập năm bằng bốn chữ số, ví dụ 2021.",
            "min_value": "Nhập năm bằng bốn chữ số, ví dụ 2021.",
            "max_value": "Nhập năm bằng bốn chữ số, ví dụ 2021.",
        },
    )
    code = forms.CharField(
        label="Mã đợt",
        max_length=20,
        help_text=(
            "Mã nằm trong địa chỉ của các trang, thường là năm. Mã gồm chữ không dấu, chữ số và "
            "dấu gạch nối, "
            "không đổi được về sau."
        ),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9_-]+\Z",
                "Mã chỉ gồm chữ không dấu, chữ số và dấu gạch nối, không có dấu cách.",
            )
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "class": "form-control short"}
        ),
        error_messages={"required": "Nhập mã đợt.", "max_length": "Mã dài nhất 20 ký tự."},
    )
    title = forms.CharField(
        label="Tên đợt đánh giá",
        max_length=300,
        error_messages={
            "required": "Nhập tên đợt đánh giá.",
            "max_length": "Tên dài nhất 300 ký tự.",
        },
    )


class DecisionForm(SmallForm):
    """The decision that publishes the report."""

    number = forms.CharField(
        label="Số quyết định",
        max_length=60,
        help_text="Ví dụ 1101/QĐ-BNV",
        error_messages={
            "required": "Nhập số quyết định.",
            "max_length": "Số quyết định dài nhất 60 ký tự.",
        },
    )
    decided_on = DayField(
        label="Ngày ký",
        help_text="Ví dụ 21/12/2020",
        error_messages={"required": "Nhập ngày ký quyết định."},
    )
    signer = forms.CharField(
        label="Người ký",
        max_length=150,
        error_messages={
            "required": "Nhập họ và tên người ký.",
            "max_length": "Tên người ký dài nhất 150 ký tự.",
        },
    )
    authority = forms.CharField(
        label="Thẩm quyền ký",
        max_length=150,
        required=False,
        help_text="Ví dụ Bộ trưởng Bộ Nội vụ",
        error_messages={"max_length": "Thẩm quyền ký dài nhất 150 ký tự."},
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


class TimelineRowForm(forms.Form):
    """One step of the procedure as it is typed."""

    number = WholeField(
        label="Bước",
        min_value=1,
        max_value=99,
        error_messages={
            "required": "Nhập số thứ tự của bước.",
            "invalid": "Số thứ tự là số nguyên từ 1 đến 99.",
            "min_value": "Số thứ tự là số nguyên từ 1 đến 99.",
            "max_value": "Số thứ tự là số nguyên từ 1 đến 99.",
        },
    )
    happened_on = DayField(label="Ngày", required=False)
    document = forms.CharField(
        label="Văn bản",
        max_length=60,
        required=False,
        error_messages={"max_length": "Số văn bản dài nhất 60 ký tự."},
    )
    what = forms.CharField(
        label="Nội dung",
        error_messages={
            "required": "Nhập nội dung của bước.",
            "max_length": "Nội dung dài nhất 300 ký tự.",
        },
        max_length=300,
    )

    def step(self) -> TimelineEntry:
        value = self.cleaned_data
        return TimelineEntry(
            number=value["number"],
            what=value["what"],
            happened_on=value["happened_on"],
            document=value["document"],
        )

    @staticmethod
    def initial_of(step: TimelineStep) -> dict[str, str]:
        day = f"{step.happened_on:%d/%m/%Y}" if step.happened_on else ""
        return {
            "number": str(step.number),
            "happened_on": day,
            "document": step.document,
            "what": step.what,
        }
