"""Posts, postings and what is asked of those who hold them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from cadres.models import (
    Award,
    ContactPoint,
    ContactVisit,
    Debriefing,
    Post,
    PostFiling,
    Posting,
    PostingAttendance,
    Project,
    Retirement,
    SecretaryStandard,
)
from tests.factories.members import PersonFactory
from tests.factories.organizations import OrganizationFactory


class PostFactory(DjangoModelFactory):
    """A seat on a village's committee since 2021."""

    class Meta:
        model = Post

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    position = "member"
    since = date(2021, 1, 1)


class PostingFactory(DjangoModelFactory):
    """A township cadre who looks after a village."""

    class Meta:
        model = Posting

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    kind = "in_charge"
    since = date(2001, 1, 1)


class PostingAttendanceFactory(DjangoModelFactory):
    """Twenty days of a month, all different."""

    class Meta:
        model = PostingAttendance

    posting = factory.SubFactory(PostingFactory)
    month = factory.Sequence(lambda n: date(2002 + n % 20, 1 + n % 12, 1))
    working_days, days = 22, 20


class AwardFactory(DjangoModelFactory):
    """An outstanding rural cadre of 2025."""

    class Meta:
        model = Award

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    kind, year, granted_on = "cadre", 2025, date(2025, 7, 1)


class ProjectFactory(DjangoModelFactory):
    """A project planned long ago."""

    class Meta:
        model = Project

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    title = factory.Sequence(lambda n: f"第{n}个基地")
    kind, since = "planting", date(2001, 1, 1)


class DebriefingFactory(DjangoModelFactory):
    """A secretary's report of long ago."""

    class Meta:
        model = Debriefing

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    year, audience, reported_on = 2001, "above", date(2001, 12, 20)


class RetirementFactory(DjangoModelFactory):
    """A secretary of ten years."""

    class Meta:
        model = Retirement

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    retired_as, since, years = "secretary", date(2018, 1, 1), 10


class PostFilingFactory(DjangoModelFactory):
    """An appointment sent in for filing; one for each post."""

    class Meta:
        model = PostFiling

    post = factory.SubFactory(PostFactory)
    kind = "appointment"
    sent_on = date(2021, 1, 15)


class SecretaryStandardFactory(DjangoModelFactory):
    """A secretary who is good and doubly strong."""

    class Meta:
        model = SecretaryStandard

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    judged_on = date(2025, 12, 1)
    politics = wealth = coordination = "met"


class ContactPointFactory(DjangoModelFactory):
    """A branch that a leader looks after in 2026."""

    class Meta:
        model = ContactPoint

    organization = factory.SubFactory(OrganizationFactory)
    leader = factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))
    year = 2026
    since = date(2026, 1, 1)


class ContactVisitFactory(DjangoModelFactory):
    class Meta:
        model = ContactVisit

    point = factory.SubFactory(ContactPointFactory)
    visited_on = date(2026, 3, 5)
    done = "走访党员群众"
