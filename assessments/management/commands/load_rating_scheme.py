from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.actions.ratings.library import library, load_scheme
from assessments.actions.targets.library import place_called
from portal.errors import Refused


class Command(BaseCommand):
    help = f"Take over rating schemes: files, or of the library ({', '.join(library())})."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schemes", nargs="+")
        parser.add_argument("--at", help="code of the organization that sets it (the county)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = place_called(options["at"])
            for name in options["schemes"]:
                scheme = load_scheme(name, at=at)
                self.stdout.write(f"{scheme.code}: {scheme.criteria.count()} criteria.")
        except Refused as no:
            raise CommandError(str(no)) from None
