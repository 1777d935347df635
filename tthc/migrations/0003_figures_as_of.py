from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tthc", "0002_volume")]

    operations = [
        migrations.AddField(
            model_name="dossierstatistics",
            name="as_of",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="tính đến ngày"),
        ),
    ]
