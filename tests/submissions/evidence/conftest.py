"""The place of arrival is empty when a test begins."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _nothing_has_arrived() -> None:
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        path.unlink()
