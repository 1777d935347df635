"""Figures, checks and duties of the documents app as of the year's end."""

import pytest

from qms import checks, obligations
from qms.figures import collect
from tests.documents.helpers import day, declaration, document, document_set, official, revision


def found(agency, year=2024):
    return collect(agency, year)


def results(agency, rule, year=2024):
    every = checks.run_all(agency, year, found(agency, year))
    return [result for result in every if result.rule == rule]


def duties(agency, year=2024):
    return {duty.code: duty for duty in obligations.collect(agency, year) if duty.code in ("O4", "O5", "O6")}


def test_procedures_are_counted_from_what_was_in_force(scope):
    for number in range(1, 4):
        revision(document(f"QT-{number:02d}"), "effective")
    revision(document("QT-HT-01", kind="system", title="Kiểm soát thông tin"), "effective")
    revision(document("QT-NB-01", kind="internal", title="TTHC nội bộ"), "effective")
    revision(document("QT-04"), "draft")
    revision(document("QT-05"), "withdrawn", effective_on=day("2023-01-01"), ended_on=day("2024-12-30"))
    figures = found(scope)
    counts = {
        kind: figures.value(f"documents.procedures.{kind}") for kind in ("system", "internal", "operating")
    }
    assert counts == {"system": 1, "internal": 1, "operating": 3}
    names = [row["in_sentence"] for row in figures.tables["documents.system_procedures"].rows]
    assert names == ["kiểm soát thông tin"]
    assert figures.tables["documents.internal_procedures"].rows[0]["in_sentence"] == "TTHC nội bộ"


def test_past_year_counts_what_was_in_force_then(scope):
    procedure = document()
    revision(procedure, "superseded", ended_on=day("2024-06-01"))
    revision(procedure, "effective", number=2, effective_on=day("2024-06-01"))
    later = document("QT-02")
    revision(later, "effective", effective_on=day("2025-01-01"))
    values = [found(scope, year).value("documents.procedures.operating") for year in (2022, 2023, 2024, 2025)]
    assert values == [0, 1, 1, 2]


def test_set_and_declaration_of_the_year(scope):
    document_set(official(100, "2019-01-02"), "2019-01-02")
    document_set(official(), manual_amended=True)
    document_set(official(200, "2025-01-02"), "2025-01-02")
    declaration(official(3265, "2022-10-28"))
    figures = found(scope)
    assert figures.value("documents.document_set.symbol") == "4584/QĐ-UBND"
    assert figures["documents.document_set.issued_on"].text() == "30/12/2022"
    assert figures.value("documents.manual.amended") == "có sửa đổi, bổ sung"
    assert figures.value("documents.declaration.symbol") == "3265/QĐ-UBND"
    assert figures.value("documents.declaration.fields_count") == 43


def test_unamended_manual_is_an_empty_figure(scope):
    document_set(official())
    assert found(scope).value("documents.manual.amended") == ""


def test_without_records_there_are_no_figures_of_them(scope):
    figures = found(scope)
    assert "documents.document_set.symbol" not in figures
    assert "documents.declaration.symbol" not in figures
    assert figures.value("documents.procedures.operating") == 0


def test_figures_take_a_fixed_number_of_queries(scope, django_assert_max_num_queries):
    from documents.figures import procedures

    for number in range(1, 61):
        revision(document(f"QT-{number:02d}"), "effective")
    with django_assert_max_num_queries(1):
        list(procedures(scope, 2024))


def test_declaration_before_its_document_set_is_a_warning(scope):
    document_set(official())
    declared = declaration(official(3265, "2022-10-28"))
    [result] = [r for r in results(scope, "R10") if "Công bố" in r.message]
    assert result.severity == "warning"
    assert "3265/QĐ-UBND ngày 28/10/2022" in result.message
    assert "4584/QĐ-UBND ngày 30/12/2022" in result.message
    assert result.url == declared.get_absolute_url()


def test_declaration_after_its_document_set_agrees(scope):
    document_set(official())
    declaration(official(1, "2023-01-03"), "2023-01-03")
    [result] = [r for r in results(scope, "R10") if "Công bố" in r.message]
    assert result.severity == "ok"


def test_listed_fields_must_be_as_many_as_declared(scope, secretary):
    from documents.services import declaration_save

    declared = declaration(official(3265, "2022-10-28"), fields_count=2)
    declaration_save(declaration=declared, field_names=["Đất đai", "Hộ tịch", "Nội vụ"], actor=secretary)
    [result] = [r for r in results(scope, "R12") if "lĩnh vực" in r.message]
    assert "ghi 2 lĩnh vực nhưng phụ lục liệt kê 3" in result.message
    declared.fields_count = 3
    declared.save()
    assert not [r for r in results(scope, "R12") if "lĩnh vực" in r.message]


def test_undeclared_system_owes_a_declaration_all_year(scope):
    found_duties = duties(scope)
    assert list(found_duties) == ["O4"]
    duty = found_duties["O4"]
    assert (duty.done, duty.since, duty.until) == ("", day("2024-01-01"), day("2024-12-31"))


def test_declaration_owes_posting_and_notice(scope):
    declared = declaration(official(3265, "2024-03-01"), "2024-03-01")
    found_duties = duties(scope)
    assert found_duties["O4"].done == "QĐ 3265/QĐ-UBND ngày 01/3/2024"
    assert not found_duties["O5"].done
    assert found_duties["O5"].since == day("2024-03-01")
    declared.posting_place, declared.posted_on = "Trụ sở UBND huyện", day("2024-03-05")
    declared.notice = official(90, "2024-03-02", kind="CV", notation="UBND-VP")
    declared.save()
    assert duties(scope)["O5"].done == "Niêm yết 05/3/2024"


def test_old_declaration_without_evidence_asks_to_be_looked_at(scope):
    declaration(official(3265, "2022-10-28"))
    duty = duties(scope)["O5"]
    assert duty.needs_review == "Chưa ghi nơi và ngày niêm yết; chưa ghi văn bản thông báo tới Sở KH&CN"
    assert duty.since is None


def test_newer_document_set_asks_to_declare_again(scope):
    declaration(official(3265, "2022-10-28"))
    assert "O6" not in duties(scope)
    document_set(official())
    assert "4584/QĐ-UBND" in duties(scope)["O6"].needs_review


@pytest.mark.parametrize("rule", ["R10", "R12"])
def test_rules_are_registered(rule):
    assert rule in checks.rules()
