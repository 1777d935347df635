"""The one text of conclusions becomes a row, a standing task with its result; every agency's, so outside the scope."""

from django.db import migrations


def text_to_row(apps, schema_editor):
    review_model = apps.get_model("audits", "ManagementReview")
    conclusion_model = apps.get_model("audits", "ReviewConclusion")
    for review in review_model._base_manager.exclude(old_conclusions="", old_follow_up=""):
        conclusion_model._base_manager.create(
            agency_id=review.agency_id,
            review=review,
            text=review.old_conclusions or "Kết luận của cuộc họp",
            owner="Theo biên bản",
            standing=True,
            result=review.old_follow_up,
            sort_key="1",
            search_text=review.search_text,
        )


class Migration(migrations.Migration):
    dependencies = [("audits", "0003_audit_flow")]

    operations = [migrations.RunPython(text_to_row, migrations.RunPython.noop)]
