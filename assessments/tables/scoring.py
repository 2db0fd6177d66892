from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    Objection,
    Score,
    ScoreCard,
)
from assessments.models.scoring import read_bands
from assessments.tables.naming import NAME_FIRST, NamedTable
from portal.models import fields_of
from portal.tables import DecimalColumn, RecordTable
from web.templatetags.portal import plain


class AssessmentSchemeTable(NamedTable):
    shown = ("code", "name", "about", "level", "version", "grades")

    class Meta(RecordTable.Meta):
        model = AssessmentScheme
        fields = [
            *("code", "name", "name_en", "organization", "about", "level", "version"),
            *("plan", "grades", "public_days", "source"),
        ]

    def render_grades(self, value: str) -> str:
        """Each grade in the reader's language, from how many points on, for what share at most."""
        parts = (
            f"{band} ≥ {plain(band.least)}" + (f" ({band.share}%)" if band.share else "")
            for band in read_bands(value)
        )
        return "; ".join(parts)

    def value_grades(self, value: str) -> str:
        return value


class AssessmentLineTable(NamedTable):
    shown = ("scheme", "position", "group", "name", "points", "kind", "source", "rule")

    class Meta(RecordTable.Meta):
        model = AssessmentLine
        fields = fields_of(AssessmentLine)
        sequence = NAME_FIRST


class AssessmentTable(RecordTable):
    shown = ("scheme", "year", "day", "state", "public_until")

    class Meta(RecordTable.Meta):
        model = Assessment
        fields = [*fields_of(Assessment), "state", "computed_at", "public_from", "public_until"]

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("scheme__organization")


class ScoreCardTable(RecordTable):
    shown = ("assessment", "organization", "person", "total", "rank", "peer_rank", "grade")

    class Meta(RecordTable.Meta):
        model = ScoreCard
        fields = [
            *fields_of(ScoreCard),
            *("total", "rank", "peer_rank", "grade", "grade_reason", "out"),
            *("used_for", "used_note"),
        ]
        sequence = ["organization", "person", "..."]

    def render_grade(self, value: str, record: ScoreCard) -> str:
        """In the reader's language, as the scheme words it."""
        words = {band.name: str(band) for band in record.assessment.scheme.bands}
        return words.get(value, value)

    def value_grade(self, value: str) -> str:
        return value

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("assessment__scheme", "organization", "person")


class ScoreTable(RecordTable):
    shown = ("card", "line", "computed", "entered", "reviewed", "final", "reason")

    final = DecimalColumn(accessor="final", verbose_name=_("Counts"), orderable=False)

    class Meta(RecordTable.Meta):
        model = Score
        fields = [
            *("card", "line", "self_score", "self_note", "computed", "entered", "reason"),
            *("entered_by", "reviewed", "review_reason", "reviewed_by"),
        ]

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related(
            "card__assessment__scheme",
            "card__organization",
            "card__person",
            "line",
            "entered_by",
            "reviewed_by",
        )


class ObjectionTable(RecordTable):
    shown = ("card", "line", "text", "by", "state", "decision")

    class Meta(RecordTable.Meta):
        model = Objection
        fields = ["card", "line", "text", "by", "state", "decision", "decided_by", "decided_at"]

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related(
            "card__assessment__scheme",
            "card__organization",
            "card__person",
            "line",
            "by",
            "decided_by",
        )
