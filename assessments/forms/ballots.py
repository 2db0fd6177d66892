"""What county and township staff write of a ballot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.scoring.polls import AT_ONCE, usual_grades
from assessments.models import Poll, PollSubject
from assessments.models.ballots import read_grades
from portal.forms import RecordForm
from portal.models import fields_of
from portal.rules import in_order

Values = dict[str, Any]
Found = Iterator[tuple[str, Any]]
FEWEST, MOST, FULL = 2, 8, 100
# What votes mean: it does not change once votes are taken.
MEANING = ("kind", "way", "grades", "satisfied_from", "least")
KEPT = gettext_lazy("The ballot has been opened: this stays as it is.")


def grades_fit(values: Values) -> Found:
    """Two to eight grades with 0 to 100 points each."""
    text = values.get("grades") or ""
    try:
        found = read_grades(text)
    except ValueError as why:
        words = _("“%(part)s” is no grade. Write it like 满意 / Satisfied=80, with “;” between.")
        yield "grades", words % {"part": str(why)[:40]}
        return
    if text and not FEWEST <= len(found) <= MOST:
        yield "grades", _("A ballot has two to eight grades.")
    if any(grade.points > FULL for grade in found):
        yield "grades", _("A grade is worth 0 to 100 points.")


def votes_keep_their_meaning(values: Values) -> Found:
    names = ("organization", "year", "title")
    if any(values.get(name) is None for name in names):
        return
    there = Poll.objects.filter(**{name: values[name] for name in names}).first()
    yield from changed_meaning(there, values)


def changed_meaning(there: Poll | None, values: Values) -> Found:
    if there and there.state != Poll.State.DRAFT:
        for name in MEANING:
            if name in values and values[name] != getattr(there, name):
                yield name, KEPT


class PollForm(RecordForm):
    rules = (in_order("opens_on", "closes_on"), grades_fit, votes_keep_their_meaning)
    synonyms = {
        "organization": ("组织单位", "党组织"),
        "title": ("测评名称", "标题"),
        "kind": ("测评类别", "类别"),
        "way": ("投票方式",),
        "grades": ("等次及分值",),
        "expected": ("应参加人数", "应投票人数"),
        "opens_on": ("开始日期",),
        "closes_on": ("截止日期",),
    }
    groups = (
        (
            gettext_lazy("How it is weighed"),
            ("grades", "satisfied_from", "least"),
        ),
    )
    examples = {"grades": ("满意 / Satisfied=80; 不满意 / Not satisfied=0",)}

    class Meta(RecordForm.Meta):
        model = Poll
        fields = fields_of(Poll)

    @classmethod
    def fill(cls, values: Values) -> None:
        if not values.get("grades") and values.get("kind"):
            values["grades"] = usual_grades()[values["kind"]]

    def clean(self) -> Values:
        values = super().clean()
        if self.instance.pk:
            there = Poll.objects.filter(pk=self.instance.pk).first()
            for name, message in changed_meaning(there, values):
                if name not in self.errors:
                    self.add_error(name, message)
        return values


def one_of_three(values: Values) -> Found:
    if "name" not in values or {"subject", "person"} - set(values):
        return
    if sum(bool(values[name]) for name in ("name", "subject", "person")) != 1:
        yield "name", _("Name one: a department, an organization or a person, not several.")


def still_prepared(values: Values) -> Found:
    poll = values.get("poll")
    if poll and poll.state != Poll.State.DRAFT:
        yield "poll", _("This ballot has been opened: what it asks about stays as it is.")


class PollSubjectForm(RecordForm):
    rules = (one_of_three, still_prepared)
    synonyms = {
        "poll": ("测评",),
        "name": ("部门站所", "测评对象"),
        "subject": ("被测评党组织",),
        "person": ("被测评人",),
    }
    examples = {
        "name": ("县民政局", "县农业农村局", "乡镇财政所"),
        "subject": ("",),
        "person": ("",),
    }

    class Meta(RecordForm.Meta):
        model = PollSubject
        fields = fields_of(PollSubject)


class LinksForm(forms.Form):
    """How many links are to be printed."""

    many = forms.IntegerField(label=gettext_lazy("How many links"), min_value=1, max_value=AT_ONCE)


class CodeForm(forms.Form):
    """What a voter types from the slip."""

    code = forms.CharField(
        label=gettext_lazy("Code on your slip"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class PapersForm(forms.Form):
    """The ballots as pieces of paper."""

    issued = forms.IntegerField(label=gettext_lazy("Ballots handed out"), min_value=0)
    returned = forms.IntegerField(label=gettext_lazy("Ballots returned"), min_value=0)
    spoilt = forms.IntegerField(
        label=gettext_lazy("Of these invalid"), min_value=0, initial=0, required=False
    )
