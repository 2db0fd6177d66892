"""What the portal ships with for a county: topics, training duties, the appraisal's limits, duty
posts. A county changes them later as it sees fit; loading again adds only what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from members.models import AppraisalRule, DutyPost, TrainingDuty, TrainingTopic
from organizations.models import Organization
from portal import pages
from portal.errors import Refused

DATA = Path(__file__).parent.parent / "data"


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))


@transaction.atomic
def load_defaults(county: Organization) -> int:
    """Give a county what it lacks of the defaults; how many records were made."""
    data = read("training.json")
    made = 0
    for family, code, name in data["topics"]:
        values = {"family": family, "name": name, "organization": county}
        made += TrainingTopic.objects.get_or_create(code=code, defaults=values)[1]
    for duty in data["duties"]:
        made += load_duty(county, duty)
    if not AppraisalRule.objects.filter(organization=county).exists():
        AppraisalRule.objects.create(organization=county, **data["appraisal"])
        made += 1
    for code, name, role, duties in read("duty_posts.json"):
        values = {"name": name, "role": role, "duties": duties, "organization": county}
        made += DutyPost.objects.get_or_create(code=code, defaults=values)[1]
    return made


def load_duty(county: Organization, duty: dict[str, Any]) -> bool:
    """A duty for holders of posts needs the register of posts; without it, it is left out."""
    try:
        pages.get("person").filter(duty.get("who", "")).chosen()
    except Refused:
        return False
    values = {**duty, "organization": county}
    return bool(TrainingDuty.objects.get_or_create(code=values.pop("code"), defaults=values)[1])
