"""What somebody is paid a month, by the rules that a county keeps as data (003-27, 003-29,
003-36...-40; domain 2.7). What is a multiple or a share hangs on a standard of money."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from funding.actions.codes import read
from funding.actions.dues_rates import FEN, share_of, to_fen
from funding.actions.standards import binding, in_force, required
from funding.choices import PaidAs, PayPart, PayWay, Per
from funding.models import PayRule, Use
from organizations.models import Organization
from portal.choices import education_at_least
from portal.errors import Refused
from web.templatetags.portal import day as in_words

NOUGHT, YEAR = Decimal("0.00"), Decimal(12)


@dataclass(frozen=True)
class Claim:
    """For what somebody is paid: as what, in which village (its tree path), with which schooling,
    after how many years."""

    paid_as: str
    path: str
    education: str = ""
    years: Decimal = Decimal(0)


class Scale:
    """The rules of pay as of a day. Two queries."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.rules: dict[tuple[str, str], list[PayRule]] = defaultdict(list)
        for rule in PayRule.objects.at(day).select_related("organization", "use"):
            self.rules[rule.paid_as, rule.part].append(rule)
        self.standards = in_force(day)

    def rule(self, claim: Claim, part: str) -> PayRule | None:
        """The rule that fits best: set nearest to the village, for the highest schooling and most
        years that are reached."""
        fitting = [one for one in self.rules[claim.paid_as, part] if self.fits(one, claim)]
        return max(fitting, key=closeness, default=None)

    @staticmethod
    def fits(rule: PayRule, claim: Claim) -> bool:
        schooled = not rule.education or (
            bool(claim.education) and claim.education in education_at_least(rule.education)
        )
        here = claim.path.startswith(rule.organization.path)
        return here and schooled and rule.years_from <= claim.years

    def monthly(self, claim: Claim, part: str) -> Decimal:
        """Yuan a month, to the fen; nought where no rule fits. Refused where a rule names a
        standard that binds nobody there."""
        rule = self.rule(claim, part)
        return self.of(rule, claim, part) if rule else NOUGHT

    def of(self, rule: PayRule, claim: Claim, part: str) -> Decimal:
        if rule.way == PayWay.MONTH:
            return rule.value
        if rule.way == PayWay.YEAR:
            return a_month(rule.value, self.day.month)
        if rule.way == PayWay.SERVED:
            return to_fen(rule.value * claim.years)
        if rule.way == PayWay.TIMES:
            return self.times(rule, claim)
        if rule.way == PayWay.SHARE and claim.paid_as != PaidAs.SECRETARY:
            secretary = Claim(PaidAs.SECRETARY, claim.path, claim.education, claim.years)
            return share_of(self.monthly(secretary, part), rule.value)
        return NOUGHT

    def times(self, rule: PayRule, claim: Claim) -> Decimal:
        known = binding(self.standards, claim.path)
        standard = known.get(rule.base)
        yuan = required(standard, known) if standard else None
        if standard is None or yuan is None:
            words = _("%(rule)s: no standard of money “%(code)s” binds here on %(day)s.")
            said = {"rule": rule, "code": rule.base, "day": in_words(self.day)}
            raise Refused(words % said)
        whole = yuan * rule.value
        return to_fen(whole) if standard.per == Per.MONTH else a_month(whole, self.day.month)

    def most_of_income(self, path: str) -> Decimal | None:
        """The highest share of collective income that a rule allows as reward there, in per cent
        (003-38); None where no rule says so."""
        rules = (
            one
            for (_who, part), found in self.rules.items()
            if part == PayPart.REWARD
            for one in found
            if one.way == PayWay.OF_INCOME and path.startswith(one.organization.path)
        )
        return max((one.value for one in rules), default=None)

    def use(self, paid_as: str, path: str, part: str) -> Use | None:
        """What the ledger calls a part of somebody's pay."""
        claim = Claim(paid_as, path, "", YEAR * YEAR)
        named = [
            one
            for one in self.rules[paid_as, part]
            if one.use_id and claim.path.startswith(one.organization.path)
        ]
        best = max(named, key=closeness, default=None)
        return best.use if best else None


def a_month(yearly: Decimal, month: int) -> Decimal:
    """A twelfth, to the next fen; December takes what is left, so that twelve months make the
    year's sum, and any months before it no less than their share of the floor."""
    each = (yearly / YEAR).quantize(FEN, ROUND_CEILING)
    return yearly - (YEAR - 1) * each if month == YEAR else each


def closeness(rule: PayRule) -> tuple[int, int, int, date]:
    schooling = -len(education_at_least(rule.education)) if rule.education else -1000
    return len(rule.organization.path), schooling, rule.years_from, rule.since


@transaction.atomic
def load_pay_rules(county: Organization) -> int:
    """The rules of pay that the portal comes with, where the county has none; how many."""
    if PayRule.objects.exists():
        return 0
    uses = {one.code: one for one in Use.objects.all()}
    rows = [
        PayRule(organization=county, **{**row, "use": uses.get(row["use"])})
        for row in read("pay_rules")
    ]
    return len(PayRule.objects.bulk_create(rows))
