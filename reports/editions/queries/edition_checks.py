"""What is looked at of a frozen edition: its files, its age against the data, its signature."""

from dataclasses import replace

from reports.editions.content import document_sha256
from reports.editions.queries import store
from reports.editions.queries.check_results import (
    CheckedCampaign,
    CheckResult,
    check_result,
    judged_for,
)
from reports.enums import FileFormat


def _edition_frozen(looked: CheckedCampaign) -> CheckResult:
    problem = "" if looked.edition else "Chưa chốt bản nào để ký và ban hành."
    good = f"Bản số {looked.edition.number} đã chốt." if looked.edition else ""
    return judged_for("edition_frozen", good, problem, blocks=True)


def _files_whole(looked: CheckedCampaign) -> CheckResult:
    edition = looked.edition
    if edition is None:
        return judged_for("files_whole", "", "Chưa có bản chốt nên chưa có tệp.", blocks=True)
    files = list(edition.files.current())
    rows = [
        f"Tệp {each.get_format_display()} bị hỏng hoặc không còn"
        for each in files
        if not store.is_whole(each)
    ]
    if not any(each.format == FileFormat.PDF for each in files):
        rows.append("Bản PDF chưa tạo xong")
    good = f"{len(files)} tệp của bản chốt còn nguyên vẹn."
    return check_result(
        "files_whole",
        good,
        "Tệp của bản chốt chưa đủ hoặc không còn nguyên vẹn.",
        tuple(rows),
        blocks=True,
    )


def _figures_current(looked: CheckedCampaign) -> CheckResult:
    problem = ""
    if (
        looked.contents
        and looked.contents.about["data_sha256"] != looked.source.open_data["sha256"]
    ):
        problem = "Số liệu hiện nay khác số liệu trong bản đã chốt. Hủy bản đã chốt rồi chốt lại."
    return _compared(
        looked,
        "figures_current",
        "Số liệu trong bản đã chốt là số liệu hiện nay.",
        problem,
        blocks=True,
    )


def _words_current(looked: CheckedCampaign) -> CheckResult:
    """Number and day of the decision may come after the signature: then somebody says so."""
    problem = ""
    if looked.contents and looked.contents.about["document_sha256"] != document_sha256(
        looked.source.document
    ):
        problem = (
            "Lời văn hoặc quyết định hiện nay khác bản đã chốt, ví dụ số và ngày được ghi sau khi "
            "chốt."
        )
    return _compared(
        looked, "words_current", "Lời văn trong bản đã chốt là lời văn hiện nay.", problem
    )


def _compared(
    looked: CheckedCampaign, code: str, good: str, problem: str, *, blocks: bool = False
) -> CheckResult:
    """Of a frozen edition; that there is none, or a damaged one, is the finding of another
    check.
    """
    if looked.contents is None:
        return replace(judged_for(code, "Chưa có bản chốt để so.", "", blocks=blocks), is_due=False)
    return judged_for(code, good, problem, blocks=blocks)


def _signed(looked: CheckedCampaign) -> CheckResult:
    signed = store.file_of(looked.edition, FileFormat.SIGNED) if looked.edition else None
    problem = "" if signed else "Chưa nhận bản PDF đã ký số."
    return judged_for(
        "signed", "Bản PDF đã ký số chứa nguyên vẹn bản đã duyệt; mọi chữ ký nguyên vẹn.", problem
    )
