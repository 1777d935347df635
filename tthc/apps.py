from django.apps import AppConfig


class TthcConfig(AppConfig):
    name = "tthc"
    verbose_name = "Thủ tục hành chính"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tthc import (  # noqa: F401
            checks,
            dossier_files,
            exchange,
            figures,
            inbox,
            obligations,
            papers,
            proposals,
            registrations,
            transitions,
        )
        from tthc.imports import jobs  # noqa: F401
        from tthc.statistics import jobs as statistics_jobs  # noqa: F401
