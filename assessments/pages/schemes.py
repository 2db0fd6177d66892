"""Schemes by which stars are given, as county staff write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.actions.ratings.library import copy_scheme
from assessments.actions.ratings.opening import plan_round
from assessments.filters.schemes import (
    CriterionFilter,
    CriterionGroupFilter,
    RatingBandFilter,
    RatingSchemeFilter,
)
from assessments.forms.ratingrounds import YearOfRoundForm
from assessments.forms.schemes import (
    CriterionForm,
    CriterionGroupForm,
    RatingBandForm,
    RatingSchemeForm,
)
from assessments.models import Criterion, CriterionGroup, RatingBand, RatingScheme
from assessments.pages.planning import conditions
from assessments.tables.schemes import (
    CriterionGroupTable,
    CriterionTable,
    RatingBandTable,
    RatingSchemeTable,
)
from portal import pages

ratings = _("Ratings and assessment")


def beside(scheme: RatingScheme) -> Iterator[tuple[Any, str]]:
    yield _("Version %(version)s") % {"version": scheme.version}, ""


def of_scheme(band: RatingBand) -> Iterator[tuple[Any, str]]:
    """Stars alone do not say of which scheme they are a band."""
    yield band.scheme, band.scheme.get_absolute_url()


pages.add(
    RatingScheme,
    RatingSchemeForm,
    RatingSchemeFilter,
    RatingSchemeTable,
    group=ratings,
    icon="book",
    actions=(
        pages.Action(plan_round, _("Prepare a round"), form=YearOfRoundForm, perm="change"),
        pages.Action(copy_scheme, _("Draw up the next version"), perm="add"),
    ),
    headline=beside,
)
pages.link(
    "scheme-library",
    _("Scheme library"),
    icon="download",
    group=ratings,
    perm="assessments.add_ratingscheme",
)
pages.add(
    CriterionGroup,
    CriterionGroupForm,
    CriterionGroupFilter,
    CriterionGroupTable,
    group=ratings,
    menu=False,
)
pages.add(
    RatingBand,
    RatingBandForm,
    RatingBandFilter,
    RatingBandTable,
    group=ratings,
    menu=False,
    headline=of_scheme,
)
pages.add(
    Criterion,
    CriterionForm,
    CriterionFilter,
    CriterionTable,
    group=ratings,
    menu=False,
)


pages.panel(
    RatingScheme,
    _("Who is rated"),
    "assessments/parts/conditions.html",
    lambda scheme, user: conditions(scheme.about, scheme.query, user),
    place=10,
    costs=2,
    tells=("about", "query"),
)
