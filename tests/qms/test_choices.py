"""The choice of a record: homonyms told apart, long lists searched by typing, what is sent checked in scope."""

import datetime
import re

import pytest
from django import forms

from documents.models import OfficialDocument
from qms import choices
from qms.choices import RecordChoiceField
from qms.models import Person, Record
from qms.scope import in_agency
from tests.architecture.test_sources import patterns
from tests.factories import PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


class PersonForm(forms.Form):
    signer = RecordChoiceField(Person.objects.all(), required=False)


@pytest.fixture
def few(monkeypatch):
    """More than two rows are searched by typing."""
    monkeypatch.setattr(choices, "LIMIT", 2)


@pytest.fixture
def persons(scope):
    office, culture = UnitFactory(name="Văn phòng"), UnitFactory(name="Phòng Văn hóa")
    return [
        PersonFactory(name="Nguyễn Văn Đạt", position="Phó Chủ tịch", unit=office, key="dat-1"),
        PersonFactory(name="Nguyễn Văn Đạt", position="Chuyên viên", unit=culture, key="dat-2"),
        PersonFactory(name="Trần Thị Ân", position="Chuyên viên", unit=culture, key="an"),
    ]


def field(**sent):
    form = PersonForm(sent)
    form.is_valid()
    return form


def test_homonyms_are_told_apart_by_position_and_unit(persons):
    drawn = str(PersonForm()["signer"])
    assert "Nguyễn Văn Đạt – Phó Chủ tịch, Văn phòng<" in drawn
    assert "Nguyễn Văn Đạt – Chuyên viên, Phòng Văn hóa<" in drawn
    PersonFactory(name="Trần Thị Ân", position="Chuyên viên", unit=persons[2].unit, key="an-2")
    drawn = str(PersonForm()["signer"])
    assert "Phòng Văn hóa (mã an)" in drawn and "Phòng Văn hóa (mã an-2)" in drawn


def test_every_form_of_a_record_offers_records_by_their_labels():
    """Form classes of every edit view: a choice of a record is always ours."""
    wrong = []
    for name, pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        form_class = getattr(view, "form_class", None)
        for key, one in getattr(form_class, "base_fields", {}).items():
            chosen = isinstance(one, forms.ModelChoiceField) and issubclass(one.queryset.model, Record)
            if chosen and not isinstance(one, RecordChoiceField):
                wrong.append(f"{name}: {key}")
    assert not wrong


def test_documents_are_told_by_symbol_day_and_subject(scope):
    OfficialDocument.objects.create(
        kind="KH",
        number=7,
        notation="KH-UBND",
        issued_on=datetime.date(2024, 2, 22),
        issuer="UBND",
        subject="Duy trì",
    )
    drawn = str(RecordChoiceField(OfficialDocument.objects.all()).get_bound_field(forms.Form(), "document"))
    assert "07/KH-UBND ngày 22/02/2024 – Duy trì" in drawn


@pytest.mark.parametrize("many", [False, True])
def test_drawing_costs_one_query_however_many_there_are(
    persons, monkeypatch, django_assert_num_queries, many
):
    for _ in range(20):
        PersonFactory(unit=persons[0].unit)
    monkeypatch.setattr(choices, "LIMIT", 2 if many else 200)
    with django_assert_num_queries(1):
        assert ("data-record-search" in str(PersonForm()["signer"])) == many


def test_short_list_is_a_plain_select(persons):
    assert str(PersonForm()["signer"]).startswith("<select")
    assert field(signer=str(persons[1].pk)).cleaned_data["signer"] == persons[1]


def test_long_list_shows_who_is_chosen(few, persons):
    drawn = str(PersonForm(initial={"signer": persons[0].pk})["signer"])
    assert "<select" not in drawn and "Nguyễn Văn Đạt – Phó Chủ tịch, Văn phòng" in drawn
    assert re.search(rf'name="signer_pk" value="{persons[0].pk}"', drawn)


def test_what_a_script_chose_is_taken(few, persons):
    sent = {"signer": persons[1].choice_label, "signer_pk": persons[1].pk}
    assert field(**sent).cleaned_data["signer"] == persons[1]


def test_number_that_does_not_fit_the_text_is_not_believed(few, persons):
    form = field(signer="Trần Thị Ân", signer_pk=persons[0].pk)
    assert form.cleaned_data["signer"] == persons[2]


def test_text_alone_finds_the_one_it_names_accents_aside(few, persons):
    assert field(signer="tran thi an", signer_pk="").cleaned_data["signer"] == persons[2]
    assert field(signer="dat chu tich", signer_pk="").cleaned_data["signer"] == persons[0]
    assert field(signer="", signer_pk=persons[0].pk).cleaned_data["signer"] is None


def test_text_of_two_comes_back_as_a_select_of_those(few, persons):
    form = field(signer="Nguyễn Văn Đạt", signer_pk="")
    assert "Có 2 mục khớp" in form.errors["signer"][0]
    drawn = str(form["signer"])
    assert drawn.startswith("<select") and "Trần Thị Ân" not in drawn
    assert field(signer=persons[1].pk).cleaned_data["signer"] == persons[1]


