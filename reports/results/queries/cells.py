"""Figures as texts for a cell: «73,11», the mark where the rule gives another value, and the
words for a dash.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from ictindex.lib.numbers import show
from scoring.core.results import NO_FIGURE as NOTHING_KNOWN
from scoring.core.results import Average, Figure

NOT_APPLICABLE = "không áp dụng"
NO_FIGURE = "không có số liệu"
DASH = "–"


@dataclass(frozen=True, slots=True)
class PageFigure:
    """One figure. `spoken` says in words what a dash stands for; `again` is the recomputed value
    where it differs.

    `url` leads to where it comes from, empty where nothing is known; `value` is what columns are
    sorted by.
    """

    text: str
    spoken: str = ""
    again: str = ""
    is_strong: bool = False
    is_first_of_group: bool = False
    url: str = ""
    value: str = field(default="", compare=False)

    @property
    def is_marked(self) -> bool:
        return bool(self.again)


@dataclass(frozen=True, slots=True)
class AverageCell:
    """A mean with its base in words («23 đơn vị»), and the recomputed value, with its own base,
    where they differ.
    """

    text: str
    base: str = ""
    again: str = ""
    again_base: str = ""
    is_first_of_group: bool = False
    url: str = ""


def cell_of(
    figure: Figure, *, is_strong: bool = False, is_first_of_group: bool = False, url: str = ""
) -> PageFigure:
    """What a cell shows of one figure.

    `url` is where it comes from; a figure that nothing is known of leads nowhere.
    """
    return PageFigure(
        text=show(figure.official, missing=DASH),
        spoken=_spoken(figure),
        again=again(figure),
        is_strong=is_strong,
        is_first_of_group=is_first_of_group,
        url=url if figure != NOTHING_KNOWN else "",
        value="" if figure.official is None else f"{figure.official}",
    )


def average_cell_of(
    average: Average | None, *, is_first_of_group: bool = False, url: str = ""
) -> AverageCell:
    """What a cell shows of one average; a dash where there is none.

    `url` is where it comes from.
    """
    if average is None:
        return AverageCell(DASH, is_first_of_group=is_first_of_group)
    has_other_base = average.figure.differs and average.n != average.n_recomputed
    return AverageCell(
        text=show(average.figure.official, missing=DASH),
        base=units_in_words(average.n),
        again=again(average.figure),
        again_base=units_in_words(average.n_recomputed) if has_other_base else "",
        is_first_of_group=is_first_of_group,
        url=url,
    )


def again(figure: Figure) -> str:
    """The recomputed value where it is not the printed one, else nothing."""
    return show(figure.recomputed) if figure.differs else ""


def units_in_words(count: int) -> str:
    return f"{count} đơn vị"


def trimmed(value: Decimal) -> str:
    """A maximum or a bound without needless zeros: «100», «7,5»."""
    text = show(value)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _spoken(figure: Figure) -> str:
    if figure.official is not None:
        return ""
    return NO_FIGURE if figure.applies else NOT_APPLICABLE
