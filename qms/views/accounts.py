"""Logging in and out."""

from django import forms
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator

from qms import notices, permissions
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


class AccountForm(forms.Form):
    email = forms.EmailField(
        label="Địa chỉ thư điện tử",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    wants_mail = forms.BooleanField(
        label="Nhận thư khi có việc chờ tôi",
        required=False,
        help_text="Một thư cho mỗi việc mới và một thư tổng hợp mỗi ngày làm việc. Bỏ chọn: chỉ xem ở “Việc của tôi”.",
    )


class Account(QmsView):
    """One's own account: where mail goes, and whether any comes."""

    permission = permissions.SIGNED_IN

    def get(self, request: AgencyRequest) -> HttpResponse:
        stored = {"email": request.user.email, "wants_mail": request.user.wants_mail}
        return self._page(AccountForm(initial=stored))

    def post(self, request: AgencyRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        notices.mail_choose(request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu.")
        return redirect("qms:account")

    def _page(self, form: AccountForm, status: int = 200) -> HttpResponse:
        context = {"title": "Tài khoản của tôi", "form": form}
        return render(self.request, "registration/account.html", context, status=status)
