"""How a round begins: who is rated in it, and what the registers already say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.ratings.prefill import Prefill
from assessments.actions.ratings.tally import Scale
from assessments.models import RatingAct, RatingCase, RatingRound, RatingScheme
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from portal.models import Job
from portal.tasks import start
from workbooks.imports.writing import carry_context, copy

State, Act = RatingRound.State, RatingAct.Kind
Progress = Callable[[int, int], None]
COLUMNS = ["case_id", "criterion_id", "counted", "of", "prefilled", "self_note", "town_reason"]
COLUMNS += ["county_reason", "revision", "created_at", "changed_at"]
STEPS, BATCH = 4, 5000
Known = list[tuple[int, Decimal | None, Decimal | None, Decimal | None]]


def no_progress(_done: int, _total: int) -> None:
    """For callers that show none."""


@transaction.atomic
def open_round(round_: RatingRound, *, by: Any) -> Job:
    """Have a worker make a case for everybody to be rated; its page shows how far it is."""
    refuse_unready(round_)
    return start("open-rating", by, round=round_.pk)


def refuse_unready(round_: RatingRound) -> None:
    scheme = round_.scheme
    if round_.state != State.PREPARED:
        words = _("%(round)s is “%(state)s” already.")
        raise Refused(words % {"round": round_, "state": round_.get_state_display()})
    if not scheme.criteria.exists():
        raise Refused(_("“%(scheme)s” has no criteria yet.") % {"scheme": scheme})
    stars = scheme.groups.exclude(star_from=None) if scheme.themed else scheme.bands
    if not stars.exists():
        words = _("“%(scheme)s” does not say yet for how many points there are stars.")
        raise Refused(words % {"scheme": scheme})


@transaction.atomic
def begin_round(round_: RatingRound, *, by: Any, progress: Progress = no_progress) -> str:
    """Make the cases with their prefilled points and open the self-rating. Running it twice makes
    one set of cases. Its queries do not grow with the candidates."""
    held = RatingRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    refuse_unready(held)
    scale = Scale(held.scheme)
    progress(0, STEPS)
    cases = [RatingCase(round=held, organization_id=o, person_id=p) for o, p in candidates(held)]
    if not cases:
        raise Refused(_("Nobody is to be rated: no row meets the scheme's filter on that day."))
    known = known_of(Prefill(held, scale), cases)
    progress(1, STEPS)
    for case, lines in zip(cases, known, strict=True):
        settle(case, scale, lines)
    RatingCase.objects.bulk_create(cases, batch_size=BATCH)
    progress(2, STEPS)
    write_scores(zip(cases, known, strict=True))
    due = timezone.localdate() + timedelta(days=held.scheme.self_days)
    RatingRound.flow.move(held, State.SELF, due=due, day=held.as_of)
    said = told(len(cases))
    RatingAct.objects.create(round=held, kind=Act.OPENED, by=by, said=said[:200])
    progress(STEPS, STEPS)
    return said


def told(count: int) -> str:
    words = ngettext("%(n)s candidate.", "%(n)s candidates.", count)
    return words % {"n": count}


def candidates(round_: RatingRound) -> Iterator[tuple[int, int | None]]:
    """(organization, person or None) of all to be rated, as of the round's day; without those that
    another round of the year rates already."""
    scheme, day = round_.scheme, round_.as_of
    kept = pages.get(scheme.about)
    asked = QueryDict(scheme.query.removeprefix("?"), mutable=True)
    asked["on"], asked["organization"] = f"{day}", round_.organization.code
    rows = kept.filter(asked, kept.model.objects.all()).qs
    elsewhere = RatingCase.objects.filter(round__year=round_.year).exclude(
        Q(round=round_.pk) | Q(round__state=State.CALLED_OFF) | Q(state=RatingCase.State.REMOVED)
    )
    if not scheme.of_persons:
        rated = elsewhere.filter(person=None).values("organization")
        ids = rows.exclude(pk__in=rated).order_by("path").values_list("pk", flat=True)
        yield from ((pk, None) for pk in ids)
        return
    persons = elsewhere.filter(person__isnull=False).values("person")
    homes = kept.model.placements().at(day).values_list(kept.model.place_link(), "organization")
    places = dict(homes)
    for pk in rows.exclude(pk__in=persons).order_by("pk").values_list("pk", flat=True):
        if pk in places:
            yield places[pk], pk


def known_of(prefill: Prefill, cases: list[RatingCase]) -> list[Known]:
    """Of each case: (criterion, counted, of, points) of what registers count; nought of what need
    not be said is left out, so that thirty thousand members stay few rows."""
    criteria = prefill.criteria
    return [list(of_case(prefill, criteria, case)) for case in cases]


def of_case(prefill: Prefill, criteria: list[Any], case: RatingCase) -> Iterator[Any]:
    candidate = (case.person_id if prefill.of_persons else case.organization_id) or 0
    for criterion in criteria:
        found = prefill.known(criterion, candidate)
        if found.points or found.counted or criterion.kind == criterion.Kind.POINTS:
            yield criterion.pk, found.counted, found.of, found.points


def settle(case: RatingCase, scale: Scale, lines: Known) -> None:
    found = scale.tally({criterion: points for criterion, _n, _of, points in lines})
    case.points, case.total = found.points, found.total
    case.stars, case.themes = found.stars, found.themes


def write_scores(known: Any) -> None:
    """By COPY: thirty thousand members have a hundred thousand lines."""
    now = timezone.now().isoformat()
    lines = [
        (case.pk, criterion, *map(blank, (n, of, points)), "", "", "", 0, now, now)
        for case, found in known
        for criterion, n, of, points in found
    ]
    if not lines:
        return
    columns = [[str(one) for one in column] for column in zip(*lines, strict=True)]
    with connection.cursor() as cursor:
        carry_context(cursor)
        copy(cursor, "assessments_ratingscore", COLUMNS, columns)


def blank(figure: Any) -> Any:
    return r"\N" if figure is None else figure


def plan_round(scheme: RatingScheme, *, year: int, by: Any) -> RatingRound:
    """Prepare the round of a year."""
    if (
        RatingRound.objects.filter(scheme=scheme, year=year)
        .exclude(state=State.CALLED_OFF)
        .exists()
    ):
        raise Refused(_("There is a round of this scheme and year already."))
    made: RatingRound = RatingRound.objects.create(
        scheme=scheme, year=year, organization=Organization.objects.get(pk=scheme.organization_id)
    )
    return made
