"""tthc.late.*: late dossiers of the year, by what is known of them."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from qms.figures import Figure, provider
from qms.models import Agency
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
    found = rows.aggregate(**{name: Count("pk", filter=which or None) for name, _, which in COUNTS})
    for name, label, _ in COUNTS:
        yield Figure(f"tthc.late.{name}", label, found[name], unit="hồ sơ", url=reverse("tthc:late_register"))
