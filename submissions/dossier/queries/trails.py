"""What is known of answers beside what the units entered: every round's outcome with its reason,
the unit's reply, what was counted on the spot, the files that prove it, and internal notes.

What a reader may not see is not read from the database at all: the caller says what may be. As many
queries for one answer as for a campaign.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import CharField, F, FilteredRelation, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from ictindex.lib.numbers import show
from scoring.core.types import Outcome
from submissions.dossier.queries.decisions import Decision
from submissions.dossier.queries.outcomes import outcome_value
from submissions.enums import Round
from submissions.models import Answer, EvidenceUse, InternalNote, Submission
from submissions.models.appraisals import DECIDED
from submissions.models.replies import CONTESTING

_ROUND = (
    *("round", "outcome", "points", "ground", "reason", "version", "changed_at"),
    *("is_reconstructed", "conclusion__number", "conclusion__meeting__number"),
)
_REPLY = ("stance", "text", "asked_points", "version", "changed_at")
_CHECK = ("checked_on", "declared", "note")
_FILE = ("name", "document_number", "summary", "is_supplementary", "issued_on", "sha256")


@dataclass(frozen=True, slots=True)
class Sight:
    """What is left out here is not read from the database.

    `claims`: what the unit declared; `rounds`: the rounds of appraisal; `names`: who appraised;
    `on_site`: what was counted on the spot; `notes`: what appraisers told each other; `earlier`:
    what the same criterion came to the year before.
    """

    claims: bool = False
    rounds: frozenset[Round] = frozenset()
    replies: bool = False
    names: bool = False
    evidence: bool = False
    on_site: bool = False
    notes: bool = False
    earlier: bool = False


class GivenOutcome(NamedTuple):
    """What one round came to. A row that was opened and left without an outcome keeps its version.

    `by` is empty for who may not know it; `conclusion` is the Council's, in its own round.
    """

    round: Round
    outcome: str
    points: Decimal | None = None
    ground: str = ""
    reason: str = ""
    version: int = 0
    changed_at: datetime | None = None
    is_reconstructed: bool = False
    conclusion: str = ""
    by: str = ""

    @property
    def decision(self) -> Decision | None:
        """None where nobody has decided."""
        if not DECIDED.holds(self):
            return None
        return Decision(self.outcome, self.points, self.ground, self.reason)

    @property
    def value(self) -> Outcome:
        return outcome_value(self.outcome, self.points, self.ground)


class GivenReply(NamedTuple):
    """What the unit said to the first round."""

    stance: str
    text: str
    asked_points: Decimal | None
    version: int
    changed_at: datetime

    @property
    def is_contesting(self) -> bool:
        return CONTESTING.holds(self)

    @property
    def asked_in_words(self) -> str:
        """«8,00 điểm», nothing where no points are asked for."""
        return "" if self.asked_points is None else f"{show(self.asked_points)} điểm"


class CountedFigures(NamedTuple):
    """What was counted on the spot."""

    checked_on: date
    declared: Mapping[str, Any]
    note: str


class ProvingFile(NamedTuple):
    """A file in force that proves the answer, and on which page of it.

    `is_supplementary`: handed in after the first round, to explain.
    """

    pk: int
    page: str
    name: str
    number: str
    summary: str
    is_supplementary: bool
    issued_on: date | None
    sha256: str

    @property
    def in_words(self) -> str:
        """«Quyết định 12.pdf, trang 3»."""
        return f"{self.name}, trang {self.page}" if self.page else self.name


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note; `group` and `code` name the criterion that it is about, if any."""

    pk: int
    answer: int | None
    text: str
    at: datetime
    group: str
    code: str
    by: str


#: By answer, under None those about the file as a whole.
Notes = Mapping[int | None, tuple[NoteRow, ...]]


@dataclass(frozen=True, slots=True)
class Trail:
    """All of it, of one answer; rounds in order, files as they came."""

    rounds: Mapping[Round, GivenOutcome] = field(default_factory=dict)
    reply: GivenReply | None = None
    counted: CountedFigures | None = None
    files: Sequence[ProvingFile] = ()

    @property
    def is_contested(self) -> bool:
        """The unit does not agree to the first outcome."""
        return bool(self.reply and self.reply.is_contesting)

    @property
    def is_questioned(self) -> bool:
        """As `models.replies.is_questioned` says of rows; `files` are those in force."""
        return self.is_contested or any(file.is_supplementary for file in self.files)

    def decision(self, which: Round) -> Decision | None:
        """None where nobody has decided in that round, or the reader does not see it."""
        given = self.rounds.get(which)
        return given.decision if given else None

    def in_words(self, which: Round) -> str:
        """Nothing where nobody has decided in that round, or the reader does not see it."""
        decision = self.decision(which)
        return decision.in_words if decision else ""

    def version(self, which: Round) -> int:
        """0 where nothing is stored in that round."""
        given = self.rounds.get(which)
        return given.version if given else 0


