"""After the texts have moved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audits", "0004_conclusions")]

    operations = [
        migrations.RemoveField("managementreview", "old_conclusions"),
        migrations.RemoveField("managementreview", "old_follow_up"),
    ]
