"""The verbs of the business, on one record or on many."""

from __future__ import annotations

from inspect import signature
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Job
from portal.pages import Action
from web.menu import count_anew
from web.views.listing import Listing
from web.views.page import Page

MOST = 5000  # records of one bulk action


class Confirm(forms.Form):
    """Nothing to fill in: the button is the question."""


class ActionPage(Page):
    action: Action = None  # type: ignore[assignment]

    @property
    def needs(self) -> str:  # type: ignore[override]
        return self.action.verb

    def form(self, *sent: Any) -> forms.Form:
        return action_form(self.action, self.request.user, *sent)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(self.one(pk), self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self.done(record, act(self.action, record, request.user, form.cleaned_data))
            except Refused as no:
                form.add_error(None, str(no))
        return self.page(record, form)

    def done(self, record: Any, said: Any) -> HttpResponse:
        """A sentence that an action returns is shown here and nowhere else; a job is watched."""
        if isinstance(said, Job):
            return redirect("job", said.pk)
        if isinstance(said, str) and said:
            return self.page(record, self.form(), said=said)
        count_anew(self.request.user)
        messages.success(self.request, _("Done: %(action)s") % {"action": self.action.label})
        return redirect(record.get_absolute_url())

    def page(self, record: Any, form: forms.Form, **context: Any) -> HttpResponse:
        crumbs = [*self.crumbs(record), (self.action.label, "")]
        words = {"title": f"{self.action.label}: {record}", "back": record.get_absolute_url()}
        status = 422 if form.errors else 200
        context |= {"action": self.action, "record": record, "form": form, "crumbs": crumbs}
        return self.show("action", status=status, **words, **context)


def action_form(action: Action, user: Any, *sent: Any) -> forms.Form:
    """The form of an action, bound to what was `sent`; one that takes `user` is told who acts."""
    kind: Any = action.form or Confirm
    takes = {"user": user} if "user" in signature(kind).parameters else {}
    made: forms.Form = kind(*sent, **takes)
    return made


def act(action: Action, record: Any, user: Any, values: dict[str, Any]) -> Any:
    """Do the action, all of it or nothing."""
    with transaction.atomic():
        return action.do(record, by=user, **values)


class BulkPage(ActionPage):
    """One action on the ticked rows, or on all rows of the filter."""

    def post(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        records = self.chosen()
        if not records:
            messages.warning(request, _("Tick the rows first."))
            return redirect(self.pages.url("list"))
        sent = (request.POST,) if "go" in request.POST else ()
        form = self.form(*sent)
        if sent and form.is_valid():
            return self.report(records, form.cleaned_data)
        return self.bulk_page(records, form)

    def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        raise Http404

    def chosen(self) -> list[Any]:
        asked = self.request.POST
        if "all" in asked:
            rows = Listing(
                self.pages, self.rows, QueryDict(asked.get("query", "")), self.request.user
            ).rows
        else:
            rows = self.rows.filter(pk__in=[pk for pk in asked.getlist("pick") if pk.isdigit()])
        return list(rows[:MOST])

    def report(self, records: list[Any], values: dict[str, Any]) -> HttpResponse:
        """Each record by itself: a refusal does not stop the others, and is named."""
        refused, said = [], []
        for record in records:
            try:
                answer = act(self.action, record, self.request.user, values)
            except Refused as no:
                refused.append((record, str(no)))
            else:
                said.append((record, answer if isinstance(answer, str) else ""))
        return self.bulk_page(records, self.form(), refused=refused, done=said, over=True)

    def bulk_page(self, records: list[Any], form: forms.Form, **context: Any) -> HttpResponse:
        context |= {
            "action": self.action,
            "records": records,
            "form": form,
            "back": self.pages.url("list"),
        }
        title = _("%(action)s: %(count)s records") % {
            "action": self.action.label,
            "count": len(records),
        }
        asked = {"picks": [record.pk for record in records]}
        status = 422 if form.errors else 200
        crumbs = [*self.crumbs(), (self.action.label, "")]
        return self.show("bulk", status=status, title=title, crumbs=crumbs, **asked, **context)
