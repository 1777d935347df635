"""Addresses of the documents app."""

from django.urls import path

from documents.views import controlled, declaration, official, revision, updates

app_name = "documents"
urlpatterns = [
    path("van-ban/", official.OfficialList.as_view(), name="official_list"),
    path("van-ban/them/", official.OfficialEdit.as_view(), name="official_add"),
    path("van-ban/<int:pk>/", official.OfficialDetail.as_view(), name="official_detail"),
    path("van-ban/<int:pk>/sua/", official.OfficialEdit.as_view(), name="official_edit"),
    path("van-ban/<int:pk>/xoa/", official.OfficialDelete.as_view(), name="official_delete"),
    path("tai-lieu/", controlled.ControlledList.as_view(), name="controlled_list"),
    path("tai-lieu/them/", controlled.ControlledEdit.as_view(), name="controlled_add"),
    path("tai-lieu/<int:pk>/", controlled.ControlledDetail.as_view(), name="controlled_detail"),
    path("tai-lieu/<int:pk>/sua/", controlled.ControlledEdit.as_view(), name="controlled_edit"),
    path("tai-lieu/<int:pk>/xoa/", controlled.ControlledDelete.as_view(), name="controlled_delete"),
    path("tai-lieu/<int:parent>/lan/them/", revision.RevisionEdit.as_view(), name="revision_add"),
    path("tai-lieu/lan/<int:pk>/", revision.RevisionDetail.as_view(), name="revision_detail"),
    path("tai-lieu/lan/<int:pk>/sua/", revision.RevisionEdit.as_view(), name="revision_edit"),
    path("tai-lieu/lan/<int:pk>/xoa/", revision.RevisionDelete.as_view(), name="revision_delete"),
    path("tai-lieu/lan/<int:pk>/<str:step>/", revision.RevisionStep.as_view(), name="revision_step"),
    path("bo-tai-lieu/", declaration.DocumentSetList.as_view(), name="set_list"),
    path("bo-tai-lieu/them/", declaration.DocumentSetEdit.as_view(), name="set_add"),
    path("bo-tai-lieu/<int:pk>/", declaration.DocumentSetDetail.as_view(), name="set_detail"),
    path("bo-tai-lieu/<int:pk>/sua/", declaration.DocumentSetEdit.as_view(), name="set_edit"),
    path("bo-tai-lieu/<int:pk>/xoa/", declaration.DocumentSetDelete.as_view(), name="set_delete"),
    path("cong-bo/", declaration.DeclarationList.as_view(), name="declaration_list"),
    path("cong-bo/them/", declaration.DeclarationEdit.as_view(), name="declaration_add"),
    path("cong-bo/<int:pk>/", declaration.DeclarationDetail.as_view(), name="declaration_detail"),
    path("cong-bo/<int:pk>/sua/", declaration.DeclarationEdit.as_view(), name="declaration_edit"),
    path("cong-bo/<int:pk>/xoa/", declaration.DeclarationDelete.as_view(), name="declaration_delete"),
    path("cap-nhat/", updates.UpdateList.as_view(), name="update_list"),
    path("cap-nhat/<int:pk>/", updates.UpdateDetail.as_view(), name="update_detail"),
    path("cap-nhat/<int:pk>/<str:step>/", updates.UpdateStep.as_view(), name="update_step"),
    path("van-ban/<int:parent>/cap-nhat/", updates.UpdatePick.as_view(), name="update_pick"),
]
