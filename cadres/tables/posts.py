from __future__ import annotations

from typing import Any

from cadres.models import CadreRule, Post, PostFiling, Responsibility, SeatRule
from portal.models import fields_of
from portal.tables import RecordTable


class PostTable(RecordTable):
    shown = (
        "person",
        "organization",
        "position",
        "since",
        "chosen",
        "source",
        "term_ends",
        "until",
    )

    class Meta(RecordTable.Meta):
        model = Post
        fields = fields_of(Post)


class PostFilingTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostFiling
        fields = fields_of(PostFiling)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("post__person", "post__organization")


class SeatRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = SeatRule
        fields = fields_of(SeatRule)


class CadreRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CadreRule
        fields = fields_of(CadreRule)


class ResponsibilityTable(RecordTable):
    shown = (
        "organization",
        "year",
        "role",
        "person",
        "position",
        "since",
    )

    class Meta(RecordTable.Meta):
        model = Responsibility
        fields = fields_of(Responsibility)
