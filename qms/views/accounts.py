"""Logging in and out."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator

from qms import permissions
from qms.http import AgencyRequest
from qms.views.base import QmsView


@method_decorator(login_not_required, name="dispatch")
class Login(auth_views.LoginView, QmsView):
    request: AgencyRequest
    permission = permissions.PUBLIC
    template_name = "registration/login.html"
    redirect_authenticated_user = True


class Logout(auth_views.LogoutView, QmsView):
    request: AgencyRequest
    permission = permissions.SIGNED_IN


class PasswordChange(auth_views.PasswordChangeView, QmsView):
    request: AgencyRequest
    permission = permissions.SIGNED_IN
    template_name = "registration/password_change.html"
    success_url = "/"
