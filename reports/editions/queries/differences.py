"""What stands at each place of a report, and what differs between two editions. Values only.

The places are frozen with an edition, so that one can be compared whatever shape documents have by
then.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from ictindex.lib.json_values import Json

#: A place and a text that stands there; a place has as many as there are lines.
PlacedText = tuple[str, str]
_DECISION = (
    ("number", "số quyết định"),
    ("place_and_day", "địa danh, ngày tháng"),
    ("subject", "trích yếu"),
    ("authority", "thẩm quyền ban hành"),
    ("signer", "người ký"),
)


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """A place, with what stood there and what stands there now; empty: nothing."""

    place: str
    before: str
    after: str


def differences(
    before: Iterable[PlacedText], after: Iterable[PlacedText]
) -> tuple[EditionDifference, ...]:
    """Decision first, then in the order of the newer report."""
    old, new = _grouped(before), _grouped(after)
    places = [*new, *(place for place in old if place not in new)]
    return tuple(
        found
        for place in places
        for found in _compare(place, old.get(place, ()), new.get(place, ()))
    )


def places_of(document: Json) -> tuple[PlacedText, ...]:
    """Every text of a document, given as plain values, with its place. Cells of tables have a place
    of their own each; words stand under their heading.
    """
    return (*_decision_lines(document["decision"]), *_block_lines(document["blocks"]))


def _compare(place: str, old: Sequence[str], new: Sequence[str]) -> Iterator[EditionDifference]:
    """Lines that stand at one place, aligned: one put in between does not make all after it
    differ.
    """
    if old == new:
        return
    for kind, start, end, other_start, other_end in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        gone, come = old[start:end], new[other_start:other_end]
        for index in range(max(len(gone), len(come))):
            yield EditionDifference(place, _at(gone, index), _at(come, index))


def _at(lines: Sequence[str], index: int) -> str:
    return lines[index] if index < len(lines) else ""


def _grouped(placed: Iterable[PlacedText]) -> dict[str, tuple[str, ...]]:
    """Place → its lines."""
    lines: dict[str, list[str]] = {}
    for place, text in placed:
        lines.setdefault(place, []).append(text)
    return {place: tuple(texts) for place, texts in lines.items()}


def _decision_lines(decision: Json) -> Iterator[PlacedText]:
    for key, name in _DECISION:
        yield f"Quyết định, {name}", str(decision[key])
    for key, name in (
        ("bases", "căn cứ"),
        ("recipients", "nơi nhận"),
        ("signed_as", "thể thức ký"),
    ):
        for line in decision[key]:
            yield f"Quyết định, {name}", str(line)
    for label, text in decision["articles"]:
        yield f"Quyết định, {str(label).rstrip('.')}", str(text)


def _block_lines(blocks: Sequence[Json]) -> Iterator[PlacedText]:
    heading = "Báo cáo"
    for block in _flattened(blocks):
        if block["is"] == "Heading":
            heading = f"Mục «{block['label']} {block['title']}»".replace("« ", "«")
            yield "Các đề mục", f"{block['label']} {block['title']}".strip()
        else:
            yield from _LINES.get(block["is"], _no_lines)(block, heading)


def _flattened(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from _flattened(block["blocks"] if block["is"] in ("Wide", "Appendix") else ())


def _paragraph(block: Json, heading: str) -> Iterator[PlacedText]:
    yield heading, str(block["text"])


def _items(block: Json, heading: str) -> Iterator[PlacedText]:
    for item in block["items"]:
        yield heading, str(item)


def _grid(block: Json, heading: str) -> Iterator[PlacedText]:
    for row in (block["head"], *block["rows"]):
        yield f"{heading}, bảng «{block['name']}»", " | ".join(map(str, row))


def _appendix(block: Json, _heading: str) -> Iterator[PlacedText]:
    yield "Các phụ lục", f"{block['label']} {block['title']}"


def _figure_table(block: Json, _heading: str) -> Iterator[PlacedText]:
    """Later parts of a table continue it under the same number."""
    table = f"Bảng {block['number']}"
    yield f"{table}, tên", str(block["title"])
    heads = _heads(block)
    for row in block["rows"]:
        yield f"{table}, thứ tự các đơn vị", str(row["name"])
        yield f"{table}, {row['name']}, hạng", str(row["rank"])
        yield from _cells(f"{table}, {row['name']}", heads, row["cells"])
    yield from _cells(f"{table}, trung bình", heads, block["averages"])
    for note in block["notes"]:
        yield f"{table}, ghi chú", str(note)


def _heads(block: Json) -> list[str]:
    """The name of each column, with the heading that spans it."""
    spanning = [text for text, span in block["headings"] for _ in range(span)]
    labels = [str(label) for label in block["labels"]]
    return (
        [f"{over} {label}" for over, label in zip(spanning, labels, strict=False)]
        if len(spanning) == len(labels)
        else labels
    )


def _cells(row: str, heads: Sequence[str], cells: Sequence[Json]) -> Iterator[PlacedText]:
    for index, cell in enumerate(cells):
        head = heads[index] if index < len(heads) else f"cột {index + 1}"
        yield (
            f"{row}, {head}",
            f"{cell['text']} ({cell['beside']})" if cell["beside"] else str(cell["text"]),
        )


def _picture(block: Json, _heading: str) -> Iterator[PlacedText]:
    """A drawing is named by its sum; the figures in it stand in the tables."""
    yield f"Biểu đồ {block['number']}, tên", str(block["title"])
    digest = sha256(
        json.dumps(block["parts"], ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    yield f"Biểu đồ {block['number']}, hình vẽ", f"hình có mã {digest[:8]}"


def _no_lines(_block: Json, _heading: str) -> Iterator[PlacedText]:
    """The seal of the data follows from the figures; a spread of wide pages is only its blocks."""
    return iter(())


_LINES = {
    "Paragraph": _paragraph,
    "Items": _items,
    "Grid": _grid,
    "Appendix": _appendix,
    "FigureTable": _figure_table,
    "Picture": _picture,
}
