"""The very rows behind the figures of a run, as they were counted that day, and rectifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from assessments.actions.targets.results import Result
from assessments.actions.targets.rows import Rows, unpacked
from assessments.choices import IndicatorKind
from assessments.models import Measure, Run, Value
from organizations.models import Organization
from portal import pages
from portal.fields import IdNumberField, mask_id
from portal.pages import Pages
from workbooks import exports

if TYPE_CHECKING:
    from assessments.actions.targets.workbook import Contents

MOST = 500  # rows that are listed of an indicator, counted and not counted each
RECTIFICATIONS = ("rectification", "finding", "circular")  # registers of what is to be put right
LISTED = 2000  # their rows


@dataclass(frozen=True)
class Behind:
    """Some rows of a figure: `many` in all, of which `lines` are listed: organization, name, ID
    number masked. `hidden`: the user may not export that register."""

    counted: bool
    many: int
    lines: list[tuple[str, str, str]]
    hidden: bool = False


class RowsBehind:
    """The rows of a run within an organization, as a user may take them out."""

    def __init__(self, run: Run, place: Organization, user: Any) -> None:
        self.run, self.place, self.user = run, place, user

    @cached_property
    def kept(self) -> dict[tuple[str, str], Rows]:
        return {(one.register, one.basis): unpacked(one) for one in self.run.kept_rows.all()}

    @cached_property
    def within(self) -> set[int]:
        tree = self.kept.get(("", ""))
        return tree.tree().below(self.place.pk) if tree is not None else set()

    @cached_property
    def names(self) -> dict[int, str]:
        rows = Organization.objects.filter(pk__in=self.within)
        return {one.pk: one.short for one in rows}

    def behind(self, one: Result) -> Iterator[Behind]:
        """Those that do not count first: they are what there is to do."""
        if one.indicator.kind == IndicatorKind.SHARE:
            yield from self.organizations(one)
            return
        counted, below = self.rows(one.indicator.numerator), one.indicator.denominator
        if counted is None:
            return
        whole = self.rows(below) if below else None
        if whole is not None and below and below.register == one.indicator.numerator.register:
            yield self.listed(below.register, whole.lacking(counted.ids), counted=False)
        yield self.listed(one.indicator.numerator.register, counted, counted=True)

    def rows(self, measure: Measure) -> Rows | None:
        kept = self.kept.get((measure.register, str(measure.basis)))
        if kept is None or measure.pk not in kept.marks:
            return None
        return kept.marked(measure.pk).within(self.within)

    def listed(self, register: str, rows: Rows, *, counted: bool) -> Behind:
        """The first of the rows, with what the register's own export would say of them."""
        of = pages.get(register)
        if not self.may(of):
            return Behind(counted, len(rows), [], hidden=True)
        order = np.argsort(rows.places, kind="stable")[:MOST]
        chosen = list(zip(rows.ids[order].tolist(), rows.places[order].tolist(), strict=True))
        records = of.model.objects.for_user(self.user, "export").in_bulk(
            [number for number, _place in chosen]
        )
        number = id_field(of)
        lines = [
            (self.names.get(place, ""), str(record), masked(record, number))
            for one, place in chosen
            if (record := records.get(one))
        ]
        return Behind(counted, len(rows), lines)

    def may(self, of: Pages) -> bool:
        return self.user is not None and self.user.has_perm(of.perm("export"))

    def organizations(self, one: Result) -> Iterator[Behind]:
        """Of a share the organizations of its level, by whether they reach its number."""
        indicator = one.indicator
        values = Value.objects.filter(
            run=self.run,
            indicator=indicator.pk,
            of=1,
            organization__level=indicator.level,
            organization__in=self.within,
        )
        for reached in (0, 1):
            found = values.filter(n=reached).select_related("organization__parent")
            lines = [
                (str(value.organization.parent or ""), value.organization.name, "")
                for value in found.order_by("organization__path")[:MOST]
            ]
            yield Behind(bool(reached), found.count(), lines)


def id_field(of: Pages) -> str:
    """The field of a register that holds ID numbers, if any."""
    fields = of.model._meta.concrete_fields
    return next((one.name for one in fields if isinstance(one, IdNumberField)), "")


def masked(record: Any, field: str) -> str:
    number = getattr(record, field) if field else ""
    return mask_id(number) if number else ""


def sentence(found: Behind) -> str:
    """What is listed of the rows, in words; "" where it is all of them."""
    if found.hidden:
        return _("You may not take out this register: only the numbers are shown.")
    if len(found.lines) < found.many:
        words = _("The first %(n)s of %(many)s; the list in the portal has them all.")
        return words % {"n": len(found.lines), "many": found.many}
    return ""


def rectifications(found: Contents) -> Iterator[tuple[Pages, list[str], Iterator[list[Any]]]]:
    """(register, heads, rows) of what is to be put right, of those registers that there are."""
    for name in RECTIFICATIONS:
        if found.by is None or not pages.has(name):
            continue
        of = pages.get(name)
        if not found.by.has_perm(of.perm("export")):
            continue
        query = f"organization={found.own.organization.code}&ended=all"
        rows = exports.rows_of(of, found.by, query)[:LISTED]
        names = exports.columns(of, getattr(of.table, "shown", ()))
        heads = [one.title for one in exports.headings(of, names)]
        yield of, heads, exports.lines(of, rows, names)
