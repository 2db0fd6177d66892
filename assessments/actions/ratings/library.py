"""Rating schemes from files: those beside this app, or a county's own; and their next versions."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.models import Criterion, CriterionGroup, Measure, RatingBand, RatingScheme
from organizations.models import Organization
from portal.errors import Refused

LIBRARY = Path(__file__).resolve().parents[2] / "schemes"
PARTS = ("measures", "bands", "groups", "criteria")


def library() -> list[str]:
    """The names of the schemes that come with the portal."""
    return sorted(path.stem for path in LIBRARY.glob("*.json"))


def read_scheme(name: str) -> dict[str, Any]:
    """A scheme by its name in the library or by its file. Raises Refused where it cannot be
    read."""
    path = LIBRARY / f"{name}.json" if name in library() else Path(name)
    try:
        found = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    except OSError:
        words = _("There is no rating scheme “%(name)s”. In the library: %(known)s.")
        raise Refused(words % {"name": name, "known": ", ".join(library())}) from None
    except ValueError as why:
        raise Refused(no_scheme(name, why)) from None
    if not isinstance(found, dict) or not {"code", "name", "family"} <= set(found):
        raise Refused(no_scheme(name, _("it has no code, family or name.")))
    return found


def no_scheme(name: str, why: Any) -> str:
    return _("“%(name)s” is not a rating scheme: %(why)s") % {"name": name, "why": why}


@transaction.atomic
def load_scheme(name: str, *, at: Organization) -> RatingScheme:
    """Take over a scheme with its groups, bands, criteria and measures. One that is there already
    stays as the county has it, so that loading twice changes nothing."""
    text = read_scheme(name)
    if found := RatingScheme.objects.filter(code=text["code"]).first():
        return found
    try:
        return made_of(text, at)
    except (KeyError, TypeError, ValidationError, Measure.DoesNotExist) as why:
        raise Refused(no_scheme(name, why)) from None


def made_of(text: dict[str, Any], at: Organization) -> RatingScheme:
    for row in text.get("measures", []):
        if not Measure.objects.filter(code=row["code"]).exists():
            save(Measure(**row, organization=at))
    head = {key: value for key, value in text.items() if key not in PARTS}
    scheme: RatingScheme = save(RatingScheme(**head, organization=at))
    for row in text.get("bands", []):
        save(RatingBand(**row, scheme=scheme))
    groups = {
        row["code"]: save(CriterionGroup(**row, scheme=scheme)) for row in text.get("groups", [])
    }
    for row in text.get("criteria", []):
        linked = {part: measure_called(row[part]) for part in ("measure", "of") if row.get(part)}
        group = groups[row["group"]] if row.get("group") else None
        save(Criterion(**{**row, **linked, "group": group, "scheme": scheme}))
    return scheme


def measure_called(code: str) -> Measure:
    found: Measure = Measure.objects.get(code=code)
    return found


def save(record: Any) -> Any:
    record.full_clean()
    record.save()
    return record


@transaction.atomic
def copy_scheme(scheme: RatingScheme, *, by: Any) -> RatingScheme:
    """Draw up the next version, with everything of this one; rounds that began keep theirs."""
    rows = RatingScheme.objects.filter(family=scheme.family)
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    groups = list(scheme.groups.all())
    bands, criteria = list(scheme.bands.all()), list(scheme.criteria.all())
    made = anew(scheme, version=version, code=f"{scheme.family}-{version}"[:40], since=None)
    kept = {group.pk: anew(group, scheme=made) for group in groups}
    for band in bands:
        anew(band, scheme=made)
    for one in criteria:
        anew(one, scheme=made, group=kept.get(one.group_id or 0))
    found: RatingScheme = made
    return found


def anew(record: Any, **changes: Any) -> Any:
    """A new row like this one, but for `changes`."""
    names = [one.attname for one in record._meta.concrete_fields if not one.primary_key]
    values = {name: getattr(record, name) for name in names}
    copied = type(record)(**values)
    for name, value in changes.items():
        setattr(copied, name, value)
    copied.save()
    return copied
