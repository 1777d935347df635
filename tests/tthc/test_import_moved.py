"""Dossiers that move between levels and years, columns matched otherwise in between: no figure is left behind."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files import File

from qms.models import Job
from tests.tthc.exports import HEADERS, hand_in, procedure, row, silent, take, xlsx
from tthc.imports import columns
from tthc.imports.jobs import look, look_ahead, refuse_unseen
from tthc.imports.run import import_run
from tthc.imports.words import REJECT
from tthc.models import DossierImport, DossierStatistics
from tthc.services import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(scope):
    return procedure()


def received(name: str) -> dict:
    rows = DossierStatistics.objects.filter(period_from__month=1, period_to__month=12, field=None, unit=None)
    return {getattr(one, name): one.received for one in rows if one.received}


def test_a_dossier_that_changed_its_level_is_counted_once(known, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", row(1))
    take(path)
    of = imports.source_named("Huyện", "huyen", actor=None)
    with path.open("rb") as stream:
        record = imports.import_upload(source=of, file=File(stream), name="a.xlsx", year=2024, actor=None)
    record = look(record, silent)
    record = imports.mapping_save(record, columns.suggest(record.scan["headers"], {}), {}, actor=None)
    import_run(record, actor=None, told=silent)
    assert received("level") == {"huyen": 1}


def test_a_dossier_whose_day_was_corrected_leaves_the_year_it_was_in(known, tmp_path):
    take(xlsx(tmp_path / "a.xlsx", row(1, **{"Ngày tiếp nhận": "15/02/2022"})))
    take(xlsx(tmp_path / "b.xlsx", row(1)))
    assert received("year") == {2024: 1}


def test_columns_matched_otherwise_since_the_preview_stop_the_import(known, tmp_path):
    first = hand_in(xlsx(tmp_path / "a.xlsx", row(1)))
    look_ahead(first, silent)
    kept = [name for name in HEADERS if name not in ("Trạng thái", "Ngày có kết quả")]
    cells = [cell for name, cell in zip(HEADERS, row(2), strict=True) if name in kept]
    hand_in(xlsx(tmp_path / "b.xlsx", cells, headers=tuple(kept)))
    stored = DossierImport.objects.select_related("source").get(pk=first.pk)
    with pytest.raises(ValidationError, match="ghép khác từ lúc xem trước"):
        refuse_unseen(stored)


def seen(path) -> DossierImport:
    """Handed in, and its preview looked at."""
    record = hand_in(path)
    look_ahead(record, silent)
    return record


def chosen_otherwise(record: DossierImport) -> None:
    imports.mapping_save(record, record.source.columns, {"state": {"xong xuoi": "9"}}, actor=None)


def test_words_chosen_otherwise_since_the_preview_stop_the_import(known, tmp_path, user_as):
    first = seen(xlsx(tmp_path / "a.xlsx", row(1)))
    chosen_otherwise(hand_in(xlsx(tmp_path / "b.xlsx", row(2))))
    with pytest.raises(ValidationError, match="Xem trước lại"):
        imports.import_start(first, actor=user_as("secretary"))
    assert not Job.objects.exists()
    stored = DossierImport.objects.select_related("source").get(pk=first.pk)
    with pytest.raises(ValidationError, match="Xem trước lại"):
        refuse_unseen(stored)
    look_ahead(stored, silent)
    imports.import_start(stored, actor=user_as("secretary"))


def test_who_looked_before_it_was_read_again_looks_again(known, tmp_path, user_as):
    record, actor = seen(xlsx(tmp_path / "a.xlsx", row(1))), user_as("secretary")
    version = record.version
    Job.objects.filter(pk=imports.read_start(record, actor=actor).pk).update(state="done")
    with pytest.raises(ValidationError, match="Xem lại"):
        imports.import_start(record, actor=actor, expected_version=version)
    imports.import_start(record, actor=actor, expected_version=version + 1)


def test_rows_that_are_not_wanted_do_not_hold_back_the_others(known, tmp_path):
    rows = [row(1), row(2, **{"Trạng thái": "Hồ sơ thử"})]
    record = hand_in(xlsx(tmp_path / "a.xlsx", *rows), all_or_nothing=True)
    record.source.words = {"state": {"ho so thu": REJECT}}
    record.source.save()
    found = import_run(record, actor=None, told=silent)
    record.refresh_from_db()
    assert (record.state, found.added, found.rejected, found.unwanted) == ("done", 1, 1, 1)


def test_a_broken_import_whose_source_was_matched_anew_is_read_again(known, tmp_path, user_as):
    record = hand_in(xlsx(tmp_path / "a.xlsx", row(1)))
    look_ahead(record, silent)
    DossierImport.objects.filter(pk=record.pk).update(state="running")
    record.source.words = {"state": {"xong xuoi": "9"}}
    record.source.save()
    record = DossierImport.objects.select_related("source").get(pk=record.pk)
    assert imports.work_again(record, actor=user_as("secretary")).kind == imports.SCAN
