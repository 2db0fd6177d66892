"""The roles that the portal comes with, as data; a county changes them later as it sees fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext_lazy as _

WRITING = ("add", "change", "import")


@dataclass(frozen=True)
class Role:
    """`may`: patterns of "app.verb_record" ("members.*_person"); a leading "-" takes away again.

    Records that are handed down (rules, plans, calendars) are written by the `county` alone.
    """

    label: Any
    may: tuple[str, ...]
    county: bool = False

    def allows(self, perm: str, handed_down: bool = False) -> bool:
        verb = perm.partition(".")[2].partition("_")[0]
        if handed_down and not self.county and verb in WRITING:
            return False
        refused = any(fnmatchcase(perm, line[1:]) for line in self.may if line.startswith("-"))
        return not refused and any(fnmatchcase(perm, line) for line in self.may)


REGISTERS = ("organizations", "members", "cadres")
APPS = (*REGISTERS, "funding", "assessments")


def each(*verbs: str, of: tuple[str, ...] = REGISTERS) -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_*" for app in of for verb in verbs)


NOT_ACCOUNTS = ("-organizations.*_user", "-organizations.*_grant")
# The county alone: the tree between townships, lists that the county committee decides.
COUNTY_ALONE = (
    "-organizations.restructure_*",
    "-organizations.undo_*",
    "-organizations.accept_weakorganization",
    "-organizations.take_weakorganization",
    "-organizations.change_organization",
    "-organizations.import_organization",
    "-organizations.add_village",
    "-organizations.import_village",
    "-members.reveal_person",
    "-cadres.conclude_jointcheck",
    "-cadres.review_postfiling",
    "-cadres.postpone_election",
    "-cadres.grade_debriefing",
    "-cadres.file_handling",
    "-cadres.conclude_recruitmentcase",
    "-cadres.withdraw_award",
    "-cadres.accept_project",
)
# What a village reports by itself: its meetings, decisions, notices and cases.
OF_VILLAGES = (
    "meeting",
    "meetingattendance",
    "decision",
    "decisionstep",
    "disclosure",
    "servicecase",
    "servicecounter",
    "serviceagent",
    "venueuse",
    "activity",
    "dutyclaim",
    "commitment",
    "deed",
    "carecase",
    "pairing",
    "help",
    "talk",
    "duespayment",
)

# Money that a township keeps for its villages: it enters, the county closes years and reopens.
OF_TOWNSHIPS = (
    *(f"funding.{verb}_account" for verb in ("add", "change", "import", "enter", "transfer")),
    "funding.close_account",
    *(f"funding.{verb}_entry" for verb in ("add", "change", "import", "reverse")),
    *(f"funding.{verb}_application" for verb in ("add", "change", "import", "submit", "review")),
    "funding.pay_application",
    "funding.move_budget",
    "funding.withdraw_budgetmove",
    *(f"funding.{verb}_dues*" for verb in ("add", "change", "import", "post")),
    *(f"funding.{verb}_extradues" for verb in ("add", "change", "import")),
    *(f"funding.{verb}_pay*" for verb in ("add", "change", "import", "check")),
    *(f"funding.{verb}_collectivereward" for verb in ("add", "change", "import")),
    *(f"funding.{verb}_bankcard" for verb in ("add", "change", "import")),
)

ROLES: dict[str, Role] = {
    # Everything, and alone the accounts and what they may do.
    "county_admin": Role(
        _("county administrator"),
        (*(f"{app}.*" for app in APPS), "portal.*", "web.*", "registers.*", "workbooks.*"),
        county=True,
    ),
    # Keeps every register, runs the plans, checks and returns the reports that townships submit.
    "county_staff": Role(
        _("county staff"),
        (
            *(f"{app}.*" for app in APPS),
            *NOT_ACCOUNTS,
            "-assessments.submit_*",
            "-assessments.change_report",
            "-assessments.fill_report",
            "registers.share_*",
        ),
        county=True,
    ),
    # Keeps the registers of the township and its villages; fills its reports and submits them.
    "township_secretary": Role(
        _("township secretary"),
        (
            *(f"{app}.*" for app in REGISTERS),
            *NOT_ACCOUNTS,
            *COUNTY_ALONE,
            *each("view", "export", of=("assessments", "funding")),
            *OF_TOWNSHIPS,
            "assessments.change_report",
            "assessments.submit_report",
            "assessments.rate_ratingcase",
            "assessments.change_ratingcase",  # to attach evidence
            "assessments.review_ratingcase",
            "assessments.rate_scorecard",
            *(f"assessments.{verb}_poll*" for verb in ("add", "change", "import", "conduct")),
        ),
    ),
    # Sees the village's own persons and figures; keeps what the village itself does.
    "village_secretary": Role(
        _("village secretary"),
        (
            *each("view", of=APPS),
            *NOT_ACCOUNTS,
            *(f"*.{verb}_{what}" for verb in ("add", "change") for what in OF_VILLAGES),
            *(f"funding.{verb}_application" for verb in ("add", "change", "submit")),
            "organizations.conduct_decision",
            "organizations.handle_servicecase",
            "organizations.perform_task",
            "members.review_dutyclaim",
            "members.review_commitment",
            "assessments.fill_report",
            "assessments.rate_scorecard",
            "assessments.rate_ratingcase",
            "assessments.change_ratingcase",
        ),
    ),
    # Reads, compares and takes out the workbooks. Writes nothing.
    "supervisor": Role(
        _("supervisor"), (*each("view", "export", of=APPS), *NOT_ACCOUNTS), county=True
    ),
    # Reads who did what: accounts, rights, logs, exports. Writes nothing, takes no persons out.
    "auditor": Role(
        _("auditor"),
        (
            *each("view", of=APPS),
            "organizations.export_user",
            "organizations.export_grant",
            "portal.view_*",
        ),
        county=True,
    ),
}


def label(name: str) -> str:
    """What a role is called; one that a county made itself, by its own name."""
    return str(ROLES[name].label) if name in ROLES else name


def called() -> dict[str, str]:
    """{what a role is called, in any language: its name}."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(role.label): name for name, role in ROLES.items()}
    return found


def permissions(ids: Iterable[int] | None = None, *, using: str) -> Iterator[Permission]:
    """Permissions on what people work with; history tables have none of their own."""
    rows = Permission.objects.using(using).select_related("content_type")
    for row in rows if ids is None else rows.filter(pk__in=ids):
        model = row.content_type.model_class()
        if model and not issubclass(model, pghistory.models.Event):
            yield row


def known(using: str) -> set[int]:
    """The permissions there are; none where the tables have yet to be made."""
    if Permission._meta.db_table not in connections[using].introspection.table_names():
        return set()
    return set(Permission.objects.using(using).values_list("pk", flat=True))


def hand_out(before: set[int], *, using: str) -> None:
    """Make the roles that are missing, and give all roles what they may of the new permissions.

    What a county took from a role, or gave to it, stays as the county wants it.
    """
    fresh = list(permissions(known(using) - before, using=using))
    for name, role in ROLES.items():
        group, made = Group.objects.using(using).get_or_create(name=name)
        offered = permissions(using=using) if made else fresh
        allowed = [row for row in offered if role.allows(named(row), handed_down(row))]
        group.permissions.add(*allowed)


def handed_down(row: Permission) -> bool:
    return bool(getattr(row.content_type.model_class(), "handed_down", False))


def named(row: Permission) -> str:
    return f"{row.content_type.app_label}.{row.codename}"
