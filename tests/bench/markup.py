"""What the pieces of rows save: the inputs of 51 criteria filled as pieces, against the same
templates rendered by Django, as a ratio.

`python -m tests.bench.markup`. Pieces stay while that costs at least twice as much.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from tests.bench.unit_work import in_turns

ROWS = 51
LEAST = 2.0
FIELD, NOTE = "submissions/frame/field.html", "submissions/frame/note.html"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ictindex-bench-") as folder:
        os.environ |= {
            "ICTINDEX_DATA_DIR": folder,
            "ICTINDEX_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        }
        import django

        django.setup()
        rendered, filled = in_turns(_whole(_by_template), _whole(_by_piece))
    ratio = rendered / filled
    print(f"templates {rendered * 1000:6.2f} ms   pieces {filled * 1000:6.2f} ms   {ratio:5.2f}")
    return 0 if ratio >= LEAST else 1


def _whole(show: Callable[[str, dict[str, Any]], str]) -> Callable[[], str]:
    """Two figures, the reason why there are none, and a note, in each row."""
    return lambda: "".join(
        show(name, _values(row, number))
        for row in range(ROWS)
        for number, name in enumerate((FIELD, FIELD, FIELD, NOTE))
    )


def _values(row: int, number: int) -> dict[str, Any]:
    return {
        "id": f"o-{row}-{number}",
        "name": f"{row}-{number}",
        "label": "Số lượng",
        "value": "12,5",
        "problem": "",
        "heading": f"h-{row}",
        "options": "",
        "is_open": False,
    }


def _by_template(name: str, values: dict[str, Any]) -> str:
    from django.template.loader import get_template

    return get_template(name).render(values)


def _by_piece(name: str, values: dict[str, Any]) -> str:
    from submissions.frame.pieces import piece

    return piece(name).html(**values)


if __name__ == "__main__":
    sys.exit(main())
