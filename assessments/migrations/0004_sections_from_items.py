"""Sections and checks become rows of their own; templates become versions of a form."""

import re
from itertools import groupby

from django.db import migrations

FORGET = "ALTER TABLE assessments_report{0}event {1} TRIGGER USER"
SECTIONS_OF_EVENTS = """
    UPDATE assessments_reportitemevent event SET section_id = item.section_id
    FROM assessments_reportitem item WHERE item.id = event.pgh_obj_id
"""
FORMS_OF_EVENTS = """
    UPDATE assessments_reporttemplateevent event SET form = template.form, state = 'issued'
    FROM assessments_reporttemplate template WHERE template.id = event.pgh_obj_id
"""


def divide(apps, schema_editor):
    for template in apps.get_model("assessments", "ReportTemplate").objects.all():
        template.form = re.sub(r"-\d+$", "", template.code)[:36]
        template.state = "issued"
        template.save()
        lines = [line.strip() for line in template.old_checks.splitlines() if line.strip()]
        for position, line in enumerate(lines, 1):
            template.checks.create(position=position, code=f"check{position}", expression=line)
        sections(template)
    for part, words in (("item", SECTIONS_OF_EVENTS), ("template", FORMS_OF_EVENTS)):
        schema_editor.execute(FORGET.format(part, "DISABLE"))
        schema_editor.execute(words)
        schema_editor.execute(FORGET.format(part, "ENABLE"))


def sections(template):
    items = template.items.order_by("position")
    runs = groupby(items, key=lambda item: (item.scope, item.old_section, item.section_en))
    for position, ((scope, title, title_en), group) in enumerate(runs, 1):
        made = template.sections.create(
            position=position, scope=scope, title=title, title_en=title_en
        )
        template.items.filter(pk__in=[item.pk for item in group]).update(section=made)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_rounds_and_sections")]

    operations = [migrations.RunPython(divide, migrations.RunPython.noop)]
