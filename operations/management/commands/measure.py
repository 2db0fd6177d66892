import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import pages
from portal.errors import Refused
from portal.filters import RecordFilter
from portal.measures import Standing, Tree, count, organization_model, standing


class Command(BaseCommand):
    help = (
        "Count the rows of a register for every organization with all below it, as JSON by code. "
        "QUERY is the query string of the register's list."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("register")
        parser.add_argument("query")
        parser.add_argument("--on", type=date.fromisoformat, help="the day (today)")
        parser.add_argument("--during", type=date.fromisoformat, help="first day of a period")
        parser.add_argument("--by", help="only organizations of this level and those above it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not pages.has(options["register"]):
            known = ", ".join(sorted(one.name for one in pages.every()))
            raise CommandError(f"There is no register “{options['register']}”. There are: {known}.")
        try:
            asked = pages.get(options["register"]).filter(options["query"].removeprefix("?"))
            asked.on = options["on"] or asked.on
            asked.first = options["during"] or asked.first
            totals = measured(asked)
        except Refused as no:
            raise CommandError(str(no)) from None
        self.stdout.write(json.dumps(by_code(totals, options["by"]), ensure_ascii=False, indent=1))


def measured(asked: RecordFilter) -> dict[int, int]:
    """How many rows a list shows, for every organization with all below it."""
    tree = Tree.at(asked.day)
    found = standing(asked.model, asked.day, asked.first)
    condition = asked.condition(asked.day, found.prefix) & asked.place_q(found.place)
    if asked.leave_out:
        condition &= ~type(asked)(asked.leave_out).condition(asked.day, found.prefix)
    if asked.ended and asked.first is None:
        found = Standing(found.rows.model.objects.all(), found.place, found.prefix)
    totals = tree.roll_up(count(found, [condition]), 1)
    return {organization: number for organization, (number,) in totals.items()}


def by_code(totals: dict[int, int], level: str | None) -> dict[str, int]:
    organization = organization_model()
    rows = list(organization.objects.order_by("path").values_list("pk", "code", "level"))
    levels = list(dict(organization._meta.get_field("level").choices))
    if level and level not in levels:
        raise CommandError(f"There is no level “{level}”. There are: {', '.join(levels)}.")
    kept = levels[: levels.index(level) + 1] if level else levels
    return {code: totals[pk] for pk, code, at in rows if at in kept}
