"""What a file is, by content: the kinds that offices have, and a table of files that must not
come in, each with its reason.
"""

import io
import tempfile
import tracemalloc
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ictindex.lib.file_kinds import DOCX, JPEG, PDF, PNG, XLSX, UnacceptableFile, recognise
from tests import sample_files as files

PDF_HEAD = b"%PDF-1.7\n"
ZIP_OF_TEXT = files.pack({"a.txt": b"a"})
JPG = files.make_picture("JPEG")
PNG_FILE = files.make_picture("PNG")


def signed_twice() -> bytes:
    """A PDF that grew by an update at its end, as signing does."""
    first = files.make_pdf(linearize=False)
    table = first.rfind(b"startxref")
    return (
        first + b"\ntrailer\n<< /Size 1 >>\nstartxref\n" + first[table:].split()[1] + b"\n%%EOF\n"
    )


def with_attachment() -> bytes:
    """PDF/A-3 carries a workbook, which ends as archives end, but not where the file ends."""
    with pikepdf.new() as pdf, io.BytesIO() as target:
        pdf.add_blank_page()
        pdf.attachments["bang.xlsx"] = pikepdf.AttachedFileSpec(pdf, files.make_xlsx())
        pdf.save(target, compress_streams=False)
        return target.getvalue()


def about_encryption() -> bytes:
    """A document that only speaks of encryption, in plain octets."""
    with pikepdf.new() as pdf, io.BytesIO() as target:
        page = pdf.add_blank_page()
        page.obj.Contents = pikepdf.Stream(pdf, b"BT (trailer << /Encrypt 5 0 R >>) Tj ET")
        pdf.save(
            target, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
        return target.getvalue()


def with_wrong_table() -> bytes:
    made = files.make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    place = made.rfind(b"startxref\n")
    return made[:place] + b"startxref\n7\n%%EOF\n"


GOOD = {
    "PDF": (files.make_pdf(), PDF),
    "PDF with object streams": (
        files.make_pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        PDF,
    ),
    "PDF for the web": (files.make_pdf(3, linearize=True), PDF),
    "PDF signed twice": (signed_twice(), PDF),
    "PDF with a workbook attached": (with_attachment(), PDF),
    "PDF about encryption": (about_encryption(), PDF),
    "PDF whose table is elsewhere": (with_wrong_table(), PDF),
    "PDF padded by a scanner": (files.make_pdf() + b"\r\n" + bytes(300), PDF),
    "DOCX": (files.make_docx(), DOCX),
    "DOCX on a template of the office": (
        files.make_docx(
            **{
                "word___rels__settings.xml.rels": files.remote_template(
                    "file:///C:\\Mau\\Normal.dotm"
                )
            }
        ),
        DOCX,
    ),
    "DOCX of ten megabytes of text": (files.make_docx(word__more=b"van ban " * 1_300_000), DOCX),
    "XLSX": (files.make_xlsx(), XLSX),
    "PNG": (PNG_FILE, PNG),
    "JPEG": (JPG, JPEG),
    "JPEG of a telephone, with a second picture behind": (JPG + JPG + b"SEFT", JPEG),
    "JPEG with fill octets": (JPG[:2] + b"\xff\xff" + JPG[2:], JPEG),
}


@pytest.mark.parametrize(("content", "kind"), GOOD.values(), ids=GOOD.keys())
def test_file_of_an_office_is_taken_for_what_it_is(content, kind):
    assert recognise(io.BytesIO(content)) == kind


MACRO = (
    "Tệp có macro hoặc thành phần điều khiển chạy được nên không được nhận. Lưu lại thành Word "
    "(DOCX) không có macro rồi tải lên."
)
BOMB = (
    "Tệp bung ra quá lớn so với dung lượng nên không được nhận (dạng «bom nén»). Mở và lưu lại từ "
    "bản gốc rồi tải lên."
)
STRANGE = (
    "Tệp có dữ liệu lạ ngoài nội dung Word hoặc Excel. Mở và lưu lại bằng Word hoặc Excel rồi tải "
    "lên."
)
BROKEN_OFFICE = "Tệp Word hoặc Excel bị hỏng. Mở và lưu lại bằng Word hoặc Excel rồi tải lên."
BROKEN_PDF = "Tệp PDF bị hỏng hoặc bị cắt cụt. Xuất lại PDF từ bản gốc rồi tải lên."
BROKEN_PICTURE = "Tệp ảnh bị hỏng hoặc bị cắt cụt. Chụp hoặc quét lại rồi tải lên."
MORE_PICTURE = (
    "Tệp ảnh có dữ liệu lạ sau phần kết thúc. Lưu lại ảnh bằng một chương trình xem ảnh rồi tải "
    "lên."
)
ENCRYPTED_PDF = (
    "Tệp PDF được đặt mật khẩu hoặc mã hóa nên không bảo đảm ai cũng xem được. Bỏ mật khẩu rồi "
    "tải lên."
)
HTML = "Trang web (HTML) có thể chứa mã chạy được nên không được nhận. In trang ra PDF rồi tải lên."
SVG = (
    "Ảnh SVG có thể chứa mã chạy được nên không được nhận. Lưu lại thành ảnh PNG hoặc JPEG rồi "
    "tải lên."
)
ONLY = "Hệ thống chỉ nhận tệp PDF, DOCX, XLSX, PNG và JPEG."
PROGRAM = f"Tệp là chương trình chạy được. {ONLY}"
UNKNOWN = f"Không nhận ra loại tệp theo nội dung. {ONLY}"
ARCHIVE = f"Tệp nén (ZIP). {ONLY} Giải nén rồi tải từng tệp lên."
TOO_LARGE = "Ảnh có quá nhiều điểm ảnh nên không mở xem được. Giảm độ phân giải rồi tải lên."


def without(name: str) -> dict[str, bytes]:
    return {key: value for key, value in files.word_parts().items() if key != name}


def as_html(kind: str) -> str:
    return f"Tệp vừa là {kind} vừa là trang web (HTML). Xuất lại tệp {kind} từ bản gốc rồi tải lên."


def encrypted_zip() -> bytes:
    made = bytearray(files.make_docx())
    entry = made.find(b"PK\x01\x02")
    made[entry + 8] |= 1
    return bytes(made)


def zip_with_comment() -> bytes:
    made = files.make_docx()
    return made[:-2] + b"\x05\x00hello"


def zip_with_locator() -> bytes:
    """The directory seems to need the extension for huge archives, whose figures would be
    believed.
    """
    made = files.make_docx()
    return made[:-22] + b"PK\x06\x07" + bytes(16) + made[-22:]


def hidden_in_gap() -> bytes:
    """A second file between the members and the directory; the directory is moved accordingly."""
    made, hidden = files.make_docx(), b"%PDF-1.4 hidden" * 9
    place = made.find(b"PK\x01\x02")
    moved = (int.from_bytes(made[-6:-2], "little") + len(hidden)).to_bytes(4, "little")
    return made[:place] + hidden + made[place:-6] + moved + made[-2:]


def hidden_between_members() -> bytes:
    """The same before the last member; its place in the directory and the directory's own are
    moved accordingly.
    """
    made, hidden = files.make_docx(), b"%PDF-1.4 hidden" * 9
    last, directory = made.rfind(b"PK\x03\x04"), made.find(b"PK\x01\x02")
    entry = made.rfind(b"PK\x01\x02")
    moved = (last + len(hidden)).to_bytes(4, "little")
    entries = made[directory : entry + 42] + moved + made[entry + 46 : -6]
    return (
        made[:last]
        + hidden
        + made[last:directory]
        + entries
        + (directory + len(hidden)).to_bytes(4, "little")
        + made[-2:]
    )


def changed_after_packing() -> bytes:
    """A picture stored as it is, with one octet of another value."""
    picture = files.make_picture()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (files.word_parts() | {"word/media/a.png": picture}).items():
            archive.writestr(name, content)
    return packed.getvalue().replace(picture, picture[:-1] + b"\x00")


HOSTILE = {
    "empty": (b"", "Tệp rỗng (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lần nữa."),
    "text": (b"xin chao", UNKNOWN),
    "HTML": (b"<!DOCTYPE html><html><script>alert(1)</script>", HTML),
    "HTML after blanks and a byte order mark": (b"\xef\xbb\xbf \n\n<HTML>", HTML),
    "HTML in UTF-16": ("<html><body>a".encode("utf-16"), HTML),
    "HTML in a comment": (b"<!-- a --><script>1</script>", HTML),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', SVG),
    "SVG after an XML line": (b'<?xml version="1.0"?>\n<svg/>', SVG),
    "XML": (b"<?xml version='1.0'?><a/>", f"Tệp XML không được nhận. {ONLY}"),
    "PHP": (b"<?php system($_GET[0]);", HTML),
    "EICAR": (files.EICAR, UNKNOWN),
    "Windows program": (b"MZ\x90\x00" + bytes(100), PROGRAM),
    "Linux program": (b"\x7fELF" + bytes(100), PROGRAM),
    "script": (b"#!/bin/sh\nrm -rf /", PROGRAM),
    "GIF": (
        b"GIF89a" + bytes(20),
        "Ảnh GIF không được nhận. Lưu lại thành ảnh PNG hoặc JPEG rồi tải lên.",
    ),
    "WebP": (
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        "Ảnh WebP không được nhận. Lưu lại thành ảnh PNG hoặc JPEG rồi tải lên.",
    ),
    "HEIC": (
        b"\x00\x00\x00\x18ftypheic",
        "Ảnh HEIC/HEIF không được nhận. Lưu lại thành ảnh PNG hoặc JPEG rồi tải lên.",
    ),
    "RAR": (b"Rar!\x1a\x07\x01\x00", f"Tệp nén (RAR). {ONLY} Giải nén rồi tải từng tệp lên."),
    "RTF": (
        b"{\\rtf1 x}",
        "Tệp RTF không được nhận. Lưu lại thành DOCX, XLSX hoặc PDF rồi tải lên.",
    ),
    "old Word": (
        files.make_ole("WordDocument"),
        (
            "Tệp Word hoặc Excel đời cũ (.doc, .xls), có thể chứa macro. Lưu lại thành DOCX, XLSX "
            "hoặc PDF rồi tải lên."
        ),
    ),
    "Word under a password": (
        files.make_ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        "Tệp Word hoặc Excel được đặt mật khẩu nên không ai mở xem được. Bỏ mật khẩu rồi tải lên.",
    ),
    # PDF
    "PDF under a password": (files.make_pdf(password="mat-khau"), ENCRYPTED_PDF),
    "PDF under a password, with object streams": (
        files.make_pdf(password="mat-khau", object_stream_mode=pikepdf.ObjectStreamMode.generate),
        ENCRYPTED_PDF,
    ),
    "PDF under a password, for the web": (
        files.make_pdf(password="mat-khau", linearize=True),
        ENCRYPTED_PDF,
    ),
    "PDF under a password, whose table is elsewhere": (
        files.make_pdf(password="x").rpartition(b"startxref")[0] + b"startxref\n3\n%%EOF",
        ENCRYPTED_PDF,
    ),
    "PDF cut off": (files.make_pdf(3)[:-40], BROKEN_PDF),
    "PDF by its first line only": (PDF_HEAD, BROKEN_PDF),
    "PDF of no known version": (b"%PDF-hello\nstartxref\n1\n%%EOF", BROKEN_PDF),
    "PDF after other octets": (
        b"\0\0" + files.make_pdf(),
        "Tệp PDF có dữ liệu lạ đứng trước phần đầu. Xuất lại PDF từ bản gốc rồi tải lên.",
    ),
    "PDF with an archive behind": (
        files.make_pdf() + ZIP_OF_TEXT,
        "Tệp PDF có dữ liệu lạ sau phần kết thúc. Xuất lại PDF từ bản gốc rồi tải lên.",
    ),
    "PDF with an archive behind that ends as a PDF": (
        files.make_pdf() + ZIP_OF_TEXT[:-2] + b"\x13\x00\nstartxref\n9\n%%EOF\n",
        "Tệp vừa là PDF vừa là tệp nén ZIP. Xuất lại tệp PDF từ bản gốc rồi tải lên.",
    ),
    "PDF that is a page": (
        PDF_HEAD + b"<html><script>alert(1)</script></html>\nstartxref\n1\n%%EOF\n",
        as_html("PDF"),
    ),
    # pictures
    "PNG cut off": (PNG_FILE[:-8], BROKEN_PICTURE),
    "PNG with a wrong checksum": (PNG_FILE[:60] + b"\x00" + PNG_FILE[61:], BROKEN_PICTURE),
    "PNG by its first line only": (PNG_FILE[:8], BROKEN_PICTURE),
    "PNG without a picture": (PNG_FILE[:33] + files.png_chunk(b"IEND"), BROKEN_PICTURE),
    "PNG of endless parts": (PNG_FILE[:33] + files.png_chunk(b"teXt") * 100_001, BROKEN_PICTURE),
    "PNG with an archive behind": (PNG_FILE + ZIP_OF_TEXT, MORE_PICTURE),
    "PNG that is a page": (
        files.make_png_of(9, 9, [files.png_chunk(b"tEXt", b"a\0<script>1</script>")]),
        as_html("PNG"),
    ),
    "PNG that is a PDF": (
        files.make_png_of(9, 9, [files.png_chunk(b"tEXt", b"a\0%PDF-1.4")]),
        "Tệp vừa là PNG vừa là PDF. Xuất lại tệp PNG từ bản gốc rồi tải lên.",
    ),
    "PNG that unpacks to a wall": (files.make_png_of(60_000, 60_000), TOO_LARGE),
    "JPEG cut off": (JPG[:-2], BROKEN_PICTURE),
    "JPEG by its first line only": (JPG[:3], BROKEN_PICTURE),
    "JPEG of fill octets": (b"\xff\xd8" + b"\xff" * 1_000_000, BROKEN_PICTURE),
    "JPEG with an archive behind": (JPG + ZIP_OF_TEXT, MORE_PICTURE),
    "JPEG with a page behind": (JPG + bytes(2000) + b"<html>", MORE_PICTURE),
    "JPEG with a PDF behind": (JPG + bytes(2000) + files.make_pdf(), MORE_PICTURE),
    # office
    "ZIP": (ZIP_OF_TEXT, ARCHIVE),
    "ZIP of nothing": (files.pack({}), f"Tệp nén rỗng. {ONLY}"),
    "OpenDocument": (
        files.pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}),
        (
            f"Tệp OpenDocument (ODT, ODS) không được nhận. {ONLY} "
            "Lưu lại thành DOCX, XLSX hoặc PDF rồi tải lên."
        ),
    ),
    "DOCM": (
        files.pack(files.word_parts("application/vnd.ms-word.document.macroEnabled.main+xml")),
        MACRO,
    ),
    "DOCX with a macro under another name": (
        files.make_docx(word__VBAProject_bin=b"x", **{"word__vbaProject.bin": b"x"}),
        MACRO,
    ),
    "DOCX with a control": (files.make_docx(**{"word__activeX__activeX1.xml": b"<a/>"}), MACRO),
    "DOCX on a template from the web": (
        files.make_docx(
            **{
                "word___rels__settings.xml.rels": files.remote_template(
                    "https://xau.example/m.dotm"
                )
            }
        ),
        "Tệp Word dùng một tệp mẫu nằm trên mạng, có thể mang macro. Bỏ tệp mẫu đó rồi tải lên.",
    ),
    "DOTX": (
        files.pack(files.word_parts(files.WORD_MAIN.replace("document.main", "template.main"))),
        f"Tệp mẫu (DOTX, XLTX) không được nhận. {ONLY} Lưu lại thành tài liệu rồi tải lên.",
    ),
    "PPTX": (
        files.pack(
            files.word_parts(
                "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
            )
        ),
        f"Tệp trình chiếu (PowerPoint) không được nhận. {ONLY} Lưu lại thành PDF rồi tải lên.",
    ),
    "DOCX without its document": (files.pack(without("word/document.xml")), BROKEN_OFFICE),
    "DOCX without relations": (files.pack(without("_rels/.rels")), ARCHIVE),
    "DOCX with entities": (
        files.pack(
            files.word_parts() | {"_rels/.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
        ),
        BROKEN_OFFICE,
    ),
    "DOCX cut off": (files.make_docx()[:-30], BROKEN_OFFICE),
    "DOCX with a wrong checksum": (
        files.make_docx().replace(files.make_docx()[60:70], b"0123456789", 1),
        BROKEN_OFFICE,
    ),
    "DOCX under a password": (
        encrypted_zip(),
        "Tệp nén được đặt mật khẩu. Bỏ mật khẩu rồi tải lên.",
    ),
    "DOCX after other octets": (b"PK\x03\x04" + bytes(50) + files.make_docx(), STRANGE),
    "DOCX with a PDF behind": (files.make_docx() + files.make_pdf(), STRANGE),
    "DOCX with a comment": (zip_with_comment(), STRANGE),
    "DOCX with a file between": (hidden_in_gap(), STRANGE),
    "DOCX with a file behind a member's end": (files.make_stuffed(b"%PDF-1.4 hidden"), STRANGE),
    "DOCX with much behind a member's end": (files.make_stuffed(bytes(1 << 20)), STRANGE),
    "DOCX with a file between its members": (hidden_between_members(), STRANGE),
    "DOCX with a picture that was changed": (changed_after_packing(), BROKEN_OFFICE),
    "DOCX with figures of a huge archive": (zip_with_locator(), BOMB),
    "bomb": (files.make_bomb, BOMB),
    "bomb that lies": (files.make_lying_bomb(), BOMB),
    "bomb of one member many times": (files.make_overlapping_bomb(), STRANGE),
    "bomb of names": (files.make_huge_directory, BOMB),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused_with_its_reason(content, sentence):
    content = content() if callable(content) else content
    with pytest.raises(UnacceptableFile) as refusal:
        recognise(io.BytesIO(content))
    assert str(refusal.value) == sentence


@given(
    content=st.sampled_from([content for content, _ in GOOD.values() if len(content) < 50_000]),
    place=st.integers(0, 50_000),
    patch=st.binary(min_size=1, max_size=40),
    cut=st.integers(0, 400),
)
def test_spoilt_file_is_taken_or_refused_and_nothing_else(content, place, patch, cut):
    place %= len(content)
    spoilt = content[:place] + patch + content[place + len(patch) : len(content) - cut]
    try:
        said = recognise(io.BytesIO(spoilt)).name
    except UnacceptableFile as refusal:
        said = str(refusal)
    assert said in {"PDF", "DOCX", "XLSX", "PNG", "JPEG"} or said.endswith(".")


def test_whole_file_is_never_in_memory():
    """Fifty megabytes of a picture that cannot be packed, looked at in a few."""
    filler = b"".join(files.png_chunk(b"IDAT", bytes(65_536)) for _ in range(800))
    with tempfile.TemporaryFile() as file:
        file.write(PNG_FILE[:33] + filler + files.png_chunk(b"IEND"))
        tracemalloc.start()
        assert recognise(file) == PNG
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 4 << 20
