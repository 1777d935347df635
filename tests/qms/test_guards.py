"""Guards of the foundation that no other test asks: each was taken out once, and its test here failed."""

import datetime
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404

from audits.models import InternalAudit
from documents.models import OfficialDocument
from qms import demo, menu, organisation, permissions, search, services
from qms.attachments import attachment_add
from qms.exchange import load_year
from qms.figures import Figure, Figures
from qms.models import Agency, Attachment, HistoryEntry, Person, RoleAssignment, Unit, User
from qms.models.organisation import AgencyNames
from qms.records import record_save
from qms.scope import ScopeMismatch, ScopeNotSet, across_agencies, current_agency, in_agency
from qms.views.base import PermissionNotDeclared, QmsView
from qms.views.pages import find_record
from qms.yamlfile import YearFileError
from tests.audits.build import audit
from tests.factories import AgencyFactory, UnitFactory, UserFactory
from tests.qms.test_attachments import PDF
from tests.qms.test_exchange import BODY, HEAD, write

__all__ = ["write"]
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mat-khau-kho-doan-77"


@pytest.fixture
def theirs(other_agency):
    with in_agency(other_agency):
        return UnitFactory(name="Phòng lạ")


# scope


def test_there_is_no_entered_agency_behind_the_door_across(db):
    with across_agencies(reason="test"), pytest.raises(ScopeNotSet):
        current_agency()


def test_bulk_update_of_another_agencys_row_is_refused(scope, theirs):
    theirs.name = "Phòng khác"
    with pytest.raises(ScopeMismatch):
        Unit.objects.bulk_update([theirs], ["name"])


def test_bulk_update_checks_foreign_keys(scope, theirs):
    person = Person.objects.create(name="Một người")
    person.unit_id = theirs.pk
    with pytest.raises(ScopeMismatch):
        Person.objects.bulk_update([person], ["unit"])


def test_two_agencies_rows_never_point_at_one_row(agency, theirs):
    """Behind the door the rows bring their own agencies: the first may not vouch for the second."""
    rows = [Person(name="A", agency=owner, unit_id=theirs.pk) for owner in (theirs.agency, agency)]
    with across_agencies(reason="test"), pytest.raises(ScopeMismatch):
        Person.objects.bulk_create(rows)
    assert Person.unscoped.count() == 0


def test_a_row_saved_behind_the_door_keeps_its_agency(agency, theirs):
    with across_agencies(reason="test"):
        theirs.save()
    assert theirs.agency_id != agency.pk


def test_a_right_ends_at_the_agencys_own_records(scope, user_as, theirs):
    secretary = user_as("secretary")
    assert secretary.can(permissions.MANAGE_PEOPLE, UnitFactory())
    assert not secretary.can(permissions.MANAGE_PEOPLE, theirs)


# addresses


def test_an_agency_that_is_not_there_is_not_found(as_role):
    assert as_role("secretary").get("/khong-co/2024/").status_code == 404


def test_a_page_of_an_agency_has_no_address_without_one(as_role):
    assert as_role("secretary").get("/don-vi/").status_code == 404


def test_a_view_without_permission_does_not_even_load():
    with pytest.raises(PermissionNotDeclared):
        type("Forgotten", (QmsView,), {})


@pytest.mark.parametrize("label", ["qms.khongco", "khong-co"])
def test_what_is_no_model_is_not_found(scope, label):
    with pytest.raises(Http404):
        find_record(label, 1)


def test_what_is_no_record_has_no_history_page_and_no_files(scope, user_as):
    user = user_as("secretary")
    record_save(Unit(name="Phòng A"), actor=user)
    for row in (user, HistoryEntry.objects.get()):
        with pytest.raises(Http404):
            find_record(row._meta.label_lower, row.pk)


def test_another_agency_is_no_record_of_this_one(scope, other_agency):
    with pytest.raises(Http404):
        find_record("qms.agency", other_agency.pk)


def test_who_looks_from_above_reads_in_a_scope_that_only_reads(agency, as_role):
    above = AgencyFactory(code="tinh")
    Agency.objects.filter(pk=agency.pk).update(parent=above)
    looks, works = as_role("secretary", of=above), as_role("staff")
    assert looks.get(works.path("qms:year")).context["read_only"] is True
    assert works.page("qms:year").context["read_only"] is False


# files


def test_file_of_a_closed_record_stays_when_the_page_is_asked(scope, as_role):
    client = as_role("secretary")
    record = audit()
    kept = attachment_add(record, SimpleUploadedFile("a.pdf", PDF), actor=client.user)
    InternalAudit.objects.filter(pk=record.pk).update(state="closed")
    answer = client.post(client.path("qms:attachment_remove", kept.pk), follow=True)
    assert "đã kết thúc, không sửa được nữa" in answer.content.decode()
    assert Attachment.objects.get() == kept


