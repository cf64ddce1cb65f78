"""Where files of evidence lie, and what people read of one that is damaged."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ictindex.lib.private_files import DamageSentences, PrivateStore
from submissions.models import Evidence


def evidence_store() -> PrivateStore:
    return PrivateStore(settings.DATA_DIR / Evidence.recorded_folder)


def arrival_store() -> PrivateStore:
    """Where files lie while they arrive. The handler of uploads makes them, and takes them away
    unless it is killed.
    """
    return PrivateStore(Path(settings.FILE_UPLOAD_TEMP_DIR))


def open_checked(evidence: Evidence) -> BinaryIO:
    """The file at its beginning, found to be the one that was handed in. Raises
    StoredFileDamaged.
    """
    damage = DamageSentences(
        gone=_damaged(evidence, "không còn trong kho lưu trữ"),
        changed=_damaged(evidence, "không còn đúng như lúc đơn vị tải lên (mã SHA-256 khác)"),
    )
    return evidence_store().open(evidence.stored_as, sha256=evidence.sha256, damage=damage)


def _damaged(evidence: Evidence, what: str) -> str:
    return (
        f"Tệp «{evidence.name}» {what}. Tệp không được gửi đi. Báo quản trị hệ thống kiểm tra "
        "nhật ký."
    )
