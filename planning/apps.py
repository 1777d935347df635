from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "planning"
    verbose_name = "Hoạch định"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from planning import checks, exchange, figures, inbox, obligations, registrations  # noqa: F401
