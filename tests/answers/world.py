"""A world of its own in a folder that is thrown away: an empty database, no chance in it."""

import logging
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment

from tests.answers import chance

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "ictindex.settings",
    "ICTINDEX_DEBUG": "0",
    "ICTINDEX_HTTPS": "0",
    "ICTINDEX_REQUIRE_TOTP": "0",
    "ICTINDEX_SECRET_KEY": "a key of the answers that everybody may know, long enough for all",
    "ICTINDEX_RECORD_KEY": "a seal of the answers that everybody may know, long enough for all",
    "ICTINDEX_SECOND_FACTOR_KEY": "Zm9yIHRoZSBhbnN3ZXJzIG9ubHksIDMyIGJ5dGVzISE=",
    "PYTHONHASHSEED": "0",
    "COLUMNS": "100",
}


def enter(folder: Path) -> None:
    """Once in a process, before anything of the application is imported."""
    os.environ |= ENVIRONMENT | {"ICTINDEX_DATA_DIR": str(folder)}
    os.environ.pop("DATABASE_URL", None)
    chance.hold_still()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "tests.answers.queue.MailAtOnce"}}
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("FULL", "OFF")
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    django.setup()
    setup_test_environment()
    logging.disable(logging.CRITICAL)


def found() -> None:
    """The empty database."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
