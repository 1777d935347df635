from django.apps import AppConfig


class TthcConfig(AppConfig):
    name = "tthc"
    verbose_name = "Thủ tục hành chính"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tthc import (  # noqa: F401  # noqa: F401
            checks,
            exchange,
            figures,
            late_figures,
            obligations,
            registrations,
            statistics_checks,
            statistics_jobs,
            statistics_papers,
        )
