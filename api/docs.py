"""The API on a page: each register's addresses, what they take, and a line to try them with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import pages as registry
from portal.fields import PartialDateFormField
from portal.forms import RecordField
from portal.pages import Pages
from registers.views.actions import action_form
from registers.views.detail import seen_fields

MOST_CHOICES = 40


@dataclass(frozen=True)
class Given:
    """A parameter, or a field of a body."""

    name: str
    label: str
    kind: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Endpoint:
    method: str
    address: str
    label: str
    perm: bool
    given: list[Given]
    curl: str


def kind_of(field: Any) -> str:
    """What to write into a field, in a word."""
    if isinstance(field, RecordField):
        return _("code of a record, or # and its number")
    for of, word in (
        (PartialDateFormField, _("date, also 2026-12 or 2026")),
        (forms.DateField, _("date like 2026-12-31")),
        (forms.BooleanField, _("true or false")),
        (forms.IntegerField, _("a number")),
        (forms.DecimalField, _("a number")),
        (forms.ChoiceField, _("one of")),
    ):
        if isinstance(field, of):
            return word
    return _("any text")


def given(fields: dict[str, Any], required: bool = True) -> list[Given]:
    return [
        Given(
            name,
            capfirst(str(field.label or name)),
            kind_of(field),
            required and field.required,
            choices_of(field),
        )
        for name, field in fields.items()
    ]


def choices_of(field: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return ()
    listed: Any = field.choices
    flat = [(str(key), str(text)) for key, text in listed if str(key)]
    return tuple(flat[:MOST_CHOICES])


def placing() -> list[Given]:
    """What every list takes besides its filters."""
    day = _("date like 2026-12-31")
    return [
        Given("on", _("As of the day"), day),
        Given("during", _("First day of a period that ends on “on”"), day),
        Given("ended", _("Also what is no longer in force"), _("one of"), False, (("all", ""),)),
        Given("except", _("A query whose rows are left out"), _("any text")),
        Given("sort", _("Column, with - in front from the end"), _("any text")),
        Given("page", _("Page"), _("a number")),
        Given("page_size", _("Rows on a page, 100 at most"), _("a number")),
    ]


class Sheet:
    """The page of one register for one reader."""

    def __init__(self, pages: Pages, user: Any, host: str) -> None:
        self.pages, self.user, self.host = pages, user, host
        self.top = f"/api/{pages.name}/"

    def may(self, verb: str) -> bool:
        return bool(self.user.has_perm(self.pages.perm(verb)))

    def curl(self, method: str, address: str, sent: str = "") -> str:
        """A line for a shell; what stands in capitals is for the reader to fill in."""
        verb = "" if method == "GET" else f" -X {method}"
        where = f'"{self.host}{address}"'
        return f'curl{verb} -H "Authorization: Bearer TOKEN"{sent} {where}'

    def endpoint(self, method: str, address: str, label: Any, verb: str, **more: Any) -> Endpoint:
        curl = self.curl(method, more.pop("example", address), more.pop("sent", ""))
        return Endpoint(method, address, str(label), self.may(verb), more.get("given", []), curl)

    def endpoints(self) -> Iterator[Endpoint]:
        one, files = f"{self.top}NUMBER/", f"{self.top}NUMBER/attachments/"
        fields = self.pages.filter({}, self.pages.model.objects.none()).form.fields
        filters = [*given(fields, False), *placing()]
        listed = f"{self.top}?page_size=10&sort=-number"
        yield self.endpoint("GET", self.top, _("List"), "view", given=filters, example=listed)
        yield self.endpoint("GET", one, _("One record"), "view")
        if self.pages.form:
            fields = given(self.pages.form.base_fields)
            body = self.json(fields[0].name)
            yield self.endpoint("POST", self.top, _("Add"), "add", given=fields, sent=body)
            yield self.endpoint("PATCH", one, _("Change"), "change", sent=body)
        yield self.endpoint("GET", files, _("Attachments"), "view")
        upload = ' -F "file=@FILE" -F "note=TEXT"'
        yield self.endpoint("POST", files, _("Add a file"), "change", sent=upload)
        yield self.endpoint("GET", f"{files}FILE/", _("Fetch a file"), "view")
        for action in self.pages.actions:
            fields = given(action_form(action, self.user).fields)
            address = f"{one}{action.name}/"
            body = self.json(fields[0].name if fields else "")
            yield self.endpoint("POST", address, action.label, action.verb, given=fields, sent=body)

    @staticmethod
    def json(name: str) -> str:
        body = f'{{"{name}": "TEXT"}}' if name else "{}"
        return f" -H \"Content-Type: application/json\" -d '{body}'"

    def shown(self) -> list[tuple[str, str]]:
        meta: Any = self.pages.model._meta
        names = ["id", *seen_fields(self.pages), "created_at", "changed_at"]
        return [(name, capfirst(str(meta.get_field(name).verbose_name))) for name in names]


def index(request: HttpRequest) -> HttpResponse:
    """How to speak to the API, and the registers that the reader may."""
    groups: dict[str, list[Pages]] = {}
    for one in registry.every():
        if request.user.has_perm(one.perm("view")):
            groups.setdefault(str(one.group), []).append(one)
    host = request.build_absolute_uri("/").rstrip("/")
    context = {"title": _("API"), "groups": groups, "host": host, "crumbs": [(_("API"), "")]}
    return render(request, "api/index.html", context)


def register(request: HttpRequest, name: str) -> HttpResponse:
    if not registry.has(name):
        raise Http404
    pages = registry.get(name)
    if not request.user.has_perm(pages.perm("view")):
        raise PermissionDenied
    host = request.build_absolute_uri("/").rstrip("/")
    label = capfirst(str(pages.label))
    context = {
        "title": _("API: %(register)s") % {"register": label},
        "pages": pages,
        "sheet": Sheet(pages, request.user, host),
        "crumbs": [(_("API"), reverse("docs-api")), (label, "")],
    }
    return render(request, "api/register.html", context)


urlpatterns = [
    path("", index, name="docs-api"),
    path("<slug:name>/", register, name="docs-api-register"),
]