def test_text_of_nobody_is_refused_with_the_text_kept(few, persons):
    form = field(signer="<Ai đó>", signer_pk="")
    assert "Không có mục nào khớp" in form.errors["signer"][0]
    assert "&lt;Ai đó&gt;" in str(form["signer"])


@pytest.mark.parametrize("sent", ["{pk}", "9" * 40, "x", "\x00"])
def test_another_agencys_person_is_never_taken(few, persons, other_agency, sent):
    with in_agency(other_agency):
        stranger = PersonFactory(name="Người lạ")
    form = field(signer=sent.format(pk=stranger.pk))
    assert form.errors["signer"]
    form = field(signer="Người lạ", signer_pk=sent.format(pk=stranger.pk))
    assert "Không có mục nào khớp" in form.errors["signer"][0]


class TestSuggestions:
    def ask(self, client, name="qms:person_add", field="unit", q="", args=()):
        return client.page(name, *args, chon=field, q=q)

    def test_told_under_the_permission_of_the_form(self, as_role, persons):
        found = self.ask(as_role("secretary"), q="van hoa").json()
        assert [row["label"] for row in found["found"]] == ["Phòng Văn hóa"] and not found["more"]
        assert self.ask(as_role("staff")).status_code == 403
        roles = self.ask(as_role("admin"), "qms:role_list", "person", "dat chu tich").json()["found"]
        assert roles == [{"pk": str(persons[0].pk), "label": persons[0].choice_label}]

    def test_no_more_than_twenty_and_only_of_this_agency(self, as_role, persons, other_agency):
        with in_agency(other_agency):
            UnitFactory(name="Phòng của cơ quan khác")
        for _ in range(25):
            UnitFactory()
        found = self.ask(as_role("secretary"), q="phong").json()
        assert len(found["found"]) == choices.SHOWN and found["more"]
        assert self.ask(as_role("secretary"), q="co quan khac").json()["found"] == []

    def test_a_field_that_is_none_is_the_page_itself(self, as_role, persons):
        for name in ("name", "nope", ""):
            assert "text/html" in self.ask(as_role("secretary"), field=name).headers["Content-Type"]

    def test_form_saves_what_was_typed(self, as_role, few, persons):
        UnitFactory()
        client = as_role("secretary")
        page = client.page("qms:person_edit", persons[2].pk).content.decode()
        assert 'name="unit_pk"' in page
        typed = {"name": "Trần Thị Ân", "key": "an", "unit": "văn phòng", "unit_pk": "", "version": 0}
        assert client.send("qms:person_edit", persons[2].pk, **typed).status_code == 302
        persons[2].refresh_from_db()
        assert persons[2].unit.name == "Văn phòng"

    def test_stored_choice_kept_after_a_conflict(self, as_role, few, persons):
        UnitFactory()
        client = as_role("secretary")
        mine = {"name": "Trần Thị Ân", "key": "an", "unit": "văn phòng", "unit_pk": ""}
        client.send("qms:person_edit", persons[2].pk, **mine | {"unit": ""}, version=0)
        refused = client.send("qms:person_edit", persons[2].pk, **mine, version=0)
        assert refused.status_code == 409
        kept = client.send("qms:person_edit", persons[2].pk, **mine, version=1, keep_unit="theirs")
        assert kept.status_code == 302
        persons[2].refresh_from_db()
        assert persons[2].unit is None


class TestDeletePage:
    def test_says_before_the_click_what_uses_it(self, as_role, persons):
        client = as_role("secretary")
        page = client.page("qms:unit_delete", persons[0].unit.pk).content.decode()
        assert "còn được dùng ở: người “Nguyễn Văn Đạt”" in page
        assert re.search(r"<button[^>]*disabled[^>]*>Xóa", page)
        assert client.send("qms:unit_delete", persons[0].unit.pk).status_code == 422

    def test_what_nothing_uses_can_be_deleted(self, as_role, persons):
        page = as_role("secretary").page("qms:person_delete", persons[0].pk).content.decode()
        assert "còn được dùng" not in page and not re.search(r"<button[^>]*disabled[^>]*>Xóa", page)

    def test_names_five_and_counts_the_rest(self, as_role, persons):
        for _ in range(6):
            PersonFactory(unit=persons[0].unit)
        page = as_role("secretary").page("qms:unit_delete", persons[0].unit.pk).content.decode()
        assert "và 2 mục khác" in page

    def test_a_locked_document_says_why(self, as_role, scope):
        document = OfficialDocument.objects.create(
            kind="BC",
            number=7,
            notation="BC-UBND",
            issued_on=datetime.date(2024, 2, 22),
            issuer="UBND",
            subject="x",
            locked="Đã khóa.",
        )
        page = as_role("secretary").page("documents:official_delete", document.pk).content.decode()
        assert "Đã khóa." in page and re.search(r"<button[^>]*disabled[^>]*>Xóa", page)
