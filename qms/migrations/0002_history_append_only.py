"""The database itself refuses to change or delete history (a door the model's guards cannot be walked around by)."""

from django.db import migrations

POSTGRESQL = [
    """
    CREATE FUNCTION qms_history_refuse() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'qms_historyentry is append-only'; END $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER qms_history_append_only BEFORE UPDATE OR DELETE ON qms_historyentry
    FOR EACH ROW EXECUTE FUNCTION qms_history_refuse()
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER qms_history_no_{event.lower()} BEFORE {event} ON qms_historyentry
    BEGIN SELECT RAISE(ABORT, 'qms_historyentry is append-only'); END
    """
    for event in ("UPDATE", "DELETE")
]
UNDO = {
    "postgresql": [
        "DROP TRIGGER qms_history_append_only ON qms_historyentry",
        "DROP FUNCTION qms_history_refuse()",
    ],
    "sqlite": ["DROP TRIGGER qms_history_no_update", "DROP TRIGGER qms_history_no_delete"],
}


def install(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("qms", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
