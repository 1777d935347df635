"""An agency and its units: edited in the browser, renamed from a day on, papers print the names of their day."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from documents.papers import amendment_paper, revision_paper
from qms import organisation
from qms.exchange import dump_year, load_year
from qms.models import (
    Agency,
    AgencyFormerName,
    AgencyPredecessor,
    HistoryEntry,
    Person,
    PersonFormerName,
    RoleAssignment,
    Unit,
    UnitFormerName,
    UnitPredecessor,
)
from qms.models.organisation import AgencyNames
from qms.paper import html
from qms.records import StaleRecord, record_save
from qms.scope import ScopeMismatch, in_agency
from qms.yamlfile import YearFileError
from reports.composition import compose
from reports.models import OutlineSection, ReportOutline
from reports.papers import report_paper
from reports.services import report_create
from tests.clients import client_as
from tests.documents.helpers import revision
from tests.factories import AgencyFactory, PersonFactory, UnitFactory, user_with_role
from tests.qms.test_exchange import HEAD

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 7, 1)
NEW = AgencyNames("Ủy ban nhân dân xã Lai Khê", "UBND xã Lai Khê", "UBND thành phố Hải Phòng", "Lai Khê")
TYPED = {
    "full_name": NEW.full_name,
    "short_name": NEW.short_name,
    "parent_name": NEW.parent_name,
    "place": NEW.place,
    "from_day": "01/7/2025",
    "version": 0,
}


@pytest.fixture
def actor(user_as):
    return user_as("secretary")


@pytest.fixture
def renamed(scope, actor):
    """Kim Thành until 30/6/2025, Lai Khê since."""
    agency = organisation.agency_rename(scope, names=NEW, from_day=DAY, actor=actor)
    scope.refresh_from_db()  # the entered agency, as the next request reads it
    return agency


class TestAgencyPages:
    def fields(self, agency, **changed):
        return {
            "full_name": agency.full_name,
            "short_name": agency.short_name,
            "place": agency.place,
            "notation": "UBND",
            "head_title": "Chủ tịch",
            "signing_mode": "collective",
            "version": 0,
        } | changed

    def test_everyone_sees_the_facts_only_the_secretary_the_buttons(self, as_role, agency, renamed):
        above = AgencyFactory(short_name="UBND thành phố")
        older = AgencyFactory(short_name="UBND huyện cũ")
        AgencyPredecessor.objects.create(agency=agency, predecessor=older, decision="NQ 1669/NQ-UBTVQH15")
        Agency.objects.filter(pk=agency.pk).update(parent=above)
        page = as_role("staff").page("qms:agency_detail").content.decode()
        for told in ("Lai Khê", "UBND huyện Kim Thành", "30/06/2025", "Chế độ tập thể", "UBND thành phố"):
            assert told in page
        assert "UBND huyện cũ" in page and "NQ 1669" in page
        assert "doi-ten" not in page and "co-quan/sua" not in page
        page = as_role("secretary").page("qms:agency_detail").content.decode()
        assert "co-quan/doi-ten/" in page and "co-quan/sua/" in page

    def test_successor_is_told_on_the_earlier_agencys_page(self, as_role, agency, other_agency):
        AgencyPredecessor.objects.create(agency=other_agency, predecessor=agency)
        page = as_role("staff").page("qms:agency_detail").content.decode()
        assert "Cơ quan kế tục" in page and "UBND huyện Trà Cú" in page

    def test_edit_keeps_code_and_parent_and_leaves_a_history_row(self, as_role, agency):
        client = as_role("secretary")
        response = client.send(
            "qms:agency_edit", **self.fields(agency, head_title="Quyền Chủ tịch", code="khac")
        )
        assert response.headers["Location"] == client.path("qms:agency_detail")
        agency.refresh_from_db()
        assert (agency.code, agency.head_title, agency.version) == ("kim-thanh", "Quyền Chủ tịch", 1)
        with in_agency(agency):
            entry = HistoryEntry.objects.of(agency).get()
        assert entry.changes["head_title"] == ["Chủ tịch", "Quyền Chủ tịch"]
        assert client.page("qms:history_of", "qms.agency", agency.pk).status_code == 200

    def test_another_agencys_history_is_not_found(self, as_role, other_agency):
        assert as_role("admin").page("qms:history_of", "qms.agency", other_agency.pk).status_code == 404

    def test_stale_edit_is_offered_a_choice(self, as_role, agency):
        as_role("admin").send("qms:agency_edit", **self.fields(agency, place="Phú Thái"))
        refused = as_role("secretary").send("qms:agency_edit", **self.fields(agency, place="Lai Khê"))
        assert refused.status_code == 409
        page = refused.content.decode()
        assert "Phú Thái" in page and "Lai Khê" in page
        assert Agency.objects.get(pk=agency.pk).place == "Phú Thái"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"notation": "ub nd"}, "viết hoa"),
            ({"valid_from": "01/7/2025", "valid_to": "30/6/2025"}, "Ngày kết thúc phải sau"),
            ({"full_name": ""}, "Chưa nhập mục này"),
        ],
    )
    def test_edit_says_what_is_wrong(self, as_role, agency, changed, said):
        response = as_role("secretary").send("qms:agency_edit", **self.fields(agency, **changed))
        assert response.status_code == 422
        assert said in response.content.decode()


class TestAgencyRename:
    def test_old_names_hold_until_the_day_before(self, agency, renamed):
        assert renamed.names == NEW
        assert renamed.names_at(DAY) == NEW
        assert renamed.names_at(DAY - datetime.timedelta(days=1)).short_name == "UBND huyện Kim Thành"
        entry = HistoryEntry.objects.of(agency).get()
        assert entry.action == "rename" and entry.data["from_day"] == "2025-07-01"
        assert entry.changes["short_name"] == ["UBND huyện Kim Thành", "UBND xã Lai Khê"]

    def test_each_day_has_its_names_after_two_renames(self, renamed, actor):
        third = AgencyNames("Phường Lai Khê", "Phường Lai Khê", "", "Lai Khê")
        agency = organisation.agency_rename(
            renamed, names=third, from_day=datetime.date(2026, 3, 1), actor=actor
        )
        shown = [agency.names_at(datetime.date(year, 6, 1)).short_name for year in (2024, 2025, 2026)]
        assert shown == ["UBND huyện Kim Thành", "UBND huyện Kim Thành", "Phường Lai Khê"]
        assert agency.names_at(datetime.date(2026, 2, 28)) == NEW

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (datetime.date(2025, 6, 30), "dùng từ ngày 01/7/2025"),
            (datetime.date(2025, 7, 1), "phải sau ngày đó"),
            (datetime.date(2999, 1, 1), "Chưa đến ngày"),
        ],
    )
    def test_refused_on_a_day_that_cannot_be(self, renamed, actor, day, said):
        names = AgencyNames("Tên khác", "Tên khác", "", "Kim Thành")
        with pytest.raises(ValidationError, match=said):
            organisation.agency_rename(renamed, names=names, from_day=day, actor=actor)
        assert AgencyFormerName.objects.count() == 1
        assert Agency.objects.get(pk=renamed.pk).names == NEW

    def test_refused_outside_the_agencys_own_life(self, scope, actor):
        Agency.objects.filter(pk=scope.pk).update(valid_from="2020-01-01", valid_to="2025-06-30")
        for day, said in ((datetime.date(2020, 1, 1), "hoạt động từ"), (DAY, "chỉ hoạt động đến")):
            with pytest.raises(ValidationError, match=said):
                organisation.agency_rename(scope, names=NEW, from_day=day, actor=actor)

    def test_refused_when_nothing_changes(self, scope, actor):
        with pytest.raises(ValidationError, match="giống hệt"):
            organisation.agency_rename(scope, names=scope.names, from_day=DAY, actor=actor)

    def test_one_of_two_who_rename_at_once_is_stale(self, scope, actor, renamed):
        with pytest.raises(StaleRecord):
            organisation.agency_rename(
                scope, names=scope.names, from_day=datetime.date(2026, 1, 1), actor=actor, expected_version=0
            )

    def test_nobody_renames_another_agency(self, scope, other_agency, actor):
        with pytest.raises(ScopeMismatch):
            organisation.agency_rename(other_agency, names=NEW, from_day=DAY, actor=actor)

    def test_form_renames_and_says_why_not(self, as_role, agency):
        client = as_role("secretary")
        assert "Đổi tên: UBND huyện Kim Thành" in client.page("qms:agency_rename").content.decode()
        assert client.send("qms:agency_rename", **TYPED).status_code == 302
        agency.refresh_from_db()
        assert agency.names == NEW
        again = client.send("qms:agency_rename", **TYPED | {"place": "Phú Thái", "version": 1})
        assert again.status_code == 422
        assert "dùng từ ngày 01/7/2025" in again.context["form"].errors["from_day"][0]
        assert client.send("qms:agency_rename", **TYPED).status_code == 409

    def test_form_needs_the_day(self, as_role, agency):
        response = as_role("secretary").send("qms:agency_rename", **TYPED | {"from_day": ""})
        assert response.status_code == 422 and response.context["form"].errors["from_day"]

    def test_a_wrong_day_can_be_corrected(self, as_role, agency, renamed):
        row = AgencyFormerName.objects.get()
        client = as_role("secretary")
        typed = {"full_name": row.full_name, "short_name": row.short_name, "place": row.place}
        late = client.send("qms:agency_former_name_edit", row.pk, **typed, valid_to="01/01/2099", version=0)
        assert "trước hôm nay" in late.content.decode()
        client.send("qms:agency_former_name_edit", row.pk, **typed, valid_to="31/5/2025", version=0)
        assert renamed.names_at(datetime.date(2025, 6, 1)) == NEW
        client.send("qms:agency_former_name_delete", row.pk)
        assert not AgencyFormerName.objects.exists()

    def test_another_agencys_former_names_are_not_found(self, renamed, other_agency):
        row = AgencyFormerName.objects.get()
        client = client_as("secretary", other_agency)
        assert client.page("qms:agency_former_name_edit", row.pk).status_code == 404
        assert client.send("qms:agency_former_name_delete", row.pk).status_code == 404
        assert AgencyFormerName.objects.exists()


class TestAgencyPredecessors:
    @pytest.fixture
    def client(self, as_role):
        return as_role("secretary")

    def test_one_that_is_not_kept_here_is_told_by_name(self, client, agency):
        typed = {"predecessor_name": "UBND xã Kim Liên", "decision": "NQ 1669", "happened_on": "01/7/2025"}
        assert client.send("qms:agency_predecessor_add", **typed).status_code == 302
        page = client.page("qms:agency_detail").content.decode()
        assert "UBND xã Kim Liên" in page and "NQ 1669" in page and "01/07/2025" in page
        link = AgencyPredecessor.objects.get()
        assert (link.agency, link.happened_on) == (agency, DAY)
        with in_agency(agency):
            assert HistoryEntry.objects.of(link).get().changes["decision"] == [None, "NQ 1669"]
        changed = typed | {"decision": "NQ 1669/NQ-UBTVQH15", "version": 0}
        assert client.send("qms:agency_predecessor_edit", link.pk, **changed).status_code == 302
        assert client.send("qms:agency_predecessor_edit", link.pk, **changed).status_code == 409
        assert client.send("qms:agency_predecessor_delete", link.pk).status_code == 302
        assert not AgencyPredecessor.objects.exists()

    def test_same_name_twice_is_refused(self, client):
        typed = {"predecessor_name": "UBND xã Kim Liên"}
        client.send("qms:agency_predecessor_add", **typed)
        assert "đã ghi" in client.send("qms:agency_predecessor_add", **typed).content.decode()

    @pytest.mark.parametrize("both", [True, False])
    def test_either_an_agency_or_a_name(self, client, agency, other_agency, both):
        RoleAssignment.objects.create(user=client.user, agency=other_agency, role="staff")
        typed = {"predecessor": other_agency.pk, "predecessor_name": "UBND xã"} if both else {}
        refused = client.send("qms:agency_predecessor_add", **typed)
        assert refused.status_code == 422 and "không ghi cả hai" in refused.content.decode()

    def test_agencies_the_user_does_not_see_are_neither_told_nor_taken(self, client, agency, other_agency):
        page = client.page("qms:agency_predecessor_add").content.decode()
        assert other_agency.short_name not in page
        assert re.search(r"<select[^>]*>\s*<option[^>]*>–</option>\s*</select>", page), "not itself either"
        refused = client.send("qms:agency_predecessor_add", predecessor=other_agency.pk)
        assert refused.status_code == 422 and other_agency.short_name not in refused.content.decode()
        assert not AgencyPredecessor.objects.exists()

    def test_agencies_seen_from_a_role_above_are_offered(self, client, agency, other_agency):
        above = AgencyFactory(short_name="UBND tỉnh")
        Agency.objects.filter(pk=other_agency.pk).update(parent=above)
        RoleAssignment.objects.create(user=client.user, agency=above, role="observer")
        assert other_agency.short_name in client.page("qms:agency_predecessor_add").content.decode()
        assert client.send("qms:agency_predecessor_add", predecessor=other_agency.pk).status_code == 302

    def test_one_written_by_file_stays_when_the_secretary_does_not_see_it(self, client, agency, other_agency):
        link = AgencyPredecessor.objects.create(agency=agency, predecessor=other_agency)
        typed = {"predecessor": other_agency.pk, "decision": "NQ 1", "version": 0}
        assert client.send("qms:agency_predecessor_edit", link.pk, **typed).status_code == 302
        link.refresh_from_db()
        assert (link.predecessor, link.decision) == (other_agency, "NQ 1")

    def test_no_circle(self, scope, actor, other_agency):
        AgencyPredecessor.objects.create(agency=other_agency, predecessor=scope)
        for earlier, said in ((other_agency, "mà ra"), (scope, "của chính nó")):
            link = AgencyPredecessor(agency=scope, predecessor=earlier)
            with pytest.raises(ValidationError, match=said):
                organisation.agency_predecessor_save(link, actor=actor)

    def test_nobody_writes_another_agencys(self, scope, actor, other_agency):
        link = AgencyPredecessor(agency=other_agency, predecessor_name="UBND xã")
        with pytest.raises(ScopeMismatch):
            organisation.agency_predecessor_save(link, actor=actor)
        link.save()
        client = client_as("secretary", scope)
        assert client.page("qms:agency_predecessor_edit", link.pk).status_code == 404

    def test_file_brings_back_names_and_days(self, scope, tmp_path):
        with_code = AgencyFactory(code="xa-cu", short_name="UBND xã cũ")
        AgencyPredecessor.objects.create(agency=scope, predecessor=with_code, happened_on=DAY)
        AgencyPredecessor.objects.create(
            agency=scope, predecessor_name="UBND xã Kim Liên", decision="NQ 1669"
        )
        path = tmp_path / "nam.yaml"
        path.write_text(dump_year(scope, 2024), encoding="utf-8")
        before = list(AgencyPredecessor.objects.order_by("pk").values())
        AgencyPredecessor.objects.all().delete()
        load_year(path)
        after = AgencyPredecessor.objects.order_by("predecessor_name").values()
        told = ("predecessor_id", "predecessor_name", "decision", "happened_on")
        assert [[row[name] for name in told] for row in after] == [
            [row[name] for name in told] for row in before
        ]
        _, _, summary = load_year(path)
        assert (summary.added, summary.changed) == (0, 0)

    def test_province_lists_the_agencies_below_with_their_year(self, as_role, agency, other_agency):
        Agency.objects.filter(pk=other_agency.pk).update(parent=agency)
        page = as_role("staff").page("qms:agency_detail").content.decode()
        assert "Cơ quan cấp dưới" in page and f'href="/{other_agency.code}/2024/"' in page
        assert as_role("staff").get(f"/{other_agency.code}/2024/nam/").status_code == 200


class TestPersons:
    @pytest.fixture
    def person(self, scope):
        unit = UnitFactory(name="Văn phòng")
        return PersonFactory(name="Nguyễn Văn A", honorific="Ông", position="Phó Chủ tịch", unit=unit)

    def move(self, person, actor, position, day=DAY, **changed):
        values = {"name": person.name, "honorific": "Ông", "position": position, "unit": None} | changed
        return organisation.person_move(person, values=values, from_day=day, actor=actor)

    def test_position_of_each_day(self, person, actor):
        self.move(person, actor, "Chủ tịch", datetime.date(2024, 1, 1))
        person = self.move(Person.objects.get(pk=person.pk), actor, "Bí thư", DAY)
        days = (datetime.date(2021, 6, 1), datetime.date(2023, 12, 31), datetime.date(2024, 1, 1), DAY)
        assert [person.names_at(day).position for day in days] == [
            "Phó Chủ tịch",
            "Phó Chủ tịch",
            "Chủ tịch",
            "Bí thư",
        ]
        assert person.names_at(days[0]).unit_name == "Văn phòng"
        assert person.names_at(days[0]).addressed == "Ông Nguyễn Văn A"
        entry = HistoryEntry.objects.of(person).first()
        assert entry.action_label == "Đổi chức vụ" and entry.changes["position"] == ["Chủ tịch", "Bí thư"]

    @pytest.mark.parametrize(
        ("position", "day", "said"),
        [
            ("Bí thư", DAY, "phải sau ngày đó"),
            ("Bí thư", datetime.date(2999, 1, 1), "Chưa đến ngày"),
            ("Chủ tịch", datetime.date(2026, 1, 1), "giống hệt"),
        ],
    )
    def test_a_move_that_cannot_be_is_refused(self, person, actor, position, day, said):
        self.move(person, actor, "Chủ tịch")
        with pytest.raises(ValidationError, match=said):
            self.move(Person.objects.get(pk=person.pk), actor, position, day)
        assert PersonFormerName.objects.count() == 1

    def test_prefetched_former_positions_cost_no_query(self, person, actor, django_assert_num_queries):
        self.move(person, actor, "Chủ tịch")
        found = Person.objects.select_related("unit").prefetch_related("former_names").get(pk=person.pk)
        with django_assert_num_queries(0):
            assert found.names_at(datetime.date(2020, 1, 1)).position == "Phó Chủ tịch"

    def test_page_moves_and_tells_adds_corrects_and_removes(self, as_role, person):
        client = as_role("secretary")
        typed = {"name": person.name, "honorific": "Ông", "position": "Chủ tịch", "from_day": "01/7/2025"}
        assert client.send("qms:person_move", person.pk, **typed, version=0).status_code == 302
        assert client.send("qms:person_move", person.pk, **typed, version=0).status_code == 409
        earlier = {
            "name": person.name,
            "position": "Chuyên viên",
            "unit_name": "Phòng cũ",
            "valid_to": "31/12/2019",
        }
        assert person.name in client.page("qms:person_former_name_add", person.pk).content.decode()
        client.send("qms:person_former_name_add", person.pk, **earlier)
        page = client.page("qms:person_detail", person.pk).content.decode()
        assert "Phó Chủ tịch" in page and "30/06/2025" in page and "Phòng cũ" in page
        row = PersonFormerName.objects.get(position="Chuyên viên")
        late = client.send(
            "qms:person_former_name_edit", row.pk, **earlier | {"valid_to": "01/01/2099"}, version=0
        )
        assert "Chức vụ trước đây phải hết" in late.content.decode()
        client.send("qms:person_former_name_delete", row.pk)
        assert PersonFormerName.objects.get().position == "Phó Chủ tịch"
        assert "doi-chuc-vu" not in as_role("staff").page("qms:person_detail", person.pk).content.decode()

    def test_file_brings_former_positions_back(self, person, actor, scope, tmp_path):
        self.move(person, actor, "Chủ tịch")
        path = tmp_path / "nam.yaml"
        path.write_text(dump_year(scope, 2024), encoding="utf-8")
        PersonFormerName.objects.all().delete()
        load_year(path)
        assert Person.objects.get(pk=person.pk).names_at(datetime.date(2021, 1, 1)) == person.names
        _, _, summary = load_year(path)
        assert (summary.added, summary.changed) == (0, 0)


class TestUnits:
    @pytest.fixture
    def unit(self, scope):
        return UnitFactory(name="Phòng Khoa học và Công nghệ", short_name="KHCN")

    def test_rename_keeps_the_name_of_each_day(self, unit, actor):
        unit = organisation.unit_rename(
            unit, name="Phòng Văn hóa – Xã hội", short_name="VHXH", from_day=DAY, actor=actor
        )
        assert unit.name_at(DAY) == "Phòng Văn hóa – Xã hội"
        assert unit.name_at(datetime.date(2025, 6, 30)) == "Phòng Khoa học và Công nghệ"
        assert HistoryEntry.objects.of(unit).first().action == "rename"
        with pytest.raises(ValidationError, match="phải sau ngày đó"):
            organisation.unit_rename(unit, name="Tên nữa", from_day=DAY, actor=actor)

    def test_form_renames_and_the_page_tells_the_old_name(self, as_role, unit):
        client = as_role("secretary")
        typed = {"name": "Phòng Văn hóa", "from_day": "01/7/2025", "version": 0}
        assert client.send("qms:unit_rename", unit.pk, **typed).status_code == 302
        page = client.page("qms:unit_detail", unit.pk).content.decode()
        assert "Phòng Khoa học và Công nghệ" in page and "30/06/2025" in page
        assert client.send("qms:unit_rename", unit.pk, **typed | {"name": "Khác"}).status_code == 409

    def test_name_of_another_unit_is_refused(self, as_role, unit):
        UnitFactory(name="Phòng Văn hóa")
        response = as_role("secretary").send(
            "qms:unit_rename", unit.pk, name="Phòng Văn hóa", from_day="01/7/2025", version=0
        )
        assert "Đơn vị này đã có." in response.content.decode()
        assert not UnitFormerName.objects.exists()

    def test_a_wrong_day_can_be_corrected(self, as_role, unit, actor):
        organisation.unit_rename(unit, name="Phòng Văn hóa", from_day=DAY, actor=actor)
        row = UnitFormerName.objects.get()
        client = as_role("secretary")
        client.send("qms:unit_former_name_edit", row.pk, name=row.name, valid_to="31/5/2025", version=0)
        assert Unit.objects.get(pk=unit.pk).name_at(datetime.date(2025, 6, 1)) == "Phòng Văn hóa"
        client.send("qms:unit_former_name_delete", row.pk)
        assert not UnitFormerName.objects.exists()

    def test_predecessors_are_added_told_and_removed(self, as_role, unit):
        older = UnitFactory(name="Phòng Kinh tế và Hạ tầng")
        client = as_role("secretary")
        typed = {"predecessor": older.pk, "decision": "QĐ 12/QĐ-UBND"}
        assert client.send("qms:unit_predecessor_add", unit.pk, **typed).status_code == 302
        page = client.page("qms:unit_detail", unit.pk).content.decode()
        assert "Phòng Kinh tế và Hạ tầng" in page and "QĐ 12/QĐ-UBND" in page
        assert "Đơn vị kế tục" in client.page("qms:unit_detail", older.pk).content.decode()
        link = UnitPredecessor.objects.get()
        assert HistoryEntry.objects.of(link).exists()
        twice = client.send("qms:unit_predecessor_add", unit.pk, **typed)
        assert "đã ghi" in twice.content.decode()
        client.send("qms:unit_predecessor_delete", link.pk)
        assert not UnitPredecessor.objects.exists()

    def test_predecessors_make_no_circle(self, as_role, unit, actor):
        middle, first = UnitFactory(name="Giữa"), UnitFactory(name="Đầu")
        for later, earlier in ((unit, middle), (middle, first)):
            link = UnitPredecessor(unit=later, predecessor=earlier)
            organisation.unit_predecessor_save(link, actor=actor)
        client = as_role("secretary")
        for later, earlier, said in ((first, unit, "mà ra"), (unit, unit, "của chính nó")):
            response = client.send("qms:unit_predecessor_add", later.pk, predecessor=earlier.pk)
            assert response.status_code == 422
            assert said in response.content.decode()
        assert UnitPredecessor.objects.count() == 2


class TestPapers:
    @pytest.fixture
    def outline(self, scope):
        outline = ReportOutline.objects.create(
            name="Đề cương", subject="Kết quả năm {{ nam }} của {{ co_quan_tat }}", recipients="Lưu: VT"
        )
        body = "{{ co_quan }} báo cáo từ {{ dia_danh }}."
        for position, (key, kind) in enumerate((("mo-dau", "opening"), ("pl", "annex")), start=1):
            OutlineSection.objects.create(
                outline=outline, position=position, key=key, kind=kind, heading="Bảng", body=body
            )
        return outline

    def printed(self, report):
        page = html.render(report_paper(compose(report)))
        return page.replace(' <br class="soft">', " ")

    def test_each_years_report_prints_the_names_of_its_time(self, outline, renamed, actor):
        old = self.printed(report_create(outline=outline, year=2024, actor=actor))
        new = self.printed(report_create(outline=outline, year=2026, actor=actor))
        assert "UBND HUYỆN KIM THÀNH" in old and "UBND huyện Kim Thành báo cáo từ Kim Thành" in old
        assert "Lai Khê" not in old and "LAI KHÊ" not in old
        assert "ỦY BAN NHÂN DÂN XÃ LAI KHÊ" in new and f"{NEW.full_name} báo cáo từ Lai Khê" in new
        assert "Kim Thành" not in new and "KIM THÀNH" not in new

    def test_report_made_before_the_rename_keeps_its_names(self, outline, scope, actor):
        report = report_create(outline=outline, year=2024, actor=actor)
        before = self.printed(report)
        organisation.agency_rename(scope, names=NEW, from_day=DAY, actor=actor)
        report.agency.refresh_from_db()
        assert self.printed(report) == before

    def test_letterhead_written_by_hand_is_carried(self, outline, renamed, actor):
        report = report_create(outline=outline, year=2024, actor=actor)
        report.organ = "HUYỆN KIM THÀNH\nBAN CHỈ ĐẠO ISO"
        record_save(report, actor=actor)
        following = report_create(outline=outline, year=2026, actor=actor)
        assert (following.organ, following.place) == (report.organ, "Lai Khê")

    def test_revision_prints_the_name_of_its_day(self, renamed):
        from documents.models import ControlledDocument

        document = ControlledDocument.objects.create(code="QT-01", title="Kiểm soát", kind="internal")
        first = revision(document)
        first.effective_on = datetime.date(2024, 3, 1)
        assert revision_paper(first).letterhead.organ == "UBND HUYỆN KIM THÀNH"
        assert amendment_paper(document).letterhead.organ == NEW.full_name.upper()


class TestYearFile:
    NAMES = """\
  former_names:
    - {valid_to: 30/6/2025, full_name: Ủy ban nhân dân huyện Cũ, short_name: UBND huyện Cũ, place: Cũ}
  predecessors:
    - {code: huyen-cu, decision: NQ 1669}
