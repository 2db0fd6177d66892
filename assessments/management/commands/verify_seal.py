from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.actions.targets.seal_checks import problems
from assessments.models import Seal


class Command(BaseCommand):
    help = "Check sealed periods: every byte, and every figure worked out anew from the files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="*", help="the verification codes on the prints")
        parser.add_argument("--all", action="store_true", help="every sealed period")

    def handle(self, *args: Any, **options: Any) -> None:
        seals = self.asked(options["code"], every=options["all"])
        broken = [seal.code for seal in seals if not self.is_whole(seal)]
        if broken:
            raise CommandError(f"{len(broken)} of {len(seals)} seals broken: {', '.join(broken)}")
        self.stdout.write(f"{len(seals)} seals whole.")

    def asked(self, codes: list[str], *, every: bool) -> list[Seal]:
        if bool(codes) == every:
            raise CommandError("Give the codes of seals, or --all.")
        rows = Seal.objects.select_related("plan", "run__plan").order_by("sealed_at")
        wanted = {code.strip().upper() for code in codes}
        found = list(rows if every else rows.filter(code__in=wanted))
        missing = wanted - {one.code for one in found}
        if missing:
            raise CommandError(f"No such seal: {', '.join(sorted(missing))}")
        return found

    def is_whole(self, seal: Seal) -> bool:
        found = list(problems(seal))
        for one in found:
            self.stderr.write(f"{seal.code}: {one}")
        if not found:
            figures = sum(one.rows for one in seal.files.all() if one.name == "values.parquet")
            self.stdout.write(f"{seal.code}: {seal.plan.code} {seal.day}: {figures} figures agree.")
        return not found
