"""The sheets of criteria: a row for each criterion of each unit with every round beside it, and
the files that prove it.
"""

from collections.abc import Sequence
from typing import Final

from reports.data_book.sheets import BookWriter, SheetValue
from reports.results.queries.criterion_lines import CriterionLine
from submissions.dossier.queries.decisions import Decision
from submissions.dossier.queries.trails import GivenOutcome
from submissions.enums import Ground, OutcomeKind, Round

_ROUNDS: Final = tuple(Round)
_NAMES: Final = dict(OutcomeKind.choices)
_GROUNDS: Final = dict(Ground.choices)
_NOT_ASKED: Final = "Nhóm không áp dụng"
_RECONSTRUCTED: Final = "Dựng lại từ điểm nhóm đã công bố"
_REAL: Final = "Hồ sơ của đơn vị"
_PLACE_HEAD: Final = (
    "Mã đơn vị",
    "Phụ lục",
    "Mã nhóm",
    "Mã tiêu chí",
    "Đơn vị",
    "Nhóm tiêu chí",
    "Tiêu chí",
    "Điểm tối đa",
)
_PLACE_WIDTHS: Final = (14, 9, 10, 11, 30, 30, 54, 11)
#: Printed beside each other, and the columns that say on each page what a row is about.
_PAGES_WIDE, _REPEATED = 3, "A:D"
_CRITERIA_WIDTHS = (
    *_PLACE_WIDTHS,
    *(24, 14, 16, 11),
    *((18, 11, 24, 36) * len(_ROUNDS)),
    *(18, 11, 18, 12, 68, 30, 16),
)
_CRITERIA_HEAD = (
    *_PLACE_HEAD,
    *("Số liệu kê khai", "Tính đến ngày", "Tự chấm – kết quả", "Tự chấm – điểm"),
    *(
        f"{each.label} – {what}"
        for each in _ROUNDS
        for what in ("kết quả", "điểm", "căn cứ", "lý do")
    ),
    *("Kết quả cuối cùng", "Điểm cuối cùng", "Quyết định ở", "Số tài liệu"),
    *("SHA-256 của tài liệu", "Nguồn số liệu", "Tiêu chí mẫu"),
)


def write_criteria(book: BookWriter, lines: Sequence[CriterionLine]) -> None:
    sheet = book.sheet(
        "Tiêu chí", _CRITERIA_WIDTHS, frozen="E2", pages_wide=_PAGES_WIDE, repeated=_REPEATED
    )
    sheet.head(_CRITERIA_HEAD, is_filtered=True)
    for line in lines:
        sheet.add(_criterion_cells(line))


def _criterion_cells(line: CriterionLine) -> tuple[SheetValue, ...]:
    rounds_given = [value for each in _ROUNDS for value in _of_round(line, each)]
    return (
        *_place(line),
        *(line.declared, line.as_of),
        *_outcome(line, line.claimed),
        *rounds_given,
        *_final(line),
        len(line.proofs),
        "\n".join(dict.fromkeys(proof.sha256 for proof in line.proofs)),
        _RECONSTRUCTED if line.is_reconstructed else _REAL,
        "mẫu" if line.is_sample else "",
    )


def write_proofs(book: BookWriter, lines: Sequence[CriterionLine]) -> None:
    """One row for each file and criterion that it proves."""
    sheet = book.sheet("Tài liệu", (14, 30, 10, 11, 60, 60, 24, 14, 68), frozen="A2")
    sheet.head(
        (
            "Mã đơn vị",
            "Đơn vị",
            "Mã nhóm",
            "Mã tiêu chí",
            "Tiêu chí",
            "Tệp",
            "Số, ký hiệu",
            "Trang",
            "SHA-256",
        ),
        is_filtered=True,
    )
    for line in lines:
        for proof in line.proofs:
            of = (line.unit, line.unit_name, line.group, line.code, line.name)
            sheet.add((*of, proof.name, proof.number, proof.page, proof.sha256))


def _place(line: CriterionLine) -> tuple[SheetValue, ...]:
    return (
        line.unit,
        line.annex,
        line.group,
        line.code,
        line.unit_name,
        line.group_name,
        line.name,
        line.maximum,
    )


def _outcome(line: CriterionLine, given: Decision | GivenOutcome) -> tuple[SheetValue, SheetValue]:
    """In words, and points where there are any; a refused claim is worth 0, whatever its ground."""
    if not line.applies:
        return _NOT_ASKED, None
    return _NAMES.get(given.outcome, given.outcome), given.points


def _of_round(line: CriterionLine, which: Round) -> tuple[SheetValue, ...]:
    given = line.rounds.get(which)
    if given is None:
        return ("", None, "", "")
    return (*_outcome(line, given), _GROUNDS.get(given.ground, given.ground), given.reason)


def _final(line: CriterionLine) -> tuple[SheetValue, ...]:
    if line.final is None or line.decided_in is None:
        return ("" if line.applies else _NOT_ASKED, None, "")
    return (*_outcome(line, line.final), line.decided_in.label)
