"""Constraints of periods, of statistics by field and unit, and of late dossiers."""

import pytest

from qms.models import Unit
from tests.refusals import refused_by_database, refused_twice
from tests.tthc import dossiers
from tests.tthc.conftest import DISTRICT, dossier
from tests.tthc.dossiers import DAY
from tthc.enums import Origin
from tthc.models import Field, LateDossier, ReportingPeriod

pytestmark = pytest.mark.django_db
CASES = {"reporting_period_once", "reporting_period_order", "late_letter_dated", "late_promise_after"}


def period(**changes):
    days = {"period_from": DAY(2023, 12, 10), "period_to": DAY(2024, 12, 9)}
    return ReportingPeriod(**{"year": 2024, **days, **changes})


def late(**values):
    made = dossiers.dossier(state=10, finished_on=DAY(2024, 4, 1), timing="late")
    made.save()
    return LateDossier(dossier=made, reason="Xác minh lâu", **values)


def test_a_year_has_one_period(scope):
    period().save()
    refused_twice(period(), "Năm này đã có kỳ báo cáo")


def test_a_period_ends_after_it_begins(scope):
    refused_twice(period(period_to=DAY(2023, 12, 9)), "Ngày cuối kỳ phải sau ngày đầu kỳ.")


@pytest.mark.parametrize("values", [{"letter": "15/UBND-VP"}, {"letter_on": DAY(2024, 4, 2)}])
def test_a_letter_has_number_and_day(scope, values):
    refused_twice(late(**values), "Văn bản xin lỗi phải có cả số, ký hiệu và ngày.")


def test_the_promised_day_follows_the_letter(scope):
    row = late(letter="15/UBND-VP", letter_on=DAY(2024, 4, 2), promised_on=DAY(2024, 4, 1))
    refused_twice(row, "Ngày hẹn trả lại phải từ ngày văn bản xin lỗi trở đi.")


def test_a_dossier_has_one_reason(scope):
    row = late()
    row.save()
    refused_by_database(LateDossier(dossier=row.dossier, reason="Lý do khác"))


def test_statistics_are_once_for_level_field_unit_and_origin(scope):
    field, unit = Field.objects.create(name="Đất đai"), Unit.objects.create(name="Phòng A")
    for part in ({}, {"field": field}, {"unit": unit}, {"origin": Origin.COMPUTED}):
        dossier("huyen", **DISTRICT, **part).save()
        refused_twice(dossier("huyen", **DISTRICT, **part), "Đã có thống kê hồ sơ của cấp này trong kỳ này")
