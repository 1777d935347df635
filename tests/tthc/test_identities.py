"""For any statistics that balance, the identities of Biểu II.06a hold and complementary rates make 100."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qms import numbers
from qms.checks import Severity
from tests.tthc.conftest import PERIOD, ZONE, dossier
from tthc.checks import sums as checks
from tthc.models import DossierStatistics
from tthc.statistics.presentations import fine_lines, fold, folded_lines

counts = st.integers(min_value=0, max_value=200_000)


@st.composite
def balanced(draw) -> DossierStatistics:
    """What comes in is what the states explain; early and on time may be told together."""
    early, on_time, late = draw(counts), draw(counts), draw(counts)
    rest = {
        name: draw(counts)
        for name in ("pending_in_time", "pending_overdue", "returned", "paused", "cancelled")
    }
    resolved = early + on_time + late
    total = resolved + sum(rest.values())
    received = draw(st.integers(min_value=0, max_value=total))
    online = draw(st.integers(min_value=0, max_value=received))
    in_person = draw(st.integers(min_value=0, max_value=received - online))
    split = draw(st.booleans())
    return DossierStatistics(
        pk=1, year=2024, level="huyen", **PERIOD, **rest,
        carried_over=total - received, received=received,
        online=online, in_person=in_person, by_post=received - online - in_person,
        resolved=resolved, early=early if split else None, on_time=on_time if split else None,
        early_on_time=early + on_time, late=late,
    )  # fmt: skip


@given(balanced())
def test_balance_closes(row):
    assert row.residual == 0
    assert checks.balance_of(row).severity is Severity.OK
    assert {result.severity for result in checks.dossier_sums(row)} == {Severity.OK}


@given(balanced())
def test_identities_of_the_folded_form(row):
    form = fold(row)
    assert form.total == form.online + form.in_person_or_post + form.carried_over
    assert form.resolved == (form.early or 0) + form.on_time + form.late
    assert form.pending == form.pending_in_time + form.pending_overdue
    assert form.total == form.resolved + form.pending


@given(balanced())
def test_complementary_rates_make_100_and_none_is_negative(row):
    fine = {line.label: line.rate for line in fine_lines(row)}
    folded = [line.rate for line in folded_lines(row)]
    groups = [
        [fine[f"– {name}"] for name in ("trực tuyến", "trực tiếp", "qua bưu chính công ích")],
        folded[1:3],
        folded[5:8],
    ]
    for rates in groups:
        known = [rate for rate in rates if rate is not None]
        assert sum(known) in ((Decimal(100),) if known else (0,))
        assert all(0 <= rate <= 100 for rate in known)


@given(st.lists(counts, min_size=2, max_size=4).filter(any))
def test_shares_never_fall_below_0(parts):
    rates = numbers.shares(parts, sum(parts))
    assert sum(rates) == 100
    assert min(rates) >= 0


def test_a_share_of_0_stays_0():
    assert numbers.shares([1, 19999, 0], 20000) == [Decimal("0.01"), Decimal("99.99"), Decimal("0.00")]


@given(balanced(), st.integers(min_value=1, max_value=1000))
def test_a_residual_is_shown_in_both_presentations(row, lost):
    row.carried_over += lost
    assert row.residual == fold(row).residual == lost
    assert fine_lines(row)[-1].value == folded_lines(row)[-1].value == lost


def test_early_and_on_time_told_together():
    row = dossier("don_vi", **ZONE)
    lines = {line.column: line for line in folded_lines(row) if line.column}
    assert lines["(8)"].text == ""
    assert lines["(8)+(9)"].text == "369"
    assert lines["(10)"].rate == Decimal("15.95")
    assert folded_lines(row)[-1].value == 26
