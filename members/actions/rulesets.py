"""Which rules of development count on a day, and what they are called in a refusal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import ChecklistItem, RuleSet
from organizations.models import Organization
from portal.errors import Refused

SHIPPED = Path(__file__).parent.parent / "data" / "development_rules.json"


def rules_on(day: date) -> RuleSet:
    """The rules in force on the day of a step. Refused where the county has set none."""
    found = RuleSet.for_day(day)
    if not found:
        raise Refused(
            _("No rules of development are in force on %(day)s. Enter them first.")
            % {"day": f"{day:%Y-%m-%d}"}
        )
    return found


def refuse(rules: RuleSet, kind: str, sentence: str) -> NoReturn:
    raise Refused(cited(rules, kind, sentence))


def cited(rules: RuleSet, kind: str, sentence: str) -> str:
    """The sentence with the rule it rests on, and the article."""
    item = ChecklistItem.objects.filter(rules=rules, kind=kind).first()
    article = f", {item.article}" if item and item.article else ""
    return _("%(why)s (%(rules)s%(article)s)") % {
        "why": sentence,
        "rules": rules.name,
        "article": article,
    }


@transaction.atomic
def load_rules(organization: Organization) -> int:
    """The rules that the portal comes with, for a county that has none; how many were made."""
    made = 0
    for line in json.loads(SHIPPED.read_text("utf-8")):
        rules, new = RuleSet.objects.get_or_create(
            code=line["rules"]["code"], defaults={**line["rules"], "organization": organization}
        )
        if new:
            made += 1
            items: list[dict[str, Any]] = line["checklist"]
            ChecklistItem.objects.bulk_create(ChecklistItem(rules=rules, **one) for one in items)
    return made
