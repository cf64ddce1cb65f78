"""A rule about a row, written once: as a condition of queries, also through relations, and as a
question to a row that was read.

The rules themselves stand beside the models, and their querysets use them.
"""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q
from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True, init=False)
class RowRule:
    """What the columns of a row hold; where a tuple is given, one of it.

    `RowRule(is_withdrawn=False, superseded_by=None)`: all of that at once.
    """

    columns: tuple[tuple[str, object], ...]

    def __init__(self, **columns: object) -> None:
        for column, value in columns.items():
            if "__" in column or isinstance(value, Combinable):
                raise ValueError(f"A rule takes a column and what it holds, not «{column}»")
        object.__setattr__(self, "columns", tuple(columns.items()))

    def where(self, prefix: str = "") -> Q:
        """As a condition. `prefix` leads to the row from the model that is filtered, such as
        "evidence__".
        """
        return Q(
            **{
                f"{prefix}{column}__in" if isinstance(value, tuple) else f"{prefix}{column}": value
                for column, value in self.columns
            }
        )

    def holds(self, row: object) -> bool:
        """Of a row that was read, with the related rows that the rule names."""
        for column, value in self.columns:
            found = _found(row, column)
            if not (found in value if isinstance(value, tuple) else found == value):
                return False
        return True


def _found(row: object, column: str) -> object:
    """None where a related row is not there. Raises AttributeError for what is no column."""
    try:
        return getattr(row, column)
    except ObjectDoesNotExist:
        return None
