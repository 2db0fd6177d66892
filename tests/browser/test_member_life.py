"""The hand-made pages of party life: nothing for axe to find, on a desk and on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from members.models import Person, Training
from organizations.models import Meeting, Organization
from tests.browser.conftest import WAYS
from tests.factories import TrainingDutyFactory

in_every_way = pytest.mark.parametrize(("size", "language"), WAYS)


@pytest.fixture
def addresses(county):
    branch = Organization.objects.get(code="341721001")
    held = Meeting.objects.create(
        organization=branch, kind="members", held_on=date(2026, 3, 10), subject="学习文件"
    )
    course = Training.objects.create(
        code="PX1",
        title="农村党员轮训班",
        organization=county,
        level="county",
        kind="rotation",
        audience="members",
        first_day=date(2026, 3, 10),
        days=3,
        hours=24,
    )
    TrainingDutyFactory(organization=county, name="党员每年培训不少于32学时", hours=32)
    person = Person.objects.first()
    return {
        "attendance": reverse("meeting-attendance", args=[held.pk]),
        "rounds": reverse("appraisal-rounds"),
        "round": reverse("appraisal-round", args=[branch.pk, 2025]),
        "enrol": reverse("training-enrol_members", args=[course.pk]),
        "person": reverse("person-panels", args=[person.pk]),
        "organization": reverse("organization-panels", args=[branch.pk]),
        "duties": reverse("trainingduty-list"),
    }


@in_every_way
def test_the_pages_of_party_life(visitor, boss, client, addresses, size, language):
    reader = visitor(size=size, language=language).log_in(boss, client)
    for name, path in addresses.items():
        reader.go(path)
        reader.read_on()
        assert reader.faults() == [], name