"""
    UNITS = """\
units:
  - {name: Phòng Mới, former_names: [{valid_to: 30/6/2025, name: Phòng Cũ}]}
  - {name: Phòng A}
unit_predecessors:
  - {unit: Phòng Mới, predecessor: Phòng A, decision: QĐ 1}
"""

    @pytest.fixture
    def load(self, tmp_path):
        def load(text):
            path = tmp_path / "nam.yaml"
            path.write_text(text, encoding="utf-8")
            return load_year(path)

        return load

    def test_names_and_predecessors_go_in_and_out_and_twice_adds_nothing(self, load):
        AgencyFactory(code="huyen-cu")
        agency, _, first = load(HEAD + self.NAMES + self.UNITS)
        assert first.added == 6
        assert agency.names_at(datetime.date(2024, 1, 1)).place == "Cũ"
        text = dump_year(agency, 2024)
        _, _, second = load(text)
        assert (second.added, second.changed) == (0, 0)
        assert dump_year(agency, 2024) == text
        with in_agency(agency):
            assert Unit.objects.get(name="Phòng Mới").name_at(datetime.date(2024, 1, 1)) == "Phòng Cũ"
            assert UnitPredecessor.objects.get().decision == "QĐ 1"
            assert HistoryEntry.objects.of(agency).count() == 1

    def test_corrected_name_is_an_update(self, load):
        AgencyFactory(code="huyen-cu")
        load(HEAD + self.NAMES)
        _, _, summary = load(HEAD + self.NAMES.replace("place: Cũ", "place: Khác"))
        assert (summary.added, summary.changed) == (0, 1)
        assert AgencyFormerName.objects.get().place == "Khác"

    def test_changed_agency_is_an_update_with_history(self, load):
        agency, _, _ = load(HEAD)
        load(HEAD.replace("head_title: Chủ tịch", "head_title: Giám đốc"))
        agency.refresh_from_db()
        assert agency.version == 1
        with in_agency(agency):
            entry = HistoryEntry.objects.of(agency).first()
        assert entry.changes == {"head_title": ["Chủ tịch", "Giám đốc"]}

    def test_file_of_a_year_before_the_rename_does_not_take_it_back(self, load):
        agency, _, _ = load(HEAD)
        with in_agency(agency):
            organisation.agency_rename(agency, names=NEW, from_day=DAY, actor=user_with_role("admin", agency))
        load(HEAD)
        assert Agency.objects.get(pk=agency.pk).names == NEW
        with pytest.raises(YearFileError, match="Đổi tên ở trang Cơ quan") as refused:
            load(HEAD.replace("place: Kim Thành", "place: Phú Thái"))
        assert refused.value.field == "full_name"
        assert Agency.objects.get(pk=agency.pk).names == NEW

    @pytest.mark.parametrize(
        ("old", "new", "field", "said"),
        [
            ("place: Cũ", "dia_danh: Cũ", "dia_danh", "không có trường"),
            (", place: Cũ", "", "place", "không được để trống"),
            ("30/6/2025", "31/6/2025", "valid_to", "không phải là ngày"),
            ("code: huyen-cu", "code: la", "code", "Chưa có cơ quan tiền thân"),
            ("decision: NQ", "theo: NQ", "theo", "không có trường"),
        ],
    )
    def test_errors_name_the_field_and_write_nothing(self, load, old, new, field, said):
        AgencyFactory(code="huyen-cu")
        with pytest.raises(YearFileError, match=said) as refused:
            load(HEAD + self.NAMES.replace(old, new))
        assert refused.value.field == field
        assert not Agency.objects.filter(code="kim-thanh").exists()

    def test_schema_tells_the_agencys_lists(self, capsys):
        call_command("year_schema")
        said = capsys.readouterr().out
        assert "former_names:" in said and "predecessors:" in said
