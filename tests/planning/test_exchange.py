"""Planning in a year file: what is written is read back the same, twice loaded adds nothing."""

import pytest

from planning.models import GuidanceDocument, RiskOpportunity, SteeringCommittee
from qms.exchange import dump_year, load_year
from qms.scope import in_agency
from qms.yamlfile import YearFileError
from tests.factories import AgencyFactory

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
  - {key: lan-phuong, name: Trần Thị Lan Phương}
official_documents:
  - {kind: KH, number: 7, notation: KH-BCĐ, issued_on: 2023-05-08, issuer: Ban Chỉ đạo, subject: Rủi ro}
  - {kind: QĐ, number: 668, notation: QĐ-UBND, issued_on: 2023-05-19, issuer: UBND, subject: Kiện toàn}
steering_committees:
  - decision: QĐ 668/QĐ-UBND 2023-05-19
    name: Ban Chỉ đạo MHK
    valid_from: 2023-05-19
    members:
      - {person: lan-phuong, role: secretary, position: 2}
      - {name: Phạm Viết Tuấn, title: Phó Chủ tịch, role: head, position: 1}
year_plans:
  - year: 2024
    goals: Duy trì
    tasks:
      - {what: Rà soát quy trình, unit: Phòng Tư pháp, due_on: 2024-09-30, position: 1}
objective_plans:
  - year: 2024
    objectives:
      - {level: unit, unit: Phòng Tư pháp, text: Đúng hạn, target: từ 98%, actual: 99%, result: met}
      - {level: agency, text: Đúng hạn, target: từ 98%, position: 2}
risk_plans:
  - year: 2024
    document: KH 07/KH-BCĐ 2023-05-08
    risks:
      - {position: 1, text: Xử lý hồ sơ, result: đã tăng giờ}
      - {position: 2, result: Kho tài liệu đã sắp xếp}
guidance_documents:
  - {year: 2024, kind: plan, subject: Văn bản số 1}
training_courses:
  - {year: 2024, title: Kỹ năng, partner: Sở KH&CN, participants: 115}
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "nam.yaml"
    path.write_text(FILE)
    return path


def test_written_and_read_back_the_same(path, tmp_path):
    agency, year, summary = load_year(path)
    assert summary.added == 17
    text = dump_year(agency, year)
    again = tmp_path / "lai.yaml"
    again.write_text(text)
    _, _, second = load_year(again)
    assert (second.added, second.changed) == (0, 0)
    assert dump_year(agency, year) == text
    _, _, third = load_year(path)
    assert (third.added, third.changed) == (0, 0)


def test_another_year_carries_the_committee_in_force_and_no_plan_of_this_one(path):
    agency, _, _ = load_year(path)
    text = dump_year(agency, 2025)
    assert "668" in text
    assert "year_plans" not in text
    with in_agency(agency):
        SteeringCommittee.objects.update(valid_to="2024-12-31")
    assert "668" not in dump_year(agency, 2025)


def test_agencies_do_not_mix(path):
    load_year(path)
    with in_agency(AgencyFactory()):
        assert not RiskOpportunity.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("due_on: 2024-09-30", "due_on: 31/02/2024", "31/02/2024"),
        ("unit: Phòng Tư pháp, due", "unit: Phòng Khác, due", "Không tìm thấy “Phòng Khác”"),
        ("participants: 115", "participants: -1", "âm"),
        ("{level: agency, text", "{level: unit, text", "Mục tiêu cấp đơn vị phải chọn đơn vị"),
        ("kind: plan, subject", "kind: kh, subject", "kh"),
    ],
)
def test_a_wrong_value_names_its_line_and_leaves_nothing(path, old, new, told):
    assert old in FILE
    path.write_text(FILE.replace(old, new))
    with pytest.raises(YearFileError, match=told):
        load_year(path)
    assert not GuidanceDocument.unscoped.exists()
