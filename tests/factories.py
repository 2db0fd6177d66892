"""Records of every type, and users with rights over a subtree.

A type whose records need more than its fields ask for has a factory here.
"""

from datetime import date, timedelta

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from assessments.models import (
    Indicator,
    Measure,
    Plan,
    Rating,
    Report,
    ReportItem,
    ReportPeriod,
    ReportTemplate,
    Run,
    Target,
    Value,
)
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
from portal.fields import check_digit, first_day
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


class TransferFactory(DjangoModelFactory):
    """Out of the county, by a letter."""

    class Meta:
        model = Transfer

    person = factory.SubFactory(PersonFactory)
    kind = "out"
    day = date(2026, 3, 1)
    elsewhere = "外县某支部"


class RatingFactory(DjangoModelFactory):
    """Three stars for an organization in 2026."""

    class Meta:
        model = Rating

    year = 2026
    organization = factory.SubFactory(OrganizationFactory)
    stars = 3
    rated_on = factory.LazyAttribute(lambda o: date(o.year, 1, 15))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """The organization of the second and later ones is a branch below: one rating a year."""
        taken = Rating.objects.filter(
            organization=kwargs["organization"], year=kwargs["year"], person=None
        )
        if not kwargs.get("person") and taken.exists():
            kwargs["organization"] = OrganizationFactory(parent=kwargs["organization"])
        return super()._create(model_class, *args, **kwargs)


class MeasureFactory(DjangoModelFactory):
    """All persons."""

    class Meta:
        model = Measure

    code = factory.Sequence(lambda n: f"measure-{n}")
    name = factory.Sequence(lambda n: f"口径{n}")
    register = "person"
    organization = factory.SubFactory(OrganizationFactory)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"I-{n}")
    name = factory.Sequence(lambda n: f"指标{n}")
    kind = "ratio"
    organization = factory.SubFactory(OrganizationFactory)
    numerator = factory.SubFactory(
        MeasureFactory, organization=factory.SelfAttribute("..organization")
    )
    denominator = factory.SubFactory(
        MeasureFactory, organization=factory.SelfAttribute("..organization")
    )


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda n: f"plan-{n}")
    name = factory.Sequence(lambda n: f"目标{n}")
    year = 2026
    organization = factory.SubFactory(OrganizationFactory)


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    indicator = factory.SubFactory(
        IndicatorFactory, organization=factory.SelfAttribute("..plan.organization")
    )
    year = 2026
    value = 80


class RunFactory(DjangoModelFactory):
    class Meta:
        model = Run

    plan = factory.SubFactory(PlanFactory)
    day = date(2026, 11, 20)
    first = date(2026, 1, 1)


class ValueFactory(DjangoModelFactory):
    class Meta:
        model = Value

    organization = factory.SubFactory(OrganizationFactory)
    run = factory.SubFactory(
        RunFactory, plan__organization=factory.SelfAttribute("...organization")
    )
    indicator = factory.SubFactory(
        IndicatorFactory, organization=factory.SelfAttribute("..organization")
    )
    n = 3
    of = 4


class ReportTemplateFactory(DjangoModelFactory):
    class Meta:
        model = ReportTemplate

    code = factory.Sequence(lambda n: f"form-{n}")
    name = factory.Sequence(lambda n: f"第{n}号季度报表")
    organization = factory.SubFactory(OrganizationFactory)


class ReportItemFactory(DjangoModelFactory):
    """A whole number of at least nought, asked of every village."""

    class Meta:
        model = ReportItem

    template = factory.SubFactory(ReportTemplateFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    section = "党员队伍"
    code = factory.Sequence(lambda n: f"item{n}")
    name = factory.Sequence(lambda n: f"第{n}项")
    unit = "名"
    minimum = 0


class ReportPeriodFactory(DjangoModelFactory):
    """The third quarter of 2026."""

    class Meta:
        model = ReportPeriod

    template = factory.SubFactory(ReportTemplateFactory)
    year, quarter = 2026, 3
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    opens, due, closes = date(2026, 7, 1), date(2026, 10, 10), date(2026, 11, 29)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    organization = factory.SubFactory(TownshipFactory)
    period = factory.SubFactory(
        ReportPeriodFactory, template__organization=factory.SelfAttribute("...organization")
    )


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


def make(model, organization, **given):
    """A record of this type in `organization`; an organization or a village stands below it.

    Through `<Model>Factory` where there is one, else with what its fields ask for.
    """
    made_by = globals().get(f"{model.__name__}Factory")
    if made_by:
        return made_by(**{model.scope_path or "parent": organization}, **given)
    return fill(model, organization, make, given)


def grant(user, organization, *perms):
    """Give a user permissions by codename ("view_person"); without any, all there are."""
    role = Group.objects.create(name=f"role {Group.objects.count()}")
    chosen = Permission.objects.filter(codename__in=perms) if perms else Permission.objects.all()
    role.permissions.set(chosen)
    return GrantFactory(user=user, role=role, organization=organization)


def user_over(organization, *perms):
    """A user with permissions by codename over a subtree; without any, with all there are."""
    user = UserFactory(organization=organization)
    grant(user, organization, *perms)
    return user
