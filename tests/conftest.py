"""What every test stands on: an environment of its own, quick settings, and the real campaign of 2020 loaded once."""

import os
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

# Each process (every xdist worker too) gets its own data folder, removed when the process ends.
_data = tempfile.TemporaryDirectory(prefix="ictindex-tests-", ignore_cleanup_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "ictindex.settings",
    "ICTINDEX_DATA_DIR": _data.name,
    "ICTINDEX_DEBUG": "0",
    "ICTINDEX_HTTPS": "0",
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A worker inherits this environment: with the module named, Django would be set up there before this file is read.
del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def _campaign_2020_loaded(django_db_setup, django_db_blocker) -> None:
    from django.core.management import call_command

    with django_db_blocker.unblock():
        call_command("load_campaign", str(FIXTURES / "campaigns" / "2020"), verbosity=0)


@pytest.fixture
def campaign_2020(_campaign_2020_loaded, db):
    """The real campaign of 2020, loaded once per process; what a test changes is rolled back."""
    from submissions.models import Campaign

    return Campaign.objects.get(code="2020")
