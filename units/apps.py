from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        from units import accounts_events  # noqa: PLC0415

        accounts_events.connect()
