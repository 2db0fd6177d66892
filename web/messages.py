"""What users are told: in the portal always, by e-mail where there is a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class News:
    """Something to tell: to whom, about what, in which words (asked once for each language)."""

    users: Iterable[Any]
    topic: str
    text: Callable[[], str]
    url: str = ""


def tell(news: Iterable[News], *, by: Any = None) -> None:
    """Tell each of the users once a day about a topic, in their own language; never who did it.

    ID numbers are masked, whoever wrote them. Two queries, however much there is to tell.
    """
    told = [message for one in news for message in written(one, by)]
    Message.objects.bulk_create(told, ignore_conflicts=True)
    users = {message.user_id: message.user for message in told}
    transaction.on_commit(partial(count_anew, list(users)))
    if settings.EMAIL_HOST and any(user.email for user in users.values()):
        transaction.on_commit(mail_messages.delay, robust=True)


def written(one: News, by: Any) -> Iterator[Message]:
    """The messages that a piece of news comes to."""
    texts: dict[str, str] = {}
    for user in {user.pk: user for user in one.users if by is None or user.pk != by.pk}.values():
        language = user.language or settings.LANGUAGE_CODE
        if language not in texts:
            with translation.override(language):
                texts[language] = hide(one.text())[:LONGEST]
        yield Message(user=user, topic=one.topic, text=texts[language], url=one.url, by=by)


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
