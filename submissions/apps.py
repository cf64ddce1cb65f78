from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        from submissions import permissions, second_factor  # noqa: F401, PLC0415  (registers the rules)
        from submissions.council import needs  # noqa: PLC0415

        needs.register()
