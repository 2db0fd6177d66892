"""Persons and what they do."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from members.choices.standing import Standing
from members.models import (
    Affiliation,
    Appraisal,
    Help,
    Mentorship,
    Person,
    Training,
    TrainingAttendance,
    TrainingDuty,
    Transfer,
)
from portal.fields import check_digit, first_day
from tests.factories.making import make
from tests.factories.organizations import OrganizationFactory


def id_number(born, sex, number):
    """The `number`th valid ID number of somebody born then, of an invented county."""
    place, order = 990000 + number // 400, number % 400 * 2 + (1 if sex == "1" else 2)
    body = f"{place}{first_day(born):%Y%m%d}{order:03d}"
    return body + check_digit(body)


class PersonFactory(DjangoModelFactory):
    """A full member of twenty years' standing."""

    class Meta:
        model = Person

    name = "王建国"
    sex = "1"
    ethnicity = "01"
    born = "1980-07-03"
    id_number = factory.LazyAttributeSequence(lambda o, n: id_number(o.born or "1980", o.sex, n))
    education = "61"
    standing = Standing.FULL
    organization = factory.SubFactory(OrganizationFactory)
    joined = factory.LazyAttribute(
        lambda o: "2005-05-04" if o.standing in {Standing.PROBATIONARY, Standing.FULL} else None
    )
    confirmed = factory.LazyAttribute(
        lambda o: "2006-05-04" if o.standing == Standing.FULL else None
    )


class AffiliationFactory(DjangoModelFactory):
    """The affiliation that the database writes for a new person in `organization`."""

    class Meta:
        model = Affiliation

    organization = factory.SubFactory(OrganizationFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return PersonFactory(organization=kwargs["organization"]).affiliations.get()


class TransferFactory(DjangoModelFactory):
    """Out of the county, by a letter."""

    class Meta:
        model = Transfer

    person = factory.SubFactory(PersonFactory)
    kind = "out"
    day = date(2026, 3, 1)
    elsewhere = "外县某支部"


class TrainingAttendanceFactory(DjangoModelFactory):
    """A member who took part in the whole of a course."""

    class Meta:
        model = TrainingAttendance

    person = factory.SubFactory(PersonFactory)
    training = factory.LazyAttribute(lambda o: make(Training, o.person.organization))
    attended_on = factory.LazyAttribute(lambda o: o.training.first_day)
    days = factory.LazyAttribute(lambda o: o.training.days)
    hours = factory.LazyAttribute(lambda o: o.training.hours)


class TrainingDutyFactory(DjangoModelFactory):
    """Once a year, for everybody."""

    class Meta:
        model = TrainingDuty

    code = factory.Sequence(lambda n: f"duty{n}")
    name = factory.Sequence(lambda n: f"第{n}项培训要求")
    organization = factory.SubFactory(OrganizationFactory)
    times = 1
    since = date(2012, 1, 1)


class AppraisalFactory(DjangoModelFactory):
    """A member found qualified for 2025."""

    class Meta:
        model = Appraisal

    person = factory.SubFactory(PersonFactory)
    branch = factory.LazyAttribute(lambda o: o.person.organization)
    year = 2025
    decided_on = date(2026, 1, 20)
    grade = "qualified"


class HelpFactory(DjangoModelFactory):
    """A care visit to a household."""

    class Meta:
        model = Help

    organization = factory.SubFactory(OrganizationFactory)
    helped_name = factory.Sequence(lambda n: f"第{n}户")
    kind = "visit"
    given_on = date(2026, 1, 25)


class MentorshipFactory(DjangoModelFactory):
    """A member to whom somebody passes on a skill."""

    class Meta:
        model = Mentorship

    person = factory.SubFactory(PersonFactory)
    mentor_name = factory.Sequence(lambda n: f"第{n}位导师")
    stage = "passing_on"
    since = date(2025, 3, 1)
