"""The forms of reports: loaded from the library, copied into a next version, issued, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from assessments.actions.reports.shapes import codes_in, faults_of
from assessments.models import (
    Report,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from organizations.models import Organization
from portal.errors import Refused

LIBRARY = Path(__file__).resolve().parents[2] / "reports"
SHAPE = ("code", "section__scope", "kind", "formula")
SAID = 5  # faults that are told at once
State = ReportTemplate.State


def load_template(name: str, organization: Organization) -> ReportTemplate:
    """Load a template of the library, issued; loading it again changes nothing unless the file
    changed."""
    return place_template(read_library(name), organization)


@transaction.atomic
def place_template(form: dict[str, Any], organization: Organization) -> ReportTemplate:
    """Write a template with all its parts, issued.

    Raises Refused where reports already use it in another form: they keep what they began with.
    """
    parts = {part: form.pop(part) for part in ("sections", "checks")}
    made, _new = ReportTemplate.objects.update_or_create(
        code=f"{form['form']}-{form['version']}",
        defaults=form | {"organization": organization, "state": State.ISSUED},
    )
    if begun_with(made) and shape(parts["sections"]) != set(made.items.values_list(*SHAPE)):
        raise Refused(_("Reports use this template. Give the changed form a new version."))
    place_sections(made, parts["sections"])
    for position, check in enumerate(parts["checks"], 1):
        code, values = check["code"], {**check, "position": position}
        made.checks.update_or_create(code=code, defaults=values)
    return made


def read_library(name: str) -> dict[str, Any]:
    path = LIBRARY / f"{Path(name).stem}.json"
    if not path.exists():
        known = ", ".join(sorted(file.stem for file in LIBRARY.glob("*.json")))
        raise Refused(
            _("The library has no report “%(name)s”; it has: %(known)s.")
            % {"name": name, "known": known}
        )
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def shape(sections: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """What must not change under reports that have begun."""
    return {
        (
            item["code"],
            section["scope"],
            item.get("kind", ReportItem.Kind.INTEGER),
            item.get("formula", ""),
        )
        for section in sections
        for item in section["items"]
    }


def place_sections(template: ReportTemplate, sections: list[dict[str, Any]]) -> None:
    """Positions of items count on through the whole template."""
    at = 0
    for position, section in enumerate(sections, 1):
        values = {name: value for name, value in section.items() if name != "items"}
        made, _new = template.sections.update_or_create(position=position, defaults=values)
        for item in section["items"]:
            at += 1
            placed = {**item, "section": made, "position": at}
            template.items.update_or_create(code=placed.pop("code"), defaults=placed)


def begun_with(template: ReportTemplate) -> bool:
    """Whether reports have begun with this version: then it keeps its shape."""
    return Report.objects.filter(period__template=template).exists()


def version_for(form: str, day: date) -> ReportTemplate:
    """The issued version of a form that holds on a day. Raises Refused where there is none."""
    issued = ReportTemplate.objects.filter(form=form, state=State.ISSUED)
    holds = issued.filter(Q(since=None) | Q(since__lte=day)).order_by("-version").first()
    if not holds:
        words = _("No version of “%(form)s” is issued for %(day)s.")
        raise Refused(words % {"form": form, "day": day.isoformat()})
    return holds


@transaction.atomic
def copy_template(template: ReportTemplate, *, by: Any) -> ReportTemplate:
    """The next version, to be drawn up: everything copied, nothing issued."""
    fields = ("name", "name_en", "due_days", "closes_days", "note", "note_en", "organization")
    made = next_version(template.form, **{name: getattr(template, name) for name in fields})
    sections = {one.pk: copied(one, template=made) for one in template.sections.all()}
    for item in template.items.all():
        copied(item, template=made, section=sections[item.section_id])
    for check in template.checks.all():
        copied(check, template=made)
    return made


def next_version(form: str, **values: Any) -> ReportTemplate:
    """An empty draft of a form, numbered after its newest version."""
    newest = ReportTemplate.objects.filter(form=form).aggregate(last=Max("version"))["last"] or 0
    return ReportTemplate.objects.create(
        form=form, version=newest + 1, code=f"{form}-{newest + 1}", **values
    )


def copied(record: ReportSection | ReportItem | ReportCheck, **changes: Any) -> Any:
    """A new row with the values of an old one."""
    kept = ("id", "created_at", "changed_at", *changes)
    fields = [one.attname for one in record._meta.concrete_fields if one.name not in kept]
    values = {name: getattr(record, name) for name in fields}
    return type(record)._default_manager.create(**values, **changes)


@transaction.atomic
def issue_template(template: ReportTemplate, *, by: Any) -> None:
    """From now on quarters may use it; those planned and not yet opened take it over."""
    if not template.items.exists():
        raise Refused(_("A template without items cannot be issued."))
    if faults := list(faults_of(template)):
        raise Refused(" ".join([_("Put this right first:"), *faults[:SAID]]))
    ReportTemplate.flow.move(template, State.ISSUED)
    waiting = ReportPeriod.objects.filter(template__form=template.form, reports=None)
    for period in waiting.select_related("template"):
        version = version_for(template.form, period.first)
        if version.pk != period.template_id:
            period.template = version
            period.save()


@transaction.atomic
def withdraw_template(template: ReportTemplate, *, by: Any) -> None:
    """No new quarter begins with it; reports that have begun keep it."""
    ReportTemplate.flow.move(template, State.WITHDRAWN)


def refuse_begun(template: ReportTemplate) -> None:
    if begun_with(template):
        raise Refused(
            _("Reports have begun with this version and keep it. Draw up the next version.")
        )


@transaction.atomic
def remove_section(section: ReportSection, *, by: Any) -> ReportTemplate:
    """Take an empty section out of a version that is not in use."""
    refuse_begun(section.template)
    if section.items.exists():
        raise Refused(_("The section still has items. Remove them first, or move them."))
    section.delete()
    return section.template


@transaction.atomic
def remove_item(item: ReportItem, *, by: Any) -> ReportTemplate:
    """Take out an item that nothing else in its version speaks of."""
    template = item.template
    refuse_begun(template)
    for other in template.items.exclude(pk=item.pk):
        if item.code in {*codes_in(other), other.carried}:
            raise Refused(_("“%(other)s” is made of it. Change that first.") % {"other": other})
    for check in template.checks.all():
        if item.code in check.parsed.codes:
            words = _("The check “%(check)s” speaks of it. Change that first.")
            raise Refused(words % {"check": check})
    item.delete()
    return template


@transaction.atomic
def remove_check(check: ReportCheck, *, by: Any) -> ReportTemplate:
    refuse_begun(check.template)
    check.delete()
    return check.template
