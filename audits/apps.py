from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "Đánh giá, cải tiến"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audits import (  # noqa: F401
            checks,
            exchange,
            figures,
            inbox,
            obligations,
            papers,
            registrations,
            transitions,
        )
