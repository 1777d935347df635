"""Audits in a year file: this year's and last year's; what is written is read back the same."""

import pytest

from audits.models import Finding, InternalAudit
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from qms.yamlfile import YearFileError

pytestmark = pytest.mark.django_db

FILE = """\
format: 1
year: 2024
agency:
  {code: kim-thanh, kind: district, full_name: UBND huyện Kim Thành, short_name: UBND huyện Kim Thành,
   notation: UBND, place: Kim Thành, head_title: Chủ tịch, signing_mode: collective}
units:
  - name: Phòng Tư pháp
persons:
  - {key: chu-toa, name: Tăng Thị Thắm}
official_documents:
  - {kind: QĐ, number: 2389, notation: QĐ-UBND, issued_on: 2024-10-14, issuer: UBND, subject: Đoàn đánh giá}
internal_audits:
  - {year: 2023, state: closed, audited_units_stated: 12, findings_recorded: true, scope: 11 phòng}
  - year: 2024
    state: reported
    team_decision: QĐ 2389/QĐ-UBND 2024-10-14
    starts_on: 2024-10-18
    ends_on: 2024-10-22
    findings_recorded: true
    units:
      - {unit: Phòng Tư pháp, position: 1}
      - {name: Ban Chỉ đạo, position: 2}
    findings:
      - number: 1
        unit: Phòng Tư pháp
        criterion: QT-12, mục 5.2
        description: Thiếu giấy tiếp nhận
        opened_on: 2024-10-18
        state: closed
        closed_on: 2024-11-01
        outcome: Đã bổ sung
      - {number: 2, grade: observation, criterion: "8.7", description: Chưa thực hiện, due_on: 2021-01-01}
management_reviews:
  - {year: 2024, state: held, held_on: 2024-10-28, chair: chu-toa}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "nam.yaml"
    path.write_text(FILE)
    return path


def test_written_and_read_back_the_same(path, tmp_path):
    agency, year, _ = load_year(path)
    text = dump_year(agency, year)
    again = tmp_path / "lai.yaml"
    again.write_text(text)
    _, _, second = load_year(again)
    assert (second.added, second.changed) == (0, 0)
    assert dump_year(agency, year) == text
    with in_agency(agency):
        assert list(InternalAudit.objects.order_by("year").values_list("year", "state")) == [
            (2023, "closed"),
            (2024, "reported"),
        ]
        assert Finding.objects.get(number=1).outcome == "Đã bổ sung"


def test_a_legacy_due_day_before_the_opening_loads_for_r5_to_tell(path):
    path.write_text(FILE.replace("due_on: 2021-01-01}", "due_on: 2021-01-01, opened_on: 2021-11-22}"))
    agency, _, _ = load_year(path)
    with in_agency(agency):
        assert Finding.objects.get(number=2).due_on.year == 2021


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ends_on: 2024-10-22", "ends_on: 2024-10-17", "Ngày kết thúc đánh giá"),
        ("state: reported", "state: xong", "xong"),
        ("- {number: 2,", "- {number: 2, loi: 1,", "loi"),
        ("state: held, held_on: 2024-10-28", "state: held", "phải có ngày họp"),
        ("{name: Ban Chỉ đạo, position: 2}", "{position: 2}", "Chọn đơn vị trong danh sách"),
    ],
)
def test_a_wrong_value_leaves_nothing(path, old, new, told):
    assert old in FILE
    path.write_text(FILE.replace(old, new))
    with pytest.raises(YearFileError, match=told):
        load_year(path)
    assert not InternalAudit.unscoped.exists()
