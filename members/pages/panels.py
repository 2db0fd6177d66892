"""What the pages of persons and organizations show of members, and what waits to be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.actions.makeup import makeup
from members.choices.standing import PIPELINE, SINCE, Standing
from members.models import Person
from members.rules.due import OVERDUE_WORDS, overdue
from organizations.models import Organization
from portal import pages


def path_of(person: Person, user: Any) -> dict[str, Any] | None:
    """The stages with their days; a stage without a day was skipped or is not known."""
    if person.standing == Standing.NONE and not any(getattr(person, day) for day in SINCE.values()):
        return None
    order = list(SINCE)
    reached = order.index(Standing(person.standing)) if person.standing in SINCE else -1
    stages = [
        {
            "label": stage.label,
            "day": getattr(person, field),
            "state": "now" if n == reached else "done" if n < reached else "",
        }
        for n, (stage, field) in enumerate(SINCE.items())
    ]
    return {"stages": stages, "party_age": person.party_age, "person": person}


def members_of(organization: Organization, user: Any) -> dict[str, Any] | None:
    found = makeup(organization, timezone.localdate())
    people = found["members"] or any(one["value"] for one in found["stages"])
    return {**found, "organization": organization} if people else None


pages.panel(
    Person,
    _("Way into the party"),
    "members/path.html",
    path_of,
    wide=True,
    place=10,
    tells=("applied", "activist_on", "target_on", "joined", "confirmed"),
)
pages.panel(
    Organization,
    _("Members"),
    "members/makeup.html",
    members_of,
    perm="members.view_person",
    wide=True,
    place=30,
)


@pages.todo
def overdue_steps(user: Any) -> Iterator[pages.Todo]:
    """What is overdue on the way into the party, in one query."""
    if not user.has_perm("members.develop_person"):
        return
    today = timezone.localdate()
    counts = {kind: Count("pk", filter=overdue(kind, today)) for kind in OVERDUE_WORDS}
    rows = Person.objects.for_user(user, "develop").filter(standing__in=PIPELINE, left=None)
    found = rows.aggregate(**counts)
    for kind, word in OVERDUE_WORDS.items():
        if found[kind]:
            yield waiting(word, found[kind], f"{reverse('person-list')}?overdue={kind}")


@pages.todo
def members_away(user: Any) -> Iterator[pages.Todo]:
    """Mobile members not heard of, lost ones to suspend or remove, letters without receipt."""
    for name, word, query in (
        ("mobilerecord", _("contact with mobile members"), "silent=true"),
        ("lostcontact", _("suspension of lost members"), "suspension_due=true"),
        ("person", _("removal after suspension"), "removal_due=true&ended=all"),
        ("transfer", _("letters that expired without receipt"), "expired=true"),
    ):
        if user.has_perm(f"members.change_{name}"):
            of = pages.get(name)
            if count := of.filter(query, of.model.objects.for_user(user, "change")).qs.count():
                yield waiting(word, count, f"{of.url('list')}?{query}")


def waiting(word: Any, count: int, url: str) -> pages.Todo:
    text = ngettext("Overdue: %(what)s, %(n)s case", "Overdue: %(what)s, %(n)s cases", count)
    return pages.Todo(text % {"what": word, "n": count}, url, "overdue", _("Look at them"))
