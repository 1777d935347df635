from django.apps import AppConfig


class TthcConfig(AppConfig):
    name = "tthc"
    verbose_name = "Thủ tục hành chính"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tthc import checks, exchange, figures, obligations, registrations  # noqa: F401
        from tthc.services import statistics  # noqa: F401
