from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.persons import Person
from organizations.choices.programmes import Verdict
from organizations.models import ProgrammeItem
from organizations.models.naming import Worded


class MemberResult(Worded):
    """How a member did on a line of a programme on the day of judgement (001-03: "five leads")."""

    scope_path = "person__organization"
    key = ("person", "item", "judged_on")
    handles = ("pk",)
    dated = "judged_on"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="programme_results", verbose_name=_("person")
    )
    item = models.ForeignKey(
        ProgrammeItem,
        models.PROTECT,
        related_name="member_results",
        verbose_name=_("line of a programme"),
    )
    judged_on = models.DateField(_("judged on"))
    judge = models.CharField(_("judged by"), max_length=60, blank=True)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Worded.Meta):
        verbose_name = _("verdict on a member under a programme")
        verbose_name_plural = _("verdicts on members under programmes")
        ordering = ["-judged_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_verdict_of_a_member_line_and_day", fields=["person", "item", "judged_on"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.item}"