def test_a_file_is_stored_below_its_agency(scope, user_as):
    upload = SimpleUploadedFile("a.pdf", PDF)
    kept = attachment_add(UnitFactory(), upload, actor=user_as("secretary"))
    assert kept.file.name.startswith(f"attachments/{scope.pk}/")


# accounts and roles


def test_a_role_held_is_not_given_again(scope, user_as):
    admin, user = user_as("admin"), user_as("staff")
    with pytest.raises(ValidationError, match="đã có vai trò này"):
        services.role_assign(username=user.username, role="staff", actor=admin)


def test_a_new_account_needs_a_password(scope, user_as):
    with pytest.raises(ValidationError, match="Nhập họ tên và mật khẩu"):
        services.role_assign(username="moi", role="staff", full_name="Mới", actor=user_as("admin"))
    assert not User.objects.filter(username="moi").exists()


def test_the_person_an_account_already_is_may_be_named_again(scope, user_as):
    user = user_as("staff")
    services.role_assign(username=user.username, role="auditor", person=user.person, actor=user_as("admin"))
    assert user.person == Person.objects.get(user=user)


def test_one_of_two_administrators_may_go(scope, user_as):
    stays, goes = user_as("admin"), user_as("admin")
    services.role_end(RoleAssignment.objects.get(user=goes), actor=stays)
    assert not RoleAssignment.objects.in_force().filter(user=goes).exists()


@pytest.mark.parametrize("superuser", [True, False])
def test_no_password_for_who_is_not_the_agencys_own(scope, user_as, superuser):
    user = user_as("staff") if superuser else UserFactory()
    user.is_superuser = superuser
    user.save()
    with pytest.raises(ValidationError, match="không còn vai trò"):
        services.password_reset(user, PASSWORD, user_as("admin"))


# names


def test_a_unit_is_not_renamed_to_its_own_name(scope, user_as):
    unit = UnitFactory(name="Phòng Y tế")
    with pytest.raises(ValidationError, match="giống hệt"):
        organisation.unit_rename(
            unit, name="Phòng Y tế", from_day=datetime.date(2024, 1, 1), actor=user_as("secretary")
        )


def test_a_unit_does_not_take_the_name_another_has(scope, user_as):
    UnitFactory(name="Phòng Y tế")
    with pytest.raises(ValidationError, match="Đơn vị này đã có"):
        organisation.unit_rename(
            UnitFactory(), name="Phòng Y tế", from_day=datetime.date(2024, 1, 1), actor=user_as("secretary")
        )


def test_the_agencys_new_name_is_stored_composed(scope, user_as):
    full_name = unicodedata.normalize("NFD", "Ủy ban nhân dân xã Kim Thành")
    organisation.agency_rename(
        scope,
        names=AgencyNames(full_name, "UBND xã", "", "Kim Thành"),
        from_day=datetime.date(2024, 1, 1),
        actor=user_as("secretary"),
    )
    assert Agency.objects.get(pk=scope.pk).full_name == "Ủy ban nhân dân xã Kim Thành"


@pytest.mark.parametrize(("day", "refused"), [((2023, 12, 31), False), ((2024, 1, 1), True)])
def test_a_unit_takes_no_new_name_after_its_end(scope, day, refused):
    unit = UnitFactory(valid_to=datetime.date(2023, 12, 31))
    assert bool(organisation.rename_refusal(unit, datetime.date(*day))) is refused


# year files


def test_a_file_without_its_agency_is_refused(write):
    with pytest.raises(YearFileError, match="Thiếu phần agency"):
        load_year(write("format: 1\nyear: 2024\n"))


def test_a_stored_agency_may_come_under_another(write):
    load_year(write(HEAD))
    parent = AgencyFactory(code="tinh")
    agency, _, _ = load_year(write(HEAD + "  parent: tinh\n"))
    assert agency.parent == parent


@pytest.mark.parametrize("year", ["1989", "2101"])
def test_a_year_out_of_range_is_refused(write, year):
    with pytest.raises(YearFileError, match="bốn chữ số"):
        load_year(write(HEAD.replace("2024", year)))


