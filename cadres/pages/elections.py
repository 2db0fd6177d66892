from django.utils.translation import gettext_lazy as _

from cadres.actions.checks import check_candidate
from cadres.actions.elections import conclude_election, postpone_election, void_election
from cadres.filters.elections import CandidateFilter, ElectionFilter
from cadres.forms.acting import ConcludeElectionForm, OnForm, PostponeForm, VoidForm
from cadres.forms.elections import CandidateForm, ElectionForm
from cadres.models import Candidate, Election
from cadres.tables.elections import CandidateTable, ElectionTable
from portal import pages

cadres = _("Cadres")


def still_open(election: Election) -> bool:
    return election.is_open


pages.add(
    Election,
    ElectionForm,
    ElectionFilter,
    ElectionTable,
    group=cadres,
    icon="check",
    bulk=("term_no", "method", "planned_on", "trained_on"),
    actions=(
        pages.Action(
            conclude_election, _("Enter the result"), ConcludeElectionForm, offered=still_open
        ),
        pages.Action(
            postpone_election, _("Another day"), PostponeForm, many=True, offered=still_open
        ),
        pages.Action(
            void_election,
            _("Declare void"),
            VoidForm,
            perm="conclude",
            offered=still_open,
            danger=True,
        ),
    ),
)
pages.add(
    Candidate,
    CandidateForm,
    CandidateFilter,
    CandidateTable,
    group=cadres,
    menu=False,
    bulk=("elected",),
    actions=(
        pages.Action(
            check_candidate,
            _("Start the joint check"),
            OnForm,
            perm="change",
            many=True,
            offered=lambda candidate: candidate.election.is_open,
        ),
    ),
)
