"""Roles are given and taken back by the agency's administrator, with history."""

import pytest

from qms.models import HistoryEntry, RoleAssignment, User
from qms.scope import in_agency
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-kho-doan-77"


def test_new_account_gets_role_person_and_history(as_role, agency):
    client = as_role("admin")
    client.send("qms:role_list", username="van.thu", role="staff", full_name="Văn thư", password=PASSWORD)
    user = User.objects.get(username="van.thu")
    assert user.check_password(PASSWORD)
    with in_agency(agency):
        assert user.person.name == "Văn thư"
        assert HistoryEntry.objects.get(action="assign").data == {"account": "van.thu", "role": "staff"}


def test_existing_account_gets_a_further_role_and_keeps_its_password(as_role, user_as, agency):
    user = user_as("staff")
    user.set_password(PASSWORD)
    user.save()
    as_role("admin").send(
        "qms:role_list", username=user.username, role="auditor", password="cai-khac-hoan-toan-9"
    )
    user = User.objects.get(pk=user.pk)
    assert user.check_password(PASSWORD)
    assert user.roles_in(agency) == {"staff", "auditor"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"username": "co dau cach", "role": "staff"}, "không có dấu cách"),
        ({"username": "moi", "role": "staff"}, "Nhập họ tên và mật khẩu"),
        ({"username": "moi", "role": "staff", "full_name": "Mới", "password": "123"}, "quá ngắn"),
        ({"username": "moi", "role": "chu-tich"}, "chu-tich"),
    ],
)
def test_refusals_say_why(as_role, fields, said):
    response = as_role("admin").send("qms:role_list", **fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not User.objects.filter(username="moi").exists()


def test_last_administrator_stays(as_role):
    client = as_role("admin")
    own = RoleAssignment.objects.get(user=client.user)
    page = client.post(client.path("qms:role_end", own.pk), follow=True).content.decode()
    assert "ít nhất một quản trị" in page
    assert RoleAssignment.objects.in_force().filter(pk=own.pk).exists()


def test_ended_role_is_ended_once(as_role, user_as):
    client, user = as_role("admin"), user_as("staff")
    held = RoleAssignment.objects.get(user=user)
    client.send("qms:role_end", held.pk)
    page = client.post(client.path("qms:role_end", held.pk), follow=True).content.decode()
    assert "đã được thu hồi" in page


def test_account_is_tied_to_the_person_named(as_role, agency):
    client = as_role("admin")
    with in_agency(agency):
        person = PersonFactory(name="Trưởng phòng")
    fields = {"username": "truong.phong", "role": "leader", "full_name": "Trưởng phòng", "password": PASSWORD}
    client.send("qms:role_list", **fields, person=person.pk)
    with in_agency(agency):
        assert User.objects.get(username="truong.phong").person == person


def test_person_with_an_account_is_not_given_to_another(as_role, user_as, agency):
    taken = user_as("staff")
    with in_agency(agency):
        person = taken.person
    fields = {"username": "nguoi.khac", "role": "leader", "full_name": "Người khác", "password": PASSWORD}
    response = as_role("admin").send("qms:role_list", **fields, person=person.pk)
    assert "đã có tài khoản" in response.content.decode()
    assert not User.objects.filter(username="nguoi.khac").exists()


def test_account_that_is_somebody_does_not_become_somebody_else(as_role, user_as, agency):
    user = user_as("staff")
    with in_agency(agency):
        other = PersonFactory()
    response = as_role("admin").send("qms:role_list", username=user.username, role="leader", person=other.pk)
    assert "đã gắn với" in response.content.decode()


def test_password_is_reset_with_history(as_role, user_as, agency):
    client, user = as_role("admin"), user_as("staff")
    held = RoleAssignment.objects.get(user=user)
    page = client.post(client.path("qms:password_reset", held.pk), {"password": PASSWORD}, follow=True)
    assert "Đã đặt lại mật khẩu" in page.content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    with in_agency(agency):
        entry = HistoryEntry.objects.get(action="password_reset")
    assert entry.data == {"account": user.username}
    assert PASSWORD not in str(entry.__dict__)


def test_weak_password_is_not_set(as_role, user_as):
    client, user = as_role("admin"), user_as("staff")
    held = RoleAssignment.objects.get(user=user)
    page = client.post(client.path("qms:password_reset", held.pk), {"password": "123"}, follow=True)
    assert "quá ngắn" in page.content.decode()
    assert not User.objects.get(pk=user.pk).check_password("123")


def test_password_of_who_also_works_elsewhere_is_left_alone(as_role, user_as, other_agency):
    client, user = as_role("admin"), user_as("staff")
    held = RoleAssignment.objects.get(user=user)
    RoleAssignment.objects.create(user=user, agency=other_agency, role="staff")
    page = client.post(client.path("qms:password_reset", held.pk), {"password": PASSWORD}, follow=True)
    assert "cơ quan khác" in page.content.decode()
    assert not User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_own_password_needs_the_old_one(as_role):
    client = as_role("admin")
    held = RoleAssignment.objects.get(user=client.user)
    page = client.post(client.path("qms:password_reset", held.pk), {"password": PASSWORD}, follow=True)
    assert "của chính mình" in page.content.decode()


def test_new_account_starts_as_staff(as_role):
    page = as_role("admin").page("qms:role_list").content.decode()
    assert '<option value="staff" selected>' in page
