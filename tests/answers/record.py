"""The record on disk: one line for each answer, and each body once under its sum."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

#: What tells one answer from another. Names of modules are no part of it.
IDENTITY = ("part", "phase", "who", "method", "route", "url")
_LINES, _BODIES = ".jsonl.gz", ".bodies.gz"


@dataclass
class Book:
    """The answers of one piece while they are collected."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)

    def keep(self, text: str) -> str:
        """Under its sum, which is told."""
        key = sha256(text.encode()).hexdigest()[:24]
        self.bodies.setdefault(key, text)
        return key

    def add(self, identity: dict[str, str], **said: Any) -> None:
        """Texts of several lines under a name that ends in `body` are kept as bodies."""
        kept = {
            name: self.keep(value) if name.endswith("body") else value
            for name, value in said.items()
        }
        self.entries.append(identity | kept)

    def write(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}{_LINES}", self.entries)
        _write(folder / f"{name}{_BODIES}", sorted(self.bodies.items()))


def _write(path: Path, rows: Any) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as file:
        file.writelines(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def _rows(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def pieces(folder: Path) -> set[str]:
    return {path.name.removesuffix(_LINES) for path in folder.glob(f"*{_LINES}")}


def read(folder: Path, name: str) -> Book:
    """As it was written; empty where there is none."""
    if name not in pieces(folder):
        return Book()
    entries = list(_rows(folder / f"{name}{_LINES}"))
    return Book(entries, dict(_rows(folder / f"{name}{_BODIES}")))


def identity_of(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(entry.get(name, "") for name in IDENTITY)
