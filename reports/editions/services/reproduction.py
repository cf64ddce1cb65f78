"""Making the files of an edition again from its frozen content, to see that they come out as
they were stored.
"""

from dataclasses import dataclass

from reports.editions.content import sha256_of
from reports.editions.pdf import lay_out
from reports.editions.queries.store import contents_of
from reports.enums import FileFormat
from reports.layout.pdf import engine
from reports.models import Edition


@dataclass(frozen=True, slots=True)
class ReproducedFile:
    """A file made again. `sha256` is of what came out now."""

    label: str
    sha256: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Reproduction:
    """All files made again.

    `engine_changes` are (program, version then, version now) of what lays out text.
    """

    pdf: bytes
    files: tuple[ReproducedFile, ...]
    engine_changes: tuple[tuple[str, str, str], ...]


def render_again(edition: Edition) -> Reproduction:
    """Nothing is read but the frozen content: not the data, the framework, the wording, the
    templates or the fonts of now.

    Raises StoredFileDamaged, ContentDamaged, PdfUnavailable or PdfRefused.
    """
    contents = contents_of(edition)
    pdf = lay_out(contents).content
    made = {str(FileFormat.PDF): pdf} | {
        form: contents.file(form) or b"" for form in contents.formats
    }
    stored = {file.format: file for file in edition.files.current().filter(format__in=made)}
    files = tuple(
        ReproducedFile(
            str(stored[form].get_format_display()),
            sha256_of(content),
            sha256_of(content) == stored[form].sha256,
        )
        for form, content in made.items()
        if form in stored
    )
    then, now = contents.about["engine"], engine()
    changes = tuple(
        (name, then.get(name, ""), now.get(name, ""))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    )
    return Reproduction(pdf, files, changes)
