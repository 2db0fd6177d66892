"""How the figures of a run came about: by which definition, and out of which rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.targets import Indicator, Measure, Run
from organizations.models.acting import Kept

MEASURED = ("code", "name", "name_en", "register", "query", "aggregate", "column", "basis")
# What of an indicator and its measures decides which rows count; the rest is how a figure is said.
DECIDES = ("kind", "level", "compare", "threshold")
MEASURES = ("register", "query", "aggregate", "column", "basis")
SAID = ("code", "name", "name_en", "clause", "unit", "decimals", "direction")


class Definition(Kept):
    """What an indicator meant when a run met it. Only grows: a change makes the next number.

    `text`: {every field of SAID and DECIDES, "numerator": {"pk", every field of MEASURED},
    "denominator": the same or None}.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="definitions", verbose_name=_("indicator")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.JSONField()
    made_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta(Kept.Meta):
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(
                name="one_definition_per_number", fields=["indicator", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.text['code']} v{self.number}"

    def then(self) -> Indicator:
        """The indicator as it was: unsaved, with the measures it had; for reading only."""
        given = {name: self.text[name] for name in (*SAID, *DECIDES)}
        made = Indicator(pk=self.indicator_id, **given)
        for name in ("numerator", "denominator"):
            part = self.text[name]
            setattr(made, name, Measure(**part) if part else None)
        return made

    def counts_like(self, other: Definition) -> bool:
        """Whether both count the same rows, whatever they are called."""
        return deciding(self.text) == deciding(other.text)


def text_of(indicator: Indicator) -> dict[str, Any]:
    """All that decides a figure of the indicator, as `Definition.text` keeps it."""
    found = {name: getattr(indicator, name) for name in (*SAID, *DECIDES)}
    for name in ("numerator", "denominator"):
        measure = getattr(indicator, name)
        found[name] = measure and {
            "pk": measure.pk,
            **{field: getattr(measure, field) for field in MEASURED},
        }
    return found


def deciding(text: dict[str, Any]) -> dict[str, Any]:
    parts = {
        name: text[name] and {field: text[name][field] for field in MEASURES}
        for name in ("numerator", "denominator")
    }
    return {**{name: text[name] for name in DECIDES}, **parts}


class Working(models.Model):
    """An indicator's part of a run: the definition it went by, and what its figures were read
    from. `inputs` is empty where nothing tells whether that has changed."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="workings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="workings")
    inputs = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        ordering = ["run", "indicator"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="one_working_each", fields=["run", "indicator"])
        ]

    def __str__(self) -> str:
        return f"{self.definition} {self.run_id}"


class KeptRows(models.Model):
    """The rows of a register that a run counted, packed (actions/targets/rows.py): their numbers,
    where each stood, and one bit for each of `keys`, a measure's number or a word.

    With an empty register they are the organizations, each with the one above it.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="kept_rows")
    register = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    keys = models.JSONField(default=list)
    many = models.PositiveIntegerField(default=0)
    ids = models.BinaryField()
    places = models.BinaryField()
    marks = models.BinaryField()
    amounts = models.BinaryField()
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["run", "register", "basis"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="one_keeping_each", fields=["run", "register", "basis"])
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.basis} {self.many}"
