"""Closed lists of the reports' floor."""

from django.db import models


class JobState(models.TextChoices):
    """How far a rendering has come."""

    WAITING = "waiting", "Đang chờ"
    RUNNING = "running", "Đang tạo"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không thành công"


class DocumentPart(models.TextChoices):
    """The parts of the whole document that have sections of text."""

    DECISION = "decision", "Quyết định"
    REPORT = "report", "Báo cáo"


class PassageForm(models.TextChoices):
    """What a passage of text is.

    Tables and charts are not passages: they are made of the figures.
    """

    PARAGRAPH = "paragraph", "Đoạn văn"
    LIST = "list", "Danh sách"
    TABLE = "table", "Bảng chữ"


class EditionState(models.TextChoices):
    """A frozen edition waits for the signature, is published, was superseded by a correction,
    or given up before signing.
    """

    FROZEN = "frozen", "Chờ ký"
    PUBLISHED = "published", "Đã ban hành"
    SUPERSEDED = "superseded", "Đã có bản đính chính"
    WITHDRAWN = "withdrawn", "Đã hủy trước khi ký"


class FileFormat(models.TextChoices):
    """The files of a report: its frozen content, and the forms in which it leaves the
    application.
    """

    CONTENT = "content", "Nội dung đã chốt"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"
    JSON = "json", "Dữ liệu mở (JSON)"
    CSV = "csv", "Dữ liệu mở (CSV)"
    ZIP = "zip", "Toàn bộ hồ sơ (ZIP)"
    SIGNED = "signed", "PDF đã ký số"
