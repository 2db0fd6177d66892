"""The county's rules for forms of organization, and those that the portal comes with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from organizations.choices.formrules import grounds
from organizations.models import FormRule, Organization

SHIPPED = Path(__file__).parent.parent / "data" / "form_rules.json"
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


@transaction.atomic
def load_form_rules(organization: Organization) -> int:
    """The rules of domain 2.1 that the portal comes with; how many were missing."""
    before = FormRule.objects.count()
    rows = json.loads(SHIPPED.read_text("utf-8"))
    FormRule.objects.bulk_create(
        [FormRule(organization=organization, **row) for row in rows], ignore_conflicts=True
    )
    return FormRule.objects.count() - before
