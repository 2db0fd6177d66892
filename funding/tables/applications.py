from typing import Any

from funding.models import Application, ApprovalLimit
from portal.models import fields_of
from portal.tables import RecordTable


class ApplicationTable(RecordTable):
    shown = ("code", "account", "asked_on", "use", "amount", "payee", "state")

    class Meta(RecordTable.Meta):
        model = Application
        fields = [*fields_of(Application), "state", "asked_by", "entry"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "account__organization", "account__source", "use", "asked_by", "entry"
        )


class ApprovalLimitTable(RecordTable):
    shown = ("level", "purse", "up_to", "second_person", "since", "until", "document")

    class Meta(RecordTable.Meta):
        model = ApprovalLimit
        fields = fields_of(ApprovalLimit)
