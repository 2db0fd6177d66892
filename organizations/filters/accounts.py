from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.models import Grant, User
from portal.filters import RecordFilter


class UserFilter(RecordFilter):
    search = ("name", "full_name")

    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = User
        fields: list[Any] = []


class GrantFilter(RecordFilter):
    search = ("user__name", "user__full_name", "role__name")

    class Meta:
        model = Grant
        fields: list[Any] = []
