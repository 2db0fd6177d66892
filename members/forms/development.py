from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from portal.forms import RecordForm
from portal.models import fields_of


def ends_after_it_begins(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    since, until = values.get("since"), values.get("until")
    if since and until and until <= since:
        yield "until", _("The end must lie after the beginning.")


def extension_has_a_range(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    least, most = values.get("extension_least"), values.get("extension_most")
    if least is not None and most is not None and least > most:
        yield "extension_most", _("The most must not be less than the least.")


def votes_add_up(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    due, present, yes = (values.get(name) for name in ("due", "present", "in_favour"))
    if due is not None and present is not None and present > due:
        yield "present", _("More came than were due.")
    if present is not None and yes is not None and yes + (values.get("against") or 0) > present:
        yield "in_favour", _("More votes were given than voters came.")


def publicity_ends_after_it_begins(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    first, last = values.get("publicity_from"), values.get("publicity_to")
    if first and last and last < first:
        yield "publicity_to", _("The end must lie after the beginning.")


class RuleSetForm(RecordForm):
    rules = (ends_after_it_begins, extension_has_a_range)
    groups = (
        (gettext_lazy("Rules"), ("organization", "code", "name", "source", "since", "until")),
        (
            gettext_lazy("Applicants and activists"),
            ("least_age", "talk_months", "most_contacts", "review_months", "cultivation_months"),
        ),
        (
            gettext_lazy("Development targets"),
            (
                "target_agreed",
                "publicity_days",
                "introducers",
                "review_valid_months",
                "training_days",
                "training_hours",
            ),
        ),
        (
            gettext_lazy("Admission"),
            (
                "meeting_months",
                "quorum",
                "majority",
                "approval_months",
                "approval_special_months",
                "oath_months",
            ),
        ),
        (
            gettext_lazy("Probation"),
            ("probation_months", "extension_least", "extension_most", "extensions"),
        ),
        (
            gettext_lazy("Members away"),
            ("lost_months", "suspended_months", "letter_days", "contact_months"),
        ),
    )

    class Meta(RecordForm.Meta):
        model = RuleSet
        fields = fields_of(RuleSet)


class ChecklistItemForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ChecklistItem
        fields = fields_of(ChecklistItem)


class DevelopmentStepForm(RecordForm):
    rules = (votes_add_up, publicity_ends_after_it_begins)
    groups = (
        (
            gettext_lazy("Step"),
            ("person", "kind", "day", "decided_by", "rules", "result", "paper", "note"),
        ),
        (gettext_lazy("People and votes"), ("first", "second", *("due", "present"))),
        (gettext_lazy("Numbers"), ("in_favour", "against", "days", "hours", "months")),
        (gettext_lazy("Publicity"), ("publicity_from", "publicity_to")),
        (gettext_lazy("Undone"), ("undone_on", "undone_why")),
    )

    class Meta(RecordForm.Meta):
        model = DevelopmentStep
        fields = fields_of(DevelopmentStep)


class QuotaForm(RecordForm):
    synonyms = {
        "allowed": ("计划数", "发展党员计划数", "指标数"),
        "organization": ("单位", "乡镇", "党组织"),
    }

    class Meta(RecordForm.Meta):
        model = Quota
        fields = fields_of(Quota)
