from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A key by which a program speaks for a user, with that user's rights, until a day.

    Only the key's hash is stored; the key itself is shown once. It is long and random, so a plain
    SHA-256 cannot be guessed back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    ends_in = models.CharField(max_length=4)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hashed(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def valid(cls) -> Any:
        return cls.objects.filter(revoked_at=None, expires_at__gt=timezone.now())

    @property
    def state(self) -> str:
        """A status word of the templates."""
        if self.revoked_at:
            return "withdrawn"
        return "in_force" if self.expires_at > timezone.now() else "ended"


class Message(models.Model):
    """Something a user is told: a report returned, a due day near. Shown in the top band until it
    is read; sent by e-mail where the county has a mail server and the user an address.

    `topic` keeps the same thing from being said twice on one day. Never holds an ID number.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    topic = models.CharField(max_length=80)
    day = models.DateField(default=timezone.localdate)
    text = models.CharField(_("message"), max_length=400)
    url = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_message_per_topic_and_day", fields=["user", "topic", "day"]
            )
        ]
        indexes = [models.Index(name="unread_messages", fields=["user"], condition=Q(read_at=None))]

    def __str__(self) -> str:
        return self.text
