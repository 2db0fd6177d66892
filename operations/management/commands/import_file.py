from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import pages
from portal.errors import Refused
from workbooks import imports

SHOWN = 20  # refused cells told on the screen
ROWS_REFUSED, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Import a workbook into a register. Exit status: 0 all rows went in, 1 rows were refused "
        "(then nothing is written, unless --only-good), 2 the file cannot be taken at all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", help="name of its pages: person, organization, rating ...")
        parser.add_argument("file", type=Path, help=".xlsx, .xls or .csv")
        parser.add_argument("--as", dest="user", required=True, help="login name of who imports")
        parser.add_argument("--only-good", action="store_true", help="leave refused rows out")
        parser.add_argument("--report", type=Path, help="write the outcome to this JSON file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = self.load(options)
        except Refused as no:
            raise CommandError(str(no), returncode=UNREADABLE) from None
        if options["report"]:
            text = json.dumps(outcome.report(), ensure_ascii=False, indent=1)
            options["report"].write_text(text, encoding="utf-8")
        self.tell(outcome)
        if outcome.refused:
            sys.exit(ROWS_REFUSED)

    def load(self, options: dict[str, Any]) -> imports.Outcome:
        file: Path = options["file"]
        user = get_user_model().objects.filter(name=options["user"]).first()
        if not user:
            raise Refused(_("There is no user “%(name)s”.") % {"name": options["user"]})
        if not pages.has(options["register"]):
            known = ", ".join(of.name for of in pages.every() if of.form)
            facts = {"name": options["register"], "known": known}
            raise Refused(_("There is no register “%(name)s”. Registers: %(known)s.") % facts)
        if not file.is_file():
            raise Refused(_("There is no file %(name)s.") % {"name": file})
        return imports.load(
            pages.get(options["register"]),
            file,
            by=user,
            only_good=options["only_good"],
            progress=self.progress if sys.stderr.isatty() else imports.quietly,
        )

    def progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} / {total}", ending="\r" if done < total else "\n")

    def tell(self, outcome: imports.Outcome) -> None:
        for one in outcome.refused[:SHOWN]:
            line = f"{one.sheet} {one.row} {one.field}: {one.message}"
            self.stderr.write(line)
        for note in outcome.notes:
            self.stderr.write(note)
        counts = _("%(new)s new, %(changed)s changed, %(same)s unchanged; ") % {
            "new": outcome.new,
            "changed": outcome.changed,
            "same": outcome.same,
        }
        refused = outcome.refused_rows
        counts += ngettext("%(n)s row refused.", "%(n)s rows refused.", refused) % {"n": refused}
        if not outcome.written:
            counts += " " + _("Nothing was written.")
        self.stdout.write(counts)
