from django.apps import AppConfig


class TthcConfig(AppConfig):
    name = "tthc"
    verbose_name = "Thủ tục hành chính"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tthc import (  # noqa: F401
            catalogue_checks,
            catalogue_figures,
            catalogue_obligations,
            catalogue_registrations,
            checks,
            complaint_figures,
            complaint_papers,
            complaint_registrations,
            exchange,
            figures,
            inbox,
            late_figures,
            obligations,
            registrations,
            statistics_checks,
            statistics_jobs,
            statistics_papers,
            survey_checks,
            survey_exchange,
            survey_figures,
            survey_papers,
            survey_posters,
        )
        from tthc.imports import jobs  # noqa: F401
        from tthc.transitions import complaints, surveys  # noqa: F401
