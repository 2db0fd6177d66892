from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.actions.scoring.schemes import load_scheme, shipped
from assessments.actions.targets.library import place_called
from portal.errors import Refused


class Command(BaseCommand):
    help = f"Take over assessment schemes: files, or of the library ({', '.join(shipped())})."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("schemes", nargs="*")
        parser.add_argument("--all", action="store_true", help="every scheme of the library")
        parser.add_argument("--at", help="code of the organization that sets it (the county)")

    def handle(self, *args: Any, **options: Any) -> None:
        names = shipped() if options["all"] else options["schemes"]
        if not names:
            raise CommandError(f"Name a file, or some of: {', '.join(shipped())}; or --all.")
        try:
            at = place_called(options["at"])
            with transaction.atomic():
                schemes = [load_scheme(name, at=at) for name in names]
        except Refused as no:
            raise CommandError(str(no)) from None
        for scheme in schemes:
            self.stdout.write(f"{scheme.code}: {scheme.lines.count()} lines.")
