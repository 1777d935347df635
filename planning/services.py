"""Writes of planning that go beyond one row."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from planning.models import TrainingAttendee, TrainingCourse
from qms.models import Person, User
from qms.records import record_save


def attendees_add(*, course: TrainingCourse, persons: Sequence[Person], certificate: str, actor: User) -> int:
    """Put several people at the end of the list, those already on it left out; how many came."""
    with transaction.atomic():
        TrainingCourse.objects.select_for_update(of=("self",)).get(pk=course.pk)
        taken = set(course.attendees.values_list("person_id", flat=True))
        last = course.attendees.aggregate(last=Max("position"))["last"] or 0
        new = [person for person in persons if person.pk not in taken]
        for position, person in enumerate(new, last + 1):
            row = TrainingAttendee(course=course, person=person, position=position, certificate=certificate)
            record_save(row, actor=actor)
        return len(new)
