from django.db import migrations

from qms.trigram import TrigramIndex


class Migration(migrations.Migration):
    dependencies = [("tthc", "0002_catalogue_dossiers")]
    operations = [TrigramIndex("administrativeprocedure", "search_text")]
