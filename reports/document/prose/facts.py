"""What a report says besides its figures: decision, framework, people, steps, failings.

Values only; `queries` fills them in.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.document.text.passages import StoredText
from scoring.core.reconciliation import Finding


@dataclass(frozen=True, slots=True)
class ReportDecision:
    """The decision that publishes the report.

    Empty number, date and signer: not decided yet, their places stay free.
    """

    number: str = ""
    day: date | None = None
    signer: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class GroupShape:
    """How much one group of an annex asks: `mains` main criteria, `leaves` of all its criteria
    are scored.
    """

    code: str
    name: str
    maximum: Decimal
    mains: int
    leaves: int
    may_be_absent: bool


@dataclass(frozen=True, slots=True)
class AnnexShape:
    """One annex of the framework."""

    code: str
    title: str
    groups: tuple[GroupShape, ...]


@dataclass(frozen=True, slots=True)
class FrameworkShape:
    """The framework as the method section describes it."""

    title: str
    document: str
    issued_on: date | None
    annexes: tuple[AnnexShape, ...]
    sample_notice: str = ""


@dataclass(frozen=True, slots=True)
class BodyMember:
    """A member of the Council or the working group."""

    name: str
    position: str
    title: str


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step of the procedure; steps keep their number, whatever their dates."""

    number: int
    day: date | None
    document: str
    what: str


@dataclass(frozen=True, slots=True)
class FailingUnits:
    """The units (short names, official order) that got nothing for one criterion."""

    group_code: str
    group_name: str
    criterion: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not accepted on one ground in one group: a short name of a unit for each of its
    criteria.
    """

    kind: str
    group_code: str
    ground: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionMove:
    """One criterion of a unit (by code) whose awarded points are not what they were in the year
    before.

    `ground` is set where it was not accepted this year. What an appraiser wrote for the unit stays
    out: everybody reads a report.
    """

    unit: str
    group_code: str
    criterion: str
    before: Decimal
    after: Decimal
    ground: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything a report needs besides `CampaignResults`. `place` is where the ministry signs: all
    of them sit in Hà Nội.

    `text` is what was taken over for editing, None: the words are the application's own.
    """

    title: str
    ministry: str
    decision: ReportDecision
    framework: FrameworkShape
    council: tuple[BodyMember, ...] = ()
    working_group: tuple[BodyMember, ...] = ()
    steps: tuple[ProcedureStep, ...] = ()
    failings: tuple[FailingUnits, ...] = ()
    contradicted: tuple[FailingUnits, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    moves: tuple[CriterionMove, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_reconstructed: bool = False
    data_sha256: str = ""
    place: str = "Hà Nội"
    text: StoredText | None = None
