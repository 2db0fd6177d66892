from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.actions.reports.openings import open_due_periods, plan_year
from assessments.actions.reports.templates import load_template
from assessments.actions.targets.library import county
from portal.errors import Refused
from portal.history import acting


class Command(BaseCommand):
    help = "Load a report of the library, plan its quarters of a year and open the one that runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="such as party_building")
        parser.add_argument("--year", type=int, default=timezone.localdate().year)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting(None, page="load_report_template"):
                template = load_template(options["name"], county())
                plan_year(template, year=options["year"])
                open_due_periods()
        except Refused as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{template.code}: {template.items.count()} items, {options['year']}")
