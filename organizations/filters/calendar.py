from __future__ import annotations

from organizations.models import Holiday
from portal.filters import RecordFilter


class HolidayFilter(RecordFilter):
    search = ("name", "source")

    class Meta:
        model = Holiday
        fields = ["year", "working"]
