"""Who is told when the ledger is not as it was entered, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from funding.actions.verifying import Tampered
from funding.models import Account
from organizations.models import Grant
from web.messages import News, tell
from web.models import Message

MOST = 20  # findings that are told one by one
KEEPS = "reopen_account"  # whoever may do this keeps the county's ledger


def named(found: Iterable[Tampered]) -> Iterator[tuple[Tampered, Any]]:
    """Each finding with its account, or "#12" where that is gone. One query."""
    wanted = list(found)
    rows = Account.objects.select_related("organization", "source")
    accounts = rows.in_bulk({one.account for one in wanted})
    for one in wanted:
        yield one, accounts.get(one.account) or f"#{one.account}"


def sentence(one: Tampered, account: Any) -> str:
    words = _("%(account)s, line %(number)s: %(why)s")
    return words % {"account": account, "number": one.number, "why": one.why}


def tell_keepers(found: list[Tampered]) -> None:
    """Tell those who keep the county's ledger of each finding once, however many nights it
    stands; of more than some, how many."""
    topics = {topic(one): one for one in found[:MOST]}
    told = Message.objects.filter(topic__in=topics).values_list("topic", flat=True)
    new, users = [one for said, one in topics.items() if said not in set(told)], keepers()
    news = [News(users, topic(one), partial(alarm, one, at), url(one)) for one, at in named(new)]
    if new and len(found) > MOST:
        news.append(News(users, "ledger:more", partial(more, len(found))))
    tell(news)


def topic(one: Tampered) -> str:
    return f"ledger:{one.account}:{one.number}"


def alarm(one: Tampered, account: Any) -> str:
    return _("The ledger was altered: %(what)s") % {"what": sentence(one, account)}


def more(count: int) -> str:
    words = _("The ledger was altered in %(n)s places: manage.py verify_ledger names them all.")
    return words % {"n": count}


def url(one: Tampered) -> str:
    return reverse("account-statement", args=[one.account])


def keepers() -> list[Any]:
    grants = Grant.objects.filter(
        user__is_active=True,
        organization__parent=None,
        role__permissions__codename=KEEPS,
        role__permissions__content_type__app_label="funding",
    )
    return [grant.user for grant in grants.select_related("user")]