def test_a_key_that_two_stored_rows_share_is_refused(write):
    """Two papers without a number may be alike; a file cannot say which of them it means."""
    text = HEAD + BODY.replace("    number: 367\n", "")
    agency, _, _ = load_year(write(text))
    with in_agency(agency):
        stored = OfficialDocument.objects.get()
        stored.pk = None
        stored.save()
    with pytest.raises(YearFileError, match="trùng khóa"):
        load_year(write(text))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("  mayor: Ai đó\n", "Cơ quan không có trường “mayor”"),
        ("  former_names:\n    - {valid_to: 2020-12-31, mayor: Ai đó}\n", "không có trường “mayor”"),
        ("  predecessors:\n    - {code: kim-thanh, mayor: Ai đó}\n", "không có trường “mayor”"),
        ("  predecessors:\n    - {code: kim-thanh}\n", "tiền thân của chính nó"),
    ],
)
def test_the_agency_block_is_read_as_strictly_as_the_rest(write, block, said):
    with pytest.raises(YearFileError, match=said):
        load_year(write(HEAD + block))
    assert not Agency.objects.exists()


def test_names_of_the_agency_are_stored_composed(write):
    """A file from a Mac writes Ủ as U and a mark; a search types Ủ."""
    former = (
        "  former_names:\n    - {valid_to: 2020-12-31, full_name: Ủy Ban, short_name: Ủy Ban, place: A}\n"
    )
    agency, _, _ = load_year(write(unicodedata.normalize("NFD", HEAD + former)))
    assert agency.full_name == "Ủy ban nhân dân huyện Kim Thành"
    assert agency.former_names.get().full_name == "Ủy Ban"


def test_a_number_used_twice_in_a_year_names_its_line(write):
    again = BODY[BODY.index("  - kind: KH") :].replace("22/02/2024", "23/02/2024")
    with pytest.raises(YearFileError, match="đã dùng cho một văn bản khác"):
        load_year(write(HEAD + BODY + again))


# history


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE qms_historyentry SET previous_hash = 'x' WHERE sequence = 2", "số 2 .*không nối"),
        ("UPDATE qms_historyhead SET hash = 'x'", "dừng ở mục số 2"),
    ],
)
def test_verify_notices_a_link_that_was_changed(scope, user_as, statement, said, without_history_triggers):
    for name in ("Phòng A", "Phòng B"):
        record_save(Unit(name=name), actor=user_as("secretary"))
    assert HistoryEntry.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(CommandError, match=said):
        call_command("verify_history")


# registries: a slip of a developer stops the start


def test_registries_refuse_what_is_said_twice_or_unknown():
    with pytest.raises(ValueError, match="declared twice"):
        permissions.register(permissions.MANAGE_ROLES, "Giao vai trò")
    with pytest.raises(ValueError, match="no such menu group"):
        menu.register("Khác", "Khác", "qms:year", permissions.VIEW)
    row = Figure("qms.x", "X", 1)
    with pytest.raises(ValueError, match="given twice"):
        Figures([row, row])


def test_search_leaves_out_what_the_reader_may_not_see(scope, user_as, monkeypatch):
    UnitFactory(name="Phòng Y tế")
    monkeypatch.setattr(search, "_sources", [search.Source(Unit, "Đơn vị", permissions.MANAGE_PEOPLE)])
    assert search.search("y tế", user_as("secretary"))
    assert search.search("y tế", user_as("staff")) == []


def test_a_shortcut_is_offered_to_who_may_take_it(scope, user_as, monkeypatch):
    entry = menu.Entry("Hệ thống", "Vai trò", "qms:role_list", permissions.MANAGE_ROLES, 1, "Giao vai trò")
    monkeypatch.setattr(menu, "_entries", [entry])
    assert menu.shortcuts(user_as("admin"))
    assert menu.shortcuts(user_as("secretary")) == []


# the start


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL")}
    code = "import qms.settings"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_nothing_starts_without_what_only_the_server_knows(missing, tmp_path):
    given = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "qms.example", "MEDIA_ROOT": str(tmp_path)}
    assert start(**given).returncode == 0
    refused = start(**{name: value for name, value in given.items() if name != missing})
    assert f"Thiếu biến môi trường {missing}" in refused.stderr


def test_the_shared_password_of_the_demo_is_for_debug_alone(settings):
    settings.DEBUG = False
    for door in (demo.load_demo, lambda: call_command("load_demo")):
        with pytest.raises(ImproperlyConfigured):
            door()
    assert not User.objects.exists()
    assert not Agency.objects.exists()
    AgencyFactory()  # a server in use: the command must not even print the password
    with pytest.raises(ImproperlyConfigured):
        call_command("load_demo")


@pytest.mark.parametrize("role", ["staff", "secretary"])
def test_only_an_administrator_reaches_the_accounts(as_role, role):
    assert as_role(role).page("qms:role_list").status_code == 403
