"""Editions as pages show them: what each is, and its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ictindex.lib.files import size_in_words
from reports.editions.permissions import WORKING, may_see_working_files
from reports.enums import FileFormat
from reports.models import Edition, EditionFile
from submissions.models import Campaign

_ORDER = (*(form for form in FileFormat if form != FileFormat.CONTENT), FileFormat.CONTENT)
#: What is put right in more places is opened by who wants to read it.
_MOST_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class EditionFileRow:
    """A file of an edition: its name, where it is, its SHA-256, and the sentences on its
    signatures.
    """

    label: str
    url: str
    size: str
    pages: int
    sha256: str
    signatures: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition with the files that the reader may have."""

    edition: Edition
    number: int
    state: str
    url: str
    files: tuple[EditionFileRow, ...]
    what_changed: tuple[str, ...]
    is_current: bool

    @property
    def why(self) -> str:
        """Why it corrects the one before it; empty: it is the first."""
        return self.what_changed[0] if self.what_changed else ""

    @property
    def changes(self) -> tuple[str, ...]:
        """Each place that is put right."""
        return self.what_changed[1:]

    @property
    def is_long(self) -> bool:
        return len(self.changes) > _MOST_AT_ONCE

    @property
    def is_superseded(self) -> bool:
        return self.edition.is_superseded

    @property
    def official(self) -> EditionFileRow | None:
        """What is read first: the signed PDF, else the PDF."""
        return self.signed or next((file for file in self.files if file.pages), None)

    @property
    def signed(self) -> EditionFileRow | None:
        """What the official signed, if it was taken in."""
        return next((file for file in self.files if file.signatures), None)


def public_editions(campaign: Campaign, user: Any) -> tuple[EditionRow, ...]:
    """Those that everybody may read, the one in force first.

    One query for all, and one for the files of each.
    """
    return tuple(edition_shown(each, user) for each in campaign.editions.public())


def edition_shown(edition: Edition, user: Any) -> EditionRow:
    """With the files that count and that the reader may have, in a fixed order."""
    campaign = edition.campaign
    sees_working = may_see_working_files(user, campaign)
    files = [file for file in edition.files.current() if sees_working or file.format not in WORKING]
    return EditionRow(
        edition=edition,
        number=edition.number,
        state=str(edition.get_state_display()),
        url=reverse("edition", args=[campaign.code, edition.number]),
        files=tuple(_file_shown(edition, file) for file in _in_order(files)),
        what_changed=tuple(line for line in edition.what_changed.splitlines() if line),
        is_current=edition.is_published,
    )


def _in_order(files: Iterable[EditionFile]) -> list[EditionFile]:
    return sorted(files, key=lambda file: _ORDER.index(FileFormat(file.format)))


def _file_shown(edition: Edition, file: EditionFile) -> EditionFileRow:
    name = "edition_working_file" if file.format in WORKING else "edition_file"
    return EditionFileRow(
        label=str(file.get_format_display()),
        url=reverse(name, args=[edition.campaign.code, edition.number, file.format]),
        size=size_in_words(file.size),
        pages=file.pages,
        sha256=file.sha256,
        signatures=tuple(file.findings),
    )
