"""The county's rules for forms of organization, and those that the portal comes with."""

from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.utils import timezone

from organizations.actions.shipped import load, read
from organizations.choices.formrules import grounds
from organizations.models import FormRule, Organization

KEPT = 20  # seconds: an import asks for every row


def rule_for(kind: str, setting: str, day: date | None = None) -> FormRule | None:
    """The rule for a kind and setting on a day: the narrowest ground that takes it in."""
    day = day or timezone.localdate()
    of_day = cache.get(f"form-rules:{day}")
    if of_day is None:
        rules = FormRule.objects.at(day).order_by("-organization__path", "since")
        of_day = {(rule.kind, rule.ground): rule for rule in rules}
        cache.set(f"form-rules:{day}", of_day, KEPT)
    return next(
        (of_day[kind, ground] for ground in grounds(setting) if (kind, ground) in of_day), None
    )


def load_form_rules(organization: Organization) -> int:
    """The rules of domain 2.1 that the portal comes with; how many were missing."""
    return load(FormRule, organization, read("form_rules"))
