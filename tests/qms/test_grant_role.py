"""How an installation without a demo gets its first administrator."""

import pytest
from django.core.management import CommandError, call_command

from qms.models import HistoryEntry, RoleAssignment, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
STRONG = "mat-khau-dai-2026"


def test_a_new_account_gets_the_role_and_may_sign_in(agency, client, monkeypatch, capsys):
    monkeypatch.setenv("QMS_PASSWORD", STRONG)
    call_command("grant_role", "kim-thanh", "quan-tri", "admin", "--name", "Quản trị")
    assert client.login(username="quan-tri", password=STRONG)
    assert RoleAssignment.objects.in_force().get().role == "admin"
    assert "Quản trị" in capsys.readouterr().out
    with_history = HistoryEntry.unscoped.get(action="assign")
    assert with_history.actor_id is None


def test_a_known_account_keeps_its_password(agency, monkeypatch):
    user = UserFactory(username="quan-tri")
    user.set_password("cu-va-du-dai-1")
    user.save()
    monkeypatch.setenv("QMS_PASSWORD", STRONG)
    call_command("grant_role", "kim-thanh", "quan-tri", "secretary")
    assert User.objects.get().check_password("cu-va-du-dai-1")


def test_a_weak_password_makes_no_account(agency, monkeypatch):
    monkeypatch.setenv("QMS_PASSWORD", "123")
    with pytest.raises(CommandError):
        call_command("grant_role", "kim-thanh", "quan-tri", "admin")
    assert not User.objects.exists()


def test_an_unknown_agency_is_said(db):
    with pytest.raises(CommandError, match="khong-co"):
        call_command("grant_role", "khong-co", "quan-tri", "admin")
