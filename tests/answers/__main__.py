"""`python -m tests.answers record FOLDER` and `python -m tests.answers compare OLD NEW`."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests.answers.comparison import compare
from tests.answers.pieces import PARTS, record


def main() -> int:
    asked = _parser().parse_args()
    match asked.what:
        case "record":
            return 0 if record(asked.folder, tuple(asked.part), tuple(asked.phase), _tell) else 1
        case "compare":
            return _compare(asked)
    return _write_piece(asked.name, asked.folder, asked.data)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.answers", description=__doc__)
    acts = parser.add_subparsers(dest="what", required=True)
    written = acts.add_parser("record", help="write down all answers of this tree")
    written.add_argument("folder", type=Path)
    held = acts.add_parser("compare", help="tell what is different; ends with 1 where something is")
    held.add_argument("old", type=Path)
    held.add_argument("new", type=Path)
    for each in (written, held):
        each.add_argument("--part", action="append", default=[], choices=PARTS)
        each.add_argument("--phase", action="append", default=[])
    piece = acts.add_parser("piece", help="one piece, in a folder of data of its own")
    piece.add_argument("name")
    piece.add_argument("folder", type=Path)
    piece.add_argument("data", type=Path)
    return parser


def _compare(asked: Namespace) -> int:
    found = compare(asked.old, asked.new, tuple(asked.part), tuple(asked.phase))
    for line in found.told():
        _tell(line)
    _tell(f"{found.count} answers are different." if found.count else "All answers are equal.")
    return 1 if found.count else 0


def _write_piece(name: str, folder: Path, data: Path) -> int:
    """The modules of the application exist only once the world is entered."""
    from tests.answers import world  # noqa: PLC0415

    world.enter(data)
    from tests.answers import acts, commands, pages, trial  # noqa: PLC0415
    from tests.permissions.policy_files import PHASES  # noqa: PLC0415

    if name == "base":
        world.found()
        names = [f"{trial.PART}-{phase}" for phase in reversed(trial.PHASES)]
        names += [
            commands.PART,
            *(f"{part.PART}-{phase}" for part in (acts, pages) for phase in PHASES),
        ]
        (data / "pieces").write_text("\n".join(names), encoding="utf-8")
        return 0
    part, _, phase = name.partition("-")
    writers = {each.PART: each.write for each in (acts, commands, pages, trial)}
    writers[part](phase).write(folder, name)
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
