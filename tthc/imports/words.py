"""The words of exports for states, channels, digitisation and time limits, as value of ours."""

from collections.abc import Callable
from typing import Any

from qms.models import Unit
from qms.text import fold
from tthc.enums import Channel, Components, DossierState, Timing

NONE = "-"
"""Chosen for a word: nothing of ours, on purpose."""
REJECT = "!"
"""Chosen for a word: its rows are not wanted."""
REJECTED = object()
"""What such a word means to the reader of rows."""
YES = ("co", "x", "1", "true", "da so hoa", "da", "yes", "v")
NO = ("khong", "chua", "chua so hoa", "0", "false", "khong so hoa", "no")
TABLES: dict[str, dict[Any, tuple[str, ...]]] = {
    "state": {
        DossierState.REGISTERED: ("moi dang ky", "cho tiep nhan", "moi nop", "cho duyet"),
        DossierState.RECEIVED: ("duoc tiep nhan", "da tiep nhan", "moi tiep nhan", "tiep nhan"),
        DossierState.REFUSED: ("khong duoc tiep nhan", "tu choi", "tu choi tiep nhan", "bi tu choi", "tra lai",
            "da tra lai", "khong tiep nhan", "tra lai ho so"),
        DossierState.IN_PROGRESS: ("dang xu ly", "dang giai quyet", "dang thu ly", "dang trinh ky"),
        DossierState.SUPPLEMENT: ("yeu cau bo sung giay to", "cho bo sung", "yeu cau bo sung", "tam dung",
            "bo sung ho so", "dang bo sung", "phai bo sung", "tam dung xu ly", "cho bo sung ho so"),
        DossierState.PAYMENT: ("yeu cau thuc hien nghia vu tai chinh", "cho thuc hien nvtc",
            "thuc hien nghia vu tai chinh", "cho thanh toan", "nvtc"),
        DossierState.WITHDRAWN: ("cong dan yeu cau rut", "rut ho so", "da rut", "cong dan rut", "xin rut",
            "cong dan rut ho so"),
        DossierState.STOPPED: ("dung xu ly", "da huy", "huy", "huy ho so", "da dung xu ly", "dung giai quyet"),
        DossierState.SETTLED: ("da xu ly xong", "da giai quyet", "co ket qua", "da co ket qua", "hoan thanh",
            "cho tra ket qua", "da hoan thanh", "da xu ly"),
        DossierState.HANDED_OVER: ("da tra ket qua", "da tra", "tra ket qua", "da tra kq"),
    },
    "channel": {
        Channel.ONLINE: ("truc tuyen", "nop truc tuyen", "online", "cong dvc", "qua cong dich vu cong",
            "dich vu cong truc tuyen", "cong dich vu cong quoc gia"),
        Channel.IN_PERSON: ("truc tiep", "nop truc tiep", "tai quay", "mot cua", "tai bo phan mot cua"),
        Channel.BY_POST: ("bcci", "buu chinh", "buu chinh cong ich", "qua buu chinh", "buu dien",
            "dich vu bcci", "qua dich vu buu chinh cong ich"),
    },
    "components": {
        Components.NONE: NO,
        Components.SOME: ("co so hoa", "mot phan", "chua day du", "so hoa mot phan", *YES),
        Components.FULL: ("day du", "so hoa day du", "toan bo", "da so hoa day du", "2"),
    },
    "result": {True: (*YES, "da so hoa ket qua", "co so hoa"), False: (*NO, "chua so hoa ket qua")},
    "timing": {
        Timing.EARLY: ("truoc han", "som han", "tra som han", "som", "tra truoc han"),
        Timing.ON_TIME: ("dung han", "tra dung han", "dung"),
        Timing.LATE: ("qua han", "tre han", "tra qua han", "tre", "tra tre han", "cham"),
    },
}  # fmt: skip
LABELS = {
    "state": "Trạng thái", "channel": "Hình thức tiếp nhận", "unit": "Đơn vị",
    "components": "Số hóa thành phần", "result": "Số hóa kết quả", "timing": "Sớm, đúng, quá hạn",
}  # fmt: skip


def built_in(kind: str) -> dict[str, Any]:
    """Folded word → our value, besides what a source remembers."""
    if kind == "unit":
        return _units()
    table = {word: value for value, words in TABLES[kind].items() for word in words}
    if kind == "state":
        table |= {fold(state.label): state for state in DossierState}
        table |= {str(state.value): state for state in DossierState}
    return table


def _units() -> dict[str, Any]:
    table: dict[str, Any] = {}
    for unit in Unit.objects.all():
        for name in (unit.name, unit.short_name):
            if name:
                table.setdefault(fold(name), unit.pk)
    return table


def choices(kind: str) -> list[tuple[str, str]]:
    """What a person may choose for a word: (stored text, label)."""
    return [*_meanings(kind), (REJECT, "Không nhận các dòng có từ này")]


def _meanings(kind: str) -> list[tuple[str, str]]:
    if kind == "unit":
        units: list[tuple[str, str]] = [(str(u.pk), str(u)) for u in Unit.objects.order_by("sort_key")]
        return [(NONE, "Không ghi đơn vị"), *units]
    if kind == "state":
        return [(str(s.value), f"{s.value}. {s.label}") for s in DossierState]
    if kind == "components":
        return [(str(c.value), str(c.label)) for c in Components]
    if kind == "result":
        return [("1", "Đã số hóa"), ("0", "Chưa số hóa")]
    named: Any = Channel if kind == "channel" else Timing
    return [(NONE, "Không rõ"), *((str(value), str(label)) for value, label in named.choices)]


PURPOSE = {NONE: None, REJECT: REJECTED}
READ: dict[str, Callable[[str], Any]] = {
    "state": lambda text: DossierState(int(text)),
    "channel": Channel,
    "components": lambda text: Components(int(text)),
    "result": lambda text: text == "1",
    "timing": Timing,
    "unit": int,
}


def table_of(kind: str, remembered: dict[str, str]) -> dict[str, Any]:
    """Folded word → value, the remembered choices before the built-in ones.

    None is “nothing, on purpose”, REJECTED “not these rows”.
    """
    chosen = {
        word: PURPOSE[text] if text in PURPOSE else READ[kind](text) for word, text in remembered.items()
    }
    if kind == "unit":
        there = {None, REJECTED, *Unit.objects.values_list("pk", flat=True)}
        chosen = {word: pk for word, pk in chosen.items() if pk in there}
    return built_in(kind) | chosen
