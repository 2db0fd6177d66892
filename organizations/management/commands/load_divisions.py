from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from organizations.divisions import load_divisions
from portal.errors import Refused
from portal.history import acting


class Command(BaseCommand):
    help = "Make or renew the county's tree from a CSV file: code,name,parent_code,level."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with acting(None, page="load_divisions"):
                loaded = load_divisions(file.read_bytes())
        except (OSError, Refused) as problem:
            raise CommandError(f"{file}: {getattr(problem, 'strerror', problem)}") from None
        self.stdout.write(
            _(
                "Organizations: %(new)d new, %(changed)d changed, %(same)d the same. "
                "Villages: %(villages)d new."
            )
            % vars(loaded)
        )
        if loaded.absent:
            names = "、".join(loaded.absent[:20])
            words = {"count": len(loaded.absent), "names": names}
            self.stdout.write(
                _("No longer in the file: %(count)d villages (%(names)s). They stay as they are.")
                % words
            )
