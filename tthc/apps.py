from django.apps import AppConfig


class TthcConfig(AppConfig):
    name = "tthc"
    verbose_name = "Thủ tục hành chính"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tthc import (  # noqa: F401  # noqa: F401
            checks,
            complaint_figures,
            complaint_papers,
            complaint_registrations,
            exchange,
            figures,
            inbox,
            obligations,
            registrations,
        )
        from tthc.transitions import complaints  # noqa: F401
