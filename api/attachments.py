"""The files of a record in JSON: list, add, fetch."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.errors import Refused
from portal.pages import Pages
from registers.attachments import attach_file
from registers.models import Attachment
from registers.views.attachments import sent


class FileBody(serializers.Serializer[Any]):
    file = serializers.FileField()
    note = serializers.CharField(required=False)


class FileSerializer(serializers.ModelSerializer[Attachment]):
    url = serializers.SerializerMethodField()
    uploaded_by = serializers.CharField(read_only=True)

    class Meta:
        model = Attachment
        fields = ["id", "name", "size", "kind", "sha256", "note", "uploaded_by", "uploaded_at"]
        fields += ["url"]
        read_only_fields = fields

    def get_url(self, held: Attachment) -> str:
        name = f"api-{self.context['pages'].name}-attachment"
        return reverse(name, args=[held.object_id, held.pk])


class Files(APIView):
    """What the attachments' pages do: seeing the record lets fetch, changing it lets add."""

    pages: Pages
    parser_classes = [MultiPartParser]

    def record(self, pk: int) -> Any:
        if not self.request.user.has_perm(self.pages.perm("view")):
            raise PermissionDenied
        found = self.pages.model.objects.for_user(self.request.user).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def shown(self, held: Any, many: bool = False) -> Any:
        return FileSerializer(held, many=many, context={"pages": self.pages}).data

    @extend_schema(responses=FileSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        held = Attachment.of(self.record(pk)).filter(withdrawn_at=None)
        return Response(self.shown(held.select_related("uploaded_by"), many=True))

    @extend_schema(request={"multipart/form-data": FileBody}, responses={201: FileSerializer})
    def post(self, request: Request, pk: int) -> Response:
        record = self.record(pk)
        if not request.user.has_perm(self.pages.perm("change"), record):
            raise PermissionDenied
        if "file" not in request.FILES:
            raise ValidationError({"file": [_("Send the file in the field “file”.")]})
        note = request.POST.get("note", "")
        try:
            held = attach_file(record, file=request.FILES["file"], note=note, by=request.user)
        except Refused as no:
            raise ValidationError({"file": [str(no)]}) from no
        return Response(self.shown(held), status=status.HTTP_201_CREATED)


class File(Files):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, file: int) -> HttpResponseBase:  # type: ignore[override]
        held = Attachment.of(self.record(pk)).filter(pk=file, withdrawn_at=None).first()
        if held is None:
            raise Http404
        return sent(held)


def urls_of(pages: Pages) -> list[URLPattern]:
    named = pages.model.__name__
    every: Any = type(f"{named}Files", (Files,), {"pages": pages})
    one: Any = type(f"{named}File", (File,), {"pages": pages})
    base, name = "<int:pk>/attachments/", f"api-{pages.name}-attachment"
    return [
        path(base, every.as_view(), name=f"{name}s"),
        path(f"{base}<int:file>/", one.as_view(http_method_names=["get"]), name=name),
    ]
