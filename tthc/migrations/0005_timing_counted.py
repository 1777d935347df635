"""Which timings the calendar decided; every agency's dossiers, so outside the scope.

A source without a column that tells early, on time or late told none of them. Of one that has such a column nobody
knows which cells were empty: its timings stay as told until its file comes again.
"""

from django.db import migrations, models

TELLS = ("timing", "early", "on_time", "late")


def note_counted(apps, schema_editor):
    dossiers = apps.get_model("tthc", "Dossier")._base_manager.exclude(timing="")
    sources = apps.get_model("tthc", "DossierSource")._base_manager.all()
    silent = [source.pk for source in sources if not any(source.columns.get(name) for name in TELLS)]
    dossiers.filter(source__in=silent).update(timing_counted=True)


class Migration(migrations.Migration):
    dependencies = [("tthc", "0004_calendar_day_limits")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="timing_counted",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="thời hạn tính theo lịch"
            ),
        ),
        migrations.RunPython(note_counted, migrations.RunPython.noop),
    ]
