"""The report of a campaign as open data: plain values for JSON, with every number as a string of
two places («62.00»).

`null` is not applicable or no data, "0.00" is zero. `recomputed` holds only what the rule gives
differently from what stands. `not_comparable` and `note` are there only where figures of the year
before must not be set against this year's: the reason. `sha256` is the SHA-256 of the document
without that key, as `canonical` writes it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ictindex.lib.json_values import Json
from ictindex.lib.numbers import half_up
from reports.frame.values import BandList, Chart, FigureColumn, Table, UnitFigureRow
from reports.results.queries.charts import charts
from reports.results.queries.tables import band_lists, tables
from scoring.core.results import Average, CampaignResults


def as_open_data(results: CampaignResults) -> Json:
    """The tables, charts and letter groups of a campaign, with the sum that proves them."""
    document: Json = {
        "campaign": results.code,
        "framework": results.framework,
        "tables": [_table(table) for table in tables(results)],
        "charts": [_chart(chart) for chart in charts(results)],
        "bands": [_band(listed) for listed in band_lists(results)],
    }
    return {**document, "sha256": sha256_of(document)}


def sha256_of(document: Mapping[str, Any]) -> str:
    """The sum over a document, whether or not it already carries one."""
    return hashlib.sha256(
        canonical({key: value for key, value in document.items() if key != "sha256"})
    ).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one way to write a document down: keys in order, no spaces, UTF-8 without escapes
    beyond what JSON needs.
    """
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_json(document: Mapping[str, Any]) -> str:
    """The document for people and machines to read, in lines."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table) -> Json:
    caveats = {column.key: column.caveat for column in table.columns if column.caveat}
    return {
        "number": table.number,
        "title": table.title,
        "kind": table.kind,
        "rows": [_unit_row(row, table.columns) for row in table.rows],
        "averages": _averages(table),
        **({"not_comparable": caveats} if caveats else {}),
    }


def _unit_row(row: UnitFigureRow, columns: Iterable[FigureColumn]) -> Json:
    figures = {column.key: figure for column, figure in zip(columns, row.figures, strict=True)}
    return {
        "rank": row.rank,
        "unit": row.unit.code,
        "values": {key: _number(figure.official) for key, figure in figures.items()},
        "recomputed": {
            key: _number(figure.recomputed) for key, figure in figures.items() if figure.differs
        },
    }


def _averages(table: Table) -> Json:
    pairs = zip(table.columns, table.averages, strict=True)
    return {column.key: _average(average) for column, average in pairs if average is not None}


def _average(average: Average) -> Json:
    shown: Json = {"value": _number(average.figure.official), "n": average.n}
    if average.figure.differs:
        shown["recomputed"] = {
            "value": _number(average.figure.recomputed),
            "n": average.n_recomputed,
        }
    return shown


def _chart(chart: Chart) -> Json:
    return {
        "number": chart.number,
        "title": chart.title,
        "categories": [unit.code for unit in chart.categories],
        "series": [
            {"name": one.name, "values": [_number(value) for value in one.values]}
            for one in chart.series
        ],
        **({"note": chart.note} if chart.note else {}),
    }


def _band(listed: BandList) -> Json:
    return {
        "kind": listed.kind,
        "band": listed.band.code,
        "units": [unit.code for unit in listed.units],
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{half_up(value):f}"
