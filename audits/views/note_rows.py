"""What the sheet's script talks to: one row at a time, in JSON, and the worker that opens sheets without a network."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audits import permissions
from audits.forms.notes import RowForm
from audits.models import AuditNote
from audits.services.notes import RowGone, note_line_remove, note_line_save
from audits.views.notes import last_hand, milliseconds
from qms.http import AgencyRequest
from qms.records import StaleRecord
from qms.views.base import QmsView

WORKER = Path(settings.BASE_DIR) / "static" / "js" / "note-worker.js"


def answer(status: int, **body: Any) -> JsonResponse:
    return JsonResponse(body, status=status)


class NoteLineSave(QmsView):
    """POST JSON {user, key, version, after, clause, topic, note, remark, indented, removed}.

    200 {version, saved_at, pk}; 409 {error, theirs, who} someone else saved in between (theirs null: the row is
    gone); 422 {error}; 403 {error, account} the browser is signed in as someone else now.
    """

    permission = permissions.RECORD

    def get(self, request: AgencyRequest, pk: int) -> HttpResponse:
        """Who is signed in, and a fresh CSRF cookie for a page that was open for long."""
        get_object_or_404(AuditNote.objects.all(), pk=pk)
        get_token(request)
        return answer(200, user=request.user.pk)

    def post(self, request: AgencyRequest, pk: int) -> HttpResponse:
        sheet: AuditNote = get_object_or_404(AuditNote.objects.all(), pk=pk)
        try:
            sent = json.loads(request.body)
        except (ValueError, UnicodeDecodeError, RecursionError):
            sent = None
        if not isinstance(sent, dict) or not (form := RowForm(sent)).is_valid():
            return answer(
                422, error="Trình duyệt gửi dòng không đúng dạng. Tải lại trang; chữ đã gõ vẫn được giữ."
            )
        if str(sent.get("user", request.user.pk)) != str(request.user.pk):
            said = (
                f"Máy này đang đăng nhập bằng tài khoản {request.user}. Đăng nhập lại bằng tài khoản đã gõ."
            )
            return answer(403, error=said, account=True)
        try:
            return self._write(sheet, form)
        except ValidationError as error:
            return answer(422, error=" ".join(error.messages))
        except RowGone:
            return answer(409, error="Người khác vừa xóa dòng này.", theirs=None, who="")
        except StaleRecord as stale:
            return self._conflict(stale.current)

    def _write(self, sheet: AuditNote, form: RowForm) -> HttpResponse:
        given, actor = form.cleaned_data, self.request.user
        given_version = given["version"]
        if given["removed"]:
            note_line_remove(sheet=sheet, key=given["key"], expected_version=given_version, actor=actor)
            return answer(200, version=None, saved_at=milliseconds(timezone.now()))
        line = note_line_save(
            sheet=sheet, key=given["key"], expected_version=given_version, values=form.values(), actor=actor
        )
        return answer(200, version=line.version, saved_at=milliseconds(timezone.now()), pk=line.pk)

    def _conflict(self, line: Any) -> HttpResponse:
        fields = ("version", "clause", "topic", "note", "remark", "indented")
        theirs = {name: getattr(line, name) for name in fields}
        return answer(409, error="Người khác vừa sửa dòng này.", theirs=theirs, who=last_hand(line))


class NoteWorker(QmsView):
    """The service worker: its address makes its scope the sheets of this agency and year, and no other page."""

    permission = permissions.VIEW

    def get(self, request: AgencyRequest) -> HttpResponse:
        response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
        response["Cache-Control"] = "no-cache"
        return response
