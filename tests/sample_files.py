"""Small files of every kind as offices have them, and hostile ones, made on the spot.

Contents only; nothing is stored.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

import pikepdf
from openpyxl import Workbook
from PIL import Image

_TYPES_HEAD = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
_RELS_HEAD = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EIC" + b"AR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

Members = dict[str, bytes]


def make_pdf(pages: int = 1, *, password: str = "", text: str = "", **options: object) -> bytes:
    """A PDF of blank pages. `text` goes into its properties, so that two files differ."""
    with pikepdf.new() as pdf, io.BytesIO() as target:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.docinfo["/Title"] = text
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        pdf.save(target, encryption=encryption, **options)
        return target.getvalue()


def make_picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "#17375e"
) -> bytes:
    with io.BytesIO() as target:
        Image.new("RGB", size, colour).save(target, kind)
        return target.getvalue()


def make_xlsx(text: str = "Số liệu") -> bytes:
    book = Workbook()
    book.active["A1"] = text
    with io.BytesIO() as target:
        book.save(target)
        return target.getvalue()


def word_parts(main: str = WORD_MAIN, text: str = "Báo cáo") -> Members:
    """The members of a Word document."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return {
        "[Content_Types].xml": (
            f'{_TYPES_HEAD}<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'{_RELS_HEAD}<Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/document.xml": (
            f'<?xml version="1.0"?><w:document xmlns:w="{space}">{body}</w:document>'
        ).encode(),
    }


def pack(members: Members, **options: object) -> bytes:
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return target.getvalue()


def make_docx(text: str = "Báo cáo", **more: bytes) -> bytes:
    """`more`: further members, with «/» written as «__»."""
    return pack(
        word_parts(text=text) | {name.replace("__", "/"): content for name, content in more.items()}
    )


def remote_template(address: str) -> bytes:
    relation = (
        f'<Relationship Id="r1" Type="{_OFFICE}/attachedTemplate" Target="{address}" '
        'TargetMode="External"/>'
    )
    return f"{_RELS_HEAD}{relation}</Relationships>".encode()


def make_bomb(megabytes: int = 600) -> bytes:
    """A Word document with a member of zeros."""
    return pack(word_parts() | {"word/media/zeros.bin": bytes(megabytes << 20)})


def make_lying_bomb() -> bytes:
    """A member that states one octet and unpacks to twenty megabytes."""
    packed = bytearray(pack(word_parts() | {"word/zeros.bin": bytes(20 << 20)}))
    honest, lie = struct.pack("<I", 20 << 20), struct.pack("<I", 1)
    return bytes(packed.replace(honest, lie))


def make_stuffed(stuffing: bytes) -> bytes:
    """A member whose packed octets go on after their end; every size and place is stated as it
    then is.
    """
    name, content = b"word/zeros.bin", bytes(2 << 20)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush() + stuffing
    sizes = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
    local = (
        b"PK\x03\x04"
        + struct.pack("<HHHHH", 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<HH", len(name), 0)
        + name
        + packed
    )
    made = pack(word_parts())
    start = int.from_bytes(made[-6:-2], "little")
    entry = (
        b"PK\x01\x02"
        + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33)
        + sizes
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, start)
    )
    directory = made[start:-22] + entry + name
    end = struct.pack("<HHHHIIH", 0, 0, 4, 4, len(directory), start + len(local), 0)
    return made[:start] + local + directory + b"PK\x05\x06" + end


def make_overlapping_bomb() -> bytes:
    """Many names for the same packed octets: each header of the directory points at the first
    member.
    """
    packed = bytearray(pack(word_parts() | {"a.bin": bytes(1 << 20), "b.bin": bytes(1 << 20)}))
    first = packed.find(b"PK\x03\x04", packed.find(b"word/document.xml"))
    last_entry = packed.rfind(b"PK\x01\x02")
    packed[last_entry + 42 : last_entry + 46] = struct.pack("<I", first)
    return bytes(packed)


def make_huge_directory(count: int = 20_000) -> bytes:
    return pack(word_parts() | {f"word/{number}.xml": b"" for number in range(count)})


def make_ole(*names: str) -> bytes:
    """The container of old Office files, with streams of these names."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)


def png_chunk(kind: bytes, content: bytes = b"") -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def make_png_of(width: int, height: int, more: Iterable[bytes] = ()) -> bytes:
    """A PNG that says it is that large, with nothing in it worth the name."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(more)
        + png_chunk(b"IDAT", zlib.compress(b"\0"))
        + png_chunk(b"IEND")
    )
