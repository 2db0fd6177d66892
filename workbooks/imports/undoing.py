"""An import taken back, as long as nothing newer builds on it (`portal.written`)."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import pages
from portal.errors import Refused
from portal.history import acting
from portal.written import Written
from workbooks.models import Import


def undo(done: Import, *, by: Any) -> Import:
    """Take a whole import back, in one transaction. Raises Refused where something builds on it."""
    with acting(by, undo=done.pk, file=done.name), transaction.atomic():
        Import.wait_for(done.register)
        done = Import.objects.get(pk=done.pk)
        if done.undone_at:
            raise Refused(_("This import has been undone already."))
        if not pages.has(done.register) or not by.has_perm(pages.get(done.register).perm("import")):
            raise Refused(_("You may not undo this import."))
        model = pages.get(done.register).model
        if model.grows:
            raise Refused(str(model.grows))
        written = Written(model, done.context)
        written.within_reach(by)
        written.untouched_since()
        written.nothing_hangs_on_it()
        try:
            written.restore()
            written.remove()
        except IntegrityError:
            raise Refused(_("Other records name rows of this import; it stays.")) from None
        done.undone_at, done.undone_by = timezone.now(), by
        done.save(update_fields=["undone_at", "undone_by"])
    return done
