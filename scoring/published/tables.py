"""A CSV file as rows: encoding, size, separator, headings and number of cells.

What the cells mean is checked elsewhere.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from criteria.nodes import quoted
from ictindex.lib.text import nfc
from scoring.published.problems import WrongPlace
from scoring.published.rows import CsvRow

MAX_BYTES = 1_000_000
#: The number of a row's first line, from 1, and its cells.
CsvLine = tuple[int, list[str]]


def read_bytes(path: Path, problems: list[WrongPlace]) -> bytes | None:
    """The content of a file of at most `MAX_BYTES`;

    None, with the problem noted, where it cannot be read.
    """
    if not path.exists():
        problems.append(WrongPlace(path.name, "Thiếu tệp này. Thêm tệp vào thư mục."))
        return None
    if not path.is_file():
        problems.append(
            WrongPlace(path.name, "Đây không phải là tệp thường. Thay bằng tệp có nội dung.")
        )
        return None
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        problems.append(WrongPlace(path.name, "Không đọc được tệp. Kiểm tra quyền đọc tệp."))
        return None
    if len(content) > MAX_BYTES:
        problems.append(
            WrongPlace(
                path.name,
                f"Tệp lớn hơn {MAX_BYTES // 1_000_000} MB. Kiểm tra lại, có thể đã chép nhầm tệp.",
            )
        )
        return None
    return content


def read_table(
    path: Path, columns: tuple[str, ...], problems: list[WrongPlace]
) -> tuple[CsvRow, ...] | None:
    """The rows of a table with exactly these columns, in any order;

    None where they cannot be told apart.
    """
    content = read_bytes(path, problems)
    text = None if content is None else _decode(path.name, content, problems)
    if text is None:
        return None
    lines = _split(path.name, text, problems)
    if lines is None:
        return None
    if not lines:
        problems.append(
            WrongPlace(path.name, f"Tệp trống. Dòng đầu phải là: {','.join(columns)}.", 1)
        )
        return None
    (line, headings), *rest = lines
    if not _has_columns(path.name, line, headings, columns, problems):
        return None
    return tuple(_rows(path.name, headings, rest, problems))


def _decode(file: str, content: bytes, problems: list[WrongPlace]) -> str | None:
    try:
        return nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(
            WrongPlace(
                file, "Không phải là văn bản UTF-8. Lưu lại tệp theo kiểu «CSV UTF-8».", line
            )
        )
        return None


def _split(file: str, text: str, problems: list[WrongPlace]) -> list[CsvLine] | None:
    """Every row that is not blank, as stripped cells, with the number of its first line."""
    heading = next(iter(text.lstrip().splitlines()), "")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",", strict=True
    )
    found: list[CsvLine] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        problems.append(
            WrongPlace(
                file, "Không tách được dòng này thành các ô. Kiểm tra các dấu nháy kép.", line
            )
        )
        return None
    return found


def _has_columns(
    file: str, line: int, headings: list[str], columns: tuple[str, ...], problems: list[WrongPlace]
) -> bool:
    def note(column: str, message: str) -> None:
        problems.append(WrongPlace(file, message, line, column))

    missing = [column for column in columns if column not in headings]
    twice = [column for column in columns if headings.count(column) > 1]
    for column in missing:
        note(column, f"Thiếu cột này. Dòng đầu phải có các cột: {', '.join(columns)}.")
    for column in twice:
        note(column, "Cột này có hai lần. Chỉ giữ lại một cột.")
    for position, heading in enumerate(headings, start=1):
        if heading not in columns:
            note(
                quoted(heading)[1:-1] or str(position),
                f"Không có cột nào tên như vậy. Chỉ dùng các cột: {', '.join(columns)}.",
            )
    return not missing and not twice


def _rows(
    file: str, headings: list[str], lines: list[CsvLine], problems: list[WrongPlace]
) -> Iterator[CsvRow]:
    for line, cells in lines:
        if len(cells) == len(headings):
            yield CsvRow(file, line, dict(zip(headings, cells, strict=True)), problems)
        else:
            column = headings[len(cells)] if len(cells) < len(headings) else headings[-1]
            advice = "Ô có dấu phẩy phải nằm trong dấu nháy kép."
            problems.append(
                WrongPlace(
                    file,
                    f"Dòng có {len(cells)} ô, dòng đầu có {len(headings)} cột. {advice}",
                    line,
                    column,
                )
            )
