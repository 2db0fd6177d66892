from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from organizations.actions.accounts import create_user
from organizations.models import Organization
from organizations.roles import ROLES
from portal.errors import Refused
from portal.history import acting


class Command(BaseCommand):
    help = "Make an account with a role over an organization; prints its one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the login name")
        parser.add_argument("--role", required=True, help=", ".join(ROLES))
        parser.add_argument("--at", required=True, help="the organization's code")
        parser.add_argument("--full-name", default="")

    def handle(self, *args: Any, name: str, role: str, at: str, **options: Any) -> None:
        organization = Organization.objects.filter(code=at).first()
        if not organization:
            raise CommandError(
                _("There is no organization with the code “%(code)s”.") % {"code": at}
            )
        try:
            with acting(None, page="create_user"):
                password = create_user(
                    name, role=role, at=organization, full_name=options["full_name"]
                )
        except Refused as no:
            raise CommandError(str(no)) from None
        except ValidationError as no:
            raise CommandError(" ".join(no.messages)) from None
        words = _("%(name)s may log in once with this password and must then choose another:")
        self.stderr.write(words % {"name": name})
        self.stdout.write(password)  # alone, so that a script may take it
