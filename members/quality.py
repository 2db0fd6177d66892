"""Rules of data quality about persons: each opens the rows that want mending."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.filters.faults import FAULTS
from members.rules.due import OVERDUE_WORDS
from portal import quality

SERIOUS = {"born_differs", "joined_young", "no_branch", "closed_branch", "twin"}
ADVICE: dict[str, Any] = {
    "no_id": _("Without it nobody tells two persons of one name apart; ask the branch."),
    "no_born": _("Take it from the personnel file."),
    "no_education": _("Ask the branch; the annual statistics need it."),
    "no_phone": _("Ask the branch."),
    "born_differs": _("The personnel file decides; correct whichever is mistyped."),
    "joined_young": _("Look into the file: the birth date or the day of joining is mistyped."),
    "unconfirmed": _("Look into the file. Members of April 1969 to August 1977 have none."),
    "no_branch": _("Transfer the member to a branch."),
    "closed_branch": _("Transfer the member to a branch that is open."),
    "long_probation": _("Confirm, extend or cancel."),
    "not_reviewed": _("Review the activist and record it."),
    "twin": _("Compare the ID numbers; one human being has one row."),
    "suspended_here": _("Suspend by the action, with the day, or correct the state."),
}

for name, (label, _condition) in FAULTS.items():
    quality.add(
        f"person-{name.replace('_', '-')}",
        "person",
        f"fault={name}",
        label,
        advice=ADVICE[name],
        serious=name in SERIOUS,
    )

for name in ("talk", "meeting", "approval", "oath"):
    quality.add(
        f"person-overdue-{name}",
        "person",
        f"overdue={name}",
        OVERDUE_WORDS[name],
        advice=_("It is overdue: do it and record it."),
    )

quality.add(
    "mobile-silent",
    "mobilerecord",
    "silent=true",
    _("mobile members of whom nothing was heard"),
    advice=_("Contact them at least half-yearly, and note it."),
)
quality.add(
    "lost-suspend",
    "lostcontact",
    "suspension_due=true",
    _("lost members to be suspended"),
    advice=_("Search again; after six months the membership is suspended."),
)
quality.add(
    "transfer-expired",
    "transfer",
    "expired=true",
    _("letters that expired without receipt"),
    advice=_("Ask for the receipt, or undo the transfer and issue a new letter."),
)


def training_missed() -> str:
    """Who missed the hours of last year; this year's may still be made up."""
    last = timezone.localdate().replace(month=1, day=1) - timedelta(days=1)
    return f"training_missed=M32&on={last:%Y-%m-%d}"


quality.add(
    "person-training-missed",
    "person",
    training_missed,
    _("Training not reached last year"),
    advice=_("Enter the courses that are missing, or plan make-up training."),
)
quality.add(
    "appraisal-unsettled",
    "appraisal",
    "unsettled=true",
    _("Unqualified members not settled"),
    advice=_("Set a day to mend, or record the handling."),
    serious=True,
)
quality.add(
    "commitment-overdue",
    "commitment",
    "overdue=true",
    _("Commitments overdue"),
    advice=_("Review and close them."),
)
quality.add(
    "carecase-not-visited",
    "carecase",
    "visited=false",
    _("Needy and old members not visited this year"),
    advice=_("Visit them, and record the help given."),
)
