"""The demo that the browser tests share is the one that bin/run loads."""

from django.apps import apps
from django.core.management import call_command
from django.db.models import FileField

from qms.models import Agency, Unit, User
from qms.scope import in_agency
from tests.snapshot import table_rows


def test_what_is_brought_back_is_what_was_loaded(demo, kept):
    assert sum(map(len, kept["rows"].values())) > 1000
    with in_agency(demo[0]):
        Unit.objects.create(name="Phòng thêm vào")
    User.objects.update(full_name="Tên khác")
    assert table_rows() != kept["rows"]
    kept["restore"]()
    assert table_rows() == kept["rows"]
    call_command("flush", interactive=False)
    assert not Agency.objects.exists()
    kept["restore"]()
    assert table_rows() == kept["rows"]


def test_rows_are_added_after_those_brought_back(demo, kept):
    kept["restore"]()
    user = User.objects.create_user("nguoi-moi", password="x")
    assert user.pk == max(User.objects.values_list("pk", flat=True))


def test_the_demo_stores_no_file(demo):
    """Files lie outside the database, so the snapshot would not bring them back."""
    stored = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FileField) and model._base_manager.exclude(**{field.name: ""}).exists()
    ]
    assert not stored
