from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.actions.duties import close_commitment, review_claim
from members.choices.duties import Kept
from members.filters.duties import (
    CommitmentFilter,
    CouncilSeatFilter,
    DeedFilter,
    DutyClaimFilter,
    DutyPostFilter,
)
from members.filters.related import InYearFacet, ask_of_persons
from members.forms.duties import (
    CloseCommitmentForm,
    CommitmentForm,
    CouncilSeatForm,
    DeedForm,
    DutyClaimForm,
    DutyPostForm,
    ReviewForm,
)
from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from members.tables.duties import (
    CommitmentTable,
    CouncilSeatTable,
    DeedTable,
    DutyClaimTable,
    DutyPostTable,
)
from organizations.filters.having import HavingFacet
from portal import pages

members = _("Members")

pages.add(
    DutyPost, DutyPostForm, DutyPostFilter, DutyPostTable, group=members, menu=False, icon="flag"
)
pages.add(
    DutyClaim,
    DutyClaimForm,
    DutyClaimFilter,
    DutyClaimTable,
    group=members,
    icon="flag",
    actions=(
        pages.Action(review_claim, _("Review the duty post"), ReviewForm, perm="review", many=True),
    ),
    bulk=("until",),
)
pages.add(
    Commitment,
    CommitmentForm,
    CommitmentFilter,
    CommitmentTable,
    group=members,
    icon="clipboard",
    actions=(
        pages.Action(
            close_commitment,
            _("Close the commitment"),
            CloseCommitmentForm,
            perm="review",
            many=True,
            offered=lambda commitment: commitment.kept == Kept.OPEN,
        ),
    ),
    bulk=("due",),
)
pages.add(Deed, DeedForm, DeedFilter, DeedTable, group=members, icon="star")
pages.add(
    CouncilSeat,
    CouncilSeatForm,
    CouncilSeatFilter,
    CouncilSeatTable,
    group=_("Party life"),
    icon="people",
    bulk=("until",),
)

ask_of_persons(
    has_duty_post=HavingFacet(DutyClaim, by="person", label=_("Has a duty post")),
    on_council=HavingFacet(CouncilSeat, by="person", label=_("Sits in a members' council")),
    committed_in=InYearFacet(Commitment, label=_("Made a commitment in the year")),
    active_in=InYearFacet(Deed, label=_("Did something for the village in the year")),
)


@pages.todo
def overdue_commitments(user: Any) -> Iterator[pages.Todo]:
    """Commitments past their day, for whoever may review them."""
    if not user.has_perm("members.review_commitment"):
        return
    rows = Commitment.objects.for_user(user, "review")
    late = rows.filter(kept=Kept.OPEN, due__lt=timezone.localdate()).count()
    if late:
        text = ngettext("%(n)s commitment is overdue", "%(n)s commitments are overdue", late)
        url = f"{pages.get('commitment').url('list')}?overdue=true"
        yield pages.Todo(text % {"n": late}, url, "overdue", _("Close them"))
