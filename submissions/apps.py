from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        from submissions import permissions  # noqa: F401, PLC0415  (registers the rules)
        from submissions.campaigns.queries import record, ties  # noqa: PLC0415
        from submissions.council.queries import needs  # noqa: PLC0415
        from submissions.demo.services import accounts  # noqa: F401, PLC0415  (names its act)

        needs.register()
        record.register()
        ties.register()
