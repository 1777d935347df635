"""Answers of people without an account: a signed token that works once, a count per minute, one transaction."""

import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from qms.locks import hold
from qms.scope import across_agencies
from tthc.enums import SurveyState
from tthc.models import SurveyAnswer, SurveyCount, SurveyRound, SurveyRow

SALT = "tthc.survey"
TOKEN_SECONDS = 2 * 60 * 60
ENDED = "Đợt lấy ý kiến này đã kết thúc."
REASON = "phiếu khảo sát công khai: tìm đợt theo mã trên áp phích"


class TokenExpired(Exception):
    """The page lay open too long; a fresh token is given and nothing typed is lost."""


class TokenUsed(Exception):
    """This form was sent before."""


@dataclass(frozen=True)
class Choice:
    """One answered form: the row's key, and the options' keys in the order of the criteria."""

    row: int
    options: tuple[int, ...]


def round_of(key: str) -> SurveyRound | None:
    """The round behind an unguessable key, whichever agency's; with its agency."""
    with across_agencies(reason=REASON):
        return SurveyRound.objects.select_related("agency").filter(public_key=key).first()


def closed_sentence(found: SurveyRound) -> str:
    """Why no answer is taken now; empty when one is."""
    today = timezone.localdate()
    if found.state != SurveyState.OPEN:
        return ENDED
    if found.period_from and today < found.period_from:
        return f"Đợt lấy ý kiến bắt đầu từ ngày {found.period_from:%d/%m/%Y}."
    if found.is_past:
        return f"Đợt lấy ý kiến đã kết thúc ngày {found.period_to:%d/%m/%Y}."
    return ""


def token_make(found: SurveyRound) -> str:
    """Signed with its time, for this round alone."""
    return signing.dumps([found.pk, secrets.token_urlsafe(12)], salt=SALT)


def token_read(found: SurveyRound, token: str) -> str:
    """The single-use part. Raises TokenExpired, also for one that is not ours."""
    try:
        owner, nonce = signing.loads(token, salt=SALT, max_age=TOKEN_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenExpired from error
    if owner != found.pk:
        raise TokenExpired
    return str(nonce)


def answer_take(*, found: SurveyRound, token: str, choice: Choice) -> SurveyAnswer:
    """Keep the answer and add it to the counts. Raises TokenExpired, TokenUsed, or ValidationError when closed."""
    nonce = token_read(found, token)
    with transaction.atomic():
        hold(SurveyRound, found.pk)  # it is not closed between the look and the count
        stored = SurveyRound.objects.filter(pk=found.pk).first()
        if refusal := closed_sentence(stored) if stored else ENDED:
            raise ValidationError(refusal)
        answer = _keep(found, nonce, choice)
        SurveyRow.objects.filter(pk=choice.row).update(opinions=models.F("opinions") + 1)
        counts = SurveyCount.objects.filter(row_id=choice.row, option_id__in=choice.options)
        counts.update(count=models.F("count") + 1)
    return answer


def _keep(found: SurveyRound, nonce: str, choice: Choice) -> SurveyAnswer:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    answer = SurveyAnswer(
        round=found, row_id=choice.row, token=nonce, options=list(choice.options), answered_at=hour
    )
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError as error:
        raise TokenUsed from error
    return answer
