"""What every step has in common: whose it is, on which day, by which rules; and its undoing."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.actions.rulesets import refuse, rules_on
from members.choices.development import StepKind
from members.choices.standing import SINCE, Standing
from members.models import Affiliation, DevelopmentStep, Exit, LostContact, Person, Transfer
from organizations.actions.tree import on_day
from portal.errors import Refused
from portal.fields import first_day
from portal.rules import refuse_future


class Case:
    """A person on the day of a step, locked, with the rules of that day."""

    def __init__(self, person: Person, day: date, kind: str) -> None:
        refuse_future(day)
        self.person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        self.day, self.kind, self.rules = day, kind, rules_on(day)

    def refuse(self, sentence: str) -> NoReturn:
        refuse(self.rules, self.kind, sentence)

    def need(self, held: bool, sentence: str) -> None:
        if not held:
            self.refuse(sentence)

    def stands(self, *standings: Standing) -> Case:
        """Refused unless the person has one of these standings, and had it by the day."""
        if self.person.left:
            raise Refused(_("%(person)s has left the rolls.") % {"person": self.person})
        if self.person.standing not in standings:
            raise Refused(
                _("%(person)s is “%(standing)s”; this step is not possible now.")
                % {"person": self.person, "standing": self.person.get_standing_display()}
            )
        since = self.since()
        if since and self.day < since:
            raise Refused(
                _("The step lies before the last one, of %(day)s.") % {"day": f"{since:%Y-%m-%d}"}
            )
        return self

    def since(self) -> date | None:
        """The day since which the present standing is held, as far as it is known."""
        name = SINCE.get(Standing(self.person.standing))
        known = getattr(self.person, name) if name else None
        return first_day(known) if known else None

    def last(self, kind: str, **wanted: Any) -> DevelopmentStep | None:
        """The latest step of a kind by the day, in the present attempt."""
        rows = DevelopmentStep.objects.filter(person=self.person, kind=kind, undone_on=None)
        if self.person.applied:
            rows = rows.filter(day__gte=first_day(self.person.applied))
        return rows.filter(day__lte=self.day, **wanted).order_by("-day", "-pk").first()

    def take(self, changes: dict[str, Any] | None = None, **facts: Any) -> DevelopmentStep:
        """Write the step, and what it changes of the person: of each field, from what to what."""
        if self.last(self.kind, day=self.day):
            raise Refused(_("This step is already recorded for that day."))
        changes = changes or {}
        before = {n: [plain(getattr(self.person, n)), plain(changes[n])] for n in changes}
        for name, value in changes.items():
            setattr(self.person, name, value)
        if changes:
            with on_day(self.day):
                self.person.save(update_fields=[*changes, "changed_at"])
        facts.setdefault("decided_by", self.person.organization)
        return DevelopmentStep.objects.create(
            person=self.person,
            kind=self.kind,
            day=self.day,
            rules=self.rules,
            before=before,
            **facts,
        )

    def exit(self, why: str, changes: dict[str, Any] | None = None, **facts: Any) -> None:
        """The person leaves the rolls on the day; who is suspended has left them, and only the
        reason changes."""
        Exit.objects.create(
            person=self.person,
            kind=why,
            day=self.day,
            reason=facts.get("note", "")[:200],
            paper=facts.get("paper", ""),
            decided_by=facts.get("decided_by") or self.person.organization,
        )
        left = {} if self.person.left else {"left": iso(self.day)}
        self.take({**left, "left_why": why, **(changes or {})}, **facts)


def iso(day: date) -> str:
    return f"{day:%Y-%m-%d}"


def plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


@transaction.atomic
def undo_last_step(person: Person, *, reason: str, by: Any) -> None:
    """The opposite of the last step an action took: everything as before it. The step stays, with
    the reason. Steps entered as history change nothing and are left out. Refused where what the
    step has set was changed since."""
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    step = DevelopmentStep.objects.filter(person=locked, undone_on=None).order_by("-pk").first()
    if not step or (not step.before and step.rules_id is None):
        raise Refused(_("There is no step to undo."))
    check_untouched(locked, step)
    today = timezone.localdate()
    earlier = {name: was for name, (was, _became) in step.before.items()}
    organization = earlier.pop("organization", None)
    for name, value in earlier.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*earlier, "changed_at"])
    if organization:
        move_back(locked, organization, step.day)
    undone = {"undone_on": today, "undone_why": reason[:200]}
    DevelopmentStep.objects.filter(pk=step.pk).update(**undone)
    for model in (Exit, Transfer):
        model.objects.filter(person=locked, day=step.day, undone_on=None).update(**undone)
    if step.kind == StepKind.RESTORE:
        LostContact.objects.filter(person=locked, until=step.day).update(until=None)
        Exit.objects.filter(person=locked, ended_on=step.day).update(ended_on=None)


def check_untouched(person: Person, step: DevelopmentStep) -> None:
    """Newer than the step is a move, a change by hand, an import: it must not be undone with it."""
    for name, (_was, became) in step.before.items():
        if plain(getattr(person, name)) == became:
            continue
        if name == "organization":
            sentence = _("%(person)s has been moved on since; put that right first.")
        else:
            sentence = _(
                "“%(field)s” of %(person)s has been changed since this step. Put it back first, "
                "or correct the record by hand."
            )
        field = capfirst(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        raise Refused(sentence % {"person": person, "field": field})


def move_back(person: Person, organization: int, day: date) -> None:
    """Undo a move: the interval that began with it goes, the one before it opens again."""
    with on_day(day):
        Person.objects.filter(pk=person.pk).update(organization=organization)
    own = Affiliation.objects.filter(person=person)
    before = own.filter(until=day, organization=organization).order_by("-since").first()
    if before and not person.left:  # who had left stays out: nothing opens again
        own.filter(since=day, until=None).delete()
        Affiliation.objects.filter(pk=before.pk).update(until=None)
