from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from assessments.actions.targets.library import plan_called
from assessments.actions.targets.runs import compute_run, run_for
from assessments.actions.targets.seals import sealed
from assessments.actions.targets.workbook import record_export, write_workbook
from assessments.models import Run
from portal.errors import Refused
from portal.history import acting


class Command(BaseCommand):
    help = "Write the assessment workbook of a plan as of a day, for the whole county."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="the plan's code")
        parser.add_argument("--on", type=date.fromisoformat, help="the day (today)")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting(None, command="export_assessment"), translation.override(options["language"]):
            try:
                day = options["on"] or timezone.localdate()
                run = run_for(plan_called(options["plan"]), day, by=None)
                if not sealed(run):
                    compute_run(run, by=None)
            except Refused as no:
                raise CommandError(str(no)) from None
            run = Run.objects.select_related("plan__organization").get(pk=run.pk)
            place = run.plan.organization
            with options["out"].open("wb") as out:
                rows = write_workbook(run, place, out, made_by="manage.py")
            record_export(run, place, rows, by=None)
        self.stdout.write(f"{options['out']}: {rows} organizations.")
