"""A year file loaded and dumped says the same."""

import pytest

from qms.exchange import dump_year, load_year
from qms.yamlfile import YearFileError
from tests.tthc.conftest import COMMUNE, DISTRICT, ZONE, dossier
from tthc.models import DossierStatistics


def test_dump_load_dump_is_identical(kim_thanh, other_agency, tmp_path):
    dossier("don_vi", **ZONE).save()
    first = dump_year(kim_thanh, 2024)
    assert "carried_over: 163" in first
    path = tmp_path / "2024.yaml"
    path.write_text(first, encoding="utf-8")
    _, _, summary = load_year(path)
    assert (summary.added, summary.changed) == (0, 0)
    path.write_text(first.replace("code: kim-thanh", "code: kim-thanh-2"), encoding="utf-8")
    copy, _, summary = load_year(path)
    assert summary.changed == 0
    assert dump_year(copy, 2024).replace("code: kim-thanh-2", "code: kim-thanh") == first


def test_only_the_years_rows_are_dumped(kim_thanh):
    dossier("huyen", year=2023, **COMMUNE).save()
    assert "45535" not in dump_year(kim_thanh, 2023).replace("45535", "", 1)
    assert dump_year(kim_thanh, 2024).count("level: huyen") == 2


@pytest.mark.parametrize(
    ("line", "wrong", "field", "sentence"),
    [
        ("received: 4529", "received: -1", "received", "Số không được âm."),
        ("received: 4529", "received: 4,5", "received", "Nhập một số nguyên"),
        ("level: huyen", "level: thon", "level", "thon"),
        ("period_to: 2024-12-09", "period_to: 31/02/2024", "period_to", "không phải là ngày có thật"),
    ],
)
def test_a_wrong_value_names_record_and_field(scope, tmp_path, line, wrong, field, sentence):
    dossier("huyen", **DISTRICT).save()
    path = tmp_path / "2024.yaml"
    text = dump_year(scope, 2024)
    assert line in text
    path.write_text(text.replace(line, wrong), encoding="utf-8")
    with pytest.raises(YearFileError) as caught:
        load_year(path)
    assert f"trường “{field}”" in str(caught.value)
    assert sentence in str(caught.value)
    assert DossierStatistics.objects.get().received == 4529
