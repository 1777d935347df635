"""R5 for corrective-action requests: every round's days in their order, a check with its name and day."""

from collections.abc import Iterator
from typing import Any

from audits.checks.days import is_late
from audits.checks.telling import where
from audits.enums import CarState
from audits.models import ActionRound, CorrectiveActionRequest
from qms.checks import CheckResult, check, error, ok, warning
from qms.dates import slashed
from qms.figures import Figures
from qms.models import Agency


@check("R5", "Phiếu khắc phục: thời hạn sau ngày mở, đã đóng thì có người kiểm tra, ngày")
def request_days(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    found = CorrectiveActionRequest.objects.for_list().filter(year__in=(year - 1, year))
    rows = list(found.order_by("year", "number"))
    found = [result for row in rows for result in request_results(row)]
    yield from found
    if rows and not found:
        sentence = f"{len(rows)} phiếu khắc phục có ngày mở, thời hạn, ngày kiểm tra đúng thứ tự."
        yield ok(sentence, url=rows[0].get_absolute_url())


def request_results(car: CorrectiveActionRequest) -> Iterator[CheckResult]:
    about = where(car)
    name = f"Phiếu khắc phục {car.number_label}/{car.year}"
    if car.unit:
        name += f", {car.unit}"
    turns = sorted(car.rounds.all(), key=lambda row: row.number)
    for turn in turns:
        told = name if len(turns) == 1 else f"{name}, vòng {turn.number}"
        yield from round_results(car, turn, told, about, last=turn is turns[-1])
    if car.state != CarState.CLOSED:
        return
    if car.closed_on is None:
        yield error(f"{name}: đã đóng nhưng không có ngày đóng.", **about)
    if not turns or not turns[-1].result:
        yield error(f"{name}: đã đóng nhưng chưa ghi kết quả kiểm tra.", **about)


def round_results(
    car: CorrectiveActionRequest, turn: ActionRound, name: str, about: dict[str, Any], *, last: bool
) -> Iterator[CheckResult]:
    opened = turn.opened_on
    if opened < car.opened_on:
        yield error(f"{name}: mở {slashed(opened)} trước ngày mở phiếu {slashed(car.opened_on)}.", **about)
    for action in turn.actions.all():
        for word, day in (("thời hạn", action.due_on), ("ngày hoàn thành", action.done_on)):
            if day and day < opened:
                yield error(f"{name}: {word} {slashed(day)} trước ngày mở {slashed(opened)}.", **about)
        waits = last and action.done_on is None and car.state != CarState.CLOSED
        if waits and action.due_on and is_late(action.due_on, opened):
            yield warning(f"{name}: quá thời hạn {slashed(action.due_on)}.", **about)
    if turn.done_on and turn.done_on < opened:
        yield error(f"{name}: báo cáo xong {slashed(turn.done_on)} trước ngày mở {slashed(opened)}.", **about)
    if turn.result:
        yield from _check_results(turn, name, about)


def _check_results(turn: ActionRound, name: str, about: dict[str, Any]) -> Iterator[CheckResult]:
    if turn.checked_on is None:
        yield error(
            f"{name}: có kết quả “{turn.get_result_display()}” nhưng không có ngày kiểm tra.", **about
        )
    elif turn.checked_on < (turn.done_on or turn.opened_on):
        since = turn.done_on or turn.opened_on
        yield error(
            f"{name}: kiểm tra {slashed(turn.checked_on)} trước ngày thực hiện {slashed(since)}.", **about
        )
    if turn.checker_id is None and turn.checked_by_id is None:
        yield error(
            f"{name}: có kết quả “{turn.get_result_display()}” nhưng không có người kiểm tra.", **about
        )
