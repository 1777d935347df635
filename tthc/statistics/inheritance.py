"""What a merged agency takes over: the dossiers its predecessors' last statistics left open."""

from collections.abc import Iterable
from dataclasses import dataclass

from qms.models import Agency, AgencyPredecessor
from qms.numbers import grouped
from qms.scope import across_agencies
from tthc.enums import Origin
from tthc.models import DossierStatistics
from tthc.statistics.periods import Period


@dataclass(frozen=True)
class Share:
    """One predecessor's part. left: pending and paused at its end, None when it has no statistics of the level."""

    level: str
    name: str
    left: int | None
    period: str = ""
    source: str = ""

    @property
    def sentence(self) -> str:
        """“UBND xã A: 12 hồ sơ (kỳ 01/01/2025 – 30/6/2025, nhập tay)”."""
        if self.left is None:
            return f"{self.name}: chưa có thống kê hồ sơ trong phần mềm, hãy hỏi và nhập tay"
        return f"{self.name}: {grouped(self.left)} hồ sơ (kỳ {self.period}, {self.source})"


def begins_in(agency: Agency, period: Period) -> bool:
    """Whether the agency came into being in this period, so that it takes over what others left."""
    return period.holds(agency.valid_from)


def shares(agency: Agency, levels: Iterable[str]) -> list[Share]:
    """Each predecessor's part of each level; three queries, none for an agency that came from nobody."""
    links = list(AgencyPredecessor.objects.filter(agency=agency).select_related("predecessor").order_by("pk"))
    if not links or agency.valid_from is None:
        return []
    wanted = sorted(set(levels))
    rows = _last_rows(agency, [link.predecessor_id for link in links if link.predecessor_id], wanted)
    return [_share(link, level, rows.get((link.predecessor_id, level))) for level in wanted for link in links]


def inherited(found: Iterable[Share], level: str) -> int | None:
    """The sum of what is known; None when no predecessor told anything of the level."""
    left = [share.left for share in found if share.level == level and share.left is not None]
    return sum(left) if left else None


def _last_rows(
    agency: Agency, predecessors: list[int], levels: list[str]
) -> dict[tuple[int | None, str], DossierStatistics]:
    """The statistics that ended last before the successor began; entered ones before computed ones."""
    if not predecessors:
        return {}
    with across_agencies(reason=f"tồn hồ sơ từ cơ quan tiền thân của {agency.code}"):
        rows = list(
            DossierStatistics.objects.filter(
                agency__in=predecessors,
                level__in=levels,
                field=None,
                unit=None,
                period_to__lt=agency.valid_from,
            )
        )
    rows.sort(key=lambda row: (row.period_to, row.origin == Origin.ENTERED, row.period_to - row.period_from))
    return {(row.agency_id, row.level): row for row in rows}


def _share(link: AgencyPredecessor, level: str, row: DossierStatistics | None) -> Share:
    name = link.display_name
    if row is None:
        return Share(level, name, None)
    left = row.pending + (row.paused or 0)
    source = row.get_origin_display().lower()
    return Share(level, name, left, row.period_told, f"{source}, {row.source}" if row.source else source)
