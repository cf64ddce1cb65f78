"""What an entry says of a phase, as values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from submissions.campaigns.queries.needs import Need, RoundIsWhole, units_were_told
from submissions.enums import Phase, Round
from submissions.models import Campaign
from units.enums import APPRAISING, COUNCIL_ROLES, UNIT_ROLES, Role

DRAFTERS = (Role.WG_HEAD, Role.COUNCIL_SECRETARY)
EVERYBODY = (*UNIT_ROLES, *APPRAISING, *COUNCIL_ROLES, Role.PUBLISHER)

#: Says what a campaign lacks at that moment.
Check = Callable[[Campaign, datetime], list[Need]]


class StepAct(Enum):
    """What else happens when a campaign moves. The service that moves it does it."""

    OPEN_ANSWERS = auto()
    RECORD_SILENCE = auto()
    REOPEN_SILENCE = auto()
    REOPEN_REPLIES = auto()


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the holders of some roles are told."""

    roles: tuple[Role, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StepAddress:
    """Where steps are taken: the action of the policy that takes them, and the name of the address
    that serves it.

    `asks_proof`: a page of its own, behind a fresh proof of who presses.
    """

    action: str
    name: str
    asks_proof: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A way out of a phase: where it is taken, and by which action; what it is called, and what it
    will do, as a sentence.

    `holds_notices`: somebody reads them in the outbox before they go. `task`: what the home page
    says is waiting, where that is more than the label.
    """

    source: Phase
    target: Phase
    address: StepAddress
    label: str
    effect: str
    needs: tuple[Check, ...] = ()
    does: tuple[StepAct, ...] = ()
    tells: tuple[Announcement, ...] = ()
    holds_notices: bool = False
    asks_reason: bool = False
    task: str = ""

    @property
    def action(self) -> str:
        """Of the policy: who may take the step."""
        return self.address.action

    @property
    def is_onward(self) -> bool:
        """Else it leads back to an earlier phase."""
        order = list(Phase)
        return order.index(self.target) > order.index(self.source)

    @property
    def whole_rounds(self) -> tuple[Round, ...]:
        """In which every criterion must have an outcome before."""
        return tuple(need.round for need in self.needs if isinstance(need, RoundIsWhole))

    @property
    def waits_for_notices(self) -> bool:
        """What units are to be told must have been sent before."""
        return units_were_told in self.needs

    @property
    def in_sentence(self) -> str:
        """The label, where it does not start the sentence."""
        return self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True, slots=True)
class PhaseEntry:
    """The steps out of a phase, the usual one first; none: it is the last.

    `unit_note`: what a unit is told of its file meanwhile. `on_return`: what a campaign that comes
    back to the phase opens again.
    """

    steps: tuple[Step, ...] = ()
    unit_note: str = ""
    on_return: tuple[StepAct, ...] = ()
