"""Addresses of accounts.

Those of allauth that are not here do not exist: nobody signs up, and addresses are not changed
here.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.socialaccount import views as social_views
from django.urls import path

from units.sign_in.views import account as accounts
from units.sign_in.views import sign_in

urlpatterns = [
    path("", accounts.account, name="account"),
    path("dang-nhap/", sign_in.sign_in, name="account_login"),
    path("dang-xuat/", sign_in.sign_out, name="account_logout"),
    path("loi-moi/<str:token>/", accounts.accept, name="invitation_accept"),
    # passwords
    path("mat-khau/", account_views.password_change, name="account_change_password"),
    path("mat-khau/chua-co/", sign_in.no_password, name="account_set_password"),
    path("mat-khau/quen/", account_views.password_reset, name="account_reset_password"),
    path(
        "mat-khau/quen/da-gui/",
        account_views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "mat-khau/dat-lai/xong/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "mat-khau/dat-lai/<str:uidb36>/<str:key>/",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("xac-nhan/", account_views.reauthenticate, name="account_reauthenticate"),
    # second factor
    path("hai-buoc/", factor_views.index, name="mfa_index"),
    path("hai-buoc/dang-nhap/", factor_views.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/bat/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/tat/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("hai-buoc/ma-khoi-phuc/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "hai-buoc/ma-khoi-phuc/moi/",
        code_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    # sessions
    path("phien/", accounts.sessions, name="sessions"),
    path("phien/ket-thuc/", accounts.end_sessions, name="sessions_end"),
    path("phien/<int:pk>/ket-thuc/", accounts.end_session, name="session_end"),
    # the ministry's sign-on
    path("mot-cua/huy/", social_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("mot-cua/<slug:provider_id>/", sign_in.begin_sign_on, name="openid_connect_login"),
    path("mot-cua/<slug:provider_id>/ve/", sign_in.end_sign_on, name="openid_connect_callback"),
]
