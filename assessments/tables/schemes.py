from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Criterion,
    CriterionGroup,
    RatingBand,
    RatingCase,
    RatingObjection,
    RatingRound,
    RatingScheme,
)
from assessments.tables.naming import NAME_FIRST, NamedTable
from portal.models import fields_of
from portal.tables import RecordTable
from web.templatetags.portal import status_tag


class RatingSchemeTable(NamedTable):
    shown = ("code", "name", "about", "form", "most", "appraisal_share", "publicity_days")

    class Meta(RecordTable.Meta):
        model = RatingScheme
        fields = fields_of(RatingScheme)


class CriterionGroupTable(NamedTable):
    shown = ("scheme", "position", "code", "name", "maximum", "star_from")

    class Meta(RecordTable.Meta):
        model = CriterionGroup
        fields = fields_of(CriterionGroup)
        sequence = NAME_FIRST


class RatingBandTable(RecordTable):
    shown = ("scheme", "stars", "points_from", "at_most", "at_least")

    class Meta(RecordTable.Meta):
        model = RatingBand
        fields = fields_of(RatingBand)
        sequence = ["stars", "..."]


class CriterionTable(NamedTable):
    shown = ("scheme", "position", "name", "kind", "maximum", "each", "measure", "reads")

    class Meta(RecordTable.Meta):
        model = Criterion
        fields = fields_of(Criterion)
        sequence = NAME_FIRST


class RatingRoundTable(RecordTable):
    shown = ("scheme", "year", "organization", "state", "due", "published_until")

    class Meta(RecordTable.Meta):
        model = RatingRound
        fields = [*fields_of(RatingRound), "state", "due", "published_on", "published_until"]

    def render_state(self, record: RatingRound) -> Any:
        return record.get_state_display()

    def value_state(self, record: RatingRound) -> str:
        return str(record.get_state_display())


class RatingCaseTable(RecordTable):
    shown = ("organization", "person", "round", "state", "total", "stars")

    themed = tables.Column(accessor="themed", verbose_name=_("Themed stars"), orderable=False)

    class Meta(RecordTable.Meta):
        model = RatingCase
        fields = [
            "organization",
            "person",
            "round",
            "state",
            "appraisal",
            "points",
            "total",
            "stars",
            "self_note",
            "town_reason",
            "county_reason",
            "reviewed_by",
        ]

    def render_state(self, record: RatingCase) -> SafeString:
        return status_tag(record.status, record.get_state_display())

    def value_state(self, record: RatingCase) -> str:
        return str(record.get_state_display())

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "organization", "person", "reviewed_by", "round__scheme", "round__organization"
        )


class RatingObjectionTable(RecordTable):
    shown = ("case", "raised_by", "raised_on", "text", "state", "decision")

    class Meta(RecordTable.Meta):
        model = RatingObjection
        fields = [*fields_of(RatingObjection), "state", "decision", "decided_by", "decided_on"]

    def render_state(self, record: RatingObjection) -> Any:
        return record.get_state_display()

    def value_state(self, record: RatingObjection) -> str:
        return str(record.get_state_display())

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "case__round__scheme", "case__organization", "case__person", "decided_by"
        )
