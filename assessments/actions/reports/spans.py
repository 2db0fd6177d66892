"""What a consolidation is asked about: a form, the quarters from one to another, whose figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.models import Report, ReportPeriod, ReportTemplate
from portal.errors import Refused

WRITTEN = re.compile(r"(\d{4})-?[Qq]?([1-4])")
State = Report.State


class Quarter(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, period: ReportPeriod) -> Quarter:
        return cls(period.year, period.quarter)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """Written like 2026-3. Raises Refused."""
        if found := WRITTEN.fullmatch(text.strip()):
            return cls(int(found[1]), int(found[2]))
        words = _("“%(text)s” is not a quarter. Write it like 2026-3.")
        raise Refused(words % {"text": text[:20]})

    @property
    def written(self) -> str:
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return _("%(year)s Q%(quarter)s") % {"year": self.year, "quarter": self.number}


@dataclass(frozen=True)
class Form:
    """A form with all its quarters that have been set up, the oldest first."""

    code: str
    periods: tuple[ReportPeriod, ...]

    @property
    def template(self) -> ReportTemplate:
        """The version of its latest quarter."""
        return self.periods[-1].template

    @property
    def quarters(self) -> list[Quarter]:
        return [Quarter.of(period) for period in self.periods]

    @property
    def latest(self) -> Quarter:
        """The last quarter of which anything is accepted, else its last: not a page of dashes."""
        accepted = [period for period in self.periods if period.accepted]  # type: ignore[attr-defined]
        return Quarter.of((accepted or self.periods)[-1])


def forms(user: Any) -> list[Form]:
    """The forms whose quarters have reports, in one query."""
    opened = ReportPeriod.objects.for_user(user).filter(reports__isnull=False).distinct()
    accepted = Report.objects.filter(period=OuterRef("pk"), state=State.ACCEPTED)
    opened = opened.annotate(accepted=Exists(accepted))
    found: dict[str, list[ReportPeriod]] = {}
    for period in opened.select_related("template").order_by("template__form", "year", "quarter"):
        found.setdefault(period.template.form, []).append(period)
    return [Form(code, tuple(periods)) for code, periods in found.items()]


@dataclass(frozen=True)
class Span:
    """The quarters of a form from one to another; with `submitted`, what is handed in and not yet
    accepted counts too."""

    form: Form
    first: Quarter
    last: Quarter
    submitted: bool = False

    @cached_property
    def periods(self) -> list[ReportPeriod]:
        return [one for one in self.form.periods if self.first <= Quarter.of(one) <= self.last]

    @property
    def states(self) -> list[str]:
        return [State.ACCEPTED, State.SUBMITTED] if self.submitted else [State.ACCEPTED]

    @property
    def single(self) -> bool:
        return self.first == self.last

    @property
    def asked(self) -> dict[str, str]:
        """As a query string asks for it."""
        found = {"form": self.form.code, "from": self.first.written, "until": self.last.written}
        return found | ({"submitted": "1"} if self.submitted else {})

    def query(self, **more: str) -> str:
        return urlencode(self.asked | more)

    def __str__(self) -> str:
        words = _("%(first)s to %(last)s") % {"first": self.first, "last": self.last}
        return str(self.first) if self.single else words


def span_asked(known: Iterable[Form], asked: Any) -> Span | None:
    """What a query string asks for; of what it does not say, the first form and the latest quarter
    with accepted figures. None where no form has reports. Raises Refused."""
    by_code = {form.code: form for form in known}
    code = asked.get("form") or next(iter(by_code), "")
    if not code:
        return None
    if code not in by_code:
        words = _("There is no form “%(form)s” with reports.")
        raise Refused(words % {"form": code[:40]})
    form = by_code[code]
    last = Quarter.read(asked["until"]) if asked.get("until") else form.latest
    first = Quarter.read(asked["from"]) if asked.get("from") else last
    return Span(form, min(first, last), max(first, last), asked.get("submitted") == "1")
