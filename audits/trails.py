"""Where a finding or a corrective-action request stands: who did which step when, and for whom it waits."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from audits.enums import CarState, FindingState
from audits.models import ActionRound, CorrectiveActionRequest, Finding
from qms.dates import slashed
from qms.models import HistoryEntry, Record

ANSWERS = frozenset({"create", "answer", "approve", "finish", "verify", "close"})


@dataclass(frozen=True)
class Stage:
    """One step of the way; `who` and `when` are told once it is done."""

    label: str
    done: bool
    who: str = ""
    when: str = ""


def last_entries(record: Record) -> dict[str, HistoryEntry]:
    """The latest history row of each step."""
    rows = HistoryEntry.objects.of(record).filter(action__in=ANSWERS).order_by("sequence")
    return {row.action: row for row in rows}


def _stage(label: str, done: bool, entry: HistoryEntry | None, person: Any, day: Any) -> Stage:
    if not done:
        return Stage(label, False)
    who = getattr(person, "name", "") or (entry.actor_name if entry else "")
    when = [slashed(day)] if day else []
    if entry is not None:
        when.append(f"ghi lúc {timezone.localtime(entry.at):%H:%M %d/%m/%Y}")
    return Stage(label, True, who, ", ".join(when))


def finding_trail(finding: Finding) -> list[Stage]:
    """The six steps of a nonconformity report, in order."""
    told = last_entries(finding)
    reached = FindingState.values.index(finding.state)
    auditor = finding.auditor.person if finding.auditor else None
    rows: tuple[tuple[str, str, Any, Any], ...] = (
        ("Ghi phát hiện", "create", auditor, finding.opened_on),
        ("Đơn vị trả lời", "answer", None, None),
        ("Lãnh đạo phê duyệt", "approve", finding.approver, finding.approved_on),
        ("Đơn vị báo cáo đã thực hiện", "finish", None, finding.done_on),
        ("Kiểm tra kết quả", "verify", finding.checker, finding.checked_on),
        ("Đóng", "close", None, finding.closed_on),
    )
    return [
        _stage(label, position <= reached, told.get(action), person, day)
        for position, (label, action, person, day) in enumerate(rows)
    ]


def finding_waits(finding: Finding) -> str:
    """“Chờ Phòng Nội vụ trả lời.”; what happens next, and who does it."""
    unit = finding.unit.name if finding.unit else "thư ký"
    due = f", hạn {slashed(finding.due_on)}" if finding.due_on else ""
    if not finding.asks_for_answer:
        return "Điểm tốt: không cần trả lời, khắc phục."
    match finding.state:
        case FindingState.OPEN:
            return f"Chờ {unit} trả lời nguyên nhân, hành động khắc phục và hạn."
        case FindingState.ANSWERED if finding.waits_for_unit_again:
            return f"Kiểm tra không đạt: chờ {unit} trả lời lại."
        case FindingState.ANSWERED:
            return "Chờ lãnh đạo phê duyệt hoặc trả lại."
        case FindingState.APPROVED:
            return f"Chờ {unit} thực hiện và báo cáo{due}."
        case FindingState.DONE:
            return "Chờ đánh giá viên kiểm tra kết quả: đạt hoặc không đạt."
        case FindingState.VERIFIED:
            return "Đã kiểm tra đạt, chờ đóng."
    return ""


def request_words(finding: Finding) -> str:
    """Whether the grade asks for a corrective-action request."""
    if not finding.asks_for_answer:
        return ""
    if finding.must_have_request:
        return "Điểm không phù hợp nặng phải có phiếu yêu cầu hành động khắc phục."
    if finding.is_nonconformity:
        return "Điểm không phù hợp nhẹ: mở phiếu khi cần tìm nguyên nhân gốc, không bắt buộc."
    return "Điểm lưu ý không cần phiếu khắc phục."


def car_waits(car: CorrectiveActionRequest) -> str:
    unit = car.unit.name if car.unit else "thư ký"
    turn = car.current_round
    match car.state:
        case CarState.OPENED:
            again = f" vòng {turn.number}" if turn.number > 1 else ""
            return f"Chờ {unit} phân tích nguyên nhân{again}, đề ra biện pháp và gửi."
        case CarState.ANALYSED:
            return "Chờ lãnh đạo phê duyệt hoặc trả lại."
        case CarState.IN_PROGRESS:
            return f"Chờ {unit} thực hiện các biện pháp, ghi ngày xong rồi báo cáo."
        case CarState.DONE:
            return "Chờ đánh giá viên kiểm tra kết quả: đạt hoặc không đạt."
    return ""


def round_facts(turn: ActionRound) -> list[tuple[str, str]]:
    """What the round says, in the order of the printed form; nothing that is still empty."""

    def signed(person: Any, account: Any, day: Any) -> str:
        who = person.name if person else str(account or "")
        return ", ".join(part for part in (who, slashed(day) if day else "") if part)

    facts = [
        ("Vì sao", "\n".join(f"{n}. {line}" for n, line in enumerate(turn.whys.splitlines(), 1))),
        ("Nguyên nhân chủ quan", turn.cause_subjective),
        ("Nguyên nhân khách quan", turn.cause_objective),
        ("Xử lý ngay", turn.correction),
        ("Gửi phân tích", signed(turn.representative, turn.analysed_by, turn.analysed_on)),
        ("Phê duyệt", signed(turn.approver, turn.approved_by, turn.approved_on)),
        ("Báo cáo đã thực hiện", signed(None, turn.done_by, turn.done_on)),
        ("Đã làm, bằng chứng", turn.done_evidence),
        ("Kiểm tra", signed(turn.checker, turn.checked_by, turn.checked_on)),
        ("Kết quả kiểm tra", turn.get_result_display() if turn.result else ""),
        ("Nhận xét khi kiểm tra", turn.check_remark),
    ]
    return [(label, text) for label, text in facts if text]


def finding_facts(finding: Finding) -> list[tuple[str, str]]:
    """What was found, answered and done so far, for who takes the next step."""
    return [
        ("Đơn vị", finding.unit.name if finding.unit else ""),
        ("Căn cứ", finding.criterion),
        ("Điều đã thấy", finding.description),
        ("Bằng chứng", finding.evidence),
        ("Ngày phát hiện", slashed(finding.opened_on) if finding.opened_on else ""),
        ("Lý do trả lại", finding.return_reason),
        ("Nguyên nhân", finding.cause),
        ("Hành động khắc phục", finding.action),
        ("Đã thực hiện", finding.done_evidence),
    ]


def car_facts(car: CorrectiveActionRequest) -> list[tuple[str, str]]:
    turn = car.current_round
    rows = turn.actions.all() if turn.pk else ()
    measures = [
        f"{row.measure} – {row.owner_text}{f', hạn {slashed(row.due_on)}' if row.due_on else ''}"
        for row in rows
    ]
    return [
        ("Đơn vị", car.unit.name if car.unit else ""),
        ("Điều không phù hợp", car.description),
        *round_facts(turn),
        ("Biện pháp", "\n".join(measures)),
    ]
