from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        from scoring.published.services import record  # noqa: F401, PLC0415  (names its acts)
