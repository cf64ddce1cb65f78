"""Where the real campaigns and frameworks lie, and how they are called."""

from pathlib import Path
from typing import Final

LOADED: Final = "2020"
TRIAL: Final = "2021"
_FIXTURES: Final = Path(__file__).resolve().parent.parent.parent / "fixtures"


def loaded_folder() -> Path:
    return _FIXTURES / "campaigns" / LOADED


def frameworks() -> list[Path]:
    return sorted((_FIXTURES / "frameworks").glob("*.json"))
