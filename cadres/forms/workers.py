from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cadres.fields import DayFormField
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import ContactPoint, ContactVisit, Delegate, PartyWorker
from cadres.rules.records import (
    visit_lies_within,
)
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order, no_more_than, not_in_future


@usual
class PartyWorkerForm(UsualForm):
    rules = (in_order(),)
    synonyms = {
        "person": PERSON,
        "organization": PLACE,
        "work": ("从事党务工作", "岗位"),
        "workload": ("专兼职",),
        "other_jobs": ("兼职数",),
        "since": ("从事党务时间",),
    }
    words = {"workload": {"专": "full", "兼": "part"}}

    class Meta(RecordForm.Meta):
        model = PartyWorker
        fields = fields_of(PartyWorker)
        field_classes = {"since": DayFormField, "until": DayFormField}


@usual
class DelegateForm(UsualForm):
    rules = (in_order(),)
    synonyms = {"person": PERSON, "organization": PLACE, "assembly": ("代表类别", "代表委员")}

    class Meta(RecordForm.Meta):
        model = Delegate
        fields = fields_of(Delegate)
        field_classes = {"since": DayFormField, "until": DayFormField}


@usual
class ContactPointForm(UsualForm):
    rules = (in_order(),)
    synonyms = {
        "leader": ("联系领导", "班子成员", *PERSON),
        "organization": ("联系村", "联系点", *PLACE),
        "year": ("年度",),
    }

    class Meta(RecordForm.Meta):
        model = ContactPoint
        fields = ["leader", "organization", "role", "year", "since", "until", "tasks"]


@usual
class ContactVisitForm(UsualForm):
    rules = (
        no_more_than("solved", "problems", _("More problems are solved than were taken up.")),
        visit_lies_within,
        not_in_future("visited_on"),
    )
    synonyms = {"visited_on": ("走访时间", "到点时间"), "done": ("走访内容",)}

    class Meta(RecordForm.Meta):
        model = ContactVisit
        fields = fields_of(ContactVisit)
