"""Signing in and out."""

from django.contrib.auth import views

from units.forms import SignInForm


class SignIn(views.LoginView):
    """Asks for name and password; who is signed in already goes on to the page that was wanted."""

    template_name = "units/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Ends the session; by POST only."""

    http_method_names = ["post"]
