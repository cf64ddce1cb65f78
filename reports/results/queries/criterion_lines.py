"""Every criterion of every unit with what was claimed, decided and proved, as values: the annex
behind a report's figures.

No names of people. Who may see which units' criteria is asked by the caller.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from criteria.phrases import declared_in_words
from criteria.specs import leaf_key
from scoring.results.queries import UnitRows, gather
from submissions.dossier.queries.decisions import Decision
from submissions.dossier.queries.lines import AskedCriterion, DossierLine
from submissions.dossier.queries.reader import criteria_asked, lines_across
from submissions.dossier.queries.trails import GivenOutcome, ProvingFile, Sight
from submissions.enums import Round
from submissions.models import Campaign
from submissions.models.appraisals import FINAL_ROUNDS

_SIGHT = Sight(claims=True, rounds=frozenset(Round), evidence=True)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One scored criterion of one unit. `claimed` may be that nothing is claimed yet. `final` is
    the last round that counts, None while nothing does.

    `declared`: in words. `applies` False: the unit has declared the whole group as not applicable
    to it.
    """

    unit: str
    unit_name: str
    annex: str
    group: str
    group_name: str
    code: str
    name: str
    maximum: Decimal
    is_sample: bool
    applies: bool
    declared: str
    as_of: date | None
    claimed: Decision
    rounds: Mapping[Round, GivenOutcome]
    is_reconstructed: bool
    proofs: Sequence[ProvingFile]

    @property
    def decided_in(self) -> Round | None:
        """The round whose outcome is final."""
        return max((which for which in self.rounds if which in FINAL_ROUNDS), default=None)

    @property
    def final(self) -> GivenOutcome | None:
        return None if self.decided_in is None else self.rounds[self.decided_in]


def criterion_lines(
    campaign: Campaign, *, units: Container[str] | None = None
) -> tuple[CriterionLine, ...]:
    """In the order of units, groups and criteria;

    `units`: only these codes. At most 15 queries, whatever the campaign.
    """
    rows, _ = gather(campaign)
    asked = criteria_asked(group__annex__framework=campaign.framework_id)
    by_place = {(each.annex, leaf_key(each.group_code, each.code)): each for each in asked.values()}
    answered = {
        (line.answer.submission, line.pk): line
        for line in lines_across(asked, _SIGHT, submission__campaign=campaign)
    }
    return tuple(
        line
        for unit in sorted(rows.units, key=lambda unit: unit.order)
        if units is None or unit.code in units
        for line in _lines(unit, by_place, answered)
    )


def _lines(
    unit: UnitRows,
    asked: Mapping[tuple[str, str], AskedCriterion],
    answered: Mapping[tuple[int, int], DossierLine],
) -> Iterator[CriterionLine]:
    for group in unit.spec.groups:
        annex = unit.annex.annex_of(group.code) if unit.annex else ""
        for leaf in group.leaves:
            criterion = asked[annex, leaf.key]
            known = answered.get((unit.submission_id, criterion.pk), DossierLine(criterion))
            answer = known.answer
            yield CriterionLine(
                unit=unit.code,
                unit_name=unit.name,
                annex=annex,
                group=group.code,
                group_name=group.name,
                code=criterion.code,
                name=criterion.name,
                maximum=criterion.maximum,
                is_sample=known.is_asked and criterion.is_sample,
                applies=group.code not in unit.absent,
                declared=declared_in_words(answer.declared, criterion.rule),
                as_of=answer.declared_as_of,
                claimed=Decision(answer.self_outcome, answer.self_points),
                rounds=known.trail.rounds,
                is_reconstructed=answer.is_reconstructed,
                proofs=known.trail.files,
            )
