"""The entry point for gunicorn."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ictindex.settings")


class Utf8Request(WSGIRequest):
    """Read as UTF-8 whatever charset it claims: browsers send our forms so, and a claim like «hex»
    would break the reading of the address itself, before anything stands ready to answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


class Utf8Handler(WSGIHandler):
    """Django's own, with our reading of requests."""

    request_class = Utf8Request


django.setup(set_prefix=False)
application = Utf8Handler()
