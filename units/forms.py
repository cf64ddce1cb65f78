"""Forms of accounts."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField


class SignInForm(AuthenticationForm):
    """Name and password. A wrong name, a wrong password and a closed account get one and the same answer."""

    REFUSED = "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."

    username = UsernameField(
        label="Tên đăng nhập",
        widget=forms.TextInput(attrs={"class": "form-control", "autocapitalize": "none", "autocomplete": "username"}),
        error_messages={"required": "Hãy nhập tên đăng nhập."},
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "form-control", "autocomplete": "current-password"}),
        error_messages={"required": "Hãy nhập mật khẩu."},
    )
    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}
