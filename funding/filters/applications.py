from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from funding.choices import ApplicationState, Purse
from funding.models import Application, ApprovalLimit
from organizations.choices.tree import Level
from portal.filters import RecordFilter


class ApplicationFilter(RecordFilter):
    search = ("code", "payee", "purpose", "account__organization__name")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ApplicationState.choices)
    at_least = django_filters.NumberFilter("amount", "gte", label=_("Amount at least (yuan)"))
    year = django_filters.NumberFilter("account__year", label=_("Year"))

    class Meta:
        model = Application
        fields: list[Any] = ["state"]


class ApprovalLimitFilter(RecordFilter):
    search = ("document",)

    level = django_filters.MultipleChoiceFilter(label=_("Who decides"), choices=Level.choices)
    purse = django_filters.MultipleChoiceFilter(label=_("Kind of money"), choices=Purse.choices)

    class Meta:
        model = ApprovalLimit
        fields: list[Any] = ["level", "purse"]
