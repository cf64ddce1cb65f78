from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = "Bộ tiêu chí"

    def ready(self) -> None:
        from criteria import catalogue  # noqa: F401, PLC0415  (names its act)
