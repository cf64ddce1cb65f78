"""What every test stands on: an environment of its own, quick settings, and the real campaign
of 2020 loaded once.
"""

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from tests.database import States

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
# A test that asks for one of these reads or writes the database.
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}

# Slow is what a machine shared by several workers is; it says nothing about the property.
property_settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
property_settings.load_profile("shared machine")
# What belongs to the process and not to a test: keys, gathered static files; and the database,
# "test.…".
KEPT = {"secret_key", "record_key", "static", "arriving"}

# Each process (every xdist worker too) gets its own data folder, removed when the process ends.
_data = tempfile.TemporaryDirectory(prefix="ictindex-tests-", ignore_cleanup_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "ictindex.settings",
    "ICTINDEX_DATA_DIR": _data.name,
    "ICTINDEX_DEBUG": "0",
    "ICTINDEX_HTTPS": "0",
    # Tests sign people in by force; the tests of the second factor turn it on.
    "ICTINDEX_REQUIRE_TOTP": "0",
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
IS_SQLITE = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if IS_SQLITE:
    # A file, as in earnest: in memory all threads share one connection, and locks are not those of
    # real life.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(settings.DATA_DIR / "test.sqlite3")}
    # No test cuts the power: nothing waits for the disk. That it would is asked of the settings.
    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
settings.STATIC_ROOT.mkdir()
# A worker inherits this environment: with the module named, Django would be set up there before
# this file is read.
del os.environ["DJANGO_SETTINGS_MODULE"]


def _load_2020() -> None:
    call_command("load_campaign", str(FIXTURES / "campaigns" / "2020"), verbosity=0)


states = States({"empty": lambda: None, "2020": _load_2020})


def _forget_state(_case: TransactionTestCase) -> None:
    states.forget()


# Instead of the flush after a test that commits; see tests/database.py.
TransactionTestCase._fixture_teardown = _forget_state


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the campaign of 2020 come last, so that each process goes from state to state as
    seldom as it can. On PostgreSQL only what asks a database is run, and nothing of what pages
    look like: the rest would be the same test once more.
    """
    for item in items:
        if _uses_database(item) and "_database_in_its_state" not in item.fixturenames:
            item.fixturenames.insert(0, "_database_in_its_state")
    items.sort(key=lambda item: "campaign_2020" in item.fixturenames)
    if not IS_SQLITE:
        again = [item for item in items if not _depends_on_the_database(item)]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if _depends_on_the_database(item)]


def pytest_collection_finish() -> None:
    """A million objects are there to the end; to look for garbage among them takes 0.4 s or
    more, and each document that a test makes does so first.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Playwright leaves its loop running in this thread. Django has another connection where a loop
    runs, so one test must see it from its first fixture to its last, and one without a browser must
    not see it at all.
    """
    loop = asyncio._get_running_loop()
    if loop is None or item.get_closest_marker("browser"):
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop if loop.is_running() else None)


def _uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(
        item.fixturenames
    )


def _depends_on_the_database(item: pytest.Item) -> bool:
    return _uses_database(item) and not item.get_closest_marker("looks")


@pytest.fixture
def _database_in_its_state(request, django_db_setup, django_db_blocker) -> None:
    """Comes before the test's transaction starts.

    Whatever order tests run in, each finds what it asked for and no more.
    """
    with django_db_blocker.unblock():
        states.enter("2020" if "campaign_2020" in request.fixturenames else "empty")


@pytest.fixture(autouse=True)
def _data_folder_as_it_was() -> Iterator[None]:
    """Files that a test leaves in the data folder are not there for the next one."""
    yield
    for path in Path(_data.name).iterdir():
        if path.name in KEPT or path.name.startswith("test."):
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(autouse=True)
def _nothing_kept_in_memory() -> None:
    """What a page kept of published figures belongs to the database of its test."""
    from reports.results.queries.cache import SHELF  # noqa: PLC0415 - models exist only once Django is set up

    SHELF.clear()


@pytest.fixture
def campaign_2020(db):
    """The real campaign of 2020, loaded once per process; what a test changes is undone after
    it.
    """
    from submissions.models import Campaign  # noqa: PLC0415 - models exist only once Django is set up

    return Campaign.objects.get(code="2020")
