"""Adding files to records and withdrawing them; the pages and the API both come through here."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.fields import hide
from registers.models import Attachment
from web import contents

MIB = 1024 * 1024


@transaction.atomic
def attach_file(record: Any, *, file: Any, note: str = "", by: Any) -> Attachment:
    """Keep an uploaded file with the record. Raises Refused with the reason, naming the file."""
    name = contents.clean_name(str(file.name))
    type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
    try:
        refuse_size(file, settings.ATTACHMENT_LIMIT)
        body = file.read()
        kind = contents.checked(name, body)
        digest = hashlib.sha256(body).hexdigest()
        refuse_more(record, digest)
    except Refused as no:
        raise Refused(f"{name}: {no}") from no
    held = Attachment(object_id=record.pk, name=name, size=len(body), kind=kind, sha256=digest)
    held.content_type_id = Attachment.type_of(record).pk
    held.note, held.uploaded_by = hide(note.strip())[:200], by
    place = f"attachments/{timezone.localdate():%Y}/{uuid.uuid4()}"
    held.file = keep(f"{place}.{contents.ending(name)}", body)
    if held.is_picture:
        held.small = keep(f"{place}-small.jpg", contents.thumbnail(body))
    held.save()
    return held


def refuse_size(file: Any, most: int) -> None:
    """An uploaded file of nothing, or of more than `most` bytes."""
    if not file.size:
        raise Refused(_("The file is empty."))
    if file.size > most:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": most // MIB})


def refuse_more(record: Any, digest: str) -> None:
    there = Attachment.of(record).filter(withdrawn_at=None)
    if there.count() >= settings.ATTACHMENTS_EACH:
        raise Refused(
            _("A record holds %(most)s files at most.") % {"most": settings.ATTACHMENTS_EACH}
        )
    if there.filter(sha256=digest).exists():
        raise Refused(_("This very file is attached already."))


def keep(place: str, body: bytes) -> str:
    """Store the bytes; what a rolled-back transaction leaves on disk is named by nobody."""
    return default_storage.save(place, ContentFile(body))


@transaction.atomic
def withdraw_file(held: Attachment, *, why: str, by: Any) -> None:
    """Take the file off the record. It stays on disk, as the history names it."""
    if not why.strip():
        raise Refused(_("Say why."))
    changes: dict[str, Any] = {"withdrawn_by": by, "withdrawn_why": hide(why.strip())[:200]}
    open_one = Attachment.objects.filter(pk=held.pk, withdrawn_at=None)
    if not open_one.update(withdrawn_at=timezone.now(), **changes):
        raise Refused(_("This file has been withdrawn already."))
