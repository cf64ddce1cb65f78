"""Where files of editions lie, and which of them counts."""

from django.conf import settings

from ictindex.lib.private_files import DamageSentences, PrivateStore, StoredFileDamaged
from reports.editions.content import EditionContent, unpack
from reports.enums import FileFormat
from reports.models import Edition, EditionFile
from submissions.models import Campaign


def edition_store() -> PrivateStore:
    return PrivateStore(settings.DATA_DIR / EditionFile.recorded_folder)


def file_of(edition: Edition, form: str) -> EditionFile | None:
    """The file of that form that counts; for a signed one, the last that was taken in."""
    return edition.files.current().filter(format=form).first()


def official_file(campaign: Campaign) -> EditionFile | None:
    """What was published: the signed PDF of the edition in force, else its PDF.

    At most two queries.
    """
    forms = (FileFormat.SIGNED, FileFormat.PDF)
    published = EditionFile.objects.current().published().filter(edition__campaign=campaign)
    files = {
        file.format: file
        for file in published.filter(format__in=forms).select_related("edition__campaign")
    }
    return next((files[form] for form in forms if form in files), None)


def contents_of(edition: Edition) -> EditionContent:
    """The frozen content, checked. Raises StoredFileDamaged or ContentDamaged."""
    file = file_of(edition, FileFormat.CONTENT)
    if file is None or file.sha256 != edition.content_sha256:
        raise StoredFileDamaged(
            "Bản ban hành này không còn nội dung đã chốt. Báo quản trị hệ thống kiểm tra nhật ký."
        )
    return unpack(read_checked(file))


def is_whole(file: EditionFile) -> bool:
    """Whether the stored file is the one that the row speaks of."""
    return edition_store().is_whole(file.stored_as, sha256=file.sha256)


def read_checked(file: EditionFile) -> bytes:
    """All of the file, once it was found to be what was stored. Raises StoredFileDamaged."""
    damage = DamageSentences(
        gone=_damaged(file, "không còn trong kho lưu trữ"),
        changed=_damaged(file, "không còn đúng như khi được lưu (mã SHA-256 khác)"),
    )
    return edition_store().read(file.stored_as, sha256=file.sha256, damage=damage)


def _damaged(file: EditionFile, what: str) -> str:
    return f"Tệp {file.get_format_display()} {what}. Tệp không được gửi đi. Báo quản trị hệ thống."
