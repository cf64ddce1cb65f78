"""Reads the signatures of a PDF that was signed outside: who, when, intact, trusted. The only
importer of pyHanko, on first use.

A signed file must be the approved one with nothing but signatures added behind it; `revisions`
looks at what was added.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from ictindex.lib.errors import DomainError
from reports.editions.signature.bounds import MOST_REVISIONS, TOO_MANY_REVISIONS, why_too_much
from reports.editions.signature.revisions import added_beside_signatures, starts_in_the_same_place

_log = logging.getLogger(__name__)

NOT_APPROVED = (
    "Tệp này không chứa nguyên vẹn bản PDF đã duyệt: các byte đầu tệp khác bản đã duyệt. Tệp đã "
    "bị sửa, được lưu lại bằng chương"
    " trình khác, hoặc là bản khác. Ký đúng tệp PDF tải về từ trang này."
)
UNREADABLE = (
    "Không đọc được phần được thêm sau bản PDF đã duyệt. Tệp bị hỏng hoặc đã bị sửa. Ký lại từ "
    "tệp PDF đã duyệt."
)
UNSIGNED = "Tệp này chưa có chữ ký số nào. Ký tệp PDF rồi tải lên lại."
ADDED = (
    "Sau bản đã duyệt, tệp bị thêm thay đổi không phải chữ ký số: {what}. Tệp đã bị sửa nên không "
    "được nhận."
)
TOO_MUCH = (
    "Phần được thêm sau bản PDF đã duyệt có {what} nên tệp không được nhận. Ký lại từ tệp PDF đã "
    "duyệt."
)
BROKEN = "Chữ ký của {signer} không còn nguyên vẹn: tệp đã bị sửa sau khi ký."


class SignatureRefused(DomainError):
    """The file is not the approved one with sound signatures."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as it was found.

    `at` is the time that the signer's machine says, ISO 8601, or empty.
    """

    signer: str
    at: str
    is_intact: bool
    is_trusted: bool
    sentence: str

    def as_plain(self) -> dict[str, Any]:
        return {
            "signer": self.signer,
            "at": self.at,
            "is_intact": self.is_intact,
            "is_trusted": self.is_trusted,
            "sentence": self.sentence,
        }


def check_signed(signed: bytes, *, approved: bytes) -> tuple[Signature, ...]:
    """The signatures of a file that is the approved one and only signed.

    Raises SignatureRefused with what is wrong.
    """
    if not signed.startswith(approved):
        raise SignatureRefused(NOT_APPROVED)
    if excess := why_too_much(signed[len(approved) :]):
        raise SignatureRefused(TOO_MUCH.format(what=excess))
    try:
        reader = _reader(signed)
        if reader.xrefs.total_revisions > MOST_REVISIONS:
            raise SignatureRefused(TOO_MUCH.format(what=TOO_MANY_REVISIONS))
        if not starts_in_the_same_place(reader, _reader(approved)):
            raise SignatureRefused(NOT_APPROVED)
        found = _signatures(reader)
        added = added_beside_signatures(reader) or _behind_the_end(signed)
    except SignatureRefused:
        raise
    except Exception as problem:
        _log.warning("a signed file could not be read: %r", problem)
        raise SignatureRefused(UNREADABLE) from problem
    _require_sound(found, added)
    return found


def _behind_the_end(signed: bytes) -> str:
    return "dữ liệu thừa ở cuối tệp" if signed.rpartition(b"%%EOF")[2].strip(b"\r\n\0 ") else ""


def _require_sound(found: Sequence[Signature], added: str) -> None:
    broken = next((each for each in found if not each.is_intact), None)
    if broken:
        raise SignatureRefused(BROKEN.format(signer=broken.signer))
    if added:
        raise SignatureRefused(ADDED.format(what=added))
    if not found:
        raise SignatureRefused(UNSIGNED)


def _reader(content: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - loaded only where signatures are read

    return PdfFileReader(BytesIO(content))


def _signatures(reader: Any) -> tuple[Signature, ...]:
    return tuple(_signature(embedded) for embedded in reader.embedded_regular_signatures)


def _signature(embedded: Any) -> Signature:
    """What was added after it is looked at in `revisions`: pyHanko's own comparison takes a
    minute for a tagged document.
    """
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: PLC0415 - see _reader

    status = validate_pdf_signature(embedded, _trust(), skip_diff=True)
    whole = (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)
    is_intact = bool(status.intact and status.valid and status.coverage in whole)
    signer = _name_of(status.signing_cert)
    at = status.signer_reported_dt
    is_trusted = is_intact and bool(status.trusted)
    return Signature(
        signer,
        at.isoformat() if at else "",
        is_intact,
        is_trusted,
        _sentence(signer, at, is_intact, is_trusted),
    )


def _trust() -> Any:
    """Nothing is fetched from anywhere: the roots that the operator named, and what the file
    carries.
    """
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - see _reader

    return ValidationContext(trust_roots=_roots(), allow_fetching=False)


def _roots() -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder  # noqa: PLC0415 - see _reader

    folder = settings.SIGNING_ROOTS
    files = (
        sorted(path for path in Path(folder).iterdir() if path.is_file())
        if folder and Path(folder).is_dir()
        else []
    )
    return list(load_certs_from_pemder([str(path) for path in files]))


def _name_of(certificate: Any) -> str:
    """The common name; the whole subject where there is none."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or certificate.subject.human_friendly)[:200]


def _sentence(signer: str, at: datetime | None, is_intact: bool, is_trusted: bool) -> str:
    if not is_intact:
        return BROKEN.format(signer=signer)
    when = f" lúc {localtime(at):%H:%M ngày %d/%m/%Y} theo máy của người ký" if at else ""
    trust = (
        "Chứng thư số do tổ chức được tin cậy cấp."
        if is_trusted
        else (
            "Chưa xác minh được tổ chức cấp chứng thư số: chứng thư gốc chưa được khai báo trên "
            "máy chủ này, hoặc đã hết hạn."
        )
    )
    return f"{signer} ký{when}. Chữ ký nguyên vẹn. {trust}"
