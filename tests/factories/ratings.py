"""Schemes of star rating."""

import factory
from factory.django import DjangoModelFactory

from assessments.models import Criterion, CriterionGroup, RatingScheme
from tests.factories.organizations import OrganizationFactory


class RatingSchemeFactory(DjangoModelFactory):
    class Meta:
        model = RatingScheme

    family = factory.Sequence(lambda n: f"stars-{n}")
    code = factory.LazyAttribute(lambda o: f"{o.family}-1")
    name = factory.Sequence(lambda n: f"第{n}号星级评定办法")
    organization = factory.SubFactory(OrganizationFactory)


class CriterionGroupFactory(DjangoModelFactory):
    class Meta:
        model = CriterionGroup

    scheme = factory.SubFactory(RatingSchemeFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    code = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"第{n}组指标")


class CriterionFactory(DjangoModelFactory):
    """Ten points at most."""

    class Meta:
        model = Criterion

    scheme = factory.SubFactory(RatingSchemeFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    code = factory.Sequence(lambda n: f"criterion-{n}")
    name = factory.Sequence(lambda n: f"第{n}项指标")
    maximum = 10
