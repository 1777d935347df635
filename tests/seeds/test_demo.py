"""The demo: every sample year and an account for every role."""

from qms.scope import in_agency
from tests.seeds.test_tra_cu import LAND


def test_demo_accounts_play_no_official_of_the_samples(db, settings):
    """Each has a person of its own in both agencies, named by its role; the contact answers for a unit."""
    from qms.demo import ACCOUNTS, load_demo
    from qms.models import User

    settings.DEBUG = True
    agencies = load_demo()
    settings.DEBUG = False
    assert [agency.code for agency in agencies] == ["bql-hai-phong", "kim-thanh", "sct-ha-tinh", "tra-cu"]
    for agency in agencies:
        with in_agency(agency):
            for username, role in ACCOUNTS:
                user = User.objects.get(username=username)
                assert user.roles_in(agency) == {role}
                assert user.person.name == role.label
                assert (user.person.unit is not None) == (username == "daumoi")
    with in_agency(agencies[-1]):
        assert str(User.objects.get(username="daumoi").person.unit) == LAND
