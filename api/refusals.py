"""What the API says where it says no."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import exception_handler


def answer(no: Exception, context: dict[str, Any]) -> Response | None:
    """As DRF answers; that nothing is there is told as the pages tell it."""
    if isinstance(no, Http404):
        no = NotFound(
            _("The address is wrong, or the record lies outside the organizations you work for.")
        )
    return exception_handler(no, context)
