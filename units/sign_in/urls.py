"""Addresses of accounts.

Those of allauth that are not here do not exist: nobody signs up, and addresses are not changed
here.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.socialaccount import views as social_views

from units.addresses import address
from units.sign_in.views import account as accounts
from units.sign_in.views import sign_in

# The own second factor belongs to the own password: the policy names them together, as what
# somebody signs in with.
_CHANGE_OWN_PASSWORD = "account.change_own_password"
_LOG_IN = "public.log_in"
_REQUEST_PASSWORD_RESET = "public.request_password_reset"
_LIST_AND_END_OWN_SESSIONS = "account.list_and_end_own_sessions"

urlpatterns = [
    address("", accounts.account, _CHANGE_OWN_PASSWORD, name="account"),
    address("dang-nhap/", sign_in.sign_in, _LOG_IN, name="account_login"),
    address("dang-xuat/", sign_in.sign_out, _LOG_IN, name="account_logout"),
    address("loi-moi/<str:token>/", accounts.accept, _LOG_IN, name="invitation_accept"),
    # passwords
    address(
        "mat-khau/",
        account_views.password_change,
        _CHANGE_OWN_PASSWORD,
        name="account_change_password",
    ),
    address(
        "mat-khau/chua-co/", sign_in.no_password, _CHANGE_OWN_PASSWORD, name="account_set_password"
    ),
    address(
        "mat-khau/quen/",
        account_views.password_reset,
        _REQUEST_PASSWORD_RESET,
        name="account_reset_password",
    ),
    address(
        "mat-khau/quen/da-gui/",
        account_views.password_reset_done,
        _REQUEST_PASSWORD_RESET,
        name="account_reset_password_done",
    ),
    address(
        "mat-khau/dat-lai/xong/",
        account_views.password_reset_from_key_done,
        _REQUEST_PASSWORD_RESET,
        name="account_reset_password_from_key_done",
    ),
    address(
        "mat-khau/dat-lai/<str:uidb36>/<str:key>/",
        account_views.password_reset_from_key,
        _REQUEST_PASSWORD_RESET,
        name="account_reset_password_from_key",
    ),
    address(
        "xac-nhan/",
        account_views.reauthenticate,
        _CHANGE_OWN_PASSWORD,
        name="account_reauthenticate",
    ),
    # second factor
    address("hai-buoc/", factor_views.index, _CHANGE_OWN_PASSWORD, name="mfa_index"),
    address("hai-buoc/dang-nhap/", factor_views.authenticate, _LOG_IN, name="mfa_authenticate"),
    address(
        "hai-buoc/xac-nhan/",
        factor_views.reauthenticate,
        _CHANGE_OWN_PASSWORD,
        name="mfa_reauthenticate",
    ),
    address(
        "hai-buoc/bat/", totp_views.activate_totp, _CHANGE_OWN_PASSWORD, name="mfa_activate_totp"
    ),
    address(
        "hai-buoc/tat/",
        totp_views.deactivate_totp,
        _CHANGE_OWN_PASSWORD,
        name="mfa_deactivate_totp",
    ),
    address(
        "hai-buoc/ma-khoi-phuc/",
        code_views.view_recovery_codes,
        _CHANGE_OWN_PASSWORD,
        name="mfa_view_recovery_codes",
    ),
    address(
        "hai-buoc/ma-khoi-phuc/moi/",
        code_views.generate_recovery_codes,
        _CHANGE_OWN_PASSWORD,
        name="mfa_generate_recovery_codes",
    ),
    # sessions
    address("phien/", accounts.sessions, _LIST_AND_END_OWN_SESSIONS, name="sessions"),
    address(
        "phien/ket-thuc/", accounts.end_sessions, _LIST_AND_END_OWN_SESSIONS, name="sessions_end"
    ),
    address(
        "phien/<int:pk>/ket-thuc/",
        accounts.end_session,
        _LIST_AND_END_OWN_SESSIONS,
        name="session_end",
    ),
    # the ministry's sign-on
    address(
        "mot-cua/huy/", social_views.login_cancelled, _LOG_IN, name="socialaccount_login_cancelled"
    ),
    address(
        "mot-cua/<slug:provider_id>/", sign_in.begin_sign_on, _LOG_IN, name="openid_connect_login"
    ),
    address(
        "mot-cua/<slug:provider_id>/ve/",
        sign_in.end_sign_on,
        _LOG_IN,
        name="openid_connect_callback",
    ),
]
