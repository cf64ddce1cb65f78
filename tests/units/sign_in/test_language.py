"""Nothing of allauth's English can show: its strings are in the catalogue, and its templates
are the application's own.
"""

import ast
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver
from django.utils import translation

from tests.places import ROOT
from units.sign_in import urls

ALLAUTH = Path(allauth.__file__).parent
OURS = ROOT / "templates"
APPS = ("account", "mfa", "socialaccount")
#: Forms and adapters speak to people; models and admin pages speak to programmers, who are not
#: reached here.
SPEAKING = ("adapter.py", "fields.py", "forms.py")
SAME = {"Email"}
#: Messages about what cannot happen here: nobody signs up, changes addresses or telephones, or
#: connects foreign accounts.
NEVER_SHOWN = {
    *(
        "account/messages/cannot_delete_primary_email.txt",
        "account/messages/email_confirmation_failed.txt",
    ),
    *("account/messages/email_confirmation_sent.txt", "account/messages/email_confirmed.txt"),
    *(
        "account/messages/email_deleted.txt",
        "account/messages/login_code_sent.txt",
        "account/messages/password_set.txt",
    ),
    *("account/messages/phone_verification_sent.txt", "account/messages/phone_verified.txt"),
    *("account/messages/primary_email_set.txt", "account/messages/unverified_primary_email.txt"),
    *("mfa/messages/webauthn_added.txt", "mfa/messages/webauthn_removed.txt"),
    *(
        "socialaccount/messages/account_connected.txt",
        "socialaccount/messages/account_connected_other.txt",
    ),
    *(
        "socialaccount/messages/account_connected_updated.txt",
        "socialaccount/messages/account_disconnected.txt",
    ),
    "usersessions/messages/sessions_logged_out.txt",
}


def _strings(path: Path) -> set[str]:
    marked = {"_", "gettext", "gettext_lazy"}
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in marked]
    return {
        str(call.args[0].value)
        for call in named
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def test_every_string_that_speaks_to_people_is_translated():
    paths = [
        path
        for app in APPS
        for name in SPEAKING
        for path in (ALLAUTH / app).rglob(name)
        if "providers" not in path.parts
    ]
    strings = set().union(*(_strings(path) for path in paths))
    assert len(strings) > 50
    with translation.override("vi"):
        left = {text for text in strings if translation.gettext(text) == text}
    assert left <= SAME


def _templates_of_views() -> set[str]:
    views = [
        getattr(pattern.callback, "view_class", None)
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern)
    ]
    return {view.template_name for view in views if getattr(view, "template_name", None)}


def test_every_page_of_its_views_is_the_application_s_own():
    names = _templates_of_views() - {
        "account/logout.html"
    }  # asks before signing out; here that is by POST only
    assert len(names) > 10
    assert {
        name for name in names if not Path(get_template(name).origin.name).is_relative_to(OURS)
    } == set()


@pytest.mark.parametrize("name", ["socialaccount/authentication_error.html", "429.html"])
def test_pages_that_it_renders_by_name_are_the_application_s_own(name):
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


def test_every_message_is_the_application_s_own_or_cannot_be_shown():
    theirs = {
        str(path.relative_to(ALLAUTH / "templates"))
        for path in (ALLAUTH / "templates").glob("*/messages/*.txt")
    }
    ours = {str(path.relative_to(OURS)) for path in OURS.glob("*/messages/*.txt")}
    assert theirs - ours == NEVER_SHOWN


def test_only_the_addresses_named_here_exist():
    """The views that could sign up, connect, change addresses or switch on keys are not
    reachable.
    """
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {
        name for name in names if name.startswith(("account_", "mfa_", "socialaccount_", "openid_"))
    } == {
        *(
            "account_login",
            "account_logout",
            "account_change_password",
            "account_set_password",
            "account_reauthenticate",
        ),
        *("account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
        *(
            "mfa_index",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
        ),
        *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
        *("openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled"),
    }
