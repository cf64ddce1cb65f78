"""The same bytes handed in by more than one unit: for appraisers only, and never about a file
of the reader's own unit.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from ictindex.lib.files import size_in_words
from submissions.dossier.queries.evidence import criteria_proved_by
from submissions.models import Campaign, Evidence
from submissions.models.capacities import where_may

SEE = "appraise.view_identical_evidence_of_U"


@dataclass(frozen=True, slots=True)
class FileCopy:
    """One unit's copy: what it is called there, and the criteria that it proves (group, code)."""

    unit: str
    unit_name: str
    name: str
    url: str
    proves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DuplicateFile:
    """One content that several units handed in."""

    sha256: str
    size: str
    copies: tuple[FileCopy, ...]

    @property
    def units(self) -> int:
        return len({copy.unit for copy in self.copies})


def identical_files(campaign: Campaign, user: Any) -> tuple[DuplicateFile, ...]:
    """Those of most units first.

    Three queries. Files that were withdrawn or replaced do not count.
    """
    seen = Evidence.objects.in_force().filter(
        where_may(user, SEE, prefix="submission__"), submission__campaign=campaign
    )
    shared = (
        seen.order_by()
        .values("sha256")
        .annotate(units=Count("submission", distinct=True))
        .filter(units__gt=1)
    )
    rows = (
        seen.filter(sha256__in=shared.values("sha256"))
        .select_related("submission__unit")
        .distinct()
    )
    files = list(rows.order_by("submission__order", "pk"))
    proves = criteria_proved_by(files)
    copies: dict[str, list[Evidence]] = defaultdict(list)
    for file in files:
        copies[file.sha256].append(file)
    found = [
        DuplicateFile(
            sha256, size_in_words(own[0].size), tuple(_copy(campaign, file, proves) for file in own)
        )
        for sha256, own in copies.items()
    ]
    return tuple(sorted(found, key=lambda same: -same.units))


def _copy(
    campaign: Campaign, file: Evidence, proves: Mapping[int, list[tuple[str, str]]]
) -> FileCopy:
    unit = file.submission.unit.code
    return FileCopy(
        unit=unit,
        unit_name=file.submission.name,
        name=file.name,
        url=reverse("evidence_item", args=[campaign.code, unit, file.pk]),
        proves=tuple(proves.get(file.pk, ())),
    )
