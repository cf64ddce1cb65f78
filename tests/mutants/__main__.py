"""`python -m tests.mutants reach` notes which tests reach what; `… try MODULE…` tries mutants of
modules; `… report` says what became of them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.mutants.reach import FOLDER
from tests.mutants.sources import Mutant, MutantModule
from tests.mutants.trial import RESULTS, WANTED, Fate, path_of
from tests.places import ROOT

_SUITE = ("-p", "no:cacheprovider", "-q", "-m", "not browser and not slow and not looks")


def main() -> None:
    arguments = _arguments()
    folder: Path = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    match arguments.act:
        case "reach":
            _reach(folder, arguments.processes, arguments.tests)
        case "try":
            _try(folder, arguments)
        case "report":
            _report(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "mutants")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    acts = parser.add_subparsers(dest="act", required=True)
    reach = acts.add_parser("reach")
    reach.add_argument("tests", nargs="*", default=["tests"])
    trial = acts.add_parser("try")
    trial.add_argument("modules", nargs="+", help="modules or packages, by their dotted names")
    trial.add_argument("--sample", type=int, help="so many of them, drawn by chance")
    trial.add_argument("--seed", type=int, default=0)
    acts.add_parser("report")
    return parser.parse_args()


def _reach(folder: Path, processes: int, tests: list[str]) -> None:
    for old in folder.glob("reach-*.json"):
        old.unlink()
    plugins = ("-p", "tests.mutants.reach", "-n", str(processes), "--dist", "loadgroup")
    _pytest(folder, {}, *plugins, *tests).wait()


def _try(folder: Path, arguments: argparse.Namespace) -> None:
    for old in folder.glob("results-*.jsonl"):
        old.unlink()
    mutants = [mutant for name in arguments.modules for mutant in _mutants_of(name)]
    if arguments.sample and arguments.sample < len(mutants):
        mutants = random.Random(arguments.seed).sample(mutants, arguments.sample)
    print(f"{len(mutants)} mutants")
    running = []
    for number in range(arguments.processes):
        share = folder / f"wanted-{number}.jsonl"
        own = mutants[number :: arguments.processes]
        share.write_text("".join(f"{json.dumps(asdict(mutant))}\n" for mutant in own))
        places = {WANTED: str(share), RESULTS: str(folder / f"results-{number}.jsonl")}
        running.append(_pytest(folder, places, "-p", "tests.mutants.trial", "tests"))
    for each in running:
        each.wait()
    _report(folder)


def _mutants_of(name: str) -> Iterator[Mutant]:
    path = path_of(name)
    paths = sorted(path.parent.rglob("*.py")) if path.name == "__init__.py" else [path]
    for each in paths:
        dotted = ".".join(each.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield from MutantModule(dotted, each).mutants()


def _pytest(folder: Path, places: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", *_SUITE, *arguments]
    environment = os.environ | {FOLDER: str(folder)} | places
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def _report(folder: Path) -> None:
    """By module, then every mutant that no test noticed."""
    trials = [
        json.loads(line)
        for path in sorted(folder.glob("results-*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    by_module: dict[str, Counter[str]] = {}
    for trial in trials:
        by_module.setdefault(trial["mutant"]["module"], Counter())[trial["fate"]] += 1
    for name, fates in sorted(by_module.items()):
        print(f"{name:60} {_in_words(fates)}")
    print(f"{'together':60} {_in_words(sum(by_module.values(), Counter()))}")
    for trial in trials:
        if trial["fate"] in (Fate.SURVIVED, Fate.NOT_REACHED):
            print(f"\n{trial['fate']}, {trial['tests']} tests: {Mutant(**trial['mutant'])}")


def _in_words(fates: Counter[str]) -> str:
    noticed = fates[Fate.NOTICED] + fates[Fate.TIMED_OUT]
    judged = noticed + fates[Fate.SURVIVED] + fates[Fate.NOT_REACHED]
    share = f"{100 * noticed / judged:5.1f} %" if judged else "      –"
    apart = f"{fates[Fate.TIMED_OUT]} of them timed out; {fates[Fate.IMPOSSIBLE]} impossible"
    return f"{noticed:4} of {judged:4} noticed, {share}, {apart}"


if __name__ == "__main__":
    main()
