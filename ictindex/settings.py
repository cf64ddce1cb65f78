"""Settings: one file, safe by default. What differs between installations is read through `env`."""

from datetime import timedelta
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from ictindex import env

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()

SECRET_KEY = env.secret("secret_key", DATA_DIR)
# Seals the entries of the record; kept apart from SECRET_KEY, which may be changed, while old seals
# must stay readable.
RECORD_KEY = env.secret("record_key", DATA_DIR)
DEBUG = env.flag("ICTINDEX_DEBUG", default=False)
ALLOWED_HOSTS = env.words("ICTINDEX_HOSTS", default=["localhost", "127.0.0.1"])
# Off only where the application is reached by plain http on the same machine, as `scripts/start`
# does.
HTTPS = env.flag("ICTINDEX_HTTPS", default=True)

INSTALLED_APPS = [
    "ictindex",
    "units",
    "criteria",
    "submissions",
    "scoring",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "ictindex.middleware.GuardedAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ictindex.middleware.NamelessAddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every view needs an account unless it is marked public with `login_not_required`.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ictindex.sign_in.SessionLimitsMiddleware",
    "ictindex.sign_in.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ictindex.middleware.RefusalMiddleware",
    "ictindex.middleware.CleanTextMiddleware",
]

ROOT_URLCONF = "ictindex.urls"
WSGI_APPLICATION = "ictindex.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.context.installation",
                "units.inbox.queries.header",
            ]
        },
    }
]
# Small forms are printed by crispy, in templates of our own: templates/ictindex.
CRISPY_ALLOWED_TEMPLATE_PACKS = ("ictindex",)
CRISPY_TEMPLATE_PACK = "ictindex"

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes. It holds the failed sign-ins of the last minutes: it must not forget them
# when many come at once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# --- people -----------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        (
            "UserAttributeSimilarityValidator",
            {"user_attributes": ("username", "full_name", "email")},
        ),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# Roles other than unit staff work only with a second factor. The demo turns it off, and says so on
# every page.
REQUIRE_TOTP = env.flag("ICTINDEX_REQUIRE_TOTP", default=True)
# Some roles count only once a second administrator has confirmed the grant.
SECOND_ADMIN = env.flag("ICTINDEX_SECOND_ADMIN", default=True)
# A session ends after this long without a request, and after that long in any case.
SESSION_IDLE = timedelta(minutes=env.number("ICTINDEX_SESSION_IDLE_MINUTES", default=30))
SESSION_LONGEST = timedelta(hours=env.number("ICTINDEX_SESSION_HOURS", default=12))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
INVITATION_LASTS = timedelta(days=7)
PASSWORD_RESET_TIMEOUT = 3600

# --- signing in (django-allauth) --------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "units.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # addresses are an administrator's to give; following an invitation proves them
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "units.sign_in.forms.SignInForm",
    "reauthenticate": "units.sign_in.forms.FreshPasswordForm",
    "change_password": "units.sign_in.forms.OwnPasswordForm",
    "reset_password": "units.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "units.sign_in.forms.NewPasswordForm",
    "user_token": "units.sign_in.forms.ResetTokenForm",
}
# «login_failed» counts per account; the other one, which allauth does not know, per address of the
# computer.
_FAILURES_PER_ADDRESS = env.number("ICTINDEX_FAILURES_PER_ADDRESS", default=5)
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key",
    "login_failed_from_address": f"{_FAILURES_PER_ADDRESS}/15m/ip",
}
MFA_ADAPTER = "units.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "units.sign_in.forms.SecondFactorForm",
    "reauthenticate": "units.sign_in.forms.FreshSecondFactorForm",
    "activate_totp": "units.sign_in.forms.SecondFactorOnForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Chỉ số ứng dụng CNTT"
# Seals the secrets of the second factor in the database; without it nobody's codes can be made from
# a stolen copy.
SECOND_FACTOR_KEY = env.secret("second_factor_key", DATA_DIR)

# The ministry's own sign-on (OpenID Connect), if there is one. It opens existing accounts and makes
# none.
OIDC_ISSUER = env.text("ICTINDEX_OIDC_ISSUER").rstrip("/")
OIDC_NAME = env.text("ICTINDEX_OIDC_NAME", default="tài khoản dùng chung của Bộ")
OIDC_ID = "mot-cua"
SOCIALACCOUNT_ADAPTER = "units.sign_in.adapters.SignOnAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_ID,
                "name": OIDC_NAME,
                "client_id": env.text("ICTINDEX_OIDC_CLIENT_ID"),
                "secret": env.text("ICTINDEX_OIDC_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- language, time, numbers ------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["ictindex.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What people send lies here, on the disk of its later place and readable by nobody else, until it
# has been looked at.
FILE_UPLOAD_TEMP_DIR = env.private_folder(DATA_DIR, "arriving")
# Largest file of evidence, and all files of a unit in a campaign, old versions and withdrawn ones
# included.
EVIDENCE_FILE_MB = env.number("ICTINDEX_EVIDENCE_FILE_MB", default=50)
EVIDENCE_UNIT_MB = env.number("ICTINDEX_EVIDENCE_UNIT_MB", default=2048)
# The internal address from which nginx hands out the folder of evidence; empty: the application
# sends the files itself.
EVIDENCE_ACCEL = env.text("ICTINDEX_EVIDENCE_ACCEL")
# The same for the folder of published editions.
EDITIONS_ACCEL = env.text("ICTINDEX_EDITIONS_ACCEL")
# A folder of root certificates (PEM or DER) whose signatures on reports are trusted; empty: no
# signature is called trusted.
SIGNING_ROOTS = env.text("ICTINDEX_SIGNING_ROOTS")
# The socket of ClamAV, a path or host:port; empty: files are not scanned. When it cannot be
# reached, files are refused, unless scanning is optional: then they are taken, and the person is
# told.
CLAMAV = env.text("ICTINDEX_CLAMAV")
CLAMAV_OPTIONAL = env.flag("ICTINDEX_CLAMAV_OPTIONAL", default=False)
CLAMAV_TIMEOUT = env.number("ICTINDEX_CLAMAV_SECONDS", default=60)
# No browser asks for the fonts of the PDF, and compressing them takes most of the time of
# `collectstatic`.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "ttf"]

# --- background work --------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- mail -------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "ICTINDEX_EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("ICTINDEX_EMAIL_HOST", default="localhost")
EMAIL_PORT = env.number("ICTINDEX_EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.text("ICTINDEX_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("ICTINDEX_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("ICTINDEX_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
# Where Django's file backend puts mails.
EMAIL_FILE_PATH = DATA_DIR / "mails"
# The address under which people reach the application, for links in mails.
PUBLIC_URL = env.text("ICTINDEX_PUBLIC_URL", default="http://127.0.0.1:8000")
DEFAULT_FROM_EMAIL = env.text("ICTINDEX_EMAIL_FROM", default="ictindex@localhost")

# --- what the browser may do ------------------------------------------------
_SIGN_ON = (
    [f"{urlsplit(OIDC_ISSUER).scheme}://{urlsplit(OIDC_ISSUER).netloc}"] if OIDC_ISSUER else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The button of the ministry's sign-on is a form that leads there.
        "form-action": [SELF, *_SIGN_ON],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# The form of a group has about eight fields for each criterion, and a group may have hundreds of
# them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.flag("ICTINDEX_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Otherwise everybody would seem to come from the proxy, and one person's failed sign-ins would
    # lock everybody out.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # An unknown issuer of a signature is a finding that people read, and no trouble of the server.
    "loggers": {name: {"level": "CRITICAL"} for name in ("pyhanko", "pyhanko_certvalidator")},
}
