"""tthc.late.*: late dossiers of the year, by what is known of them."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from qms.checks import CheckResult, check, ok, warning
from qms.figures import Figure, Figures, provider
from qms.models import Agency
from tthc.checks.sums import shown
from tthc.models import Dossier
from tthc.statistics.late import OPEN, late_dossiers

COUNTS = (
    ("count", "Hồ sơ quá hạn", Q()),
    ("open", "Hồ sơ quá hạn chưa giải quyết xong", Q(turn=OPEN)),
    ("with_reason", "Hồ sơ quá hạn đã ghi nguyên nhân", Q(late__isnull=False)),
    ("with_letter", "Hồ sơ quá hạn đã có văn bản xin lỗi", Q(late__letter__gt="")),
)


@provider("tthc.late")
def provide(agency: Agency, year: int) -> Iterator[Figure]:
    """None for an agency without imported dossiers: nobody looked, so 0 would be no answer."""
    if not Dossier.objects.exists():
        return
    rows = late_dossiers(agency, year, timezone.localdate())
    found = rows.aggregate(**{name: Count("pk", filter=which) for name, _, which in COUNTS if which})
    found["count"] = rows.count()
    for name, label, _ in COUNTS:
        yield Figure(f"tthc.late.{name}", label, found[name], unit="hồ sơ", url=reverse("tthc:late_register"))


@check("R18", "Hồ sơ quá hạn có nguyên nhân")
def reasons(agency: Agency, year: int, figures: Figures) -> Iterator[CheckResult]:
    count, told = figures.get("tthc.late.count"), figures.get("tthc.late.with_reason")
    if count is None or told is None or not count.value:
        return
    missing = int(str(count.value)) - int(str(told.value))
    if missing:
        url = f"{reverse('tthc:late_register')}?reason=false"
        yield warning(f"{shown(missing)} hồ sơ quá hạn chưa ghi nguyên nhân.", url=url)
    else:
        yield ok(f"{count.text()} hồ sơ quá hạn đều đã ghi nguyên nhân.", url=count.url)
