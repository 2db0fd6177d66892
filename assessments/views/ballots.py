"""The public page where a code votes, the sheet of codes, and the entry of paper counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from assessments.actions.scoring.polls import (
    cast_vote,
    columns,
    issue_passes,
    poll_for,
    record_counts,
    votes_cast,
)
from assessments.forms.ballots import CodeForm, LinksForm, PapersForm
from assessments.models import Poll, PollSubject
from portal.errors import Refused
from registers.views.page import Page
from web.views.session import remember_language

SUBJECT, GRADE = re.compile(r"s(\d{1,18})"), re.compile(r"\d{1,4}")
WRONG_AT_MOST, FOR = 20, 600  # wrong codes from one address, in so many seconds
WRONG, TOO_MANY = 422, 429


def answers(poll: Poll) -> list[str]:
    """The words that voters choose from, as `columns` numbers them."""
    return [*map(str, poll.choices), _("No opinion")]


@dataclass
class Line:
    """A subject on the ballot: its choices as (number, word, is chosen)."""

    subject: PollSubject
    choices: list[tuple[int, str, bool]]
    fault: str = ""


@method_decorator(login_not_required, name="dispatch")
class VotePage(View):
    """Open to everybody who has a code. The code comes in the body of a request, never in its
    address, so that no log of the server holds it; nothing here looks at who is logged in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.door(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if throttled(request):
            form = CodeForm()
            return self.door(form, _("Too many wrong codes. Try again in ten minutes."), TOO_MANY)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.door(form, status=WRONG)
        code = form.cleaned_data["code"]
        try:
            poll = poll_for(code)
        except Refused as no:
            count_wrong(request)
            return self.door(form, str(no), WRONG)
        if language := request.POST.get("language"):
            translation.activate(language if language == "en" else "zh-hans")
        answer = self.vote(poll, code) if "vote" in request.POST else self.ballot(poll, code)
        remember_language(answer, language)
        return answer

    def door(self, form: CodeForm, said: str = "", status: int = 200) -> HttpResponse:
        context = {"title": _("Vote"), "form": form, "said": said}
        return render(self.request, "assessments/ballots/door.html", context, status=status)

    def vote(self, poll: Poll, code: str) -> HttpResponse:
        try:
            cast_vote(code, chosen(self.request.POST))
        except Refused as no:
            return self.ballot(poll, code, str(no))
        return render(self.request, "assessments/ballots/thanks.html", {"title": _("Thank you")})

    def ballot(self, poll: Poll, code: str, said: str = "") -> HttpResponse:
        context = {
            "title": poll.title,
            "poll": poll,
            "code": code,
            "lines": list(ballot_lines(poll, self.request.POST, faults=bool(said))),
            "said": said,
        }
        status = WRONG if said else 200
        return render(self.request, "assessments/ballots/ballot.html", context, status=status)


def visitor(request: HttpRequest) -> str:
    return f"wrong-ballot-codes:{request.META.get('REMOTE_ADDR')}"


def throttled(request: HttpRequest) -> bool:
    return bool(cache.get(visitor(request), 0) >= WRONG_AT_MOST)


def count_wrong(request: HttpRequest) -> None:
    cache.add(visitor(request), 0, FOR)
    cache.incr(visitor(request))


def chosen(sent: QueryDict) -> dict[int, int]:
    """{subject: number of the grade} as sent by the ballot."""
    found = ((SUBJECT.fullmatch(name), GRADE.fullmatch(sent.get(name, ""))) for name in sent)
    return {int(subject[1]): int(grade[0]) for subject, grade in found if subject and grade}


def ballot_lines(poll: Poll, sent: QueryDict, *, faults: bool) -> Iterator[Line]:
    """What is asked, with what was chosen before; `faults` marks what was left out."""
    picked = chosen(sent)
    words = answers(poll)
    for one in poll.subjects.select_related("subject", "person"):
        mine = picked.get(one.pk)
        choices = [(number, word, number == mine) for number, word in enumerate(words)]
        left_out = faults and mine is None
        yield Line(one, choices, _("Choose an answer for this line.") if left_out else "")


class LinksPage(Page):
    """Make links and show them once, as slips to cut on A4."""

    needs = "conduct"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.one(pk), LinksForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll, form = self.one(pk), LinksForm(request.POST)
        if not form.is_valid():
            return self.draw(poll, form)
        try:
            codes = issue_passes(poll, many=form.cleaned_data["many"], by=request.user)
        except Refused as no:
            form.add_error("many", str(no))
            return self.draw(poll, form)
        address = request.build_absolute_uri(reverse("vote"))
        context = {"title": poll.title, "poll": poll, "codes": codes, "address": address}
        return render(request, "assessments/ballots/slips.html", context)

    def draw(self, poll: Poll, form: LinksForm) -> HttpResponse:
        context = {
            "title": _("Links for voters"),
            "crumbs": [*self.crumbs(poll), (_("Links for voters"), "")],
            "poll": poll,
            "form": form,
            "left": poll.expected - poll.issued,
            "cast": votes_cast(poll),
        }
        status = WRONG if form.errors else 200
        return render(self.request, "assessments/ballots/links.html", context, status=status)


@dataclass
class Count:
    """A subject's line of the count: (name of the field, what stands in it, the grade)."""

    subject: PollSubject
    cells: list[tuple[str, str, str]]


class CountsPage(Page):
    """The count of paper ballots, all subjects in one table."""

    needs = "conduct"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll = self.one(pk)
        known = {"issued": poll.issued or poll.expected, "returned": poll.returned}
        return self.draw(poll, PapersForm(initial={**known, "spoilt": poll.spoilt}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll, form = self.one(pk), PapersForm(request.POST)
        if form.is_valid():
            try:
                papers = {**form.cleaned_data, "spoilt": form.cleaned_data["spoilt"] or 0}
                record_counts(poll, counts=self.counts(poll), by=request.user, **papers)
            except Refused as no:
                form.add_error(None, str(no))
            else:
                messages.success(request, _("The counts are kept. Close the ballot to see them."))
                return redirect(poll.get_absolute_url())
        return self.draw(poll, form)

    def counts(self, poll: Poll) -> dict[int, list[int]]:
        """What was typed; Refused names what is no number."""
        sent = self.request.POST
        return {
            one.pk: [number(one, sent.get(f"c{one.pk}-{at}", "")) for at in columns(poll)]
            for one in poll.subjects.select_related("subject", "person")
        }

    def draw(self, poll: Poll, form: PapersForm) -> HttpResponse:
        title = _("Count of the ballots")
        heads = answers(poll)
        context = {
            "title": title,
            "crumbs": [*self.crumbs(poll), (title, "")],
            "poll": poll,
            "form": form,
            "heads": heads,
            "lines": list(self.lines(poll, heads)),
        }
        status = WRONG if form.errors else 200
        return render(self.request, "assessments/ballots/counts.html", context, status=status)

    def lines(self, poll: Poll, heads: list[str]) -> Iterator[Count]:
        sent = self.request.POST
        for one in poll.subjects.select_related("subject", "person"):
            names = [f"c{one.pk}-{at}" for at in columns(poll)]
            known = [str(n) for n in one.counts] or [""] * len(names)
            typed = [sent.get(name, was) for name, was in zip(names, known, strict=True)]
            yield Count(one, list(zip(names, typed, heads, strict=True)))


def number(one: PollSubject, text: str) -> int:
    """A count as typed; nothing is nought."""
    plain = text.strip() or "0"
    if not plain.isdecimal() or len(plain) > 6:  # noqa: PLR2004 - digits
        words = _("%(subject)s: “%(text)s” is not a whole number.")
        raise Refused(words % {"subject": one.called, "text": text[:20]})
    return int(plain)
