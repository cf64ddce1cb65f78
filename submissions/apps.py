from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        from submissions.council.queries import needs

        needs.register()
