from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from funding.choices import Purse
from funding.models import Source, Use
from portal.filters import RecordFilter


class SourceFilter(RecordFilter):
    purse = django_filters.MultipleChoiceFilter(label=_("Kind of money"), choices=Purse.choices)

    class Meta:
        model = Source
        fields: list[Any] = ["purse", "overdraws"]


class UseFilter(RecordFilter):
    search = ("code", "name", "subject", "economic")

    purse = django_filters.MultipleChoiceFilter(label=_("Kind of money"), choices=Purse.choices)

    class Meta:
        model = Use
        fields: list[Any] = ["purse", "subject"]
