"""Signed files that come back: sound ones are read, and whatever was done to the others is
called by its name.
"""

import zlib
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from reports.editions.signature.signatures import (
    ADDED,
    BROKEN,
    NOT_APPROVED,
    TOO_MUCH,
    UNREADABLE,
    UNSIGNED,
    SignatureRefused,
    check_signed,
)
from reports.layout.pdf import make_pdf
from tests.reports.editions.factories import SIGNER, root_in_pem, signed

PAGE = (
    '<html lang="vi"><title>Báo cáo</title><body><h1>Một</h1><p>Chữ</p><h1 style="break-before: '
    'page">Hai</h1></body>'
)


@pytest.fixture(scope="module")
def approved() -> bytes:
    return make_pdf(PAGE).content


def changed(content: bytes, change) -> bytes:
    """With a revision behind it, as a PDF editor saves one."""
    writer, target = IncrementalPdfFileWriter(BytesIO(content)), BytesIO()
    change(writer)
    writer.write(target)
    return target.getvalue()


def replace_words(writer) -> None:
    ref, _ = writer.find_page_for_modification(0)
    ref.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.mark_update(ref)


def replace_words_in_place(writer) -> None:
    """The page's own stream is written anew under its old number."""
    ref, _ = writer.find_page_for_modification(0)
    content = ref.get_object().raw_get("/Contents")
    stream = content.get_object()
    stream._data = b"BT ET"
    stream._encoded_data = None
    writer.mark_update(content.reference)


def put_note(writer) -> None:
    ref, _ = writer.find_page_for_modification(0)
    page = ref.get_object()
    box = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, 500, 500)])
    note = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Rect": box,
        "/Contents": generic.pdf_string("gian"),
    }
    added = writer.add_object(
        generic.DictionaryObject({pdf_name(key): value for key, value in note.items()})
    )
    kept = list(page.raw_get("/Annots")) if "/Annots" in page else []
    page["/Annots"] = generic.ArrayObject([*kept, added])
    writer.mark_update(ref)


def drop_page(writer) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[:1])
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)


def put_empty_field(writer, *, with_picture: bool) -> None:
    append_signature_field(writer, SigFieldSpec("Trống", on_page=0, box=(0, 0, 500, 700)))
    field = writer.root["/AcroForm"]["/Fields"][0]
    if with_picture:
        field["/AP"] = generic.DictionaryObject(
            {pdf_name("/N"): writer.add_object(generic.StreamObject(stream_data=b"0 g"))}
        )
    else:
        field.pop("/AP", None)


def refusal(content: bytes, approved: bytes) -> str:
    with pytest.raises(SignatureRefused) as refused:
        check_signed(content, approved=approved)
    return str(refused.value)


def test_signature_is_read_with_its_signer_and_time(approved):
    found = check_signed(signed(approved), approved=approved)
    assert [(each.signer, each.is_intact, each.is_trusted) for each in found] == [
        (SIGNER, True, False)
    ]
    assert found[0].at
    assert "Chữ ký nguyên vẹn. Chưa xác minh được tổ chức cấp chứng thư số" in found[0].sentence


def test_signature_of_a_known_root_is_trusted(approved, settings, tmp_path):
    settings.SIGNING_ROOTS = str(tmp_path)
    (tmp_path / "goc.pem").write_bytes(root_in_pem())
    found = check_signed(signed(approved), approved=approved)
    assert [(each.is_intact, each.is_trusted) for each in found] == [(True, True)]
    assert found[0].sentence.endswith("Chứng thư số do tổ chức được tin cậy cấp.")


def test_official_and_agency_sign_one_after_the_other(approved):
    twice = signed(signed(approved), by="Bộ Nội vụ", field="Signature2")
    found = check_signed(twice, approved=approved)
    assert [(each.signer, each.is_intact) for each in found] == [
        (SIGNER, True),
        ("Bộ Nội vụ", True),
    ]


def test_signatures_that_show_on_the_page_are_taken(approved):
    twice = signed(
        signed(approved, box=(300, 100, 500, 180)),
        by="Bộ Nội vụ",
        field="Signature2",
        box=(30, 100, 200, 180),
    )
    assert [each.is_intact for each in check_signed(twice, approved=approved)] == [True, True]


def test_field_prepared_before_signing_is_taken(approved):
    prepared = changed(approved, lambda writer: put_empty_field(writer, with_picture=False))
    assert [
        each.is_intact for each in check_signed(signed(prepared, field="Trống"), approved=approved)
    ] == [True]


def test_unsigned_file_is_refused(approved):
    assert refusal(approved, approved) == UNSIGNED


