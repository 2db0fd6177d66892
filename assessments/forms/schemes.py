"""What county staff write of a rating scheme: scheme, groups, bands, criteria; and its rounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.targets.library import check_query
from assessments.forms.parts import NumberedForm
from assessments.models import Criterion, CriterionGroup, RatingBand, RatingRound, RatingScheme
from portal.errors import Refused
from portal.forms import RecordForm
from portal.models import fields_of

Values = dict[str, Any]
Found = Iterator[tuple[str, Any]]
KEPT = gettext_lazy(
    "A round has begun with this version: only words may change. Draw up the next version for "
    "anything else."
)
WORDS = {"name", "name_en", "note", "note_en", "source", "evidence", "since", "position"}
Reads = Criterion.Reads


def kept(values: Values, model: Any, there: Any, begun: bool) -> Found:
    """A version with which a round began stays as it is, but for its words."""
    if not begun:
        return
    if there is None:
        yield "code" if "code" in values else "stars", KEPT
        return
    for name in fields_of(model):
        if name in values and name not in WORDS and values[name] != getattr(there, name):
            yield name, KEPT


def scheme_kept(values: Values) -> Found:
    there = RatingScheme.objects.filter(code=values.get("code")).first()
    if there:
        yield from kept(values, RatingScheme, there, there.begun)


def query_fits(values: Values) -> Found:
    """Who is rated must be a filter of that list."""
    if values.get("about") and values.get("query"):
        try:
            check_query(values["about"], values["query"])
        except Refused as no:
            yield "query", str(no)


class RatingSchemeForm(RecordForm):
    rules = (scheme_kept, query_fits)
    groups = (
        (gettext_lazy("Version"), ("family", "version", "since", "source")),
        (gettext_lazy("Who, and what for"), ("about", "query", "form", "base", "most")),
        (
            gettext_lazy("Stages"),
            ("self_days", "poll_days", "appraisal_share", "review_days", "confirm_days"),
        ),
        (gettext_lazy("Publicity and quotas"), ("publicity_days", "over_quota")),
        (gettext_lazy("Explanation"), ("note", "note_en")),
    )
    examples = {"query": ("",)}

    class Meta(RecordForm.Meta):
        model = RatingScheme
        fields = fields_of(RatingScheme)


def part_kept(model: Any, *key: str) -> Any:
    def rule(values: Values) -> Found:
        scheme = values.get("scheme")
        if not scheme or any(values.get(name) is None for name in key) or not scheme.begun:
            return
        there = model.objects.filter(scheme=scheme, **{name: values[name] for name in key})
        yield from kept(values, model, there.first(), begun=True)

    return rule


class CriterionGroupForm(NumberedForm):
    rules = (part_kept(CriterionGroup, "code"),)

    class Meta(RecordForm.Meta):
        model = CriterionGroup
        fields = fields_of(CriterionGroup)


def band_stands(values: Values) -> Found:
    most, least = values.get("at_most"), values.get("at_least")
    if most is not None and least is not None and least > most:
        yield "at_least", _("This is more than the most that is allowed.")


class RatingBandForm(RecordForm):
    rules = (band_stands, part_kept(RatingBand, "stars"))
    examples = {"at_least": ("",)}

    class Meta(RecordForm.Meta):
        model = RatingBand
        fields = fields_of(RatingBand)


def criterion_stands(values: Values) -> Found:
    """What its kind and its reading of a count need."""
    scheme, group = values.get("scheme"), values.get("group")
    kind, reads = values.get("kind"), values.get("reads")
    if group and scheme and group.scheme_id != scheme.pk:
        yield "group", _("This group belongs to another scheme.")
    if kind == Criterion.Kind.CAP and values.get("stars") is None:
        yield "stars", _("A cap needs the number of stars it leaves.")
    if kind == Criterion.Kind.POINTS and values.get("maximum") is None:
        yield "maximum", _("Say how many points there are at most.")
    if reads and reads != Reads.SHOWN and not values.get("measure"):
        yield "measure", _("Say what is counted, or choose “shown only”.")
    if reads in Criterion.SHARES and not values.get("of"):
        yield "of", _("A share needs what it is a share of.")
    yield from reading_stands(values, str(reads or ""), str(kind or ""))


def reading_stands(values: Values, reads: str, kind: str) -> Found:
    switch = kind in {str(one) for one in Criterion.SWITCHES}
    if reads and reads != Reads.SHOWN and switch != (reads in (Reads.ANY, Reads.NONE)):
        yield "reads", _("A veto or cap applies when there is any, or none; others give points.")
    per_unit = (Reads.EACH, Reads.MISSING, Reads.OVER, Reads.SHARE_UNDER, Reads.SHARE_OVER)
    if reads in per_unit and values.get("each") is None:
        yield "each", _("Say how many points each one is.")
    if reads in (Reads.MISSING, Reads.REACHED, Reads.PORTION) and not values.get("due"):
        yield "due", _("Say how many are due in a year.")


class CriterionForm(NumberedForm):
    rules = (criterion_stands, part_kept(Criterion, "code"))
    groups = (
        (gettext_lazy("Points"), ("kind", "maximum", "each", "stars", "evidence")),
        (
            gettext_lazy("What the registers know"),
            ("measure", "of", "reads", "due", "own_only"),
        ),
    )
    examples = {
        "kind": ("points",),
        "reads": ("shown",),
        "group": ("",),
        "measure": ("",),
        "of": ("",),
        "maximum": ("10",),
    }

    class Meta(RecordForm.Meta):
        model = Criterion
        fields = fields_of(Criterion)


def round_is_of_this_year(values: Values) -> Found:
    if (values.get("year") or 0) > timezone.localdate().year:
        yield "year", _("This year lies in the future.")


def round_kept(values: Values) -> Found:
    """What a round began with stays."""
    scheme, year = values.get("scheme"), values.get("year")
    rows = RatingRound.objects.filter(scheme=scheme, year=year or 0)
    there = rows.exclude(state=RatingRound.State.CALLED_OFF).first()
    if there and there.state != RatingRound.State.PREPARED:
        for name in ("organization", "day"):
            if name in values and values[name] != getattr(there, name):
                yield name, _("The round has begun: this stays as it is.")


class RatingRoundForm(RecordForm):
    rules = (round_is_of_this_year, round_kept)

    class Meta(RecordForm.Meta):
        model = RatingRound
        fields = fields_of(RatingRound)
