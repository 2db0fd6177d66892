"""The page to which the code on prints and workbooks leads: a period as it was sealed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assessments.actions.targets.overview import reach
from assessments.actions.targets.seal_checks import UNREADABLE
from assessments.actions.targets.sealed_figures import SealedFigures, amended
from assessments.actions.targets.seals import zipped
from assessments.models import Seal
from organizations.models import Organization
from portal.models import SecurityEvent
from registers.views.page import Page
from web.downloads import download

MOST = 100  # differing cells that are listed


class SealPage(Page):
    """What was sealed, whether it still is, and what amendments changed."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        seal = self.called(code)
        figures = SealedFigures(seal)
        context = {
            "title": _("Sealed period %(code)s") % {"code": seal.code},
            "crumbs": [(self.label, self.pages.url("list")), (seal.code, "")],
            "seal": seal,
            "files": figures.files,
            "others": self.of_day(seal).order_by("number"),
            "whole": figures.whole,
        }
        if figures.whole:
            try:
                context |= self.contents(figures)
            except UNREADABLE:
                context["whole"] = False
        return render(request, "assessments/seal.html", context)

    def called(self, code: str) -> Seal:
        rows: Any = self.rows
        known = rows.select_related("plan__organization", "run", "sealed_by")
        found: Seal = get_object_or_404(known, code=code.strip().upper())
        return found

    def of_day(self, seal: Seal) -> Any:
        """All seals of the same plan and day that the user may see."""
        rows: Any = self.rows
        return rows.filter(plan=seal.plan, day=seal.day)

    def contents(self, figures: SealedFigures) -> dict[str, Any]:
        """The figures of the organization asked for, else of the highest the user sees."""
        tops = reach(self.request.user)
        places = covered(figures, tops)
        wanted = self.request.GET.get("organization", "")
        tree: Any = figures.found.tree
        chosen = [one for one in places if tree.at[one, "code"] == wanted]
        if not wanted:
            chosen = [one.pk for one in tops if one.pk in places]
        if not chosen:
            return {"heading": figures.title}
        changes = self.changes(figures, places)
        above = tree.at[chosen[0], "above"]
        return {
            "heading": figures.title,
            "place": figures.place(chosen[0]),
            "lines": list(figures.lines(chosen[0])),
            "below": [one for one in figures.below(chosen[0]) if one.pk in places],
            "up": figures.place(above) if above in places else None,
            "changes": changes[:MOST],
            "many": len(changes),
        }

    def changes(self, figures: SealedFigures, places: set[int]) -> list[Any]:
        """What this amendment changed of the one before it."""
        seal = figures.seal
        last = self.of_day(seal).filter(number__lt=seal.number).order_by("number").last()
        return amended(SealedFigures(last), figures, places) if last else []


def covered(figures: SealedFigures, tops: Iterable[Organization]) -> set[int]:
    """The organizations of a seal that lay below one of these on its day."""
    numbers = {one.pk for one in tops}
    return {one for one, chain in figures.found.chains.items() if numbers & set(chain)}


class SealFiles(SealPage):
    """The files themselves, for whoever answers for the whole plan: to be checked elsewhere."""

    needs = "export"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        seal = self.called(code)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in zipped(seal):
                archive.writestr(name, body)
        details = {"code": seal.code, "day": f"{seal.day}", "format": "zip"}
        SecurityEvent.objects.create(
            kind=SecurityEvent.Kind.EXPORT,
            user=user,
            register="seal",
            record=seal.pk,
            details=details,
        )
        return download(out, f"{seal.plan.code}-{seal.day}-{seal.code}.zip")
