from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from reports.council.services import acceptance  # noqa: PLC0415
        from reports.editions.queries import needs, tasks  # noqa: PLC0415
        from reports.editions.services import freeze  # noqa: PLC0415

        acceptance.register_needs()
        needs.register_needs()
        tasks.register_waiting()
        freeze.register()
