import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.actions.targets.library import plan_called
from assessments.actions.targets.results import results
from assessments.actions.targets.runs import compute_run, run_for
from assessments.models import Run
from portal.errors import Refused
from portal.history import acting


class Command(BaseCommand):
    help = "Work out a plan as of a day, for every organization; the values as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="the plan's code")
        parser.add_argument("--on", type=date.fromisoformat, help="the day (today)")
        parser.add_argument("--json", type=Path, help="where to write the values (stdout)")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting(None, command="run_plan"):
            try:
                day = options["on"] or timezone.localdate()
                run = run_for(plan_called(options["plan"]), day, by=None)
                compute_run(run, by=None)
            except Refused as no:
                raise CommandError(str(no)) from None
        text = json.dumps(list(lines(run)), ensure_ascii=False, indent=1)
        if options["json"]:
            options["json"].write_text(text, "utf-8")
            self.stdout.write(f"{run.plan.code} {run.day}: {run.values.count()} values.")
        else:
            self.stdout.write(text)


def lines(run: Run) -> Iterator[dict[str, Any]]:
    for one in results(run):
        yield {
            "indicator": one.indicator.code,
            "organization": one.organization.code,
            "n": one.n,
            "of": one.of,
            "value": None if one.value is None else round(float(one.value), 4),
            "target": None if one.target is None else float(one.target.value),
            "status": str(one.status.value),
        }
