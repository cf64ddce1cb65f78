"""What the commands of the operator say and write, on the real campaign of 2020 and its trial."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError

from submissions.enums import Phase
from tests.answers import chance
from tests.answers.normal_form import mask, text_of
from tests.answers.places import LOADED, TRIAL, frameworks, loaded_folder
from tests.answers.record import Book
from tests.answers.requests import plain
from tests.answers.traces import Mark, mails, traces_since
from tests.answers.trial import PHASES

PART: Final = "commands"
_FILES: Final = ("pdf", "docx", "xlsx", "json", "csv")


@dataclass
class Operator:
    """Types one command after the other, and keeps what came of it."""

    folder: Path
    book: Book = field(default_factory=Book)

    def run(self, name: str, *arguments: str, writes: str = "", **options: Any) -> None:
        """`writes`: the name of a file that the command makes, which is kept too."""
        typed = " ".join(
            [name, *(plain(each) for each in arguments), *map(str, options.values()), writes]
        )
        chance.begin(typed)
        mail.outbox = []
        mark, said, trouble = Mark.now(), StringIO(), StringIO()
        if writes:
            options["output"] = (
                self.folder / writes if name != "export_report" else str(self.folder / writes)
            )
        answer: dict[str, Any] = {"refused": ""}
        try:
            with redirect_stdout(said):
                call_command(name, *arguments, stdout=said, stderr=trouble, **options)
        except (CommandError, SystemCheckError, SystemExit) as refusal:
            answer["refused"] = self.plain(str(refusal))
        answer |= {
            "out_body": self.plain(said.getvalue()),
            "trouble_body": self.plain(trouble.getvalue()),
        }
        if writes and (self.folder / writes).exists():
            answer["file_body"] = text_of(
                (self.folder / writes).read_bytes(), f"x/{Path(writes).suffix[1:]}"
            )
        answer |= {"mails_body": mails(), "traces_body": traces_since(mark)}
        place = {"phase": f"step {len(self.book.entries) + 1}", "who": "operator", "method": "RUN"}
        identity = {"part": PART, **place, "route": name, "url": typed}
        self.book.add(identity, **answer)

    def plain(self, text: str) -> str:
        return mask(plain(text).replace(str(self.folder), "<folder>"))


def write(_phase: str) -> Book:
    with TemporaryDirectory() as folder:
        operator = Operator(Path(folder))
        for step in (_load, _export, _keep_record, _play, _publish, _check):
            step(operator)
    return operator.book


def _load(operator: Operator) -> None:
    operator.run("load_campaign", str(loaded_folder()))
    operator.run("load_campaign", str(loaded_folder()))
    for path in frameworks():
        operator.run("load_framework", str(path))
    operator.run("load_framework", str(loaded_folder() / "campaign.json"))
    operator.run("load_demo")
    operator.run("load_demo")


def _export(operator: Operator) -> None:
    for form in ("text", "json"):
        operator.run("reconcile", LOADED, format=form)
    operator.run("reconcile", "1999")
    for form in _FILES:
        operator.run("export_report", LOADED, format=form, writes=f"report-{LOADED}.{form}")
    operator.run("export_report", "1999", format="json", writes="none.json")


def _keep_record(operator: Operator) -> None:
    for form in ("text", "json"):
        operator.run("verify_record", format=form)
    operator.run("export_record", writes="record.jsonl")


def _play(operator: Operator) -> None:
    for phase in PHASES[1:]:
        operator.run("send_reminders")
        operator.run("advance_trial", TRIAL, to=str(phase))
    for form in ("text", "json"):
        operator.run("reconcile", TRIAL, format=form)
    for form in _FILES:
        operator.run("export_report", TRIAL, format=form, writes=f"report-{TRIAL}.{form}")
    operator.run("advance_trial", LOADED, to=str(Phase.COUNCIL_1))


def _publish(operator: Operator) -> None:
    operator.run("freeze_loaded", LOADED, writes="edition.pdf")
    operator.run("render_edition", LOADED, writes="again.pdf")
    operator.run("render_edition", TRIAL)


def _check(operator: Operator) -> None:
    email = {"full_name": "Lê Thị Quản", "email": "quan@bonoivu.example"}
    operator.run("create_administrator", "quan-tri", **email)
    operator.run("send_mail_waiting")
    operator.run("sweep_evidence", dry_run=True)
    operator.run("verify_record")
    operator.run("export_record", writes="whole.jsonl")
    operator.run("check", deploy=True)
    operator.run("makemigrations", check_changes=True, dry_run=True)
    for name in _own_commands():
        operator.run(name, "--help")


def _own_commands() -> Iterator[str]:
    """All that this walk runs or names."""
    yield from (
        "load_campaign",
        "load_framework",
        "load_demo",
        "reconcile",
        "export_report",
        "verify_record",
    )
    yield from (
        "export_record",
        "advance_trial",
        "freeze_loaded",
        "render_edition",
        "create_administrator",
    )
    yield from ("send_mail_waiting", "send_reminders", "sweep_evidence")
