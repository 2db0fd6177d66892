"""Widgets drawn in Python say what Django's templates say, for every form there is."""

import re

import pytest
from django.http import QueryDict

from portal import pages
from tests.factories import OrganizationFactory, user_over
from web import widgets
from web.rendering import PortalRenderer

pytestmark = pytest.mark.django_db


def drawn(form):
    """Each widget of a form; line breaks and indents between tags left out."""
    return [re.sub(r">\s+", ">", re.sub(r"\s+<", "<", str(form[name]))) for name in form.fields]


def both(form, monkeypatch):
    form.renderer = PortalRenderer()
    lean = drawn(form)
    with monkeypatch.context() as without:
        without.setattr(widgets, "LEAN", {})
        return lean, drawn(form)


def test_every_form_and_filter_looks_as_django_draws_it(monkeypatch):
    user = user_over(OrganizationFactory(code="top"))
    asked = QueryDict("q=a%22%3E%3Cb&organization=top")
    for of in pages.every():
        forms = [of.filter(asked, of.model.objects.all()).form]
        forms += [of.form(user=user)] if of.form else []
        for form in forms:
            lean, django = both(form, monkeypatch)
            assert lean == django, of.name


def test_what_is_typed_stays_text(monkeypatch):
    asked = QueryDict("q=%22%3E%3Cscript%3E")
    of = pages.get("person")
    lean, django = both(of.filter(asked, of.model.objects.all()).form, monkeypatch)
    assert lean == django
    assert "<script>" not in "".join(lean)
