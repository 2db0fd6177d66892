"""Terms and attendance of postings, as dated records say; what must fit together in a posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import F, Q
from django.utils.translation import gettext as _

from cadres.choices.postings import PostedAs, PostingKind, SupportKind
from cadres.models import PostingRule
from cadres.rules.limits import shipped
from cadres.rules.posts import TERM_ENDS_LATER, holder_is_there, within_the_life_of_the_organization
from organizations.choices.tree import Level
from portal.dates import months_after
from portal.rules import Found

KNOWN = "posting-rules"
MONTH = 31
COLUMNS = ("kind", "least_months", "most_months", "share", "days", "since", "until")


@dataclass(frozen=True)
class Terms:
    """What holds for a kind of posting below `path`, from one day to another."""

    path: str
    kind: str
    least_months: int | None
    most_months: int | None
    share: int | None
    days: int | None
    since: date
    until: date | None

    def holds(self, day: date, path: str) -> bool:
        begun = self.since <= day and (self.until is None or self.until > day)
        return begun and path.startswith(self.path)

    def applies(self, prefix: str) -> Q:
        """The months of attendance that these terms are about."""
        months = Q(
            **{
                f"{prefix}posting__kind": self.kind,
                f"{prefix}posting__organization__path__startswith": self.path,
                f"{prefix}month__gte": self.since.replace(day=1),
            }
        )
        return months & Q(**{f"{prefix}month__lt": self.until}) if self.until else months

    def reached(self, prefix: str) -> Q:
        """Enough of the working days, or enough days: nothing demanded is always reached."""
        if self.share is None and self.days is None:
            return Q(**{f"{prefix}pk__isnull": False})
        enough = Q(pk__in=[])
        if self.share is not None:
            least = F(f"{prefix}working_days") * self.share / 100.0
            enough |= Q(**{f"{prefix}days__gte": least})
        if self.days is not None:
            enough |= Q(**{f"{prefix}days__gte": self.days})
        return enough


def terms_known() -> list[Terms]:
    """The counties' own terms, the nearest first, then those that the portal comes with."""
    rows = cache.get(KNOWN)
    if rows is None:
        own = PostingRule.objects.order_by().values_list("organization__path", *COLUMNS)
        rows = [Terms(*row) for row in own]
        cache.set(KNOWN, rows, 60)
    ours = [
        Terms("", **{name: as_told(row, name) for name in COLUMNS}) for row in shipped("postings")
    ]
    return sorted([*rows, *ours], key=lambda one: (len(one.path), one.since), reverse=True)


def as_told(row: dict[str, Any], name: str) -> Any:
    value = row.get(name)
    return date.fromisoformat(value) if value and name in {"since", "until"} else value


def terms_on(kind: str, day: date, path: str = "") -> Terms | None:
    return next((one for one in terms_known() if one.kind == kind and one.holds(day, path)), None)


def attendance_reached(prefix: str = "") -> Q:
    """Months of attendance that reach what the terms nearest above them demand (domain 2.9)."""
    found, before = Q(pk__in=[]), Q(pk__in=[])
    for terms in terms_known():
        about = terms.applies(prefix)
        found |= about & ~before & terms.reached(prefix)
        before |= about
    return found


def ends_with_a_reason(values: dict[str, Any]) -> Found:
    since, until, why = (values.get(name) for name in ("since", "until", "left_why"))
    if since and until and until < since:
        yield "until", _("The end lies before the beginning.")
    if until and "left_why" in values and not why:
        yield "left_why", _("Say why the posting ended.")
    if why and "until" in values and not until:
        yield "until", _("Give the day when the posting ended, or clear the reason.")


def batch_is_of_the_kind(values: dict[str, Any]) -> Found:
    batch, kind, since = (values.get(name) for name in ("batch", "kind", "since"))
    if batch and kind and batch.kind != kind:
        yield "batch", _("This batch is of another kind of posting.")
    if batch and since and since < batch.since:
        yield "since", _("The batch begins on %(day)s.") % {"day": batch.since}


def posted_to_a_fitting_place(values: dict[str, Any]) -> Found:
    """Villages for all; officers sit on township committees, too (003-10). Only a caution: what
    a county calls a village may be a branch of any level."""
    organization, kind, role = (values.get(n) for n in ("organization", "kind", "posted_as"))
    if not organization or not kind:
        return
    if kind == PostingKind.OFFICER:
        if organization.level == Level.COUNTY:
            yield "organization", _("Border officers serve in townships and villages.")
        return
    if organization.level in {Level.COUNTY, Level.TOWNSHIP}:
        yield "organization", _("Cadres are posted to villages; this is none.")
    if role == PostedAs.COMMITTEE:
        yield "posted_as", _("Only border officers sit on a township committee part time.")


def unit_is_named(values: dict[str, Any]) -> Found:
    """First secretaries and teams are sent by a unit that answers for them."""
    sent = values.get("kind") in {PostingKind.FIRST_SECRETARY, PostingKind.TEAM}
    if sent and "sending_unit" in values and not values["sending_unit"]:
        yield "sending_unit", _("Say which unit sends this person.")


POSTING_RULES = (
    ends_with_a_reason,
    TERM_ENDS_LATER,
    batch_is_of_the_kind,
    unit_is_named,
    holder_is_there,
    within_the_life_of_the_organization,
)


def term_as_the_rules_say(values: dict[str, Any]) -> Found:
    """Old postings are entered as they were: only a caution (domain 2.9)."""
    kind, since, ends = (values.get(name) for name in ("kind", "since", "term_ends"))
    organization = values.get("organization")
    terms = terms_on(kind, since, organization.path) if kind and since and organization else None
    if not terms or not since or not ends:
        return
    if terms.least_months and ends < months_after(since, terms.least_months):
        words = _("Such a posting lasts at least %(months)s months.")
        yield "term_ends", words % {"months": terms.least_months}
    if terms.most_months and ends > months_after(since, terms.most_months):
        words = _("Such a posting lasts at most %(months)s months.")
        yield "term_ends", words % {"months": terms.most_months}


def days_fit_the_month(values: dict[str, Any]) -> Found:
    days, leave = values.get("days"), values.get("leave_days") or 0
    month, posting = values.get("month"), values.get("posting")
    if days is not None and days + leave > MONTH:
        yield "days", _("Days in the village and days of leave are more than a month has.")
    if month and month.day != 1:
        yield "month", _("Give the first day of the month.")
    if month and posting and not lies_within(month, posting):
        yield "month", _("The posting was not in force in this month.")


def lies_within(month: date, posting: Any) -> bool:
    begun = posting.since < months_after(month, 1)
    return begun and (posting.until is None or posting.until > month)


def leave_fits_the_working_days(values: dict[str, Any]) -> Found:
    working, leave = values.get("working_days"), values.get("leave_days")
    if working is not None and leave is not None and leave > working:
        yield "leave_days", _("More leave than working days.")


def happened_while_posted(name: str) -> Any:
    def rule(values: dict[str, Any]) -> Found:
        posting, day = values.get("posting"), values.get(name)
        if posting and day and not posting.since <= day <= (posting.until or day):
            yield name, _("The posting was not in force on this day.")

    return rule


def money_has_an_amount(values: dict[str, Any]) -> Found:
    if values.get("kind") == SupportKind.MONEY and "amount" in values and values["amount"] is None:
        yield "amount", _("Say how much money was given.")
