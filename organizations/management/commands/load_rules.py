from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.actions.activities import load_kinds, load_programmes
from organizations.actions.calendar import load_calendars
from organizations.actions.decisions import load_procedures
from organizations.actions.disclosures import load_disclosure_duties
from organizations.actions.formrules import load_form_rules
from organizations.actions.meetings import load_meeting_duties
from organizations.actions.services import load_service_items
from organizations.actions.weak import load_rules
from organizations.models import Organization
from organizations.signals import answers, equipping
from portal.history import acting

OWN = (
    load_form_rules,
    load_calendars,
    load_meeting_duties,
    load_disclosure_duties,
    load_procedures,
    load_service_items,
    load_kinds,
    load_programmes,
    load_rules,
)


class Command(BaseCommand):
    help = "Give the county the rules and catalogues that come with the portal, those of all apps."

    def handle(self, *args: Any, **options: Any) -> None:
        county = Organization.objects.filter(parent=None).order_by("pk").first()
        if county is None:
            raise CommandError(_("Load the county's tree first."))
        with transaction.atomic(), acting(None, page="load_rules"):
            made = [load(county) for load in OWN]
            made += answers(equipping, county=county)
        self.stdout.write(
            _("New: %(n)s. What the county has changed stays as it is.") % {"n": sum(made)}
        )
