"""Addresses of the planning app."""

from django.urls import URLPattern, path

from planning.views import committee, plans, support
from qms.views.base import QmsView

app_name = "planning"


def pages(
    folder: str,
    name: str,
    index: type[QmsView],
    detail: type[QmsView],
    edit: type[QmsView],
    delete: type[QmsView],
) -> list[URLPattern]:
    """The five addresses of a record."""
    return [
        path(f"{folder}/", index.as_view(), name=f"{name}_list"),
        path(f"{folder}/them/", edit.as_view(), name=f"{name}_add"),
        path(f"{folder}/<int:pk>/", detail.as_view(), name=f"{name}_detail"),
        path(f"{folder}/<int:pk>/sua/", edit.as_view(), name=f"{name}_edit"),
        path(f"{folder}/<int:pk>/xoa/", delete.as_view(), name=f"{name}_delete"),
    ]


def rows(folder: str, part: str, name: str, edit: type[QmsView], delete: type[QmsView]) -> list[URLPattern]:
    """The three addresses of a row on its parent's page."""
    return [
        path(f"{folder}/<int:parent>/{part}/them/", edit.as_view(), name=f"{name}_add"),
        path(f"{folder}/{part}/<int:pk>/sua/", edit.as_view(), name=f"{name}_edit"),
        path(f"{folder}/{part}/<int:pk>/xoa/", delete.as_view(), name=f"{name}_delete"),
    ]


urlpatterns = [
    *pages(
        "ban-chi-dao",
        "committee",
        committee.CommitteeList,
        committee.CommitteeDetail,
        committee.CommitteeEdit,
        committee.CommitteeDelete,
    ),
    *rows("ban-chi-dao", "thanh-vien", "member", committee.MemberEdit, committee.MemberDelete),
    *pages("nam", "plan", plans.YearPlanList, plans.YearPlanDetail, plans.YearPlanEdit, plans.YearPlanDelete),
    *rows("nam", "viec", "task", plans.TaskEdit, plans.TaskDelete),
    *pages(
        "muc-tieu",
        "objectiveplan",
        plans.ObjectivePlanList,
        plans.ObjectivePlanDetail,
        plans.ObjectivePlanEdit,
        plans.ObjectivePlanDelete,
    ),
    *rows("muc-tieu", "dong", "objective", plans.ObjectiveEdit, plans.ObjectiveDelete),
    *pages(
        "rui-ro",
        "riskplan",
        plans.RiskPlanList,
        plans.RiskPlanDetail,
        plans.RiskPlanEdit,
        plans.RiskPlanDelete,
    ),
    *rows("rui-ro", "dong", "risk", plans.RiskEdit, plans.RiskDelete),
    *pages(
        "van-ban-chi-dao",
        "guidance",
        support.GuidanceList,
        support.GuidanceDetail,
        support.GuidanceEdit,
        support.GuidanceDelete,
    ),
    *pages(
        "tap-huan",
        "training",
        support.TrainingList,
        support.TrainingDetail,
        support.TrainingEdit,
        support.TrainingDelete,
    ),
    *rows("tap-huan", "nguoi-du", "attendee", support.AttendeeEdit, support.AttendeeDelete),
    path("tap-huan/<int:parent>/nguoi-du/chon/", support.AttendeePick.as_view(), name="attendee_pick"),
    path("danh-gia-vien/", support.AuditorList.as_view(), name="auditor_list"),
]
