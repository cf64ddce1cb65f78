"""Forms of signing in, passwords, the second factor and invitations, in the words and the look
of the application.
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.http import HttpRequest

from ictindex.lib.text import clean_line
from units.forms import dress
from units.models import User
from units.people.queries import account_with_email
from units.people.services.link_mail import send_password_reset

_PASSWORD_HELP = (
    "Ít nhất 12 ký tự, không chỉ gồm chữ số, không giống tên hay địa chỉ thư của Ông/Bà."
)


class SignInForm(account_forms.LoginForm):
    """User name or e-mail address, and password.

    Whatever is wrong, the answer and the work done for it are the same.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Tên đăng nhập hoặc địa chỉ thư điện tử"
        self.fields["login"].error_messages["required"] = (
            "Hãy nhập tên đăng nhập hoặc địa chỉ thư điện tử."
        )
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].error_messages["required"] = "Hãy nhập mật khẩu."
        self.fields["password"].help_text = ""
        dress(self)

    def clean_login(self) -> str:
        return clean_line(super().clean_login())

    def user_credentials(self) -> dict[str, str]:
        """As one name, whatever it is: allauth would try an address twice, and take twice as
        long when it is known.
        """
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class FreshPasswordForm(account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Mật khẩu hiện nay"
        self.fields["password"].help_text = ""
        dress(self)


class OwnPasswordForm(account_forms.ChangePasswordForm):
    """The old password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Mật khẩu hiện nay"
        self.fields["oldpassword"].help_text = ""
        _name_new_passwords(self)


class ForgottenPasswordForm(account_forms.ResetPasswordForm):
    """The address to send the link to.

    The request does the same work whether it is known or not; the mail goes out later.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Địa chỉ thư điện tử của tài khoản"
        dress(self)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        email = self.cleaned_data["email"]
        account = account_with_email(email)
        send_password_reset.enqueue(account.pk if account else 0)
        return email


class NewPasswordForm(account_forms.ResetPasswordKeyForm):
    """Twice the new password, by a link from a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class ResetTokenForm(account_forms.UserTokenForm):
    """Whom a reset link is for. It died with the account, and never gives a first password."""

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if user and user.is_active and user.has_usable_password() else None


class SecondFactorForm(factor_forms.AuthenticateForm):
    """A code when signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class FreshSecondFactorForm(factor_forms.ReauthenticateForm):
    """A code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class SecondFactorOnForm(totp_forms.ActivateTOTPForm):
    """The first code of the application, which proves that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self, "Mã 6 chữ số trên ứng dụng")


class FirstPasswordForm(forms.Form):
    """Twice the first password, by an invitation."""

    password1 = account_forms.SetPasswordField()
    password2 = account_forms.PasswordField(autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = user  # type: ignore[attr-defined]
        _name_new_passwords(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"password1", "password2"} <= cleaned.keys() and cleaned["password1"] != cleaned[
            "password2"
        ]:
            self.add_error("password2", "Hai lần nhập mật khẩu không giống nhau.")
        return cleaned


def _name_new_passwords(form: forms.BaseForm) -> None:
    form.fields["password1"].label = "Mật khẩu mới"
    form.fields["password1"].help_text = _PASSWORD_HELP
    form.fields["password2"].label = "Nhập lại mật khẩu mới"
    dress(form)


def _name_code(form: forms.BaseForm, label: str = "Mã xác thực") -> None:
    form.fields["code"].label = label
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
    dress(form)
