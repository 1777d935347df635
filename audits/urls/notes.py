"""Addresses of checklists and note sheets. Sheets lie below phieu/ alone: that is the worker's scope."""

from django.urls import path

from audits.views import checklists, note_rows, notes

urlpatterns = [
    path("danh-muc-kiem-tra/", checklists.ChecklistList.as_view(), name="checklist_list"),
    path("danh-muc-kiem-tra/them/", checklists.ChecklistEdit.as_view(), name="checklist_add"),
    path("danh-muc-kiem-tra/mau/", checklists.ChecklistSample.as_view(), name="checklist_sample"),
    path("danh-muc-kiem-tra/<int:pk>/", checklists.ChecklistDetail.as_view(), name="checklist_detail"),
    path("danh-muc-kiem-tra/<int:pk>/sua/", checklists.ChecklistEdit.as_view(), name="checklist_edit"),
    path("danh-muc-kiem-tra/<int:pk>/xoa/", checklists.ChecklistDelete.as_view(), name="checklist_delete"),
    path("danh-muc-kiem-tra/<int:pk>/dan/", checklists.ChecklistPaste.as_view(), name="checklist_paste"),
    path(
        "danh-muc-kiem-tra/<int:parent>/dong/them/",
        checklists.ChecklistLineEdit.as_view(),
        name="checklist_line_add",
    ),
    path(
        "danh-muc-kiem-tra/dong/<int:pk>/sua/",
        checklists.ChecklistLineEdit.as_view(),
        name="checklist_line_edit",
    ),
    path(
        "danh-muc-kiem-tra/dong/<int:pk>/xoa/",
        checklists.ChecklistLineDelete.as_view(),
        name="checklist_line_delete",
    ),
    path("noi-bo/<int:pk>/phieu/", notes.NoteList.as_view(), name="note_list"),
    path("noi-bo/<int:pk>/phieu/lap/", notes.NoteMake.as_view(), name="note_make"),
    path("phieu/ngoai-tuyen.js", note_rows.NoteWorker.as_view(), name="note_worker"),
    path("phieu/<int:pk>/", notes.NoteDetail.as_view(), name="note_detail"),
    path("phieu/<int:pk>/sua/", notes.NoteEdit.as_view(), name="note_edit"),
    path("phieu/<int:pk>/xoa/", notes.NoteDelete.as_view(), name="note_delete"),
    path("phieu/<int:pk>/dong/", note_rows.NoteLineSave.as_view(), name="note_line_save"),
    path("phieu/dong/<int:pk>/xoa/", notes.NoteLineDelete.as_view(), name="note_line_delete"),
]
