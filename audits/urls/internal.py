"""Addresses of internal audits. A step’s address comes last: it takes any word."""

from django.urls import path

from audits.views import hub, internal, programme, schedule, team

urlpatterns = [
    path("noi-bo/", internal.AuditList.as_view(), name="audit_list"),
    path("noi-bo/them/", internal.AuditEdit.as_view(), name="audit_add"),
    path("noi-bo/chep/", internal.AuditCopy.as_view(), name="audit_copy"),
    path("chuong-trinh-nam/", programme.Programme.as_view(), name="programme"),
    path("noi-bo/<int:pk>/", hub.AuditDetail.as_view(), name="audit_detail"),
    path("noi-bo/<int:pk>/sua/", internal.AuditEdit.as_view(), name="audit_edit"),
    path("noi-bo/<int:pk>/thong-bao/", internal.AuditNoticeEdit.as_view(), name="audit_notice_edit"),
    path("noi-bo/<int:pk>/ket-qua/", internal.AuditReportEdit.as_view(), name="audit_report_edit"),
    path("noi-bo/<int:pk>/xoa/", internal.AuditDelete.as_view(), name="audit_delete"),
    path("noi-bo/<int:parent>/don-vi/them/", internal.AuditedUnitEdit.as_view(), name="audited_unit_add"),
    path("noi-bo/<int:parent>/don-vi/chon/", internal.AuditedUnitPick.as_view(), name="audited_unit_pick"),
    path("noi-bo/don-vi/<int:pk>/sua/", internal.AuditedUnitEdit.as_view(), name="audited_unit_edit"),
    path("noi-bo/don-vi/<int:pk>/xoa/", internal.AuditedUnitDelete.as_view(), name="audited_unit_delete"),
    path("noi-bo/<int:parent>/doan/them/", team.MemberEdit.as_view(), name="team_member_add"),
    path("noi-bo/<int:parent>/doan/chon/", team.MemberPick.as_view(), name="team_member_pick"),
    path("noi-bo/doan/<int:pk>/sua/", team.MemberEdit.as_view(), name="team_member_edit"),
    path("noi-bo/doan/<int:pk>/xoa/", team.MemberDelete.as_view(), name="team_member_delete"),
    path("noi-bo/<int:pk>/lich/", schedule.Schedule.as_view(), name="schedule"),
    path("noi-bo/<int:parent>/lich/them/", schedule.SlotEdit.as_view(), name="slot_add"),
    path("noi-bo/<int:parent>/lich/xep-nhanh/", schedule.SlotFill.as_view(), name="slot_fill"),
    path("noi-bo/lich/<int:pk>/sua/", schedule.SlotEdit.as_view(), name="slot_edit"),
    path("noi-bo/lich/<int:pk>/xoa/", schedule.SlotDelete.as_view(), name="slot_delete"),
    path("noi-bo/<int:pk>/<str:step>/", internal.AuditStep.as_view(), name="audit_step"),
]
