from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        from units.sign_in import events  # noqa: PLC0415

        events.connect()
