from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from reports.council.services import acceptance
        from reports.editions.queries import needs
        from reports.editions.queries import tasks as waiting

        acceptance.register_needs()
        needs.register_needs()
        waiting.register_waiting()
