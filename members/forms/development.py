from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import Found, in_order, no_more_than


def votes_add_up(values: dict[str, Any]) -> Found:
    due, present, yes = (values.get(name) for name in ("due", "present", "in_favour"))
    if due is not None and present is not None and present > due:
        yield "present", _("More came than were due.")
    if present is not None and yes is not None and yes + (values.get("against") or 0) > present:
        yield "in_favour", _("More votes were given than voters came.")


class RuleSetForm(RecordForm):
    rules = (
        in_order(later=True),
        no_more_than(
            "extension_least",
            "extension_most",
            gettext_lazy("The least is more than the most."),
        ),
    )
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
    rules = (votes_add_up, in_order("publicity_from", "publicity_to"))
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
