"""The pages of every register, spoken in JSON: same rows, same filter, same form, same refusals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models, transaction
from django.forms.fields import BaseTemporalField
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.errors import Refused
from portal.fields import IdNumberField, PartialDateField, mask_id
from portal.models import Job, Record
from portal.pages import Action, Pages
from portal.refusing import refusing
from portal.tables import RecordTable
from registers.views.actions import act, action_form
from registers.views.detail import joined, seen_fields
from registers.views.editing import stored_values


class HundredAtMost(PageNumberPagination):
    page_size = 50
    max_page_size = 100
    page_size_query_param = "page_size"


@extend_schema_field(OpenApiTypes.STR)
class HandleField(serializers.RelatedField[Any, str, str]):
    """Another record by the word that forms and workbooks name it by."""

    def to_representation(self, value: Any) -> str:
        return str(value.handle()) if isinstance(value, Record) else str(value)


class MaskedField(serializers.CharField):
    def to_representation(self, value: str) -> str:
        return mask_id(value)


class RecordViewSet(GenericViewSet[Any]):
    """List, get, create, patch and the actions of one register."""

    pages: Pages
    needs = {"create": "add", "partial_update": "change"}
    pagination_class = HundredAtMost
    lookup_value_converter = "int"

    def get_queryset(self) -> Any:
        need = self.needs.get(self.action, "view")
        if not self.request.user.has_perm(self.pages.perm(need)):
            raise PermissionDenied
        rows = self.pages.model.objects.for_user(self.request.user, need)
        return rows.select_related(*joined(self.pages))

    def list(self, request: Request) -> Response:
        try:
            rows = self.pages.filter(request.query_params, self.get_queryset()).qs
        except Refused as no:
            raise ValidationError({"detail": str(no)}) from no
        page = self.paginate_queryset(self.sorted(rows, request.query_params.get("sort", "")))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def sorted(self, rows: Any, sort: str) -> Any:
        """By the columns the list page can be sorted by, and no others."""
        table: RecordTable = self.pages.table([])
        orders = []
        for name in filter(None, sort.split(",")):
            plain = name.removeprefix("-")
            if plain not in table.columns or not table.columns[plain].orderable:
                raise ValidationError({"sort": [name]})
            column = table.columns[plain]
            orders += column.order_by.opposite if name.startswith("-") else column.order_by
        return rows.order_by(*(str(one).replace(".", "__") for one in orders), "-pk")

    def retrieve(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def create(self, request: Request) -> Response:
        self.get_queryset()
        return self.write(self.given() | self.sent(request), None, status.HTTP_201_CREATED)

    def given(self) -> dict[str, Any]:
        """What a new record says where the body does not."""
        taken = self.pages.form.base_fields if self.pages.form else {}
        fields = self.pages.model._meta.concrete_fields
        return {
            one.name: one.get_default()
            for one in fields
            if one.has_default() and one.name in taken and taken[one.name].required
        }

    @transaction.atomic
    def partial_update(self, request: Request, pk: int) -> Response:
        sent = self.sent(request)
        record = self.get_object()
        form = self.pages.form(instance=record, user=request.user)  # type: ignore[misc]
        return self.write({**stored_values(form), **sent}, record)

    def sent(self, request: Request) -> dict[str, Any]:
        """The body; refused when it names a field that the form does not take."""
        if self.pages.form is None:
            self.http_method_not_allowed(request)
            raise PermissionDenied
        return known(request.data, self.pages.form.base_fields)

    def write(self, data: dict[str, Any], record: Any, code: int = status.HTTP_200_OK) -> Response:
        form = self.pages.form(data=data, instance=record, user=self.request.user)  # type: ignore[misc]
        if not form.is_valid():
            raise wrong(form)
        try:
            with refusing():
                saved = form.save()
        except Refused as no:
            raise ValidationError({"detail": str(no)}) from no
        return Response(self.get_serializer(saved).data, status=code)

    def act(self, request: Request, pk: int, action: Action) -> Response:
        """One of the register's verbs; 409 with the sentence when a rule says no."""
        if not request.user.has_perm(self.pages.perm(action.verb)):
            raise PermissionDenied
        rows = self.pages.model.objects.for_user(request.user, action.verb)
        record = get_object_or_404(rows, pk=pk)
        fields = action_form(action, request.user).fields
        form = action_form(action, request.user, known(request.data, fields))
        if not form.is_valid():
            raise wrong(form)
        try:
            said = act(action, record, request.user, form.cleaned_data)
        except Refused as no:
            return Response({"detail": str(no)}, status=status.HTTP_409_CONFLICT)
        if isinstance(said, Job):
            return Response({"detail": "", "job": job_state(said)}, status=status.HTTP_202_ACCEPTED)
        return Response({"detail": said if isinstance(said, str) else ""})


