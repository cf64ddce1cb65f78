"""What the entries of the phases say: the steps out of each, and what units are told there."""

from ictindex.lib.errors import DomainError
from submissions.campaigns.phases.table import ENTRIES
from submissions.campaigns.phases.values import PhaseEntry, Step, StepAddress
from submissions.enums import Phase

NO_NEXT_STEP = "Đợt đánh giá đã ở giai đoạn cuối cùng."
NO_CHOICE = "Chọn bước chuyển giai đoạn."
NO_SUCH_STEP = "Từ giai đoạn hiện tại không chuyển sang giai đoạn ấy được."


def entry_of(phase: str) -> PhaseEntry:
    return ENTRIES[Phase(phase)]


def steps_from(phase: str) -> tuple[Step, ...]:
    """The usual one first; none at the end."""
    return entry_of(phase).steps


def usual_step(phase: str) -> Step | None:
    """The one that people wait for; None at the end."""
    return next(iter(steps_from(phase)), None)


def step_between(source: str, target: str) -> Step:
    """`target` may be left out where there is no choice.

    Raises DomainError for a step that there is not.
    """
    steps = steps_from(source)
    if not steps:
        raise DomainError(NO_NEXT_STEP)
    if not target and len(steps) > 1:
        raise DomainError(NO_CHOICE)
    for step in steps:
        if target in ("", step.target):
            return step
    raise DomainError(NO_SUCH_STEP)


def step_taken_at(here: StepAddress, source: str, target: str) -> Step:
    """Like `step_between`; raises DomainError also for a step that is taken at another address."""
    step = step_between(source, target)
    if step.address != here:
        raise DomainError(NO_SUCH_STEP)
    return step


def step_actions() -> tuple[str, ...]:
    """The actions of the policy that take a step, from whatever phase; each once."""
    steps = (step for entry in ENTRIES.values() for step in entry.steps)
    return tuple(dict.fromkeys(step.action for step in steps))


def unit_note(phase: str) -> str:
    """What a unit is told of its file while the campaign is in the phase; may be empty."""
    return entry_of(phase).unit_note
