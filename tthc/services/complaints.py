"""Writes of the complaints register: the year's book, numbers, time limits, the word that there was none."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from qms.models import User
from qms.records import record_delete, record_save, sent_before
from tthc.complaints.deadlines import due_of
from tthc.complaints.defaults import DEFAULTS
from tthc.enums import ComplaintState
from tthc.models import Complaint, ComplaintBook, ComplaintRule

SAID = ("kind", "received_on", "channel", "subject", "reporter", "unit", "dossier_code")


def book_of(year: int, *, actor: User) -> ComplaintBook:
    """The year's register, begun when there is none, locked: whoever takes a number waits here."""
    books = ComplaintBook.objects.filter(year=year).select_for_update(of=("self",))
    if (book := books.first()) is not None:
        return book
    try:
        with transaction.atomic():
            record_save(ComplaintBook(year=year), actor=actor)
    except (IntegrityError, ValidationError):  # someone began it meanwhile
        pass
    return books.get()


def rules_ensure(*, actor: User) -> int:
    """Write the usual time limits that are missing; returns how many."""
    with transaction.atomic():
        known = set(ComplaintRule.objects.values_list("kind", "name"))
        new = [row for row in DEFAULTS if (row["kind"], row["name"]) not in known]
        for position, row in enumerate(DEFAULTS, start=1):
            if row in new:
                record_save(ComplaintRule(position=position, **row), actor=actor)
    return len(new)


def editing_refusal(complaint: Complaint) -> str:
    """Why the entry's words stay as they are; empty when they may change."""
    if complaint.pk is None or complaint.is_waiting:
        return ""
    return f"{complaint.get_state_display()}: nội dung đã ghi sổ không sửa được nữa."


def complaint_save(*, complaint: Complaint, actor: User, expected_version: int | None = None) -> Complaint:
    """Enter a complaint under the next number of its year, or change one; its day follows its rule.

    Raises ValidationError with the refusal, StaleRecord when it was changed meanwhile.
    """
    with transaction.atomic():
        stored = Complaint.objects.filter(pk=complaint.pk).select_for_update(of=("self",)).first()
        if stored is not None and (refusal := editing_refusal(stored)):
            raise ValidationError(refusal)
        _refuse_days(complaint)
        complaint.prepare_save()
        book = book_of(complaint.year, actor=actor)
        if complaint.pk is None and (twin := sent_before(complaint, SAID, actor)):
            return twin
        if stored is None or stored.year != complaint.year:
            last = Complaint.objects.of_year(complaint.year).aggregate(last=Max("number"))["last"]
            complaint.number = (last or 0) + 1
        complaint.rule = _rule_of(complaint, actor)
        complaint.due_on = due_of(complaint)
        record_save(complaint, actor=actor, expected_version=expected_version)
        if book.none_received:
            book.none_received, book.confirmed_on = False, None
            record_save(book, actor=actor)
    return complaint


def _refuse_days(complaint: Complaint) -> None:
    if complaint.received_on > timezone.localdate():
        raise ValidationError({"received_on": "Ngày tiếp nhận chưa tới."})
    if complaint.accepted_on is not None and complaint.received_on > complaint.accepted_on:
        raise ValidationError({"received_on": "Ngày tiếp nhận phải trước ngày đã thụ lý."})
    if complaint.rule is not None and complaint.rule.kind != complaint.kind:
        sentence = f"Thời hạn này dành cho {complaint.rule.get_kind_display().lower()}; chọn đúng loại, hoặc để trống."
        raise ValidationError({"rule": sentence})


def _rule_of(complaint: Complaint, actor: User) -> ComplaintRule | None:
    """The chosen rule, or the first of its kind; an agency without any begins with the usual ones."""
    if complaint.rule is not None:
        return complaint.rule
    if not ComplaintRule.objects.exists():
        rules_ensure(actor=actor)
    return ComplaintRule.objects.filter(kind=complaint.kind).order_by("position", "pk").first()


def complaint_delete_refusal(complaint: Complaint) -> str:
    if complaint.state == ComplaintState.RECEIVED:
        return ""
    return "Chỉ xóa được mục vừa nhập nhầm, chưa thụ lý; mục này giữ lại trong sổ."


def complaint_delete(*, complaint: Complaint, actor: User) -> None:
    """Take an entry made by mistake out of the register; its number is not given again while later ones stand."""
    with transaction.atomic():
        locked = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
        if refusal := complaint_delete_refusal(locked):
            raise ValidationError(refusal)
        record_delete(locked, actor=actor)


def none_refusal(year: int) -> str:
    """Why the secretary may not confirm that nothing came in; empty when he may."""
    if count := Complaint.objects.of_year(year).count():
        return f"Sổ năm {year} có {count} mục; không xác nhận “không phát sinh” được."
    return ""


def none_confirm(*, year: int, actor: User) -> ComplaintBook:
    """Confirm that nothing came in: 0 becomes an answer. Raises ValidationError when something did."""
    with transaction.atomic():
        book = book_of(year, actor=actor)
        if refusal := none_refusal(year):
            raise ValidationError(refusal)
        book.none_received, book.confirmed_on = True, timezone.localdate()
        return record_save(book, actor=actor)
