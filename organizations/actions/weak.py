"""Weak organizations: listed, put right step by step, accepted, taken off (domain 2.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from organizations.actions.shipped import load, read
from organizations.models import Organization, User, WeakOrganization, WeakProgress, WeakRule
from portal.dates import months_after
from portal.errors import Refused


def rule_for(organization: Organization, day: date) -> WeakRule:
    """The rule of the county, or of a committee below it, in force on the day."""
    above = [int(step) for step in organization.path.strip("/").split("/") if step]
    rules = WeakRule.objects.at(day).filter(organization__in=above)
    rule: WeakRule | None = rules.order_by("-organization__path", "-since").first()
    if rule is None:
        raise Refused(
            _("No rule on weak organizations was in force on %(day)s: enter it first.")
            % {"day": day}
        )
    return rule


def acceptance_failings(
    rule: WeakRule, score: Decimal, dissatisfied: Decimal
) -> Iterator[tuple[str, str]]:
    """What stands against an acceptance: (field, sentence)."""
    if score < rule.pass_score:
        words = _("%(score)s points do not pass: %(least)s are needed.")
        yield "score", words % {"score": score, "least": rule.pass_score}
    if dissatisfied > rule.most_dissatisfied:
        words = _("%(share)s %% are dissatisfied: at most %(most)s %% may be.")
        yield "dissatisfied", words % {"share": dissatisfied, "most": rule.most_dissatisfied}


@transaction.atomic
def list_weak(  # noqa: PLR0913 - what a decision to list says
    organization: Organization,
    *,
    on: date,
    listed_as: str,
    problem: str,
    causes: str = "",
    deadline: date | None = None,
    by: User,
) -> None:
    """Put an organization on the year's list; without a deadline the rule sets one."""
    if not by.has_perm("organizations.add_weakorganization", organization):
        raise Refused(_("You may not put organizations on this list."))
    cases = WeakOrganization.objects.filter(organization=organization, listed_as=listed_as)
    if cases.filter(year=on.year).exists() or cases.filter(off_on=None).exists():
        raise Refused(_("%(name)s is on this list already.") % {"name": organization})
    rule = rule_for(organization, on)
    WeakOrganization.objects.create(
        organization=organization,
        year=on.year,
        listed_as=listed_as,
        listed_on=on,
        problem=problem,
        causes=causes,
        deadline=deadline or months_after(on, rule.rectify_months),
    )


@transaction.atomic
def record_progress(
    case: WeakOrganization, *, on: date, done: str, share: int | None, by_whom: str = "", by: User
) -> None:
    """Write a line of the log."""
    if case.off_on and on > case.off_on and not (case.follow_until and on <= case.follow_until):
        raise Refused(_("The case was closed on %(day)s.") % {"day": case.off_on})
    if on < case.listed_on:
        raise Refused(_("It was listed only on %(day)s.") % {"day": case.listed_on})
    if case.progress.filter(held_on=on, done=done).exists():
        raise Refused(_("This line of the log is there already."))
    WeakProgress.objects.create(case=case, held_on=on, done=done, share=share, by_whom=by_whom)


@transaction.atomic
def accept_rectification(
    case: WeakOrganization, *, on: date, score: Decimal, dissatisfied: Decimal, by: User
) -> None:
    """Accept what was put right, by the county's rule of that day (score, dissatisfied votes)."""
    case = WeakOrganization.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.accepted_on:
        raise Refused(_("It was accepted on %(day)s already.") % {"day": case.accepted_on})
    if on < case.listed_on:
        raise Refused(_("It was listed only on %(day)s.") % {"day": case.listed_on})
    if not case.measures and not case.progress.exists():
        raise Refused(_("Neither measures nor progress are on record: there is nothing to accept."))
    rule = rule_for(case.organization, on)
    against = [sentence for _name, sentence in acceptance_failings(rule, score, dissatisfied)]
    if against:
        raise Refused(" ".join(against))
    case.accepted_on, case.score, case.dissatisfied = on, score, dissatisfied
    case.save(update_fields=["accepted_on", "score", "dissatisfied", "changed_at"])


@transaction.atomic
def take_off_list(case: WeakOrganization, *, on: date, by: User) -> None:
    """Take it off the list; it is followed as long as the rule says."""
    case = WeakOrganization.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.off_on:
        raise Refused(_("It was taken off on %(day)s already.") % {"day": case.off_on})
    if not case.accepted_on:
        raise Refused(_("It was not accepted yet: record the acceptance first."))
    if on < case.accepted_on:
        raise Refused(_("It was accepted only on %(day)s.") % {"day": case.accepted_on})
    case.off_on = on
    case.follow_until = months_after(on, rule_for(case.organization, on).follow_months)
    case.save(update_fields=["off_on", "follow_until", "changed_at"])


def load_rules(county: Organization) -> int:
    """The rule that the portal comes with, for a county that has none; how many were made."""
    if WeakRule.objects.filter(organization=county).exists():
        return 0
    return load(WeakRule, county, read("weak_rules"))
