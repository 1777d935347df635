from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tthc", "0003_figures_as_of")]

    operations = [
        migrations.AlterField(
            model_name="administrativeprocedure",
            name="time_unit",
            field=models.CharField(
                choices=[("day", "ngày làm việc"), ("calendar", "ngày"), ("hour", "giờ làm việc")],
                default="day",
                max_length=8,
                verbose_name="đơn vị thời hạn",
            ),
        ),
    ]
