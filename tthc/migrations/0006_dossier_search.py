from django.db import migrations, models

from qms.trigram import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("tthc", "0005_timing_counted")]

    operations = [
        migrations.AddField(
            model_name="catalogueimport",
            name="columns",
            field=models.JSONField(default=list, editable=False),
        ),
        TrigramIndex("dossier", "code"),
    ]
