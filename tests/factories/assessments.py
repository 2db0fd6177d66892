"""Ratings, targets and reports."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from assessments.models import (
    Assessment,
    AssessmentScheme,
    Indicator,
    Measure,
    Plan,
    Poll,
    PollSubject,
    Rating,
    Report,
    ReportCell,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
    Run,
    Seal,
    Target,
    Value,
)
from tests.factories.organizations import OrganizationFactory, TownshipFactory


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


class SealFactory(DjangoModelFactory):
    class Meta:
        model = Seal

    plan = factory.SubFactory(PlanFactory)
    run = factory.SubFactory(RunFactory, plan=factory.SelfAttribute("..plan"), state="done")
    day = factory.SelfAttribute("run.day")
    code = factory.Sequence(lambda n: f"SEA{n:09}")
    reason = "季度考核"
    sealed_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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

    form = factory.Sequence(lambda n: f"form-{n}")
    code = factory.LazyAttribute(lambda o: f"{o.form}-1")
    name = factory.Sequence(lambda n: f"第{n}号季度报表")
    state = "issued"
    organization = factory.SubFactory(OrganizationFactory)


class ReportSectionFactory(DjangoModelFactory):
    """Asked of every village."""

    class Meta:
        model = ReportSection

    template = factory.SubFactory(ReportTemplateFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    title = "党员队伍"


class ReportCheckFactory(DjangoModelFactory):
    """What holds of any figure."""

    class Meta:
        model = ReportCheck

    template = factory.SubFactory(ReportTemplateFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    code = factory.Sequence(lambda n: f"check{n}")
    expression = factory.LazyAttribute(
        lambda o: f"{ReportItemFactory(template=o.template).code} >= 0"
    )


class ReportItemFactory(DjangoModelFactory):
    """A whole number of at least nought, asked of every village."""

    class Meta:
        model = ReportItem

    template = factory.SubFactory(ReportTemplateFactory)
    section = factory.SubFactory(ReportSectionFactory, template=factory.SelfAttribute("..template"))
    position = factory.Sequence(lambda n: n % 30_000)
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


class ReportCellFactory(DjangoModelFactory):
    """Five of something, in a report that is not handed in yet."""

    class Meta:
        model = ReportCell

    organization = factory.SubFactory(TownshipFactory)
    report = factory.SubFactory(ReportFactory, organization=factory.SelfAttribute("..organization"))
    item = factory.SubFactory(
        ReportItemFactory, template=factory.SelfAttribute("..report.period.template")
    )
    raw, value = "5", 5


class PollFactory(DjangoModelFactory):
    """A ballot on paper that is being prepared."""

    class Meta:
        model = Poll

    organization = factory.SubFactory(OrganizationFactory)
    year = 2026
    title = factory.Sequence(lambda n: f"第{n}次满意度测评")
    kind = "satisfaction"
    grades = "满意 / Satisfied=100; 不满意 / Not satisfied=0"
    expected = 20
    opens_on, closes_on = date(2026, 11, 1), date(2026, 11, 30)


class PollSubjectFactory(DjangoModelFactory):
    """A department."""

    class Meta:
        model = PollSubject

    poll = factory.SubFactory(PollFactory)
    name = factory.Sequence(lambda n: f"第{n}站所")


class AssessmentSchemeFactory(DjangoModelFactory):
    """Of townships, with two grades."""

    class Meta:
        model = AssessmentScheme

    code = factory.Sequence(lambda n: f"scheme-{n}")
    name = factory.Sequence(lambda n: f"第{n}号考核办法")
    about = "townships"
    grades = "优秀 / Excellent=90 (20%); 合格 / Qualified=0"
    organization = factory.SubFactory(OrganizationFactory)


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    scheme = factory.SubFactory(AssessmentSchemeFactory)
    year = factory.Sequence(lambda n: 2026 - n % 30)
    day = factory.LazyAttribute(lambda o: date(o.year, 12, 31))
