from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from reports.council import acceptance  # noqa: PLC0415
        from reports.editions import needs, waiting  # noqa: PLC0415

        acceptance.register_needs()
        needs.register_needs()
        waiting.register_waiting()
