from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from funding.actions.telling import named, sentence
from funding.actions.verifying import keep_heads, verify_ledger
from funding.models import Account, Entry

MOST = 100  # findings that are listed


class Command(BaseCommand):
    help = "Work out every fingerprint of the ledger anew; ends with 1 where a line was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default="zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            found = list(verify_ledger())
            for one, account in named(found[:MOST]):
                self.stdout.write(sentence(one, account))
            counts = {
                "entries": f"{Entry.objects.count():,}",
                "accounts": f"{Account.objects.count():,}",
                "n": len(found),
            }
            said = _("%(entries)s entries in %(accounts)s accounts, %(n)s findings.") % counts
            if found:
                raise CommandError(said)
            keep_heads()
            self.stdout.write(said)
