"""The foundation's own pages."""

from django.urls import path

from qms.views import accounts, agency, files, organisation, pages, roles

app_name = "qms"
urlpatterns = [
    path("", pages.Front.as_view(), name="front"),
    path("nam/", pages.Year.as_view(), name="year"),
    path("dang-nhap/", accounts.Login.as_view(), name="login"),
    path("dang-xuat/", accounts.Logout.as_view(), name="logout"),
    path("doi-mat-khau/", accounts.PasswordChange.as_view(), name="password_change"),
    path("healthz", pages.Health.as_view(), name="health"),
    path("viec-cua-toi/", pages.Inbox.as_view(), name="inbox"),
    path("tim/", pages.Search.as_view(), name="search"),
    path("so-lieu/", pages.FiguresPage.as_view(), name="figures"),
    path("lich-su/", pages.History.as_view(), name="history"),
    path("lich-su/<str:label>/<int:pk>/", pages.HistoryOf.as_view(), name="history_of"),
    path("tep/<int:pk>/", files.AttachmentFile.as_view(), name="attachment"),
    path("tep/<int:pk>/go/", files.AttachmentRemove.as_view(), name="attachment_remove"),
    path("tep/<str:label>/<int:pk>/them/", files.AttachmentAdd.as_view(), name="attachment_add"),
    path("viec-nen/<int:pk>/", files.JobPage.as_view(), name="job"),
    path("viec-nen/<int:pk>/tep/", files.JobFile.as_view(), name="job_file"),
    path("vai-tro/", roles.RoleList.as_view(), name="role_list"),
    path("vai-tro/<int:pk>/thu-hoi/", roles.RoleEnd.as_view(), name="role_end"),
    path("vai-tro/<int:pk>/mat-khau/", roles.PasswordReset.as_view(), name="password_reset"),
    path("co-quan/", agency.AgencyDetail.as_view(), name="agency_detail"),
    path("co-quan/sua/", agency.AgencyEdit.as_view(), name="agency_edit"),
    path("co-quan/doi-ten/", agency.AgencyRename.as_view(), name="agency_rename"),
    path(
        "co-quan/ten-truoc-day/<int:pk>/sua/",
        agency.AgencyFormerNameEdit.as_view(),
        name="agency_former_name_edit",
    ),
    path(
        "co-quan/ten-truoc-day/<int:pk>/xoa/",
        agency.AgencyFormerNameDelete.as_view(),
        name="agency_former_name_delete",
    ),
    path("don-vi/", organisation.UnitList.as_view(), name="unit_list"),
    path("don-vi/them/", organisation.UnitEdit.as_view(), name="unit_add"),
    path("don-vi/<int:pk>/", organisation.UnitDetail.as_view(), name="unit_detail"),
    path("don-vi/<int:pk>/sua/", organisation.UnitEdit.as_view(), name="unit_edit"),
    path("don-vi/<int:pk>/xoa/", organisation.UnitDelete.as_view(), name="unit_delete"),
    path("don-vi/<int:pk>/doi-ten/", organisation.UnitRename.as_view(), name="unit_rename"),
    path(
        "don-vi/ten-truoc-day/<int:pk>/sua/",
        organisation.UnitFormerNameEdit.as_view(),
        name="unit_former_name_edit",
    ),
    path(
        "don-vi/ten-truoc-day/<int:pk>/xoa/",
        organisation.UnitFormerNameDelete.as_view(),
        name="unit_former_name_delete",
    ),
    path(
        "don-vi/<int:parent>/tien-than/them/",
        organisation.UnitPredecessorEdit.as_view(),
        name="unit_predecessor_add",
    ),
    path(
        "don-vi/tien-than/<int:pk>/sua/",
        organisation.UnitPredecessorEdit.as_view(),
        name="unit_predecessor_edit",
    ),
    path(
        "don-vi/tien-than/<int:pk>/xoa/",
        organisation.UnitPredecessorDelete.as_view(),
        name="unit_predecessor_delete",
    ),
    path("can-bo/", organisation.PersonList.as_view(), name="person_list"),
    path("can-bo/them/", organisation.PersonEdit.as_view(), name="person_add"),
    path("can-bo/<int:pk>/", organisation.PersonDetail.as_view(), name="person_detail"),
    path("can-bo/<int:pk>/sua/", organisation.PersonEdit.as_view(), name="person_edit"),
    path("can-bo/<int:pk>/xoa/", organisation.PersonDelete.as_view(), name="person_delete"),
]
