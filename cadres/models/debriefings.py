from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.debriefings import (
    Audience,
    Basis,
    DebriefingGrade,
    DebriefingState,
    HandlingKind,
    HandlingState,
)
from cadres.models.naming import Told
from cadres.models.posts import Post
from members.models import Person
from organizations.models import Organization
from organizations.models.naming import YEARS, ends_after
from portal.models import Record


def heads(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class Debriefing(Told):
    """A yearly report of a leader or a leading body: topics, report, comment, vote, grade.

    To the committee above (003-52), to members and public (001-17), to the villagers (003-46).
    """

    key = ("organization", "person", "year", "audience")
    dated = "reported_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="debriefings", verbose_name=_("organization")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="debriefings",
        verbose_name=_("who reports"),
        help_text=_("Empty: the leading body reports."),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    audience = models.CharField(_("to whom"), max_length=9, choices=Audience)
    special = models.BooleanField(_("special report on party building"), default=False)
    topics = models.CharField(
        pgettext_lazy("of a debriefing", "topics"), max_length=200, blank=True
    )
    checked_on = models.DateField(_("looked into beforehand on"), null=True, blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("of a debriefing", "state"),
        max_length=8,
        choices=DebriefingState,
        default=DebriefingState.PREPARED,
    )
    comment = models.CharField(_("comment from above"), max_length=300, blank=True)
    attended_by = models.CharField(_("attended from above by"), max_length=80, blank=True)
    good = heads(_("votes “good”"))
    fairly = heads(_("votes “fairly good”"))
    fair = heads(_("votes “fair”"))
    poor = heads(_("votes “poor”"))
    grade = models.CharField(_("grade"), max_length=6, choices=DebriefingGrade, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("report on duties")
        verbose_name_plural = _("reports on duties")
        ordering = ["-year", "organization__path", "audience", "pk"]
        permissions = [
            ("conduct_debriefing", "Can record reports on duties and their rectification"),
            ("grade_debriefing", "Can grade reports on duties"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_report_of_a_person", fields=["organization", "person", "year", "audience"]
            ),
            models.UniqueConstraint(
                name="one_report_of_a_body",
                fields=["organization", "year", "audience"],
                condition=Q(person=None),
            ),
            models.CheckConstraint(
                name="given_report_has_a_day",
                condition=Q(state=DebriefingState.PREPARED) | Q(reported_on__isnull=False),
            ),
            models.CheckConstraint(
                name="graded_report_has_a_grade",
                condition=Q(state__in=[DebriefingState.PREPARED, DebriefingState.REPORTED])
                | ~Q(grade=""),
            ),
        ]

    def __str__(self) -> str:
        who = self.person or self.organization.short
        return f"{who} {self.year} {self.get_audience_display()}"


class DebriefingQuestion(Record):
    """What somebody asked at a report, and the answer (003-46)."""

    scope_path = "debriefing__organization"
    key = ("debriefing", "question")
    handles = ("pk",)

    debriefing = models.ForeignKey(
        Debriefing, models.PROTECT, related_name="questions", verbose_name=_("report on duties")
    )
    question = models.CharField(pgettext_lazy("debriefing", "question"), max_length=200)
    asked_by = models.CharField(_("asked by"), max_length=60, blank=True)
    answer = models.CharField(pgettext_lazy("debriefing", "answer"), max_length=300, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    satisfied = models.BooleanField(_("asker satisfied"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("question at a report")
        verbose_name_plural = _("questions at reports")
        ordering = ["debriefing", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_question_of_a_wording", fields=["debriefing", "question"]
            ),
            models.CheckConstraint(
                name="answered_question_has_an_answer",
                condition=Q(answered_on=None) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return self.question


class DebriefingIssue(Record):
    """A line of the list of what has to be put right after a report (domain 2.13)."""

    scope_path = "debriefing__organization"
    key = ("debriefing", "issue")
    handles = ("pk",)
    dated = "due_on"

    debriefing = models.ForeignKey(
        Debriefing, models.PROTECT, related_name="issues", verbose_name=_("report on duties")
    )
    issue = models.CharField(_("what has to be put right"), max_length=200)
    measure = models.CharField(_("how it is put right"), max_length=200, blank=True)
    responsible = models.CharField(_("who answers for it"), max_length=60, blank=True)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(pgettext_lazy("debriefings", "done on"), null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=200, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("point to put right")
        verbose_name_plural = _("points to put right")
        ordering = ["due_on", "pk"]
        permissions = [("settle_debriefingissue", "Can settle points to put right")]
        constraints = [
            models.UniqueConstraint(name="one_issue_of_a_wording", fields=["debriefing", "issue"])
        ]

    def __str__(self) -> str:
        return self.issue


class Handling(Record):
    """What was done about a cadre after poor results, on what ground, and its filing (003-48)."""

    key = ("person", "kind", "decided_on")
    handles = ("pk",)
    dated = "decided_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="handlings", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="handlings", verbose_name=_("organization")
    )
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handlings",
        verbose_name=_("post held"),
    )
    debriefing = models.ForeignKey(
        Debriefing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handlings",
        verbose_name=_("report on duties"),
    )
    kind = models.CharField(_("what is done"), max_length=8, choices=HandlingKind)
    basis = models.CharField(_("ground"), max_length=10, choices=Basis)
    grounds = models.CharField(_("ground in words"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("decided by"), max_length=80, blank=True)
    document = models.CharField(_("document number"), max_length=60, blank=True)
    state = models.CharField(
        pgettext_lazy("of a handling", "state"),
        max_length=7,
        choices=HandlingState,
        default=HandlingState.DECIDED,
    )
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filing_no = models.CharField(_("filing number"), max_length=60, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("handling of a cadre")
        verbose_name_plural = _("handlings of cadres")
        ordering = ["-decided_on", "-pk"]
        permissions = [
            ("carry_handling", "Can carry out what was decided about cadres"),
            ("file_handling", "Can file what was decided about cadres"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_handling_a_day", fields=["person", "kind", "decided_on"]
            ),
            ends_after("handling_done_after_the_decision", "decided_on", "done_on"),
            models.CheckConstraint(
                name="filed_handling_has_a_day",
                condition=Q(filed_on__isnull=False) | ~Q(state=HandlingState.FILED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()} {self.decided_on}"
