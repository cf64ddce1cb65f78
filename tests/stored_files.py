"""Where private files lie in the data folder, said once more: the folders of an installation must
go on working.
"""

from pathlib import Path

from django.conf import settings

from reports.models import Rendering


def evidence_path(stored_as: str) -> Path:
    return settings.DATA_DIR / "evidence" / stored_as


def edition_path(stored_as: str) -> Path:
    return settings.DATA_DIR / "editions" / stored_as


def draft_path(stored_as: str) -> Path:
    return settings.DATA_DIR / "drafts" / stored_as


def rendering_path(done: Rendering) -> Path:
    name = f"{done.file_sha256}.{done.format}"
    return settings.DATA_DIR / "reports" / done.campaign.code / name


def lay(path: Path, content: bytes) -> None:
    """Put a file there behind the application's back, whatever was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content)
