"""The verbs of the business, on one record or on many."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from inspect import signature
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import Job, Record
from portal.pages import Action
from portal.refusing import refusing
from registers.views.listing import Listing
from registers.views.page import Page
from web.menu import count_anew
from web.templatetags.portal import thousands

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
        record, form = self.one(pk), self.form()
        form.initial = {name: getattr(record, name) for name in getattr(form, "prefilled", ())}
        return self.page(record, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                if self.action.preview and request.POST.get("seen") != sent_digest(request.POST):
                    lines = list(self.action.preview(record, by=request.user, **form.cleaned_data))
                    return self.page(record, form, preview=lines, seen=sent_digest(request.POST))
                return self.done(record, act(self.action, record, request.user, form.cleaned_data))
            except Refused as no:
                form.add_error(None, str(no))
                self.renew(form, pk)
        return self.page(record, form)

    def renew(self, form: forms.Form, pk: int) -> None:
        """Who was told what has happened meanwhile may act again, on what is there now."""
        hidden = {field.name for field in form.hidden_fields()} & {*getattr(form, "prefilled", ())}
        if hidden:
            record = self.one(pk)
            data: Any = form.data
            form.data = data = data.copy()
            for name in hidden:
                data[name] = getattr(record, name)

    def done(self, record: Any, said: Any) -> HttpResponse:
        """A sentence that an action returns is shown here and nowhere else; a job is watched; a
        record is gone to."""
        if isinstance(said, Job):
            return redirect("job", said.pk)
        if isinstance(said, str) and said:
            return self.page(record, self.form(), said=said)
        count_anew(self.request.user)
        messages.success(self.request, _("Done: %(action)s") % {"action": self.action.label})
        return redirect(said if isinstance(said, Record) else record.get_absolute_url())

    def page(self, record: Any, form: forms.Form, **context: Any) -> HttpResponse:
        crumbs = [*self.crumbs(record), (self.action.label, "")]
        words = {"title": f"{self.action.label}: {record}", "back": record.get_absolute_url()}
        status = 422 if form.errors else 200
        context = {**context, "action": self.action, "record": record, "form": form}
        return self.show("action", status=status, crumbs=crumbs, **words, **context)


def sent_digest(sent: QueryDict) -> str:
    """What was filled in, so that a preview stands for these values and no others."""
    names = sorted(set(sent) - {"csrfmiddlewaretoken", "seen"})
    told = "\n".join(f"{name}={value}" for name in names for value in sent.getlist(name))
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def action_form(action: Action, user: Any, *sent: Any) -> forms.Form:
    """The form of an action, bound to what was `sent`; one that takes `user` is told who acts."""
    kind: Any = action.form or Confirm
    takes = {"user": user} if "user" in signature(kind).parameters else {}
    made: forms.Form = kind(*sent, **takes)
    return made


def act(action: Action, record: Any, user: Any, values: dict[str, Any]) -> Any:
    """Do the action, all of it or nothing."""
    with refusing():
        return action.do(record, by=user, **values)


@dataclass(frozen=True)
class Picked:
    """The rows that were ticked, or, of all rows of the filter, the next `MOST` by number."""

    records: list[Any]
    left: int = 0
    query: str | None = None

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """What a form carries to name the same rows again."""
        if self.query is None:
            return [("pick", record.pk) for record in self.records]
        return [("all", "1"), ("query", self.query), ("from", self.records[0].pk)]

    @property
    def next_fields(self) -> list[tuple[str, Any]]:
        return [*self.fields[:-1], ("from", self.records[-1].pk + 1)]


class BulkPage(ActionPage):
    """One action on the ticked rows, or on all rows of the filter."""

    def post(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        picked = self.picked()
        if not picked.records:
            messages.warning(request, _("Tick the rows first."))
            return redirect(self.pages.url("list"))
        return self.ask(picked)

    def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        raise Http404

    @property
    def label_of_act(self) -> str:
        return str(self.action.label)

    def picked(self) -> Picked:
        asked = self.request.POST
        if "all" not in asked:
            pks = [int(pk) for pk in asked.getlist("pick") if pk.isdecimal()][:MOST]
            rows = self.pages.table.rows(self.rows)
            return Picked(list(rows.filter(pk__in=pks)))
        query, first = asked.get("query", "")[:4000], asked.get("from", "")
        listing = Listing(self.pages, self.rows, QueryDict(query), self.request.user)
        rows = listing.rows.filter(pk__gte=int(first) if first.isdecimal() else 0).order_by("pk")
        records = list(rows[: MOST + 1])
        left = rows.count() - MOST if len(records) > MOST else 0
        return Picked(records[:MOST], left, query)

    def ask(self, picked: Picked) -> HttpResponse:
        sent = (self.request.POST,) if "go" in self.request.POST else ()
        form = self.form(*sent)
        if sent and form.is_valid():
            return self.report(picked, form.cleaned_data)
        return self.bulk_page(picked, form)

    def report(self, picked: Picked, values: dict[str, Any]) -> HttpResponse:
        """Each record by itself: a refusal does not stop the others, and is named."""
        refused, said = [], []
        for record in picked.records:
            try:
                answer = act(self.action, record, self.request.user, values)
            except Refused as no:
                refused.append((record, str(no)))
            else:
                said.append((record, answer if isinstance(answer, str) else ""))
        count_anew(self.request.user)
        return self.bulk_page(picked, self.form(), refused=refused, done=said, over=True)

    def bulk_page(self, picked: Picked, form: forms.Form, **context: Any) -> HttpResponse:
        title = _("%(action)s: %(count)s records") % {
            "action": self.label_of_act,
            "count": thousands(len(picked.records)),
        }
        context = {
            "action": self.action,
            "label": self.label_of_act,
            "picked": picked,
            "records": picked.records,
            "form": form,
            "back": f"{self.pages.url('list')}?{picked.query or 'q='}",
            "title": title,
            "crumbs": [*self.crumbs(), (self.label_of_act, "")],
            **context,
        }
        status = 422 if form.errors or context.get("missing") else 200
        return self.show("bulk", status=status, **context)
