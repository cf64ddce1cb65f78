"""What was added to a PDF after its first revision: signatures, or something that changes what a
reader sees.

Works on an open pyHanko reader. A signature that covers the whole file says nothing about what was
put in before it was made: pages could have been changed between approval and signing. So every
object that a later revision replaces is looked at here.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

#: Of the catalog, what signing and its long-term proof add.
_CATALOG_KEYS = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Metadata", "/Version"})
_FORM_KEYS = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/NeedAppearances"})
_FIELD_KEYS = frozenset({"/V", "/AP", "/Lock", "/M", "/MK"})
_STREAMS_OF_THE_FILE = ("/XRef", "/ObjStm")


def starts_in_the_same_place(signed: Any, approved: Any) -> bool:
    """The signed file builds upon the approved one, instead of carrying its bytes along unread."""
    first = approved.xrefs.get_startxref_for_revision(0)
    same_roots = signed.trailer.flatten(0).raw_get("/Root") == approved.trailer.flatten(0).raw_get(
        "/Root"
    )
    return (
        approved.xrefs.total_revisions == 1
        and signed.xrefs.get_startxref_for_revision(0) == first
        and same_roots
    )


def added_beside_signatures(reader: Any) -> str:
    """What a later revision changed besides adding signatures, in words; empty: nothing."""
    for revision in range(1, reader.xrefs.total_revisions):
        loose = _loose(reader, revision)
        for ref in sorted(
            reader.xrefs.explicit_refs_in_revision(revision), key=lambda ref: int(ref.idnum)
        ):
            if (what := _changed(reader, ref, revision, loose)) is not None:
                return what
        if reader.xrefs.refs_freed_in_revision(revision):
            return "nội dung bị xóa"
    return _strange_notes(reader)


def _changed(reader: Any, ref: Any, revision: int, loose: set[Any]) -> str | None:
    """None where the object is new, or its change belongs to signing.

    `loose`: what signing rewrites freely.
    """
    old, new = _at(reader, ref, revision - 1), _at(reader, ref, revision)
    if old is None or _written(old) == _written(new) or _belongs_to_the_file(new):
        return None
    if ref in loose:
        return None
    if not isinstance(old, dict) or not isinstance(new, dict) or hasattr(new, "encoded_data"):
        return "nội dung có sẵn bị thay"
    return _changed_entries(reader, ref, revision, old, new)


def _changed_entries(reader: Any, ref: Any, revision: int, old: Any, new: Any) -> str | None:
    """A catalog, a page, the form or a field of a signature may change in some entries only."""
    if ref == reader.root_ref:
        return None if _same_but(old, new, _CATALOG_KEYS) else "danh mục của tài liệu bị thay"
    if _name_in(new, "/Type") == "/Page":
        return None if _same_but(old, new, frozenset({"/Annots"})) else "nội dung trang bị thay"
    if ref == _form_ref(reader, revision):
        return None if _same_but(old, new, _FORM_KEYS) else "biểu mẫu bị thay"
    if _name_in(new, "/FT") == "/Sig" and "/V" not in old:
        return None if _same_but(old, new, _FIELD_KEYS) else "ô chữ ký bị thay"
    return "nội dung có sẵn bị thay"


def _strange_notes(reader: Any) -> str:
    """On its pages the last revision has the annotations of the first, and fields of signatures."""
    first, last = (
        list(_pages(reader, revision)) for revision in (0, reader.xrefs.total_revisions - 1)
    )
    if [ref for ref, _ in first] != [ref for ref, _ in last]:
        return "số trang hoặc thứ tự trang thay đổi"
    for (_, old), (_, new) in zip(first, last, strict=True):
        kept, now = _notes(old), _notes(new)
        if now[: len(kept)] != kept:
            return "ghi chú có sẵn trên trang bị thay"
        if any(not _is_signature_field(reader, each) for each in now[len(kept) :]):
            return "ghi chú hoặc hình được chèn lên trang"
    return ""


def _pages(reader: Any, revision: int) -> Iterator[tuple[Any, Any]]:
    """Each page in order with its reference, as it was in that revision."""
    resolver = reader.get_historical_resolver(revision)
    waiting = [resolver.root.raw_get("/Pages")]
    seen: set[Any] = set()
    while waiting:
        ref = waiting.pop(0)
        if ref.reference in seen:
            raise ValueError("the tree of pages runs in a circle")
        seen.add(ref.reference)
        node = resolver.get_object(ref.reference)
        if _name_in(node, "/Type") == "/Page":
            yield ref.reference, node
        else:
            waiting[:0] = [_raw(node["/Kids"], index) for index in range(len(node["/Kids"]))]


def _notes(page: Any) -> list[Any]:
    """The references of a page's annotations; one that stands in the array itself counts by
    what is written.
    """
    annotations = page["/Annots"] if "/Annots" in page else ()  # noqa: SIM401 - `get` gives the bare reference
    raw = [_raw(annotations, index) for index in range(len(annotations))]
    return [getattr(each, "reference", None) or _written(each) for each in raw]


def _is_signature_field(reader: Any, note: Any) -> bool:
    """One that nobody signed must not show anything either: its picture could cover the page."""
    if isinstance(note, bytes):
        return False
    field = reader.get_object(note)
    holder = field["/Parent"] if "/FT" not in field and "/Parent" in field else field
    is_empty = "/V" not in holder and "/V" not in field
    return bool(
        _name_in(field, "/Subtype") == "/Widget" and _name_in(holder, "/FT") == "/Sig"
    ) and not (is_empty and "/AP" in field)


def _loose(reader: Any, revision: int) -> set[Any]:
    """References that signing rewrites freely: document information, metadata, annotation arrays,
    fields, long-term proof.

    Arrays of annotations are looked at by what they hold, in `_strange_notes`.
    """
    resolver = reader.get_historical_resolver(revision)
    root = resolver.root
    found = {_ref_in(root, "/Metadata"), _ref_in(reader.trailer.flatten(revision), "/Info")}
    found |= {_ref_in(page, "/Annots") for _, page in _pages(reader, revision)}
    found |= {_ref_in(root["/AcroForm"], "/Fields")} if "/AcroForm" in root else set()
    return found | _below(root, "/DSS")


def _below(holder: Any, key: str) -> set[Any]:
    """Every reference in what the entry holds, however deep."""
    found: set[Any] = set()
    waiting = [holder.raw_get(key)] if key in holder else []
    while waiting:
        each: Any = waiting.pop()
        if hasattr(each, "reference"):
            if each.reference in found:
                continue
            found.add(each.reference)
            each = each.get_object()
        if isinstance(each, dict | list):
            waiting += [
                _raw(each, name) for name in (each if isinstance(each, dict) else range(len(each)))
            ]
    return found


def _form_ref(reader: Any, revision: int) -> Any:
    return _ref_in(reader.get_historical_resolver(revision).root, "/AcroForm")


def _ref_in(holder: Any, key: str) -> Any:
    """The reference that an entry is, None where it is none or not there."""
    return getattr(holder.raw_get(key), "reference", None) if key in holder else None


def _name_in(holder: Any, key: str) -> str:
    """What the entry says, whether it stands there or somewhere else; empty where it is not
    there.
    """
    return str(holder[key]) if key in holder else ""


def _raw(holder: Any, place: Any) -> Any:
    """What stands in a dictionary or an array itself: the bare reference, not what it leads to."""
    return holder.raw_get(place)


def _at(reader: Any, ref: Any, revision: int) -> Any:
    """The object as it was in that revision; None before there was one."""
    if reader.xrefs.get_introducing_revision(ref) > revision:
        return None
    return reader.get_object(ref, revision=revision)


def _same_but(old: Any, new: Any, keys: frozenset[str]) -> bool:
    """Equal in every entry but these."""
    names = ({str(name) for name in old} | {str(name) for name in new}) - keys
    return all(
        name in old and name in new and _written(old.raw_get(name)) == _written(new.raw_get(name))
        for name in names
    )


def _belongs_to_the_file(new: Any) -> bool:
    """Tables of the file itself, which say where objects are and not what they hold."""
    return hasattr(new, "encoded_data") and _name_in(new, "/Type") in _STREAMS_OF_THE_FILE


def _written(value: Any) -> bytes:
    """The object as the file would hold it."""
    target = BytesIO()
    value.write_to_stream(target)
    return target.getvalue()
