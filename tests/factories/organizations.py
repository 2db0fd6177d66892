"""The tree, its users and what hangs from it."""

from datetime import date, timedelta

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from organizations.choices.tree import Kind, Setting
from organizations.models import (
    Decision,
    DecisionStep,
    Grant,
    Holiday,
    Organization,
    Placement,
    Procedure,
    ProcedureStep,
    Twinning,
    TwinningActivity,
    User,
    Village,
    VillageYear,
)
from tests.factories.making import make
from tests.filling import fill

PASSWORD = "correct horse battery"


class OrganizationFactory(DjangoModelFactory):
    """A county committee, or a branch below `parent`."""

    class Meta:
        model = Organization
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"O{n:05d}")
    name = factory.Sequence(lambda n: f"第{n}党支部")
    parent = None
    kind = factory.LazyAttribute(lambda o: Kind.BRANCH if o.parent else Kind.COUNTY_COMMITTEE)
    setting = Setting.VILLAGE

    @factory.post_generation
    def placed(self, create, extracted, **kwargs):
        self.refresh_from_db()  # path and level, which the database has written


class TownshipFactory(OrganizationFactory):
    parent = factory.SubFactory(OrganizationFactory)
    kind = Kind.TOWNSHIP_COMMITTEE
    name = factory.Sequence(lambda n: f"第{n}镇党委")
    short_name = factory.LazyAttribute(lambda o: o.name.removesuffix("党委"))


class PlacementFactory(DjangoModelFactory):
    """The placement that the database writes for a new branch below `organization`."""

    class Meta:
        model = Placement

    organization = factory.SubFactory(OrganizationFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return OrganizationFactory(parent=kwargs["organization"]).placements.get()


class VillageFactory(DjangoModelFactory):
    """A village of a branch of its own below `organization`."""

    class Meta:
        model = Village

    code = factory.Sequence(lambda n: f"9901{n:08d}")
    name = factory.Sequence(lambda n: f"第{n}村")
    organization = factory.SubFactory(OrganizationFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        branch = OrganizationFactory(parent=kwargs.pop("organization"))
        return super()._create(model_class, *args, organization=branch, **kwargs)


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = Holiday

    organization = factory.SubFactory(OrganizationFactory)
    day = factory.Sequence(lambda n: date(2026, 1, 1) + timedelta(days=n % 365))
    name, year = "放假", 2026


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    organization = factory.SubFactory(OrganizationFactory)
    matter = factory.Sequence(lambda n: f"第{n}件事")
    begun_on = date(2026, 1, 5)
    procedure = factory.LazyAttribute(lambda o: procedure_of(o.organization))


def procedure_of(organization):
    """One for all decisions of an organization."""
    there = Procedure.objects.filter(organization=organization).first()
    return there or fill(Procedure, organization, make, {})


class SharedProcedureFactory(DjangoModelFactory):
    class Meta:
        model = Procedure

    organization = factory.SubFactory(OrganizationFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return procedure_of(kwargs["organization"])


class ProcedureStepFactory(DjangoModelFactory):
    class Meta:
        model = ProcedureStep

    procedure = factory.SubFactory(SharedProcedureFactory)
    position = factory.Sequence(lambda n: n % 99 + 1)
    kind = "other"
    label = factory.Sequence(lambda n: f"第{n}步")


class DecisionStepFactory(DjangoModelFactory):
    """A step of the very procedure that its decision follows."""

    class Meta:
        model = DecisionStep

    decision = factory.SubFactory(DecisionFactory)
    held_on = date(2026, 3, 2)
    step = factory.LazyAttribute(
        lambda o: fill(
            ProcedureStep, o.decision.organization, make, {"procedure": o.decision.procedure}
        )
    )


class VillageYearFactory(DjangoModelFactory):
    """A year that has begun."""

    class Meta:
        model = VillageYear

    village = factory.SubFactory(VillageFactory)
    year = factory.Sequence(lambda n: 1990 + n % 30)
    counted_on = factory.LazyAttribute(lambda o: date(o.year, 12, 31))


class TwinningFactory(DjangoModelFactory):
    class Meta:
        model = Twinning

    organization = factory.SubFactory(OrganizationFactory)
    kind = "office"
    partner_name = factory.Sequence(lambda n: f"第{n}局")
    since = date(2019, 4, 1)


class TwinningActivityFactory(DjangoModelFactory):
    """Something done while they were twinned."""

    class Meta:
        model = TwinningActivity

    twinning = factory.SubFactory(TwinningFactory)
    held_on = date(2020, 5, 1)
    kind = "visit"
    title = factory.Sequence(lambda n: f"第{n}次走访")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"用户{n}")
    organization = factory.SubFactory(OrganizationFactory)
    password = factory.django.Password(PASSWORD)


class GrantFactory(DjangoModelFactory):
    class Meta:
        model = Grant

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory, organization=factory.SelfAttribute("..organization"))
    role = factory.LazyFunction(lambda: Group.objects.get(name="supervisor"))


EVERYTHING = "every right"


def everything():
    """A role with all the rights there are; conftest.py makes it once for all tests."""
    role, made = Group.objects.get_or_create(name=EVERYTHING)
    if made:
        role.permissions.set(Permission.objects.all())
    return role


def grant(user, organization, *perms):
    """Give a user permissions by codename ("view_person"); without any, all there are."""
    if perms:
        role = Group.objects.create(name=f"role {Group.objects.count()}")
        role.permissions.set(Permission.objects.filter(codename__in=perms))
    else:
        role = everything()
    return GrantFactory(user=user, role=role, organization=organization)


def user_over(organization, *perms):
    """A user with permissions by codename over a subtree; without any, with all there are."""
    user = UserFactory(organization=organization)
    grant(user, organization, *perms)
    return user
