"""A record of any type from what its fields ask for, each one different from the last."""

from datetime import date, timedelta
from itertools import count

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from portal.models import Record

numbers = count(1)


def fill(model, organization, make, given):
    """Save a record of `model` in `organization`; `make` makes the records that it names."""
    number = next(numbers)
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name not in values and needed(model, field):
            values[field.name] = value_for(field, number, organization, make)
    return model.objects.create(**values)


def needed(model, field):
    """Whether a record cannot do without: required, or part of what tells it from the others."""
    if field.primary_key or not field.editable:
        return False
    optional = field.null or field.blank or field.default is not NOT_PROVIDED
    begins = field.name in (model.dated, (model.in_force or ("",))[0])
    return not optional or field.name in model.key or field.unique or begins


def value_for(field, number, organization, make):
    if isinstance(field, models.ForeignKey):
        return related(field.related_model, organization, make)
    if field.choices:
        return field.flatchoices[number % len(field.flatchoices)][0]
    for kind, value in (
        (models.DateTimeField, None),
        (models.DateField, lambda: date(2020, 1, 1) + timedelta(days=number % 2000)),
        ((models.IntegerField, models.DecimalField), lambda: plain_number(field, number)),
        (models.BooleanField, lambda: False),
    ):
        if isinstance(field, kind):
            return value()
    return text(field, number)


def related(model, organization, make):
    if issubclass(model, Record) and model.scope_path == "":
        return organization
    return make(model, organization)


def plain_number(field, number):
    return 1990 + number % 35 if "year" in field.name else 1 + number % 90


def text(field, number):
    if type(field).__name__ == "PartialDateField":
        return f"{date(2020, 1, 1) + timedelta(days=number % 2000):%Y-%m-%d}"
    return f"{number}号{field.verbose_name}"[: field.max_length or 60]