def known(sent: Any, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The body as a form takes it; refused when it names a field that the form does not."""
    sent = sent.dict() if isinstance(sent, QueryDict) else sent
    if not isinstance(sent, dict):
        raise ValidationError({"detail": _("Send a JSON object of fields and values.")})
    if unknown := set(sent) - set(fields):
        raise ValidationError(
            {
                name: [_("There is no such field. Those there are stand in /docs/api/.")]
                for name in sorted(unknown)
            }
        )
    return {name: typed(fields[name], value) for name, value in sent.items()}


def typed(field: Any, value: Any) -> Any:
    """Days come as text: Django's own fields break on anything else."""
    days = isinstance(field, BaseTemporalField) and value is not None
    return str(value) if days else value


def job_state(job: Job) -> dict[str, Any]:
    """How far work is that goes on after the answer, and where to ask again."""
    file = reverse("api-job-file", args=[job.pk]) if job.file else ""
    return {
        "id": job.pk,
        "url": reverse("api-job", args=[job.pk]),
        "state": job.state,
        "percent": job.percent,
        "message": job.message,
        "file": file,
    }


def wrong(form: Any) -> ValidationError:
    """What a form says is wrong, field by field."""
    return ValidationError({name: list(errors) for name, errors in form.errors.items()})


def serializer(pages: Pages) -> type[serializers.ModelSerializer[Any]]:
    """Shows what the detail page shows: other records by their handles, ID numbers masked."""
    body: dict[str, Any] = {}
    for name in seen_fields(pages):
        field = pages.model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            body[name] = HandleField(read_only=True)
        elif isinstance(field, IdNumberField):
            body[name] = MaskedField(read_only=True)
        elif isinstance(field, PartialDateField):
            body[name] = serializers.CharField(read_only=True)
    shown = ["id", *seen_fields(pages), "created_at", "changed_at"]
    body["Meta"] = type(
        "Meta", (), {"model": pages.model, "fields": shown, "read_only_fields": shown}
    )
    return type(f"{pages.model.__name__}Serializer", (serializers.ModelSerializer,), body)


@cache
def body_of(form: Any) -> type[serializers.Serializer[Any]]:
    """What a form takes, for the schema."""
    fields: dict[str, Any] = {
        name: serializers.CharField(
            required=field.required,
            allow_blank=not field.required,
            help_text=str(field.label or name),
        )
        for name, field in (form.base_fields if form else {}).items()
    }
    words = [*form.__module__.split("."), form.__name__] if form else ["Empty"]
    return type(f"{''.join(words)}Body", (serializers.Serializer,), fields)


def parameters(pages: Pages) -> list[OpenApiParameter]:
    named = {name: str(one.label or name) for name, one in pages.filter.base_filters.items()}
    named |= {
        "on": "As of this day",
        "during": "First day of a period that ends on `on`",
        "sort": "Columns",
    }
    named |= {
        "ended": "`all`: also what is no longer in force",
        "except": "A query whose rows are left out",
    }
    return [
        OpenApiParameter(name, OpenApiTypes.STR, description=text) for name, text in named.items()
    ]


def viewset(pages: Pages) -> type[RecordViewSet]:
    body: dict[str, Any] = {
        "pages": pages,
        "serializer_class": serializer(pages),
        "queryset": pages.model.objects.none(),
    }
    made: type[RecordViewSet] = type(f"{pages.model.__name__}ViewSet", (RecordViewSet,), body)
    takes = body_of(pages.form)
    return extend_schema_view(
        list=extend_schema(parameters=parameters(pages)),
        create=extend_schema(request=takes),
        partial_update=extend_schema(request=takes),
    )(made)


def verb(pages: Pages, made: type[RecordViewSet], action: Action) -> Any:
    """An endpoint of its own for one action, so that the schema names it."""

    @extend_schema(
        request=body_of(action.form),
        responses=dict.fromkeys((200, 202, 409), OpenApiTypes.OBJECT),
    )
    def do(self: RecordViewSet, request: Request, pk: int) -> Response:
        return self.act(request, pk, action)

    own: Any = type(f"{made.__name__}{action.name}", (made,), {action.name: do})
    return own.as_view({"post": action.name})


def register_urls(pages: Pages) -> list[URLPattern]:
    made, name = viewset(pages), pages.name
    adding = {"post": "create"} if pages.form else {}
    changing = {"patch": "partial_update"} if pages.edits else {}
    return [
        path("", made.as_view({"get": "list", **adding}), name=f"api-{name}-list"),
        path(
            "<int:pk>/",
            made.as_view({"get": "retrieve", **changing}),
            name=f"api-{name}-detail",
        ),
        *(
            path(
                f"<int:pk>/{action.name}/",
                verb(pages, made, action),
                name=f"api-{name}-{action.name}",
            )
            for action in pages.actions
        ),
    ]
