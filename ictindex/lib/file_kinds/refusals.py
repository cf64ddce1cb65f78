"""Files that are not taken whatever is in them: what each is called, and what to do instead."""

import re
from typing import BinaryIO

from ictindex.lib.file_kinds.kinds import UnacceptableFile
from ictindex.lib.file_kinds.window import find, markup_in

TAKEN = "Hệ thống chỉ nhận tệp PDF, DOCX, XLSX, PNG và JPEG."
_AS_PICTURE = "Lưu lại thành ảnh PNG hoặc JPEG rồi tải lên."
_AS_OFFICE = "Lưu lại thành DOCX, XLSX hoặc PDF rồi tải lên."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = re.compile("EncryptedPackage".encode("utf-16-le"))

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x05\x06", f"Tệp nén rỗng. {TAKEN}"),
    (b"Rar!\x1a\x07", f"Tệp nén (RAR). {TAKEN} Giải nén rồi tải từng tệp lên."),
    (b"7z\xbc\xaf\x27\x1c", f"Tệp nén (7z). {TAKEN} Giải nén rồi tải từng tệp lên."),
    (b"\x1f\x8b", f"Tệp nén (gzip). {TAKEN} Giải nén rồi tải từng tệp lên."),
    (b"GIF8", f"Ảnh GIF không được nhận. {_AS_PICTURE}"),
    (b"BM", f"Ảnh BMP không được nhận. {_AS_PICTURE}"),
    (b"II*\x00", f"Ảnh TIFF không được nhận. {_AS_PICTURE}"),
    (b"MM\x00*", f"Ảnh TIFF không được nhận. {_AS_PICTURE}"),
    (b"{\\rtf", f"Tệp RTF không được nhận. {_AS_OFFICE}"),
    (b"MZ", f"Tệp là chương trình chạy được. {TAKEN}"),
    (b"\x7fELF", f"Tệp là chương trình chạy được. {TAKEN}"),
    (b"#!", f"Tệp là chương trình chạy được. {TAKEN}"),
)
_FTYP = {b"heic", b"heix", b"mif1", b"msf1", b"heif", b"avif"}


def refuse_foreign(file: BinaryIO, head: bytes) -> UnacceptableFile:
    """The refusal of a file that begins with none of the signatures that are taken."""
    return UnacceptableFile(
        _of_office(file, head)
        or _of_picture(head)
        or _of_text(head)
        or _of_signature(head)
        or _unknown(head)
    )


def _of_office(file: BinaryIO, head: bytes) -> str:
    """The container of Office before 2007, which also holds documents under a password."""
    if not head.startswith(_OLE):
        return ""
    if find(file, _ENCRYPTED_PACKAGE) is not None:
        return (
            "Tệp Word hoặc Excel được đặt mật khẩu nên không ai mở xem được. Bỏ mật khẩu rồi tải "
            "lên."
        )
    return f"Tệp Word hoặc Excel đời cũ (.doc, .xls), có thể chứa macro. {_AS_OFFICE}"


def _of_picture(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return f"Ảnh WebP không được nhận. {_AS_PICTURE}"
    if head[4:8] == b"ftyp" and head[8:12] in _FTYP:
        return f"Ảnh HEIC/HEIF không được nhận. {_AS_PICTURE}"
    return ""


def _of_text(head: bytes) -> str:
    """Pages and drawings in text, whatever its encoding and whatever blank comes first."""
    plain = _without_encoding(head).lower()
    if re.search(rb"<svg\b", plain) and not re.search(rb"<html\b", plain):
        return f"Ảnh SVG có thể chứa mã chạy được nên không được nhận. {_AS_PICTURE}"
    if markup_in(plain):
        return (
            "Trang web (HTML) có thể chứa mã chạy được nên không được nhận. In trang ra PDF rồi "
            "tải lên."
        )
    if plain.lstrip().startswith(b"<?xml"):
        return f"Tệp XML không được nhận. {TAKEN}"
    return ""


def _without_encoding(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode("ascii", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")


def _of_signature(head: bytes) -> str:
    return next((sentence for signature, sentence in _SIGNATURES if head.startswith(signature)), "")


def _unknown(head: bytes) -> str:
    if b"%PDF-" in head:
        return "Tệp PDF có dữ liệu lạ đứng trước phần đầu. Xuất lại PDF từ bản gốc rồi tải lên."
    return f"Không nhận ra loại tệp theo nội dung. {TAKEN}"
