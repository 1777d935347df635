"""What the leader's review quotes is given by somebody: no key is asked for in vain."""

from audits.review_inputs import FIGURES
from qms import figures
from qms.exchange import load_year
from qms.scope import in_agency
from tests.seeds.conftest import SAMPLES


def test_every_figure_that_an_input_asks_for_exists(db):
    known = set()
    for name, year in (("kim-thanh-2024", 2024), ("tra-cu-2021", 2021)):
        agency, _, _ = load_year(SAMPLES / f"{name}.yaml")
        with in_agency(agency):
            known |= set(figures.collect(agency, year).figures)
    asked = [start for starts in FIGURES.values() for start in starts]
    assert [start for start in asked if not any(key.startswith(start) for key in known)] == []
