"""The agency block of a year file: its facts, earlier names and predecessors."""

import datetime
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qms import history
from qms.models import Agency, AgencyFormerName, AgencyPredecessor
from qms.models.organisation import AgencyNames
from qms.scope import in_agency
from qms.yamlfile import Mapping

if TYPE_CHECKING:
    from qms.exchange import Loader

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
AGENCY_FIELDS = (
    "code",
    "kind",
    "full_name",
    "short_name",
    "parent_name",
    "notation",
    "place",
    "head_title",
    "signing_mode",
    "obliged",
    "valid_from",
    "valid_to",
)
FORMER_NAME_FIELDS = ("valid_to", "full_name", "short_name", "parent_name", "place")
PREDECESSOR_FIELDS = ("code", "predecessor_name", "decision", "happened_on")


def load_agency(loader: "Loader") -> Agency:
    """The file's agency, created or brought up to date. Raises YearFileError."""
    record = loader.document.get("agency")
    if not isinstance(record, Mapping):
        raise loader.error(loader.document, "agency", "Thiếu phần agency.")
    loader.refuse_unknown(
        record, (*AGENCY_FIELDS, "parent", "former_names", "predecessors"), "Cơ quan không có trường"
    )
    agency = Agency.objects.filter(code=str(record.get("code", ""))).first() or Agency()
    _require_code(loader, record)
    before = agency.snapshot() if agency.pk else {}
    _load_fields(loader, record, agency)
    if parent := record.get("parent"):
        agency.parent = _known(loader, record, "parent", str(parent), "cơ quan cấp trên")
        if agency.pk and agency in (agency.parent, *agency.parent.ancestors()):
            raise loader.error(
                record, "parent", f"“{parent}” đang ở dưới “{record['code']}”, không làm cấp trên."
            )
    agency.prepare_save()
    loader.clean(agency, record)
    if changes := history.diff(agency, before, agency.snapshot()):
        agency.version += 1 if agency.pk else 0
        agency.save()
    with in_agency(agency):
        if changes:
            loader.note(agency, changes)
        for row in loader.records(record, "former_names"):
            _load_former_name(loader, agency, row)
        for row in loader.records(record, "predecessors"):
            _load_predecessor(loader, agency, row)
    return agency


def _load_fields(loader: "Loader", record: Mapping, agency: Agency) -> None:
    today, then = agency.names, agency.names_at(_year_end(loader)) if agency.pk else None
    for name in AGENCY_FIELDS:
        loader.set(agency, name, record, empties=True)
    if agency.names == then:  # an old year's file tells the names of that year, it takes no rename back
        for name, value in asdict(today).items():
            setattr(agency, name, value)
    elif agency.pk and agency.names != today:
        _require_former_name(loader, record, agency, today)


def _require_code(loader: "Loader", record: Mapping) -> None:
    """The code stands in every address of the agency; another one could never be opened."""
    if not CODE.fullmatch(str(record.get("code", ""))):
        sentence = "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối ở giữa, ví dụ kim-thanh."
        raise loader.error(record, "code", sentence)


def _require_former_name(loader: "Loader", record: Mapping, agency: Agency, today: AgencyNames) -> None:
    """A new name comes with the one it follows and its last day, else papers of earlier years would change theirs."""
    for row in loader.records(record, "former_names"):
        if (row.get("full_name"), row.get("short_name")) == (today.full_name, today.short_name):
            return
    name = next(name for name, value in asdict(today).items() if getattr(agency, name) != value)
    sentence = (
        f"Cơ quan đang ghi “{getattr(today, name)}”. Đổi tên ở trang Cơ quan, "
        "hoặc ghi tên cũ và ngày cuối dùng tên đó ở former_names."
    )
    raise loader.error(record, name, sentence)


def _year_end(loader: "Loader") -> datetime.date:
    return datetime.date(loader.document["year"], 12, 31)


def _known(loader: "Loader", record: Mapping, name: str, code: str, label: str) -> Agency:
    if (agency := Agency.objects.filter(code=code).first()) is None:
        raise loader.error(record, name, f"Chưa có {label} “{code}”. Nạp tệp của cơ quan đó trước.")
    return agency


def _load_former_name(loader: "Loader", agency: Agency, record: Mapping) -> None:
    """Matched by its last day."""
    loader.refuse_unknown(record, FORMER_NAME_FIELDS, "Mục “former_names” không có trường")
    wanted = AgencyFormerName(agency=agency)
    loader.set(wanted, "valid_to", record)
    stored = AgencyFormerName.objects.filter(agency=agency, valid_to=wanted.valid_to).first()
    row = stored or wanted
    before = stored.snapshot() if stored else {}
    for name in FORMER_NAME_FIELDS:
        loader.set(row, name, record)
    row.prepare_save()
    loader.clean(row, record)
    loader.save(row, before)


def _load_predecessor(loader: "Loader", agency: Agency, record: Mapping) -> None:
    """Matched by its code, or by its name when it is not kept here."""
    loader.refuse_unknown(record, PREDECESSOR_FIELDS, "Mục “predecessors” không có trường")
    wanted = AgencyPredecessor(agency=agency)
    if code := record.get("code"):
        wanted.predecessor = _known(loader, record, "code", str(code), "cơ quan tiền thân")
    loader.set(wanted, "predecessor_name", record)
    wanted.prepare_save()
    lookup = {"predecessor": wanted.predecessor, "predecessor_name": wanted.predecessor_name}
    stored = AgencyPredecessor.objects.filter(agency=agency, **lookup).first()
    row = stored or wanted
    before = stored.snapshot() if stored else {}
    for name in ("decision", "happened_on"):
        loader.set(row, name, record)
    row.prepare_save()
    loader.clean(row, record)
    loader.save(row, before)


def dump_agency(agency: Agency) -> dict[str, Any]:
    """The block as load_agency reads it, without what is empty."""
    head = _told(agency, AGENCY_FIELDS)
    if agency.parent:
        head["parent"] = agency.parent.code
    if former := [_told(row, FORMER_NAME_FIELDS) for row in agency.former_names.order_by("valid_to")]:
        head["former_names"] = former
    links = agency.predecessors.select_related("predecessor").order_by(
        "predecessor__code", "predecessor_name"
    )
    if came_from := [_told_predecessor(link) for link in links]:
        head["predecessors"] = came_from
    return head


def _told_predecessor(link: AgencyPredecessor) -> dict[str, Any]:
    code = {"code": link.predecessor.code} if link.predecessor else {}
    return code | _told(link, PREDECESSOR_FIELDS[1:])


def _told(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(row, name)) not in (None, "")}
