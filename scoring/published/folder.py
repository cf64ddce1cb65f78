"""The folder as a whole: which files there are, and in which order they are checked against
each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.published import figures
from scoring.published.people import check_members, check_steps
from scoring.published.problems import WrongPlace
from scoring.published.questions import NamedFramework
from scoring.published.rows import CsvRow
from scoring.published.statements import check_facts, check_failings
from scoring.published.tables import read_table
from scoring.published.units import check_exceptions, check_units
from scoring.published.values import CampaignDescription, PublishedCampaign

Rows = tuple[CsvRow, ...]
UNITS = "units.csv"
_OF_A_YEAR = re.compile(r"(members|timeline|facts|failing)_(.*)\.csv")


@dataclass(frozen=True, slots=True)
class CampaignTables:
    """The rows of every table; None where a table cannot be read."""

    units: Rows | None
    totals: Rows | None
    scores: Rows | None
    averages: Rows
    members: Rows
    steps: Rows
    facts: Rows
    failings: Rows


def read_files(
    folder: Path, description: CampaignDescription, problems: list[WrongPlace]
) -> CampaignTables:
    """All tables of the folder; averages, members, timeline, facts and failing lists may be
    missing or empty.
    """
    year = description.year
    problems += _files_of_other_years(folder, year)

    def optional(name: str, *columns: str) -> Rows:
        path = folder / name
        is_empty = not path.exists() or (path.is_file() and path.stat().st_size == 0)
        return () if is_empty else read_table(path, columns, problems) or ()

    return CampaignTables(
        units=read_table(folder / UNITS, ("code", "name", "short_name", "kind"), problems),
        totals=read_table(folder / figures.TOTALS, figures.total_columns(description), problems),
        scores=read_table(folder / figures.SCORES, ("unit", "year", "group", "score"), problems),
        averages=optional(figures.AVERAGES, "place", "kind", "measure", "year", "printed"),
        members=optional(
            f"members_{year}.csv", "body", "order", "name", "position", "role", "unit"
        ),
        steps=optional(f"timeline_{year}.csv", "step", "date", "document", "what"),
        facts=optional(f"facts_{year}.csv", "group", "criterion", "unit", "value", "kind", "as_of"),
        failings=optional(f"failing_{year}.csv", "group", "criterion", "unit"),
    )


def check_files(
    files: CampaignTables,
    description: CampaignDescription,
    asked: NamedFramework,
    problems: list[WrongPlace],
) -> PublishedCampaign:
    """What the tables say. Only without any problem noted is the answer the whole campaign."""
    units = check_units(files.units or (), description, asked)
    if not files.units:
        problems += (
            []
            if files.units is None
            else [WrongPlace(UNITS, "Không có đơn vị nào. Thêm ít nhất một dòng.", 2)]
        )
        return _campaign(description)
    check_exceptions(description, units, asked, problems)
    scores = (
        {}
        if files.scores is None
        else figures.check_scores(files.scores, units, description, problems)
    )
    totals = (
        ()
        if files.totals is None
        else figures.check_totals(files.totals, units, scores, description, problems)
    )
    return PublishedCampaign(
        description=description,
        units=tuple(unit for unit in units.values() if unit),
        scores=scores,
        totals=totals,
        averages=figures.check_averages(files.averages, units, description),
        members=check_members(files.members, units),
        steps=check_steps(files.steps),
        facts=check_facts(files.facts, units, asked),
        failings=check_failings(files.failings, units, asked),
    )


def _files_of_other_years(folder: Path, year: int) -> Iterator[WrongPlace]:
    """A table of another year would be passed over in silence."""
    for path in sorted(folder.iterdir()):
        match = _OF_A_YEAR.fullmatch(path.name)
        if match and match[2] != str(year):
            yield WrongPlace(
                path.name,
                f"Tên tệp không mang năm của đợt đánh giá. Đổi tên thành {match[1]}_{year}.csv "
                "hoặc xóa tệp.",
            )


def _campaign(description: CampaignDescription) -> PublishedCampaign:
    return PublishedCampaign(
        description=description,
        units=(),
        scores={},
        totals=(),
        averages=(),
        members=(),
        steps=(),
        facts=(),
        failings=(),
    )
