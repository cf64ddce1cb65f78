"""Folders made at random for shipped frameworks: whatever the units, kinds, years and scores,
the database has exactly them.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from criteria.annexes import AnnexChoice
from criteria.catalogue import ensure_framework
from criteria.specs import framework_specs
from scoring.core.reconstruction import largest_score, largest_total
from scoring.core.types import GroupAggregation, UnitSpec
from scoring.published.services.campaign import load_published
from scoring.results.queries import campaign_results
from submissions.models import Answer

pytestmark = pytest.mark.django_db
KINDS = {"cuc": "I", "vu": "I", "vien": "II"}


class GeneratedCampaign:
    """A folder with `n` units of three kinds, some of which answer another annex, and what it
    says as values.
    """

    def __init__(self, folder: Path, framework: str, *, year: int, n: int, seed: int) -> None:
        self.random, self.year, self.previous = Random(seed), year, year - 1
        self.specs = framework_specs(ensure_framework(framework))
        self.overrides: list[dict[str, str]] = []
        self.scores: dict[tuple[str, int, str], Decimal | None] = {}
        self.totals: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
        self.units = {f"U{number}": self.random.choice(list(KINDS)) for number in range(n)}
        self.asked = {unit: self.spec_of(unit, kind) for unit, kind in self.units.items()}
        for unit, spec in self.asked.items():
            self.make_figures(unit, spec)
        self.write(folder, framework)

    def spec_of(self, unit: str, kind: str) -> UnitSpec:
        annexes = [annex for annex in ("I", "II") if annex in self.specs.annexes]
        annex = KINDS[kind] if KINDS[kind] in annexes else "I"
        overrides = {}
        if self.random.random() < 0.2:
            annex = self.random.choice(annexes)
            self.overrides.append({"unit": unit, "annex": annex})
        if "CTTDT" in self.specs.annexes and self.random.random() < 0.5:
            overrides["CTTDT"] = "CTTDT"
            self.overrides.append({"unit": unit, "group": "CTTDT", "annex": "CTTDT"})
        return self.specs.unit(AnnexChoice(annex, overrides))

    def make_figures(self, unit: str, spec: UnitSpec) -> None:
        for year in (self.year, self.previous):
            for group in spec.groups:
                is_absent = group.may_be_absent and self.random.random() < 0.5
                self.scores[unit, year, group.code] = (
                    None if is_absent else self.cents(largest_score(group))
                )
        absent = [
            group.code for group in spec.groups if self.scores[unit, self.year, group.code] is None
        ]
        highest = Decimal(int(largest_total(spec, absent) * 100)).scaleb(-2)
        self.totals[unit] = (
            self.cents(min(highest, Decimal(100))),
            self.cents(highest),
            self.cents(highest),
        )

    def cents(self, highest: Decimal) -> Decimal:
        return Decimal(self.random.randint(0, int(highest * 100))).scaleb(-2)

    def write(self, folder: Path, framework: str) -> None:
        annexes = {
            kind: annex if annex in self.specs.annexes else "I" for kind, annex in KINDS.items()
        }
        absent = sorted(
            {
                group.code
                for spec in self.asked.values()
                for group in spec.groups
                if group.may_be_absent
            }
        )
        description = {
            "code": f"dot-{self.year}",
            "year": self.year,
            "previous_year": self.previous,
            "framework": framework,
            "decision": {
                "number": "5/QĐ-X",
                "date": f"{self.year}-12-31",
                "signer": "A",
                "authority": "B",
            },
            "annexes": annexes,
            "annex_overrides": self.overrides,
            "groups_that_may_be_absent": absent,
        }
        (folder / "campaign.json").write_text(json.dumps(description), encoding="utf-8")
        tables = {
            "units": self.unit_rows(),
            "published_totals": self.total_rows(),
            "published_group_scores": self.score_rows(),
        }
        for name, rows in tables.items():
            (folder / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")

    def unit_rows(self) -> Iterator[str]:
        yield "code,name,short_name,kind"
        yield from (f"{unit},Đơn vị {unit},{unit},{kind}" for unit, kind in self.units.items())

    def total_rows(self) -> Iterator[str]:
        yield f"unit,total_{self.previous},self_{self.year},appraised_{self.year}"
        yield from (
            f"{unit},{past},{own},{final}" for unit, (past, own, final) in self.totals.items()
        )

    def score_rows(self) -> Iterator[str]:
        yield "unit,year,group,score"
        yield from (
            f"{unit},{year},{group},{'' if score is None else score}"
            for (unit, year, group), score in self.scores.items()
        )


@pytest.mark.parametrize("framework", ["qd375-2020", "qd988-2022", "qd2149-2017"])
@pytest.mark.parametrize("seed", range(3))
def test_any_folder_of_the_same_shape_loads_as_it_is(
    tmp_path: Path, framework: str, seed: int
) -> None:
    made = GeneratedCampaign(tmp_path, framework, year=2026 + seed, n=12, seed=seed)
    campaign = load_published(tmp_path).campaign
    results = campaign_results(campaign)
    assert [unit.code for unit in results.units] == list(made.units)
    for unit in results.units:
        for group in made.asked[unit.code].groups:
            printed = made.scores[unit.code, made.year, group.code]
            figure = unit.figure(group.code, made.year)
            assert (figure.printed, figure.recomputed, figure.applies) == (
                printed,
                printed,
                printed is not None,
            )
            assert (
                unit.figure(group.code, made.previous).printed
                == made.scores[unit.code, made.previous, group.code]
            )
        past, own, final = made.totals[unit.code]
        assert unit.figure("total", made.previous).printed == past
        assert (
            unit.figure("self", made.year).printed,
            unit.figure("self", made.year).recomputed,
        ) == (own, own)
        assert unit.figure("total", made.year).printed == final


def test_self_points_add_up_under_a_sum_of_points(tmp_path: Path) -> None:
    made = GeneratedCampaign(tmp_path, "qd988-2022", year=2030, n=6, seed=9)
    campaign = load_published(tmp_path).campaign
    assert made.specs.aggregation is GroupAggregation.SUM_OF_POINTS
    for unit, (_, own, _) in made.totals.items():
        answers = Answer.objects.filter(
            submission__campaign=campaign, submission__unit__code=unit, self_outcome="scored"
        )
        assert sum(answers.values_list("self_points", flat=True)) == own
