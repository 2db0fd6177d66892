"""What users are told: in the portal always, by e-mail where there is a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from portal.fields import hide
from web.models import Message
from web.tasks import mail_messages

KEPT = 300  # seconds that a count serves; whoever is told or reads is counted anew
LONGEST = Message._meta.get_field("text").max_length


def tell(
    users: Iterable[Any], topic: str, text: Callable[[], str], url: str = "", *, by: Any = None
) -> None:
    """Tell each of them once a day about a topic, in their own language; never who did it.

    `text` is asked once for each language. Names no ID numbers.
    """
    told = {user.pk: user for user in users if by is None or user.pk != by.pk}
    texts: dict[str, str] = {}
    for language in {language_of(user) for user in told.values()}:
        with translation.override(language):
            texts[language] = hide(text())[:LONGEST]
    Message.objects.bulk_create(
        (
            Message(user=user, topic=topic, text=texts[language_of(user)], url=url, by=by)
            for user in told.values()
        ),
        ignore_conflicts=True,
    )
    transaction.on_commit(partial(count_anew, list(told)))
    if settings.EMAIL_HOST and any(user.email for user in told.values()):
        transaction.on_commit(mail_messages.delay, robust=True)


def language_of(user: Any) -> str:
    return user.language or settings.LANGUAGE_CODE


def unread(user: Any) -> int:
    """How many messages the user has not read."""
    key = f"messages:{user.pk}"
    count = cache.get(key)
    if count is None:
        count = Message.objects.filter(user=user, read_at=None).count()
        cache.set(key, count, KEPT)
    return int(count)


def count_anew(users: Iterable[int]) -> None:
    cache.delete_many([f"messages:{pk}" for pk in users])


def read(user: Any, **which: Any) -> None:
    """Mark the user's messages as read, all or those that `which` names."""
    Message.objects.filter(user=user, read_at=None, **which).update(read_at=timezone.now())
    count_anew([user.pk])
