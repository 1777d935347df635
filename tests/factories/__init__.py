"""Rows for tests."""

import factory

from qms.models import Agency, Person, RoleAssignment, Unit, User
from qms.scope import in_agency


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"co-quan-{n}")
    kind = "district"
    full_name = factory.LazyAttribute(lambda o: o.short_name)
    short_name = factory.Sequence(lambda n: f"UBND huyện Số {n}")
    notation = "UBND"
    place = "Kim Thành"
    head_title = "Chủ tịch"
    signing_mode = "collective"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"tai-khoan-{n}")
    full_name = factory.LazyAttribute(lambda o: o.username)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Phòng Số {n}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Cán bộ Số {n}")
    key = factory.Sequence(lambda n: f"can-bo-{n}")


def user_with_role(role: str, agency: Agency) -> User:
    """An account with one role and a person in the agency, so that guards can tell who is who."""
    user = UserFactory(full_name=f"{role} {agency.code}")
    RoleAssignment.objects.create(user=user, agency=agency, role=role)
    with in_agency(agency):
        PersonFactory(name=user.full_name, user=user)
    return user