#: By the key of the answer.
Trails = Mapping[int, Trail]
NO_TRAIL = Trail()


#: Columns of which the first is empty where there is nothing, and where they are put.
_Part = tuple[tuple[str | Combinable, ...], Callable[[int, Sequence[Any]], None]]


@dataclass(frozen=True, slots=True)
class _StoredTrails:
    """The parts of trails as they are read, each by answer."""

    rounds: dict[int, dict[Round, GivenOutcome]] = field(default_factory=lambda: defaultdict(dict))
    replies: dict[int, GivenReply] = field(default_factory=dict)
    counted: dict[int, CountedFigures] = field(default_factory=dict)
    files: dict[int, list[ProvingFile]] = field(default_factory=lambda: defaultdict(list))

    def put_round(self, answer: int, row: Sequence[Any]) -> None:
        number, *given, conclusion, meeting, by = row
        said = f"Kết luận {conclusion}, phiên họp {meeting}" if conclusion else ""
        which = Round(number)
        self.rounds[answer][which] = GivenOutcome(*[which, *given, said, by or ""])

    def put_reply(self, answer: int, row: Sequence[Any]) -> None:
        self.replies[answer] = GivenReply(*row)

    def put_check(self, answer: int, row: Sequence[Any]) -> None:
        self.counted[answer] = CountedFigures(*row)

    def trails(self) -> Trails:
        answers = {*self.rounds, *self.replies, *self.counted, *self.files}
        return {answer: self._trail(answer) for answer in answers}

    def _trail(self, answer: int) -> Trail:
        return Trail(
            self.rounds.get(answer, {}),
            self.replies.get(answer),
            self.counted.get(answer),
            self.files.get(answer, ()),
        )


def trails_of(where: Mapping[str, Any], sight: Sight) -> Trails:
    """Of the answers that the lookups choose; an answer without anything is left out. Two queries,
    fewer for who sees less.
    """
    found = _StoredTrails()
    if sight.rounds or sight.replies or sight.on_site:
        _read_statements(where, sight, found)
    if sight.evidence:
        _read_files(where, found)
    return found.trails()


def notes_of(submission: Submission, *, groups: Collection[str] | None = None) -> Notes:
    """In the order in which they were written, of these groups or of all. One query."""
    notes = InternalNote.objects.filter(submission=submission)
    if groups is not None:
        notes = notes.filter(Q(answer=None) | Q(answer__criterion__group__code__in=groups))
    columns = (
        *("pk", "answer_id", "text", "at"),
        *("answer__criterion__group__code", "answer__criterion__code"),
    )
    found: dict[int | None, tuple[NoteRow, ...]] = {}
    for *note, group, code, by in notes.order_by("pk").values_list(*columns, name_of("by")):
        row = NoteRow(*[*note, group or "", code or "", by])
        found[row.answer] = (*found.get(row.answer, ()), row)
    return found


def name_of(person: str) -> Coalesce:
    """As `User` calls itself; `person` leads to it from the model that is asked."""
    full_name = NullIf(F(f"{person}__full_name"), Value(""))
    return Coalesce(full_name, F(f"{person}__username"), output_field=CharField())


def _read_statements(where: Mapping[str, Any], sight: Sight, found: _StoredTrails) -> None:
    """An answer of which several rounds are seen comes once for each."""
    answers = Answer.objects.filter(**where).order_by("pk")
    parts: list[_Part] = []
    if sight.rounds:
        given = FilteredRelation("appraisals", condition=Q(appraisals__round__in=sight.rounds))
        answers = answers.annotate(given=given).order_by("pk", "given__round")
        name = name_of("given__by") if sight.names else Value("")
        parts.append(((*(f"given__{column}" for column in _ROUND), name), found.put_round))
    if sight.replies:
        parts.append((tuple(f"reply__{column}" for column in _REPLY), found.put_reply))
    if sight.on_site:
        parts.append((tuple(f"on_site_check__{column}" for column in _CHECK), found.put_check))
    for answer, *row in answers.values_list("pk", *(name for names, _ in parts for name in names)):
        begin = 0
        for names, put in parts:
            if row[begin]:
                put(answer, row[begin : begin + len(names)])
            begin += len(names)


def _read_files(where: Mapping[str, Any], found: _StoredTrails) -> None:
    proving = EvidenceUse.objects.in_force().filter(
        **{f"answer__{name}": value for name, value in where.items()}
    )
    columns = ("answer_id", "evidence_id", "page", *(f"evidence__{name}" for name in _FILE))
    for answer, *file in proving.order_by("evidence_id", "pk").values_list(*columns):
        found.files[answer].append(ProvingFile(*file))
