"""What every generic page does first: know the user, check the permission, narrow the rows."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.views import View

from portal.measures import organization_model
from portal.pages import Pages

Crumb = tuple[Any, str]


class Page(View):
    """One generic page of one register. `needs` is the verb of the permission."""

    pages: Pages = None  # type: ignore[assignment]
    needs = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.pages.perm(self.needs)):
            raise PermissionDenied
        self.rows = self.pages.model.objects.for_user(request.user, self.needs)
        return super().dispatch(request, *args, **kwargs)

    def one(self, pk: int) -> Any:
        """The record, or 404 where it lies outside the user's subtree."""
        return get_object_or_404(self.pages.table.rows(self.rows), pk=pk)

    def may(self, verb: str, record: Any = None) -> bool:
        return bool(self.request.user.has_perm(self.pages.perm(verb), record))

    @property
    def label(self) -> str:
        return capfirst(str(self.pages.label))

    def crumbs(self, record: Any = None) -> list[Crumb]:
        """The way here: the register, the organizations above the record, the record."""
        found: list[Crumb] = [(self.label, self.pages.url("list"))]
        if record is not None:
            found += [
                (str(top), f"{self.pages.url('list')}?organization={top.code}")
                for top in above(record, self.request.user)
            ]
            found.append((str(record), record.get_absolute_url()))
        return found

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        may = {verb: self.may(verb) for verb in ("add", "import") if self.pages.form}
        may["export"] = self.may("export")
        context = {
            "pages": self.pages,
            "may": may,
            "register": self.label,
            "crumbs": self.crumbs(),
            **context,
        }
        return render(self.request, f"pages/{template}.html", context, status=status)


def above(record: Any, user: Any) -> Any:
    """The organizations from the top of the user's reach down to the record, without itself."""
    ids = [int(step) for step in record.place().strip("/").split("/") if step]
    organization = organization_model()
    if isinstance(record, organization):
        ids = [step for step in ids if step != record.pk]
    return organization.objects.for_user(user).filter(pk__in=ids).order_by("path") if ids else []
