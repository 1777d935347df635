from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản, tài liệu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from documents import (  # noqa: F401
            checks,
            exchange,
            figures,
            inbox,
            obligations,
            papers,
            registrations,
            transitions,
            transitions_updates,
            update_inbox,
        )
