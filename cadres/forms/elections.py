from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cadres.choices.elections import ElectionState
from cadres.forms.posts import PERSON, PLACE
from cadres.forms.usual import UsualForm, usual
from cadres.models import Candidate, Election
from cadres.rules.records import held_election_has_a_day, quorum_was_there
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import no_more_than, not_in_future


@usual
class ElectionForm(UsualForm):
    rules = (
        no_more_than("present", "due", _("More were present than are entitled to vote.")),
        no_more_than("returned", "issued", _("More ballots came back than were issued.")),
        no_more_than("valid", "returned", _("More ballots are valid than came back.")),
        held_election_has_a_day,
        not_in_future("held_on"),
    )
    cautions = (quorum_was_there,)
    synonyms = {
        "organization": PLACE,
        "electing": ("选举类别", "换届类别"),
        "year": ("年度", "换届年度"),
        "term_no": ("届别", "届"),
        "method": ("换届方式", "选举方式"),
        "due_on": ("届满日期", "届满时间"),
        "held_on": ("换届日期", "换届时间", "选举时间"),
        "due": ("应到人数", "应到会人数"),
        "present": ("实到人数", "到会人数"),
        "approval_no": ("换届文号", "批复文号"),
    }
    groups = (
        (_("Election"), ("organization", "electing", "year", "term_no", "method", "seats")),
        (_("Day"), ("state", "due_on", "planned_on", "shift_no", "shift_why", "held_on")),
        (_("Vote"), ("due", "present", "issued", "returned", "valid")),
        (_("Afterwards"), ("approval_no", "trained_on", "remarks")),
    )
    examples = {"state": (ElectionState.PLANNED,)}

    class Meta(RecordForm.Meta):
        model = Election
        fields = fields_of(Election)


class CandidateForm(RecordForm):
    synonyms = {
        "person": ("候选人", *PERSON),
        "position": ("拟任职务", "选举职务", "职务"),
        "votes": ("得票", "得票数", "赞成"),
        "elected": ("是否当选", "当选"),
    }

    class Meta(RecordForm.Meta):
        model = Candidate
        fields = fields_of(Candidate)
