"""Months and years that are over: an account takes no more entries there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.actions.ledger import locked
from funding.models import Account, AccountAct
from portal.errors import Refused
from web.templatetags.portal import day as in_words


@transaction.atomic
def close_account(account: Account, *, until: date, by: Any, reason: str = "") -> None:
    """Take no more entries up to and with `until`, the end of a month of the account's year."""
    held = locked([account.pk])[account.pk]
    if until.year != held.year or (until + timedelta(days=1)).day != 1:
        raise Refused(_("Close a month of the account's own year."))
    if held.closed_until and until <= held.closed_until:
        words = _("%(account)s is closed until %(day)s already.")
        raise Refused(words % {"account": held, "day": in_words(held.closed_until)})
    moved(held, until, AccountAct.Kind.CLOSED, reason, by)


@transaction.atomic
def reopen_account(account: Account, *, until: date | None, by: Any, reason: str) -> None:
    """Take entries again after `until` (none: of the whole year). The reason stays to be read."""
    held = locked([account.pk])[account.pk]
    if not reason.strip():
        raise Refused(_("Say why the account is reopened."))
    if not held.closed_until or (until and until >= held.closed_until):
        raise Refused(_("%(account)s is open there.") % {"account": held})
    moved(held, until, AccountAct.Kind.REOPENED, reason, by)


def moved(held: Account, until: date | None, kind: str, reason: str, by: Any) -> None:
    Account.objects.filter(pk=held.pk).update(closed_until=until)
    AccountAct.objects.create(account=held, kind=kind, until=until, reason=reason, by=by)
