"""A real OpenID Connect provider to sign on with, in a process, a database and a user model of its
own.

python -m tests.units.oidc_provider FOLDER REDIRECT_URI ACCOUNTS

ACCOUNTS is JSON, a list of [user name, address, whether the provider has verified it]; everybody's
password is PASSWORD. It prints its port once it answers. It shares nothing with the application but
the library.
"""

import json
import secrets
import sys
from pathlib import Path

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

PASSWORD = "mật khẩu ở nơi khác"
CLIENT, SECRET = "ictindex", "một-bí-mật-chung"


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    settings.configure(
        SECRET_KEY=secrets.token_urlsafe(32),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.units.sign_in.oidc_provider_urls",
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}
        },
        USE_TZ=True,
        INSTALLED_APPS=[
            *(
                "django.contrib.auth",
                "django.contrib.contenttypes",
                "django.contrib.sessions",
                "django.contrib.messages",
            ),
            *("allauth", "allauth.account", "allauth.idp.oidc"),
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
        IDP_OIDC_PRIVATE_KEY=pem,
    )


def fill(redirect_uri: str, accounts: list[tuple[str, str, bool]]) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - models exist only once Django is set up
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    for name, email, is_verified in accounts:
        user = User.objects.create_user(name, email, PASSWORD)
        EmailAddress.objects.create(user=user, email=email, verified=is_verified, primary=True)
    client = Client(
        id=CLIENT, name="Chỉ số ứng dụng CNTT", skip_consent=True, scopes="openid\nprofile\nemail"
    )
    client.set_redirect_uris([redirect_uri])
    client.set_secret(SECRET)
    client.save()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Nobody reads it."""


def main(folder: str, redirect_uri: str, accounts: str) -> None:
    configure(Path(folder))
    django.setup()
    fill(redirect_uri, json.loads(accounts))
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Silent)
    server.set_app(get_wsgi_application())
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
