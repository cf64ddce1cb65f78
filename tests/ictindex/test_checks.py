"""An installation that is not as it should be is told what is wrong and what to do."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from ictindex import checks
from units.models import User


def _ids(messages) -> list[str]:
    return [message.id for message in messages if message.id.startswith("ictindex.")]


def test_nothing_is_said_where_all_is_well():
    assert _ids(run_checks()) == []


def test_missing_libraries_are_a_warning_with_the_line_to_type(monkeypatch):
    monkeypatch.setattr(
        checks, "LIBRARIES", {("libabsent.so.9",): "libabsent9", ("libc.so.6",): "libc6"}
    )
    found = [message for message in run_checks() if message.id == "ictindex.W001"]
    assert [message.hint for message in found] == [
        "apt-get install -y --no-install-recommends libabsent9"
    ]


def test_one_of_a_library_s_names_is_enough(monkeypatch):
    monkeypatch.setattr(checks, "LIBRARIES", {("libabsent.so.9", "libc.so.6"): "libc6"})
    assert checks.check_pdf_libraries() == []


@pytest.mark.parametrize("place", ["STATIC_ROOT", "MEDIA_ROOT"])
def test_data_inside_a_public_folder_is_an_error(settings, tmp_path, place):
    setattr(settings, place, str(tmp_path))
    settings.DATA_DIR = tmp_path / "var"
    settings.DATA_DIR.mkdir(mode=0o700)
    assert _ids(run_checks()) == ["ictindex.E001"]


@pytest.mark.parametrize("entry", [lambda folder: folder, lambda folder: ("prefix", str(folder))])
def test_data_inside_a_source_of_static_files_is_an_error(settings, tmp_path, entry):
    settings.STATICFILES_DIRS = [entry(tmp_path)]
    settings.DATA_DIR = tmp_path
    assert "ictindex.E001" in _ids(run_checks())


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0o700, []), (0o750, []), (0o755, ["ictindex.E002"]), (0o701, ["ictindex.E002"])],
)
def test_data_that_anybody_on_the_machine_can_reach_is_an_error(settings, tmp_path, mode, expected):
    settings.DATA_DIR = tmp_path
    tmp_path.chmod(mode)
    assert _ids(run_checks()) == expected


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ({"is_demo": True}, ["ictindex.W002"]),
        ({"is_demo": True, "is_active": False}, []),
        ({"is_demo": False}, []),
    ],
)
def test_only_demo_accounts_in_use_are_warned_about(db, account, expected):
    User.objects.create(username="an", **account)
    assert _ids(checks.check_no_demo_accounts()) == expected


def test_demo_accounts_are_of_no_concern_outside_deployment(db):
    User.objects.create(username="an", is_demo=True)
    assert _ids(run_checks()) == []


def test_mail_that_is_only_printed_is_warned_about(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert _ids(checks.check_mail_is_sent()) == ["ictindex.W003"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert _ids(checks.check_mail_is_sent()) == []


def test_work_without_the_second_factor_is_warned_about(settings):
    settings.REQUIRE_TOTP = False
    assert _ids(checks.check_second_factor_is_required()) == ["ictindex.W004"]
    settings.REQUIRE_TOTP = True
    assert _ids(checks.check_second_factor_is_required()) == []


def test_an_error_stops_the_command(settings, tmp_path):
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    with pytest.raises(SystemCheckError, match=r"ictindex\.E001"):
        call_command("check")


def test_a_fresh_installation_can_be_checked_before_it_is_migrated(tmp_path):
    environment = os.environ | {
        "ICTINDEX_DATA_DIR": str(tmp_path / "var"),
        "ICTINDEX_HOSTS": "ictindex.example",
        "ICTINDEX_HTTPS": "1",
        "ICTINDEX_REQUIRE_TOTP": "1",
        "ICTINDEX_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }
    for name in (
        "DATABASE_URL",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    ):  # of this very run, and of the browser's tests in it
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=project.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    keys = [path for path in (tmp_path / "var").iterdir() if path.name.endswith("_key")]
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
