from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A file that hangs from a record of any type.

    Who may view the record may fetch it, who may change the record may add and withdraw. Its line
    is never changed or deleted otherwise, so the record's history can name it for ever.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    file = models.FileField(max_length=200)
    small = models.FileField(max_length=200, blank=True)
    name = models.CharField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    kind = models.CharField(_("kind"), max_length=100)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what it shows"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("added at"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index("content_type", "object_id", name="attachments_of_a_record")]
        constraints = [
            models.CheckConstraint(
                name="attachment_withdrawn_by_somebody_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_why__gt=""),
            ),
            models.UniqueConstraint(
                name="a_file_is_attached_once",
                fields=["content_type", "object_id", "sha256"],
                condition=Q(withdrawn_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="attachment_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="attachment_is_not_exchanged",
                fields=["content_type", "object_id", "file", "name", "size", "kind", "sha256"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def type_of(record: Any) -> ContentType:
        return ContentType.objects.get_for_model(type(record))

    @classmethod
    def of(cls, record: Any) -> models.QuerySet[Attachment]:
        return cls.objects.filter(content_type=cls.type_of(record), object_id=record.pk)

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].upper()
