from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.duties import Answers, RuleTopic, TaskKind, TaskState
from organizations.models.naming import YEARS, ends_after
from organizations.models.tree import Organization
from portal.models import Record


class Rule(Record):
    """A rule of the rule book, version by version (000-52, 001-10, 002-03, 004-05)."""

    key = ("organization", "title", "version")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="rules", verbose_name=_("organization")
    )
    title = models.CharField(_("title"), max_length=120)
    topic = models.CharField(_("topic"), max_length=16, choices=RuleTopic)
    version = models.CharField(_("version"), max_length=20, default="1")
    binds = models.CharField(_("applies to"), max_length=120, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=80, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    displayed = models.BooleanField(_("displayed on the wall"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("rule")
        verbose_name_plural = _("rule book")
        ordering = ["organization", "topic", "title", "-since"]
        constraints = [
            models.UniqueConstraint(
                name="one_rule_a_version", fields=["organization", "title", "version"]
            ),
            ends_after("rule_ends_after_it_begins", later=True),
        ]

    def __str__(self) -> str:
        return self.title


class ResponsibilityItem(Record):
    """Which post answers for what in a year: "the secretary grasps, grasp the secretaries"
    (000-53, 001-18). It names posts; who holds them is in the registers of posts."""

    key = ("organization", "year", "answers", "post")
    handles = ("pk",)

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="responsibility_items",
        verbose_name=_("organization"),
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    answers = models.CharField(_("answers as"), max_length=10, choices=Answers)
    post = models.CharField(_("post"), max_length=60)
    matter = models.CharField(_("answers for"), max_length=200)
    measures = models.TextField(_("list of duties"), blank=True)
    signed_on = models.DateField(_("letter signed on"), null=True, blank=True)
    fulfilled = models.TextField(_("how it was fulfilled"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("item of the responsibility list")
        verbose_name_plural = _("responsibility list")
        ordering = ["-year", "organization", "answers"]
        constraints = [
            models.UniqueConstraint(
                name="one_responsibility_a_post", fields=["organization", "year", "answers", "post"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.post}: {self.matter}"


class Task(Record):
    """What a higher organization asks of one below: goals broken down, tasks with a due day,
    criticism and rectification in a time limit (000-54, 001-19, 001-20, 001-26; domain 2.15)."""

    key = ("organization", "title", "issued_on")
    handles = ("pk",)
    dated = "issued_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="tasks", verbose_name=_("organization")
    )
    issuer = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    goal = models.ForeignKey(
        "organizations.Task",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=TaskKind, default=TaskKind.TASK)
    title = models.CharField(_("title"), max_length=120)
    content = models.TextField(_("content"), blank=True)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.DRAFT)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    claimed_by = models.CharField(_("claimed by"), max_length=40, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    remark = models.TextField(_("remark of the issuer"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["-issued_on", "-id"]
        permissions = [
            ("issue_task", "Can issue tasks to organizations below"),
            ("perform_task", "Can claim and report tasks"),
            ("review_task", "Can accept or return tasks"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_task_a_title_and_day", fields=["organization", "title", "issued_on"]
            ),
            ends_after("task_due_after_it_is_issued", "issued_on", "due_on"),
            models.CheckConstraint(name="task_progress_is_a_share", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="a_rectification_has_a_limit",
                condition=~Q(kind=TaskKind.RECTIFICATION) | Q(due_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
