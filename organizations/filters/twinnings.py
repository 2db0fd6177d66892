from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.choices.projects import HelpKind, TwinningKind
from organizations.filters.having import HavingFacet
from organizations.models import Twinning, TwinningActivity
from portal.filters import RecordFilter


class TwinningFilter(RecordFilter):
    search = ("organization__name", "partner_name", "contact")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TwinningKind.choices)
    active = HavingFacet(
        TwinningActivity, by="twinning", this_year=True, label=_("Active this year")
    )

    class Meta:
        model = Twinning
        fields: list[Any] = ["thousand"]


class TwinningActivityFilter(RecordFilter):
    search = ("title", "twinning__partner_name", "twinning__organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind of help"), choices=HelpKind.choices)

    class Meta:
        model = TwinningActivity
        fields: list[Any] = []
