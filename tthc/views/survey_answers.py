"""The public page of a round: no account, no cookie, no script, no personal data."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from qms import permissions
from qms.scope import in_agency
from qms.views.base import QmsView
from tthc.forms.survey_answers import answer_form
from tthc.models import SurveyRound
from tthc.services.survey_answers import (
    TokenExpired,
    TokenUsed,
    answer_take,
    closed_sentence,
    round_of,
    token_make,
)
from tthc.surveys import limits as survey_limits
from tthc.surveys.matrix import groups_of

DONE = "xong"
EXPIRED = "Phiếu mở đã lâu. Các câu trả lời vẫn còn; xin bấm “Gửi ý kiến” lần nữa."
USED = "Phiếu này đã được gửi, ý kiến đã được ghi nhận một lần."
TOO_MANY = "Đang có quá nhiều phiếu gửi cùng lúc. Các câu trả lời vẫn còn; xin đợi vài phút rồi gửi lại."


class SurveyAnswerPage(QmsView):
    permission = permissions.PUBLIC

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Its own signed token stands for the CSRF one, which would need a cookie."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (found := round_of(kwargs["key"])) is None:
            raise Http404("Không có phiếu này.")
        with in_agency(found.agency):
            response = super().dispatch(request, *args, found=found, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, key: str, found: SurveyRound) -> HttpResponse:
        if DONE in request.GET:
            return self._page(found, done=True)
        if closed := closed_sentence(found):
            return self._page(found, closed=closed)
        return self._page(found, form=self._form(found))

    def post(self, request: HttpRequest, key: str, found: SurveyRound) -> HttpResponse:
        if closed := closed_sentence(found):
            return self._page(found, closed=closed, status=409)
        form = self._form(found, request.POST)
        if survey_limits.refused(request, found.pk):
            return self._page(found, form=form, problem=TOO_MANY, status=429)
        token = request.POST.get("token", "")
        if not form.is_valid():
            return self._page(found, form=form, token=token, status=422)
        try:
            answer_take(found=found, token=token, choice=form.choice())
        except TokenExpired:
            return self._page(found, form=form, problem=EXPIRED, status=422)
        except TokenUsed:
            return self._page(found, closed=USED, status=409, used=True)
        except ValidationError as error:
            return self._page(found, closed=" ".join(error.messages), status=409)
        return HttpResponseRedirect(f"{request.path}?{DONE}")

    def _form(self, found: SurveyRound, data: Any = None) -> Any:
        loaded = SurveyRound.objects.with_form().get(pk=found.pk)
        return answer_form(groups_of(loaded.template), list(loaded.rows.all()), data)

    def _page(self, found: SurveyRound, *, token: str = "", status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "title": f"Đánh giá {found.subject}",
            "organ": found.agency.full_name,
            "token": token or token_make(found),
            "url": self.request.path,
        }
        defaults = {"form": None, "problem": "", "closed": "", "done": False, "used": False}
        return render(self.request, "tthc/survey_answer.html", context | defaults | more, status=status)
