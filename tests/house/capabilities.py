"""Where a newcomer finds a capability: in how many folders of an app modules speak of it."""

from collections import defaultdict
from dataclasses import dataclass

from tests.house.layout import is_migration
from tests.house.sources import Sources


@dataclass(frozen=True)
class Capability:
    """`apps` that have a room for it; `words` by which the name of a module or folder tells it."""

    what: str
    apps: tuple[str, ...]
    words: str


#: In `reports` only the Council is asked for: files, decisions and cells are other things there.
CAPABILITIES = (
    Capability("evidence", ("submissions",), "evidence file files proof proofs scanner"),
    Capability(
        "appraisal",
        ("submissions",),
        "appraisal appraisals appraising appraiser working desk decision decisions deciding round"
        " rounds assignment assignments assigning second",
    ),
    Capability(
        "the Council",
        ("submissions", "reports"),
        "council meeting meetings motion motions vote votes tally seat seats minutes acceptance",
    ),
    Capability(
        "self-scoring",
        ("submissions",),
        "answer answers entry entries declared declaration declarations claim claims work cell"
        " cells absence absences whereabouts typed saving",
    ),
)
#: Folders in which every capability lies, on purpose.
SHARED = {
    "models": "the tables of an app stay together, so that its schema is read at one glance",
    "dossier": "the one reader of an answer and all that is known of it, which every room shares",
    "management": "commands are found by the names that operators know",
}
#: Modules that use the word for something else.
OTHER_MEANING = {
    "submissions.answers.pages.files": "the list of units' files, which are what units hand in",
    "submissions.workbook.cells": "the cells of a sheet of Excel",
}
#: Modules that do lie outside their room, and why they were left there.
OUTSIDE = {
    "submissions.campaigns.pages.round_end": (
        "a round ends for all units at once, and that is a step of the campaign"
    ),
    "submissions.campaigns.views.round_end": (
        "a round ends for all units at once, and that is a step of the campaign"
    ),
    "submissions.campaigns.services.blank_answers": (
        "opening a campaign writes the rows that units fill in, and freezes the framework"
    ),
}


def speaking_of(
    capability: Capability, app: str, sources: Sources, *, shared: bool = False
) -> dict[str, list[str]]:
    """The modules that speak of it, by their folder: the app, or one folder below it. `shared`:
    with the folders in which everything lies.
    """
    packages = {name.rpartition(".")[0] for name in sources}
    words = set(capability.words.split())
    found: dict[str, list[str]] = defaultdict(list)
    for name in sources:
        parts = name.split(".")
        if parts[0] != app or name in packages or is_migration(name) or name in OTHER_MEANING:
            continue
        folder = ".".join(parts[:2]) if len(parts) > 2 else app
        if (shared or folder.rpartition(".")[2] not in SHARED) and words & set(
            "_".join(parts[1:]).split("_")
        ):
            found[folder].append(name)
    return dict(found)


def outside(folders: dict[str, list[str]]) -> list[str]:
    """The folders that are there only for modules which are known to lie outside their room."""
    return [folder for folder, names in folders.items() if set(names) <= OUTSIDE.keys()]
