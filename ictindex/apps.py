from django.apps import AppConfig


class IctindexConfig(AppConfig):
    name = "ictindex"

    def ready(self) -> None:
        from ictindex import checks  # noqa: F401, PLC0415  (registers the checks)
