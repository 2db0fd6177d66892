from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.services import (
    CaseState,
    CaseWay,
    CounterKind,
    OpenOn,
    Outcome,
    Satisfaction,
    Topic,
)
from organizations.models.naming import ends_after
from organizations.models.tree import Organization
from portal.models import Record


class ServiceCounter(Record):
    """Where the public is served: "seven stations, eight offices" at one window, market-day desks,
    the agent point of each village (004-13, 004-14)."""

    key = ("organization", "name")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="counters", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=CounterKind)
    office = models.CharField(_("station or office"), max_length=80, blank=True)
    location = models.CharField(_("place"), max_length=120, blank=True)
    open_on = models.CharField(
        _("open on"), max_length=12, choices=OpenOn, default=OpenOn.WORKING_DAYS
    )
    opening = models.CharField(_("opening times"), max_length=120, blank=True)
    duties = models.TextField(_("duties made public"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("service counter")
        verbose_name_plural = _("service counters")
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(name="one_counter_a_name", fields=["organization", "name"]),
            models.CheckConstraint(
                name="counter_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceItem(Record):
    """What the public may ask for and within how many working days it is promised (004-06)."""

    handles = ("code", "name")
    in_force = ("since", "until")
    handed_down = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    office = models.CharField(_("station or office"), max_length=80, blank=True)
    promised_days = models.PositiveSmallIntegerField(
        _("promised working days"), default=0, validators=[MaxValueValidator(250)]
    )
    by_agent = models.BooleanField(_("agents may handle it"), default=True)
    papers = models.TextField(_("papers needed"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("service item")
        verbose_name_plural = _("service items")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ServiceAgent(Record):
    """Who runs errands for the villagers, often the village accountant (004-14)."""

    key = ("organization", "name", "since")
    handles = ("pk",)
    in_force = ("since", "until")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="agents", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=40)
    counter = models.ForeignKey(
        ServiceCounter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agents",
        verbose_name=_("service counter"),
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    accountant = models.BooleanField(_("accounting agent"), default=False)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("service agent")
        verbose_name_plural = _("service agents")
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(
                name="one_agent_a_name", fields=["organization", "name", "since"]
            ),
            ends_after("agent_ends_after_beginning"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceCase(Record):
    """What somebody asked for, who first received it, by when it was promised and what came of it
    (000-34b, 003-44, 004-06)."""

    key = ("organization", "applicant", "item", "asked_on")
    handles = ("pk",)
    dated = "asked_on"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="cases", verbose_name=_("organization")
    )
    applicant = models.CharField(_("applicant"), max_length=40)
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, related_name="cases", verbose_name=_("service item")
    )
    details = models.TextField(_("details"), blank=True)
    way = models.CharField(_("way in"), max_length=10, choices=CaseWay, default=CaseWay.COUNTER)
    counter = models.ForeignKey(
        ServiceCounter,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("service counter"),
    )
    agent = models.ForeignKey(
        ServiceAgent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("service agent"),
    )
    asked_on = models.DateField(_("asked on"))
    first_receiver = models.CharField(_("first receiver"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=CaseState, default=CaseState.ASKED)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    promised_by = models.DateField(_("promised by"), null=True, blank=True)
    handed_to = models.CharField(_("handed on to"), max_length=80, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    times_handled = models.PositiveSmallIntegerField(
        _("times handled"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    outcome = models.CharField(
        pgettext_lazy("services", "outcome"), max_length=10, choices=Outcome, blank=True
    )
    answer = models.TextField(_("answer"), blank=True)
    satisfaction = models.CharField(
        _("satisfaction"), max_length=12, choices=Satisfaction, blank=True
    )

    class Meta(Record.Meta):
        verbose_name = _("service case")
        verbose_name_plural = _("service cases")
        ordering = ["-asked_on", "-id"]
        permissions = [("handle_servicecase", "Can handle service cases")]
        constraints = [
            models.UniqueConstraint(
                name="one_case_an_item_and_day",
                fields=["organization", "applicant", "item", "asked_on"],
            ),
            ends_after("case_finishes_after_it_is_asked", "asked_on", "finished_on"),
            models.CheckConstraint(
                name="a_finished_case_says_when_and_how",
                condition=~Q(state=CaseState.FINISHED)
                | (Q(finished_on__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant}: {self.item}"
