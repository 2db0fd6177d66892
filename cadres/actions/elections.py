"""Elections: put off, concluded, declared void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.actions.posts import Taking, appoint_person, remove_post
from cadres.choices.checks import CheckState
from cadres.choices.elections import Electing, ElectionState
from cadres.choices.posts import GOVERNING, PARTY, Chosen, Position, PostLeft
from cadres.choices.rules import Limit
from cadres.models import Candidate, Election, JointCheck, Post
from cadres.rules.limits import limit_on
from organizations.choices.tree import Method
from portal.dates import months_after
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

FLOW = Flow(
    (ElectionState.PLANNED, ElectionState.POSTPONED),
    (ElectionState.POSTPONED, ElectionState.POSTPONED),
    (ElectionState.PLANNED, ElectionState.HELD),
    (ElectionState.POSTPONED, ElectionState.HELD),
    (ElectionState.PLANNED, ElectionState.VOID),
    (ElectionState.POSTPONED, ElectionState.VOID),
)
FILLS: dict[str, tuple[str, ...]] = {
    Electing.PARTY: PARTY,
    Electing.VILLAGERS: GOVERNING,
    Electing.SUPERVISION: (Position.SUPERVISION,),
    Electing.LEAGUE: (Position.LEAGUE,),
    Electing.WOMEN: (Position.WOMEN,),
}
METHODS = {
    Chosen.TWO_STEPS: Method.DOUBLE,
    Chosen.OPEN_ELECTION: Method.OPEN,
    Chosen.ELECTED: Method.MEMBERS,
    Chosen.APPOINTED: Method.APPOINTED,
}


@dataclass(frozen=True)
class Tally:
    """How an election went, in heads and ballots."""

    due: int
    present: int
    issued: int
    returned: int
    valid: int


@transaction.atomic
def postpone_election(
    election: Election, *, planned_on: date, shift_no: str, shift_why: str, by: Any
) -> None:
    """Hold it on another day than the term's end, with the superior's approval (domain 2.1)."""
    if not shift_no.strip():
        raise Refused(_("An election that is early or late needs the superior's approval."))
    refuse_too_far(election, planned_on)
    changes = {"planned_on": planned_on, "shift_no": shift_no, "shift_why": shift_why}
    FLOW.move(election, ElectionState.POSTPONED, **changes)


def refuse_too_far(election: Election, day: date) -> None:
    most = limit_on(Limit.SHIFT_MONTHS, day, election.organization.path)
    if not election.due_on or most is None:
        return
    if not months_after(election.due_on, -most) <= day <= months_after(election.due_on, most):
        raise Refused(
            _("An election may be at most %(months)s months early or late.") % {"months": most}
        )


@transaction.atomic
def void_election(election: Election, *, remarks: str, by: Any) -> None:
    FLOW.move(election, ElectionState.VOID, remarks=remarks)


@transaction.atomic
def conclude_election(
    election: Election,
    *,
    held_on: date,
    tally: Tally,
    approval_no: str = "",
    term_ends: date | None = None,
    by: Any,
) -> None:
    """Check the vote, end the old team's posts and begin the new team's on that day."""
    refuse_wrong_day(election, held_on)
    refuse_wrong_count(election, tally, held_on)
    winners = list(election.candidates.filter(elected=True).select_related("person").order_by("pk"))
    refuse_wrong_winners(election, winners, tally, held_on)
    FLOW.move(election, ElectionState.HELD, held_on=held_on, approval_no=approval_no, **vars(tally))
    replace_team(election, winners, held_on, term_ends, by)
    if election.electing == Electing.PARTY:
        tell_organization(election, term_ends)


def refuse_wrong_day(election: Election, day: date) -> None:
    refuse_future(day)
    due, most = election.due_on, limit_on(Limit.SHIFT_MONTHS, day, election.organization.path)
    if not due or most is None:
        return
    refuse_too_far(election, day)
    if day > due and not election.shift_no:
        raise Refused(
            _("The term expired on %(day)s: holding it later needs approval.") % {"day": due}
        )
    remind = limit_on(Limit.REMIND_MONTHS, day, election.organization.path) or 0
    if day < months_after(due, -remind) and not election.shift_no:
        raise Refused(
            _("The term expires on %(day)s: holding it so early needs approval.") % {"day": due}
        )


def refuse_wrong_count(election: Election, tally: Tally, day: date) -> None:
    """Attendance over four fifths for the party (domain 2.1), over half for villagers."""
    if tally.present > tally.due:
        raise Refused(_("More were present than are entitled to vote."))
    kind = Limit.QUORUM if election.electing == Electing.PARTY else Limit.VILLAGERS_QUORUM
    quorum = limit_on(kind, day, election.organization.path)
    if quorum is not None and tally.present * 100 <= tally.due * quorum:
        raise Refused(
            _("%(present)s of %(due)s were present; more than %(quorum)s %% are needed.")
            % {"present": tally.present, "due": tally.due, "quorum": quorum}
        )
    if tally.returned > tally.issued:
        raise Refused(_("More ballots came back than were issued: the election is not valid."))
    if tally.valid > tally.returned:
        raise Refused(_("More ballots are valid than came back."))


def refuse_wrong_winners(
    election: Election, winners: list[Candidate], tally: Tally, day: date
) -> None:
    if not winners:
        raise Refused(_("Enter the candidates and tick who was elected first."))
    if election.seats is not None and len(winners) > election.seats:
        raise Refused(
            _("%(elected)s are marked as elected for %(seats)s seats.")
            % {"elected": len(winners), "seats": election.seats}
        )
    majority = limit_on(Limit.MAJORITY, day, election.organization.path)
    for winner in winners:
        if winner.position not in FILLS[election.electing]:
            raise Refused(
                _("“%(position)s” is not elected here.")
                % {"position": winner.get_position_display()}
            )
        few = winner.votes is None or winner.votes * 100 <= tally.present * (majority or 0)
        if majority is not None and few:
            raise Refused(
                _("%(person)s has %(votes)s votes of %(present)s; more than half are needed.")
                % {"person": winner.person, "votes": winner.votes or 0, "present": tally.present}
            )
    refuse_unchecked(election, winners, day)


def refuse_unchecked(election: Election, winners: list[Candidate], day: date) -> None:
    """Nobody is elected whom the joint check turned down, or whom it has not looked at."""
    if not limit_on(Limit.CHECK_NEEDED, day, election.organization.path):
        return
    checks = JointCheck.objects.filter(
        person__in=[winner.person for winner in winners], organization=election.organization
    ).order_by("asked_on", "pk")
    last = {check.person_id: check for check in checks}
    for winner in winners:
        check = last.get(winner.person_id)
        if check and check.state == CheckState.FAILED:
            raise Refused(_("%(person)s failed the joint check.") % {"person": winner.person})
        if not check or not check.is_valid(day):
            raise Refused(
                _("%(person)s has no valid joint check for this day.") % {"person": winner.person}
            )


def replace_team(
    election: Election, winners: list[Candidate], day: date, ends: date | None, by: Any
) -> None:
    old = Post.objects.filter(
        organization=election.organization,
        position__in=FILLS[election.electing],
        until=None,
        since__lte=day,
    )
    for post in old:
        remove_post(post, on=day, why=PostLeft.TERM, by=by)
    for winner in winners:
        how = Taking(day, election.method, winner.source, ends, approval_no=election.approval_no)
        place, who = election.organization, winner.person
        appoint_person(place, person=who, position=winner.position, how=how, by=by)


def tell_organization(election: Election, term_ends: date | None) -> None:
    """The organization's last election and the end of its term follow from this one."""
    organization = election.organization
    if organization.elected_on and election.held_on and organization.elected_on > election.held_on:
        return  # an old election entered later
    organization.elected_on = election.held_on
    organization.election_method = METHODS.get(Chosen(election.method), "")
    organization.election_due, organization.election_present = election.due, election.present
    organization.term_ends = term_ends
    organization.save()
