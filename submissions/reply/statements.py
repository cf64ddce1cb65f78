"""What a unit says to one criterion's outcome: as typed, as stored, and in words.

Asks nobody's rights, writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from criteria.phrases import sentence_about
from ictindex.lib.errors import DomainError
from ictindex.lib.numbers import NotAScore, read_points, show
from ictindex.lib.text import clean_text
from scoring.core.amounts import plain
from submissions.enums import Ground, OutcomeKind, Stance
from submissions.models import Reply

LONGEST_TEXT = 4000
#: The names of the fields, which are also where a problem belongs.
STANCE, TEXT, POINTS = "stance", "text", "points"


@dataclass(frozen=True, slots=True)
class ReplyStatement:
    """As typed: `points` is the text of the points that the unit asks for («8,5»), which only
    who does not agree may ask.
    """

    stance: str = ""
    text: str = ""
    points: str = ""


class StoredReply(Protocol):
    """What is stored, as a row or as it was read for a page."""

    @property
    def stance(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def asked_points(self) -> Decimal | None: ...


class InvalidReply(DomainError):
    """Something that cannot be said; `problems` are full sentences by the name of the field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class ReplyColumns:
    """As it is stored."""

    stance: str
    text: str
    asked_points: Decimal | None

    def are_those_of(self, reply: Reply) -> bool:
        return (self.stance, self.text, self.asked_points) == (
            reply.stance,
            reply.text,
            reply.asked_points,
        )


def columns_of(said: ReplyStatement, *, code: str, maximum: Decimal) -> ReplyColumns:
    """What was typed for the criterion of that code and maximum, as it is stored.

    Raises InvalidReply.
    """
    problems: dict[str, str] = {}
    text, points = clean_text(said.text), _points(said.points, maximum, problems)
    if said.stance not in Stance.values:
        problems[STANCE] = "Chọn «Nhất trí» hoặc «Không nhất trí»."
    elif said.stance == Stance.CONTESTS and not text:
        problems[TEXT] = "Ghi lý do không nhất trí."
    elif said.stance == Stance.AGREES and points is not None:
        problems[POINTS] = (
            "Chỉ đề nghị điểm khác khi không nhất trí. Xóa điểm đề nghị, hoặc chọn «Không nhất "
            "trí»."
        )
    if len(text) > LONGEST_TEXT:
        problems[TEXT] = (
            f"Giải trình dài {len(text)} ký tự, vượt mức {LONGEST_TEXT}. Viết ngắn lại."
        )
    if problems:
        raise InvalidReply(
            {name: sentence_about(code, sentence) for name, sentence in problems.items()}
        )
    return ReplyColumns(said.stance, text, points)


def _points(text: str, maximum: Decimal, problems: dict[str, str]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return read_points(text, called="Điểm đề nghị", most=maximum)
    except NotAScore as problem:
        problems[POINTS] = str(problem)
        return None


def texts_of(reply: StoredReply | None) -> dict[str, str]:
    """What the form shows for it; names without a text are left out."""
    if reply is None:
        return {}
    texts = {
        STANCE: reply.stance,
        TEXT: reply.text,
        POINTS: plain(reply.asked_points) if reply.asked_points is not None else "",
    }
    return {name: text for name, text in texts.items() if text}


def reply_in_words(reply: StoredReply) -> str:
    """«Nhất trí», «Không nhất trí, đề nghị 8,00 điểm»."""
    asked = f", đề nghị {show(reply.asked_points)} điểm" if reply.asked_points is not None else ""
    return f"{Stance(reply.stance).label}{asked}"


def outcome_in_words(outcome: str, points: Decimal | None, ground: str) -> str:
    """«7,50», «không chấp nhận: số liệu không đúng thực tế», «không áp dụng», «chưa có»."""
    match outcome:
        case OutcomeKind.SCORED:
            return show(points)
        case OutcomeKind.REFUSED:
            why = str(Ground(ground).label)
            return f"không chấp nhận: {why[:1].lower()}{why[1:]}"
        case OutcomeKind.NOT_APPLICABLE:
            return "không áp dụng"
    return "chưa có"
