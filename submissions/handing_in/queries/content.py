"""What a unit hands in as one plain value, and its SHA-256: the content that a receipt stands for.

The value is JSON with sorted keys, no spaces and UTF-8 (`ictindex.lib.chain.canonical`); its
SHA-256 is what the receipt says. Numbers are texts («7.50»), days are «2020-11-30», what is not
there is null. Answers stand in the order of the framework, files in the order in which they came.
The record keeps the value with the entry of the act, so that both an exported record and a receipt
hold all that the hash is made from.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ictindex.lib.chain import content_hash_of
from ictindex.lib.json_values import Json
from submissions.enums import OutcomeKind, SkipReason
from submissions.models import (
    Answer,
    Evidence,
    EvidenceUse,
    GroupDeclaration,
    GroupDone,
    Submission,
)

FORMAT = "ictindex.submission.1"

_ANSWER = (
    *(
        "pk",
        "criterion__group__annex__code",
        "criterion__group__code",
        "criterion__code",
        "self_outcome",
        "self_points",
    ),
    *("declared", "declared_as_of", "skipped", "note"),
)
_EVIDENCE = ("pk", "sha256", "size", "name", "document_number", "issued_on", "issuer", "summary")


@dataclass(frozen=True, slots=True)
class SubmissionCounts:
    """How much a submission holds: criteria asked, and of these answered, not applicable, without
    figures and supplied by others.

    `proved`: criteria with a file; `files`: files in force; `absent_groups`: groups declared not to
    apply.
    """

    asked: int
    scored: int
    not_applicable: int
    no_figures: int
    other: int
    proved: int
    files: int
    absent_groups: int

    def as_plain(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


def content_of(submission: Submission) -> Json:
    """Everything that is handed in. 5 queries, whatever the number of criteria and files."""
    answers = _answers(submission)
    uses = _uses(submission)
    return {
        "format": FORMAT,
        "campaign": submission.campaign.code,
        "framework": submission.campaign.framework.code,
        "unit": submission.unit.code,
        "unit_name": submission.name,
        "answers": [_answer(row) for row in answers],
        "absent_groups": _absent_groups(submission),
        "groups_done": sorted(
            GroupDone.objects.filter(submission=submission).values_list("group_code", flat=True)
        ),
        "evidence": [
            _file(row, uses[row["pk"]]) for row in _files_in_force(submission).values(*_EVIDENCE)
        ],
    }


def digest_of(content: Json) -> str:
    """SHA-256 of the content's canonical JSON, in hexadecimal."""
    return content_hash_of(content)


def counts_of(content: Json) -> SubmissionCounts:
    """Counted from the content alone, so that they can be counted again from a receipt."""
    answers, evidence = content["answers"], content["evidence"]
    proved = {(use["group"], use["criterion"]) for file in evidence for use in file["proves"]}
    scored = _count(answers, outcome=OutcomeKind.SCORED)
    not_applicable = _count(answers, outcome=OutcomeKind.NOT_APPLICABLE)
    no_figures = _count(answers, skipped=SkipReason.NO_FIGURES)
    return SubmissionCounts(
        asked=len(answers),
        scored=scored,
        not_applicable=not_applicable,
        no_figures=no_figures,
        other=len(answers) - scored - not_applicable - no_figures,
        proved=sum((answer["group"], answer["criterion"]) in proved for answer in answers),
        files=len(evidence),
        absent_groups=len(content["absent_groups"]),
    )


def _count(answers: Iterable[Json], **wanted: str) -> int:
    return sum(all(answer[name] == value for name, value in wanted.items()) for answer in answers)


def _answers(submission: Submission) -> list[Json]:
    asked = Answer.objects.asked().filter(submission=submission)
    order = ("criterion__group__order", "criterion__group", "criterion__order", "pk")
    return list(asked.order_by(*order).values(*_ANSWER))


def _answer(row: Json) -> Json:
    return {
        "annex": row["criterion__group__annex__code"],
        "group": row["criterion__group__code"],
        "criterion": row["criterion__code"],
        "outcome": str(row["self_outcome"]),
        "points": None if row["self_points"] is None else f"{row['self_points']:.2f}",
        "declared": row["declared"],
        "as_of": _day(row["declared_as_of"]),
        "skipped": row["skipped"],
        "note": row["note"],
    }


def _absent_groups(submission: Submission) -> list[Json]:
    """Sorted here and not by the database, whose order of letters depends on where it was set
    up.
    """
    declared = GroupDeclaration.objects.filter(submission=submission).values_list(
        "group_code", "reason"
    )
    return [{"group": group, "reason": reason} for group, reason in sorted(declared)]


def _files_in_force(submission: Submission) -> Any:
    return Evidence.objects.in_force().filter(submission=submission).order_by("pk")


def _uses(submission: Submission) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = defaultdict(list)
    order = (
        "answer__criterion__group__order",
        "answer__criterion__group",
        "answer__criterion__order",
        "answer",
    )
    uses = EvidenceUse.objects.filter(evidence__submission=submission).order_by(*order)
    for file, group, criterion, page in uses.values_list(
        "evidence_id", "answer__criterion__group__code", "answer__criterion__code", "page"
    ):
        found[file].append({"group": group, "criterion": criterion, "page": page})
    return found


def _file(row: Json, proves: list[Json]) -> Json:
    return {
        "sha256": row["sha256"],
        "size": row["size"],
        "name": row["name"],
        "number": row["document_number"],
        "issued_on": _day(row["issued_on"]),
        "issuer": row["issuer"],
        "summary": row["summary"],
        "proves": proves,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
