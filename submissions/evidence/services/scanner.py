"""What ClamAV says of a file that arrived, and what that means by the settings of the
installation.
"""

import logging
from enum import StrEnum
from typing import BinaryIO

from django.conf import settings

from ictindex.lib.clamav import ScannerUnreachable, find_virus
from ictindex.lib.errors import DomainError

_log = logging.getLogger(__name__)


class Scan(StrEnum):
    """What became of the scan of a file that was taken, as the record says it."""

    OFF = "không dùng phần mềm quét"
    CLEAN = "không phát hiện mã độc"
    MISSED = "không quét được"


class InfectedFile(DomainError):
    """Something was found; `virus` is what ClamAV calls it."""

    def __init__(self, virus: str) -> None:
        super().__init__(
            f"Phần mềm diệt vi-rút phát hiện mã độc trong tệp ({virus}). Tệp không được nhận. "
            "Kiểm tra máy đã tạo ra tệp."
        )
        self.virus = virus


class NotScanned(DomainError):
    """The scanner could not be asked, and nothing is taken unscanned here."""


def scan(file: BinaryIO) -> Scan:
    """Raises InfectedFile, or NotScanned where scanning is not optional."""
    if not settings.CLAMAV:
        return Scan.OFF
    try:
        virus = find_virus(file, address=settings.CLAMAV, timeout=settings.CLAMAV_TIMEOUT)
    except ScannerUnreachable as problem:
        return _missed(problem)
    if virus:
        raise InfectedFile(virus)
    return Scan.CLEAN


def _missed(problem: ScannerUnreachable) -> Scan:
    _log.error("ClamAV: %s", problem)
    if settings.CLAMAV_OPTIONAL:
        return Scan.MISSED
    raise NotScanned(
        "Chưa quét được vi-rút vì không liên lạc được với phần mềm quét, nên tệp chưa được nhận. "
        "Tải lên lại sau ít phút; nếu vẫn không được, báo quản trị hệ thống."
    )
