from organizations.models import ServiceAgent, ServiceCase, ServiceCounter, ServiceItem
from portal.tables import RecordTable


class ServiceCounterTable(RecordTable):
    shown = ("name", "organization", "kind", "office", "open_on", "opening")

    class Meta(RecordTable.Meta):
        model = ServiceCounter
        fields = [
            *("name", "organization", "kind", "office", "location", "open_on", "opening"),
            *("duties", "phone", "since", "until"),
        ]


class ServiceItemTable(RecordTable):
    shown = ("code", "name", "topic", "office", "promised_days", "by_agent")

    class Meta(RecordTable.Meta):
        model = ServiceItem
        fields = [
            *("code", "name", "topic", "office", "promised_days", "by_agent"),
            *("papers", "source", "since", "until", "organization"),
        ]


class ServiceAgentTable(RecordTable):
    shown = ("name", "organization", "post", "accountant", "counter", "since")

    class Meta(RecordTable.Meta):
        model = ServiceAgent
        fields = [
            *("name", "organization", "post", "accountant", "counter", "phone", "since", "until"),
        ]


class ServiceCaseTable(RecordTable):
    shown = ("asked_on", "applicant", "item", "organization", "state", "promised_by", "finished_on")

    class Meta(RecordTable.Meta):
        model = ServiceCase
        fields = [
            *("asked_on", "applicant", "item", "organization", "details", "way", "counter"),
            *("agent", "first_receiver", "state", "accepted_on", "promised_by", "handed_to"),
            *("finished_on", "times_handled", "outcome", "answer", "satisfaction"),
        ]
