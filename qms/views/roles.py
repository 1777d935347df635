"""Accounts and roles of the agency, for its administrator."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from qms import permissions
from qms.choices import RecordChoiceField, suggestions
from qms.enums import Role
from qms.http import AgencyRequest
from qms.models import Person, RoleAssignment
from qms.services import password_reset, role_assign, role_end
from qms.views.base import QmsView

ROLES = (  # most accounts are staff's; the widest role comes last
    Role.STAFF,
    Role.UNIT_CONTACT,
    Role.SECRETARY,
    Role.LEADER,
    Role.AUDITOR,
    Role.OBSERVER,
    Role.ADMIN,
)


class RoleForm(forms.Form):
    username = forms.RegexField(
        r"^[\w.@+-]{3,60}$",
        label="Tên đăng nhập",
        error_messages={"invalid": "Từ 3 đến 60 chữ cái, chữ số hoặc . @ + - _, không có dấu cách."},
    )
    role = forms.ChoiceField(
        label="Vai trò", choices=[(role.value, role.label) for role in ROLES], initial=Role.STAFF.value
    )
    person = RecordChoiceField(
        label="Là ai trong danh sách cán bộ",
        queryset=Person.objects.all(),
        required=False,
        empty_label="– người mới –",
        help_text="Người soạn thảo không được tự duyệt: phần mềm biết điều đó qua mục này.",
    )
    full_name = forms.CharField(label="Họ và tên (khi tạo tài khoản mới)", max_length=120, required=False)
    password = forms.CharField(
        label="Mật khẩu ban đầu (khi tạo tài khoản mới)",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        if password := self.cleaned_data["password"]:
            validate_password(password)
        return password


class RoleList(QmsView):
    permission = permissions.MANAGE_ROLES

    def get(self, request: AgencyRequest, form: RoleForm | None = None) -> HttpResponse:
        if answer := suggestions(form or RoleForm(), request):
            return answer
        held = RoleAssignment.objects.in_force().filter(agency=request.agency).select_related("user")
        context: dict[str, Any] = {
            "title": "Tài khoản và vai trò",
            "accounts": self._accounts(held.order_by("user__username", "role")),
            "form": form or RoleForm(),
        }
        return render(request, "qms/role_list.html", context, status=422 if form else 200)

    def _accounts(self, held: Iterable[RoleAssignment]) -> list[dict[str, Any]]:
        """One row an account, with its roles."""
        accounts: dict[int, dict[str, Any]] = {}
        for assignment in held:
            row = accounts.setdefault(assignment.user_id, {"user": assignment.user, "roles": []})
            row["roles"].append(assignment)
        return list(accounts.values())

    def post(self, request: AgencyRequest) -> HttpResponse:
        form = RoleForm(request.POST)
        if form.is_valid():
            try:
                assignment = role_assign(actor=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request, f"Đã giao vai trò {assignment.get_role_display()} cho {assignment.user}."
                )
                return redirect("qms:role_list")
        return self.get(request, form)


class PasswordReset(QmsView):
    """A new password for the account that holds (or held) this role."""

    permission = permissions.MANAGE_ROLES

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        held = RoleAssignment.objects.filter(agency=request.agency).select_related("user")
        user = get_object_or_404(held, pk=pk).user
        try:
            password_reset(user, request.POST.get("password", ""), request.user)
        except ValidationError as error:
            messages.error(request, f"Chưa đặt lại mật khẩu của {user}. {' '.join(error.messages)}")
        else:
            messages.success(request, f"Đã đặt lại mật khẩu của {user}. Báo mật khẩu mới cho người đó.")
        return redirect("qms:role_list")


class RoleEnd(QmsView):
    permission = permissions.MANAGE_ROLES

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        held = RoleAssignment.objects.filter(agency=request.agency)
        assignment = get_object_or_404(held, pk=pk)
        try:
            role_end(assignment, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã thu hồi vai trò của {assignment.user}.")
        return redirect(reverse("qms:role_list"))
