"""Signing in: wrong passwords lock the door, pages need a session, the answer carries its fences."""

import pytest
from django.test import Client
from django.urls import reverse

from qms.models import Unit
from tests.factories import UserFactory, user_with_role

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-kho-doan-77"


@pytest.fixture
def user():
    user = UserFactory(username="thu.ky")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(password: str) -> int:
    form = {"username": "thu.ky", "password": password}
    return Client().post(reverse("qms:login"), form).status_code


def test_the_right_password_opens(user, settings):
    settings.AXES_ENABLED = True
    assert sign_in(PASSWORD) == 302


def test_ten_wrong_passwords_lock_the_account_even_for_the_right_one(user, settings):
    settings.AXES_ENABLED = True
    codes = [sign_in("sai") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert codes[0] == 200
    assert sign_in(PASSWORD) == 429


def test_every_answer_says_what_a_browser_may_load_and_frame(user):
    headers = Client().get(reverse("qms:login")).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_its_token_is_refused(agency):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_with_role("secretary", agency))
    form = {"name": "Phòng Y tế"}
    assert client.post(f"/{agency.code}/2024/don-vi/them/", form).status_code == 403
    assert not Unit.unscoped.exists()
