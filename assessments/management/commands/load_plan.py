from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.actions.targets.library import library, load_plan, place_called
from portal.errors import Refused


class Command(BaseCommand):
    help = f"Take over a plan: a file, or one of the library ({', '.join(library())})."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", nargs="?", default="")
        parser.add_argument("--all", action="store_true", help="every plan of the library")
        parser.add_argument("--year", type=int, help="of a plan of the library (this year)")
        parser.add_argument("--at", help="code of the organization that sets it (the county)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = place_called(options["at"])
            names = library() if options["all"] else [options["plan"]]
            with transaction.atomic():
                made = [load_plan(name, at=at, year=options["year"]) for name in names]
        except Refused as no:
            raise CommandError(str(no)) from None
        for plan, new in made:
            self.stdout.write(f"{plan.code}: {new} new, {plan.targets.count()} targets.")
