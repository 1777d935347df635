import pytest
from django.core.exceptions import ValidationError

from qms.models import HistoryEntry
from reports import outline_services, services
from reports.composition import compose
from reports.models import AnnualReport, OutlineSection, ReportOutline, ReportSection


def source_of(report, key="muc-1"):
    return report.outline.sections.get(key=key)


def save(report, actor, body, *, version=0, key="muc-1", heading="1. Kết quả"):
    return services.section_save(
        report=report,
        source=source_of(report, key),
        heading=heading,
        body=body,
        actor=actor,
        expected_version=version,
    )


def test_a_report_starts_from_what_the_agency_entered(report, agency):
    assert report.organ == agency.full_name.upper()
    assert report.signature_lines == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    assert report.due_on.isoformat() == "2024-12-20"
    assert report.quoted["muc-1"] == {"tthc.dossiers.huyen.received": "4.529"}


def test_one_report_a_year_and_outline(report, outline, secretary):
    with pytest.raises(ValidationError, match="Năm này đã có báo cáo"):
        services.report_create(outline=outline, year=2024, actor=secretary)


def test_next_year_carries_details_and_on_wish_the_own_texts(report, outline, secretary):
    save(report, secretary, "Chữ riêng.")
    report.place = "Phú Thái"
    report.save()
    plain = services.report_create(outline=outline, year=2025, actor=secretary)
    assert (plain.place, plain.signer, plain.sections.count()) == ("Phú Thái", report.signer, 0)
    services.report_delete(plain, actor=secretary)
    copied = services.report_create(outline=outline, year=2025, actor=secretary, source=report)
    assert copied.sections.get().body == "Chữ riêng."


def test_a_section_is_stored_only_while_it_differs(report, secretary):
    own = save(report, secretary, "Chữ riêng.")
    assert compose(report).section("muc-1").body_source == "Chữ riêng."
    services.section_reset(
        report=report,
        source=source_of(report),
        actor=secretary,
        expected_version=services.section_version(own),
    )
    assert not ReportSection.objects.exists()
    entry = HistoryEntry.objects.of(report).first()
    assert (entry.action, list(entry.changes)) == ("section", ["nội dung mục “1. Kết quả”"])


def test_two_people_never_overwrite_each_other(report, secretary, user_as):
    save(report, secretary, "Bản một.")
    with pytest.raises(services.StaleSection) as stale:
        save(report, user_as("secretary"), "Bản hai.")
    assert stale.value.current.body == "Bản một."
    assert ReportSection.objects.get().body == "Bản một."
    save(report, secretary, "Bản ba.", version=1)
    with pytest.raises(services.StaleSection):
        save(report, secretary, "Bản bốn.", version=1)


def test_a_body_that_is_not_allowed_is_not_stored(report, secretary):
    with pytest.raises(ValidationError, match="Dòng 1"):
        save(report, secretary, "{{ tthc() }}")
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "approved", "issued", "sent"])
def test_text_is_closed_outside_draft(report, secretary, state):
    AnnualReport.objects.filter(pk=report.pk).update(state=state, number=1, issued_on="2024-12-16")
    with pytest.raises(ValidationError, match="không sửa được"):
        save(report, secretary, "Chữ mới.")
    with pytest.raises(ValidationError, match="không sửa được"):
        services.figures_confirm(report=report, actor=secretary)


def test_a_returned_report_is_edited_again(report, secretary):
    AnnualReport.objects.filter(pk=report.pk).update(state="returned")
    assert save(report, secretary, "Chữ mới.").body == "Chữ mới."


def test_a_figure_that_moved_is_told_until_seen(report, secretary, figures):
    figures(received=4530)
    found = compose(AnnualReport.objects.get(pk=report.pk))
    (change,) = found.section("muc-1").changes
    assert (change.before, change.now) == ("4.529", "4.530")
    runs = [run for block in found.section("muc-1").blocks for run in block.runs if run.figure]
    assert runs[0].figure.changed
    assert services.figures_confirm(report=report, actor=secretary, key="muc-1") == 1
    again = compose(AnnualReport.objects.get(pk=report.pk))
    assert again.section("muc-1").changes == []
    assert len(again.section("pl").changes) == 1  # the annex's cell is another section's affair
    assert services.figures_confirm(report=report, actor=secretary) == 1
    assert HistoryEntry.objects.of(report).first().changes == {
        "Kết quả giải quyết: Tiếp nhận": ["4.529", "4.530"]
    }


def test_saving_a_section_confirms_its_figures(report, secretary, figures):
    figures(received=4530)
    save(report, secretary, "Nhận {{ tthc.dossiers.huyen.received }} hồ sơ.")
    assert compose(AnnualReport.objects.get(pk=report.pk)).section("muc-1").changes == []


def test_an_outline_is_copied_with_its_sections(outline, secretary):
    copy = outline_services.outline_copy(outline=outline, actor=secretary)
    assert copy.name == "Đề cương mẫu (bản sao)"
    assert [row.key for row in copy.sections.all()] == [row.key for row in outline.sections.all()]
    assert outline_services.outline_copy(outline=outline, actor=secretary).name == "Đề cương mẫu (bản sao 2)"


def test_sections_move_and_stay_in_bounds(outline, secretary):
    second = outline.sections.get(key="muc-1")
    outline_services.outline_section_move(second, actor=secretary, step=-1)
    outline_services.outline_section_move(second, actor=secretary, step=-1)
    assert [row.key for row in outline.sections.all()][:2] == ["muc-1", "mo-dau"]


def test_a_new_section_comes_last(outline, secretary):
    added = outline_services.outline_section_save(OutlineSection(outline=outline, key="moi"), actor=secretary)
    assert outline.sections.last() == added


def test_a_section_with_own_text_in_a_report_is_kept(report, secretary):
    save(report, secretary, "Chữ riêng.")
    with pytest.raises(ValidationError, match="Báo cáo năm 2024 đã sửa riêng"):
        outline_services.outline_section_delete(source_of(report), actor=secretary)
    outline_services.outline_section_delete(source_of(report, "muc-2"), actor=secretary)
    assert not OutlineSection.objects.filter(key="muc-2").exists()


def test_an_outline_in_use_is_kept(report, outline, secretary):
    from qms.records import record_delete

    with pytest.raises(ValidationError, match="còn được dùng"):
        record_delete(outline, actor=secretary)
    assert ReportOutline.objects.count() == 1
