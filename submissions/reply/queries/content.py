"""What a unit confirms as one plain value, and its SHA-256: the first round's outcomes, what it
says to each, and what it added.

The value is JSON with sorted keys (`ictindex.lib.chain.canonical`), points are texts («7.50»), what
is not there is null. It names nobody who appraised. The record keeps it with the entry of the
confirmation.
"""

from collections import defaultdict
from typing import Any

from django.db.models import FilteredRelation, Q

from ictindex.lib.chain import content_hash_of
from ictindex.lib.json_values import Json
from submissions.enums import Round
from submissions.models import Answer, Campaign, Evidence, Submission

FORMAT = "ictindex.reply.1"

_ORDER = ("criterion__group__annex__order", "criterion__group__order", "criterion__order", "pk")
_COLUMNS = (
    *(
        "pk",
        "submission_id",
        "criterion__group__code",
        "criterion__code",
        "first__outcome",
        "first__points",
        "first__ground",
    ),
    *("first__reason", "reply__stance", "reply__text", "reply__asked_points"),
)
_FILE = ("sha256", "size", "name", "document_number", "summary")
_USE = ("uses__answer__criterion__group__code", "uses__answer__criterion__code", "uses__page")


def content_of(submission: Submission) -> Json:
    """What its head would confirm now. Two queries, whatever the number of criteria and files."""
    return _contents(submission.campaign, [submission])[submission.pk]


def contents_of(campaign: Campaign, submissions: list[Submission]) -> dict[int, Json]:
    """The same of many files of one campaign, by file, in two queries. Each comes with its unit."""
    return _contents(campaign, submissions)


def digest_of(content: Json) -> str:
    """SHA-256 of the content's canonical JSON, in hexadecimal."""
    return content_hash_of(content)


def _contents(campaign: Campaign, submissions: list[Submission]) -> dict[int, Json]:
    criteria, added = _criteria(submissions), _supplementary(submissions)
    return {
        submission.pk: {
            "format": FORMAT,
            "campaign": campaign.code,
            "unit": submission.unit.code,
            "unit_name": submission.name,
            "criteria": criteria[submission.pk],
            "supplementary": added[submission.pk],
        }
        for submission in submissions
    }


def _criteria(submissions: list[Submission]) -> dict[int, list[Json]]:
    first = FilteredRelation("appraisals", condition=Q(appraisals__round=Round.FIRST))
    rows = (
        Answer.objects.applicable()
        .filter(submission__in=submissions)
        .annotate(first=first)
        .order_by(*_ORDER)
    )
    found: dict[int, list[Json]] = defaultdict(list)
    for row in rows.values(*_COLUMNS):
        found[row["submission_id"]].append(_criterion(row))
    return found


def _criterion(row: Json) -> Json:
    return {
        "group": row["criterion__group__code"],
        "criterion": row["criterion__code"],
        "outcome": row["first__outcome"],
        "points": _points(row["first__points"]),
        "ground": row["first__ground"],
        "reason": row["first__reason"],
        "stance": row["reply__stance"],
        "text": row["reply__text"],
        "asked_points": _points(row["reply__asked_points"]),
    }


def _supplementary(submissions: list[Submission]) -> dict[int, list[Json]]:
    """The files in force that were added to explain, each with what it proves, if anything yet."""
    added = Evidence.objects.in_force().supplementary().filter(submission__in=submissions)
    in_order = added.order_by("pk", *(f"uses__answer__{column}" for column in _ORDER))
    found: dict[int, dict[int, Json]] = defaultdict(dict)
    for row in in_order.values("pk", "submission_id", *_FILE, *_USE):
        file = found[row["submission_id"]].setdefault(
            row["pk"], {name: row[name] for name in _FILE} | {"proves": []}
        )
        if row["uses__answer__criterion__code"]:
            group, criterion, page = (row[name] for name in _USE)
            file["proves"].append({"group": group, "criterion": criterion, "page": page})
    return defaultdict(list, {key: list(files.values()) for key, files in found.items()})


def _points(points: Any) -> str | None:
    return None if points is None else f"{points:.2f}"
