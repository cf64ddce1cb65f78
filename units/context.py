"""What every page says about the installation itself, whoever reads it."""

from django.conf import settings
from django.http import HttpRequest


def installation(_request: HttpRequest) -> dict[str, bool]:
    """For templates: whether this installation works without the second factor, as a demo does."""
    return {"is_without_second_factor": not settings.REQUIRE_TOTP}
