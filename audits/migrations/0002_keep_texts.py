"""Texts of the first release keep their content under the fields that take them over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]

    operations = [
        migrations.RenameField("finding", "criterion", "section"),
        migrations.RenameField("internalaudit", "conclusion", "remaining"),
        migrations.RenameField("internalaudit", "notice", "notice_note"),
        migrations.RenameField("managementreview", "conclusions", "old_conclusions"),
        migrations.RenameField("managementreview", "follow_up", "old_follow_up"),
    ]