def test_one_byte_of_the_approved_part_is_noticed(approved):
    content = bytearray(signed(approved))
    content[len(approved) // 2] ^= 1
    assert refusal(bytes(content), approved) == NOT_APPROVED


def test_one_byte_after_the_approved_part_is_noticed(approved):
    content = bytearray(signed(signed(approved), by="Bộ Nội vụ", field="Signature2"))
    place = content.index(b"/Filter", len(approved)) + 2
    content[place] ^= 1
    assert refusal(bytes(content), approved) in (BROKEN.format(signer=SIGNER), UNREADABLE)


def test_spoilt_signature_is_not_taken(approved):
    content = bytearray(signed(approved))
    place = content.index(b"/Contents <", len(approved)) + 400
    content[place] = ord("0") if content[place] != ord("0") else ord("1")
    assert refusal(bytes(content), approved) in (BROKEN.format(signer=SIGNER), UNREADABLE)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (replace_words, "nội dung trang bị thay"),
        (replace_words_in_place, "nội dung có sẵn bị thay"),
        (put_note, "ghi chú hoặc hình được chèn lên trang"),
        (drop_page, "nội dung có sẵn bị thay"),
        (
            lambda writer: put_empty_field(writer, with_picture=True),
            "ghi chú hoặc hình được chèn lên trang",
        ),
    ],
)
@pytest.mark.parametrize("is_before", [True, False])
def test_change_before_or_after_signing_is_called_by_its_name(approved, change, what, is_before):
    """Before: the signature itself is sound, and covers a document that nobody approved."""
    content = signed(changed(approved, change)) if is_before else changed(signed(approved), change)
    assert content.startswith(approved)
    assert refusal(content, approved) == ADDED.format(what=what)


def test_octets_behind_the_end_are_noticed(approved):
    assert refusal(signed(approved) + b"\n% them\n", approved) == ADDED.format(
        what="dữ liệu thừa ở cuối tệp"
    )


def test_another_document_that_carries_the_approved_one_unread_is_refused(approved):
    """All octets of the approved file, and then a whole document of its own with its own tables."""
    other = signed(make_pdf(PAGE.replace("Chữ", "Khác")).content)
    moved = BytesIO()
    with pikepdf.open(BytesIO(other)) as document:
        document.save(moved)
    assert refusal(approved + moved.getvalue(), approved) in (NOT_APPROVED, UNREADABLE)


def test_another_signed_document_is_refused(approved):
    assert refusal(signed(make_pdf(PAGE.replace("Chữ", "Khác")).content), approved) == NOT_APPROVED


def test_file_saved_anew_by_another_program_is_refused(approved):
    target = BytesIO()
    with pikepdf.open(BytesIO(signed(approved))) as document:
        document.save(target)
    assert refusal(target.getvalue(), approved) == NOT_APPROVED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", "chữ".encode()])
def test_what_is_no_signed_report_is_refused(approved, content):
    assert refusal(content, approved) == NOT_APPROVED


def test_cut_off_file_is_refused(approved):
    assert refusal(signed(approved)[:-3000], approved) == UNREADABLE


def added_catalogs(content: bytes, count: int) -> bytes:
    """Saved again and again, each time with the same catalog."""
    for _ in range(count):
        content = changed(content, lambda writer: writer.update_root())
    return content


def added_stream(content: bytes, packed: bytes) -> bytes:
    bomb = generic.StreamObject(
        encoded_data=packed, dict_data={pdf_name("/Filter"): pdf_name("/FlateDecode")}
    )
    return changed(content, lambda writer: writer.add_object(bomb))


def test_more_revisions_than_signing_makes_are_refused_unread(approved):
    assert refusal(approved + b"startxref\n0\n%%EOF\n" * 51, approved) == TOO_MUCH.format(
        what="hơn 50 lần lưu thêm"
    )
    assert refusal(added_catalogs(approved, 3), approved) == UNSIGNED


def test_revisions_that_hide_their_number_are_counted_too(approved):
    """Only the last one says where it begins; the others are found by their links."""
    many = added_catalogs(approved, 60)[len(approved) :]
    hidden = (
        many[: many.rindex(b"startxref")].replace(b"startxref", b"%tartxref")
        + many[many.rindex(b"startxref") :]
    )
    assert refusal(approved + hidden, approved) == TOO_MUCH.format(what="hơn 50 lần lưu thêm")


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_packed_data_that_grow_beyond_measure_are_refused_unread(approved, layers):
    packed = bytes(17 << 20)
    for _ in range(layers):
        packed = zlib.compress(packed)
    assert refusal(added_stream(approved, packed), approved) == TOO_MUCH.format(
        what="dữ liệu nén giãn ra quá 16 MB"
    )


def test_packed_data_of_a_usual_size_are_read(approved):
    assert refusal(added_stream(approved, zlib.compress(bytes(1 << 20))), approved) == UNSIGNED


def test_name_that_is_longer_than_any_is_refused_unread(approved):
    assert refusal(
        approved + b"1 0 obj\n/" + b"A" * 3000 + b"\nendobj", approved
    ) == TOO_MUCH.format(what="tên dài khác thường")
