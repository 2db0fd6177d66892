"""Where cadres learn: elsewhere in practice, and at schools."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.studies import (
    SecondmentKind,
    SecondmentResult,
    StudyForm,
    StudyState,
)
from members.models import Person
from organizations.models.naming import ends_after
from portal.fields import CodeField
from portal.models import Record


class Secondment(Record):
    """Time spent elsewhere to practise: above, below, in advanced villages, in firms (003-67)."""

    scope_path = "person__organization"
    key = ("person", "kind", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="secondments", verbose_name=_("person")
    )
    kind = models.CharField(_("kind of practice"), max_length=8, choices=SecondmentKind)
    unit = models.CharField(_("where"), max_length=80)
    position = models.CharField(_("post there"), max_length=60, blank=True)
    since = models.DateField(_("there since"))
    planned_end = models.DateField(_("planned until"), null=True, blank=True)
    until = models.DateField(_("there until"), null=True, blank=True)
    result = models.CharField(
        pgettext_lazy("secondment", "result"), max_length=10, choices=SecondmentResult, blank=True
    )
    report = models.CharField(_("what was learnt"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("secondment")
        verbose_name_plural = _("secondments")
        ordering = ["-since", "-pk"]
        permissions = [("end_secondment", "Can end secondments")]
        constraints = [
            models.UniqueConstraint(
                name="one_secondment_a_day", fields=["person", "kind", "since"]
            ),
            models.UniqueConstraint(
                name="one_open_secondment",
                fields=["person"],
                condition=Q(until=None),
                violation_error_message=_("This person is seconded elsewhere already."),
            ),
            ends_after("secondment_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.unit}"


class Study(Record):
    """A cadre's enrolment at a school, up to the certificate (003-68)."""

    scope_path = "person__organization"
    key = ("person", "school", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="studies", verbose_name=_("person")
    )
    school = models.CharField(_("school"), max_length=80)
    form = models.CharField(_("form of study"), max_length=12, choices=StudyForm)
    level = CodeField(_("education aimed at"), table="education")
    major = models.CharField(_("subject of study"), max_length=60, blank=True)
    since = models.DateField(_("enrolled on"))
    planned_end = models.DateField(_("to graduate by"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("of a study", "state"),
        max_length=9,
        choices=StudyState,
        default=StudyState.ENROLLED,
    )
    until = models.DateField(_("graduated or left on"), null=True, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("academic study")
        verbose_name_plural = _("academic studies")
        ordering = ["-since", "-pk"]
        permissions = [("conclude_study", "Can record graduations")]
        constraints = [
            models.UniqueConstraint(name="one_study_a_day", fields=["person", "school", "since"]),
            ends_after("study_ends_after_it_begins"),
            models.CheckConstraint(
                name="study_that_ended_has_a_day",
                condition=Q(until__isnull=False) | Q(state=StudyState.ENROLLED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.school}"
