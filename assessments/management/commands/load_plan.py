from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.actions.targets.library import county, library, load_plan
from organizations.models import Organization
from portal.errors import Refused


class Command(BaseCommand):
    help = f"Take over a plan: a file, or one of the library ({', '.join(library())})."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan")
        parser.add_argument("--year", type=int, help="of a plan of the library (this year)")
        parser.add_argument("--at", help="code of the organization that sets it (the county)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = self.organization(options["at"]) if options["at"] else county()
            plan, new = load_plan(options["plan"], at=at, year=options["year"])
        except Refused as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{plan.code}: {new} new, {plan.targets.count()} targets.")

    @staticmethod
    def organization(code: str) -> Organization:
        found = Organization.objects.filter(code=code).first()
        if not found:
            raise CommandError(f"There is no organization with the code “{code}”.")
        return found
