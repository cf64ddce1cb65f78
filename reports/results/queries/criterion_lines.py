"""Every criterion of every unit with what was claimed, decided and proved, as values: the annex
behind a report's figures.

No names of people. Who may see which units' criteria is asked by the caller.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from criteria.phrases import declared_in_words
from criteria.questions import rules_in
from criteria.specs import leaf_key
from scoring.core.types import LeafSpec
from scoring.results.queries import UnitRows, gather
from submissions.enums import OutcomeKind, Round
from submissions.models import Answer, Appraisal, Campaign, EvidenceUse
from submissions.models.appraisals import FINAL_ROUNDS

_ANSWER = (
    "submission_id", "criterion__group__annex__code", "criterion__group__code", "criterion__code",
    "criterion__is_sample", "pk",
    "criterion_id", "declared", "declared_as_of", "self_outcome", "self_points", "is_reconstructed",
)  # fmt: skip
_PROOF = ("answer_id", "page", "evidence__name", "evidence__document_number", "evidence__sha256")

_AnswerValues = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GivenOutcome:
    """An outcome as it was given: in the self score, or in a round with its ground and reason."""

    outcome: str = OutcomeKind.MISSING
    points: Decimal | None = None
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AnswerProof:
    """A file that proves an answer, as it is now: neither withdrawn nor replaced."""

    name: str
    number: str
    page: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One scored criterion of one unit. `rounds` by number; `final` is the last one that counts,
    None while nothing does.

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
    claimed: GivenOutcome
    rounds: Mapping[int, GivenOutcome]
    is_reconstructed: bool
    proofs: tuple[AnswerProof, ...]

    @property
    def decided_in(self) -> int | None:
        """The round whose outcome is final."""
        return next(
            (number for number in sorted(FINAL_ROUNDS, reverse=True) if number in self.rounds), None
        )

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
    answers, rounds, proofs = _answers(campaign), _rounds(campaign), _proofs(campaign)
    return tuple(
        line
        for unit in sorted(rows.units, key=lambda unit: unit.order)
        if units is None or unit.code in units
        for line in _lines(unit, answers, rounds, proofs)
    )


def _lines(
    unit: UnitRows,
    answers: Mapping[Any, _AnswerValues],
    rounds: Mapping[int, dict[int, GivenOutcome]],
    proofs: Mapping[int, list[AnswerProof]],
) -> Iterator[CriterionLine]:
    for group in unit.spec.groups:
        annex = unit.annex.annex_of(group.code) if unit.annex else ""
        for leaf in group.leaves:
            answer = answers.get((unit.submission_id, annex, leaf.key), {})
            yield CriterionLine(
                unit=unit.code,
                unit_name=unit.name,
                annex=annex,
                group=group.code,
                group_name=group.name,
                **_of_leaf(leaf, group.code),
                applies=group.code not in unit.absent,
                **_of_answer(answer),
                rounds=rounds.get(answer.get("pk", 0), {}),
                proofs=tuple(proofs.get(answer.get("pk", 0), ())),
            )


def _of_leaf(leaf: LeafSpec, group: str) -> dict[str, Any]:
    return {"code": leaf.key.removeprefix(f"{group}:"), "name": leaf.name, "maximum": leaf.maximum}


def _of_answer(answer: _AnswerValues) -> dict[str, Any]:
    return {
        "is_sample": answer.get("criterion__is_sample", False),
        "declared": answer.get("declared", ""),
        "as_of": answer.get("declared_as_of"),
        "claimed": GivenOutcome(
            answer.get("self_outcome", OutcomeKind.MISSING), answer.get("self_points")
        ),
        "is_reconstructed": answer.get("is_reconstructed", False),
    }


def _answers(campaign: Campaign) -> dict[tuple[int, str, str], _AnswerValues]:
    rows = Answer.objects.filter(submission__campaign=campaign).order_by().values(*_ANSWER)
    rules = rules_in(campaign.framework_id)
    return {
        (
            row["submission_id"],
            row["criterion__group__annex__code"],
            leaf_key(row["criterion__group__code"], row["criterion__code"]),
        ): row | {"declared": declared_in_words(row["declared"], rules.get(row["criterion_id"]))}
        for row in rows
    }


def _rounds(campaign: Campaign) -> dict[int, dict[int, GivenOutcome]]:
    found: dict[int, dict[int, GivenOutcome]] = defaultdict(dict)
    rows = Appraisal.objects.filter(answer__submission__campaign=campaign).order_by("round")
    columns = ("answer_id", "round", "outcome", "points", "ground", "reason")
    for answer, number, outcome, points, ground, reason in rows.values_list(*columns):
        found[answer][Round(number)] = GivenOutcome(outcome, points, ground, reason)
    return found


def _proofs(campaign: Campaign) -> dict[int, list[AnswerProof]]:
    found: dict[int, list[AnswerProof]] = defaultdict(list)
    standing = EvidenceUse.objects.in_force().filter(answer__submission__campaign=campaign)
    for answer, page, name, number, sha256 in standing.order_by("evidence_id", "pk").values_list(
        *_PROOF
    ):
        found[answer].append(AnswerProof(name, number, page, sha256))
    return found
