"""Last year's assessment confirmed, this year's under way."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from assessments.actions.scoring.computing import settle_again, work_out_assessment
from assessments.actions.scoring.deciding import (
    confirm_assessment,
    fit_grades,
    object_to,
    publish_assessment,
    review_assessment,
    unproven,
)
from assessments.actions.scoring.points import bounds
from assessments.actions.scoring.schemes import load_scheme, shipped
from assessments.demo import ballots, inspections
from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    Inspection,
    Poll,
    Score,
    ScoreCard,
)
from operations.loading import rewrite
from organizations.models import Organization, User
from portal.history import acting
from registers.attachments import attach_file
from registers.models import Attachment

SEED = 990156
DONE = ("townships", "teams", "villages", "secretaries")  # assessed last year
NOW = ("townships", "villages", "secretaries")  # and computed so far this year


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    county = Organization.objects.filter(parent=None).first()
    if county is None:
        return
    with transaction.atomic(), acting(None, page="demo"):
        if not Poll.objects.exists():
            say(f"{ballots.load()} ballots")
        if not Inspection.objects.exists():
            say(f"{inspections.load()} inspections")
        if not Assessment.objects.exists():
            assess(county)
            say(f"{Assessment.objects.count()} assessments")


def assess(county: Organization) -> None:
    rng = random.Random(SEED)
    today = timezone.localdate()
    schemes = {name: load_scheme(name, at=county) for name in shipped()}
    for name in DONE:
        finished(rng, schemes[name], today.year - 1)
    for name, scheme in schemes.items():
        assessment = begun(scheme, today.year, today)
        if name in NOW:
            work_out_assessment(assessment, by=None)
            enter(rng, assessment, some=True)


def begun(scheme: AssessmentScheme, year: int, day: date) -> Assessment:
    made: Assessment = Assessment.objects.create(scheme=scheme, year=year, day=day)
    return made


def finished(rng: random.Random, scheme: AssessmentScheme, year: int) -> None:
    """From computing to the lock, as it went at the turn of the year."""
    assessment = begun(scheme, year, date(year, 12, 31))
    work_out_assessment(assessment, by=None)
    enter(rng, assessment, some=False)
    fit_grades(assessment, by=None)
    prove(assessment)
    review_assessment(assessment, by=None)
    publish_assessment(assessment, by=None)
    public = date(year + 1, 1, 8)
    if card := assessment.cards.order_by("-rank").first():
        objection = object_to(card, text="民主测评票数统计有出入，请复核。", by=None)
        objection.state, objection.decision = "refused", "经复核计票无误，维持原结果。"
        objection.decided_at = timezone.now()
        objection.save()
    Assessment.objects.filter(pk=assessment.pk).update(
        public_from=public, public_until=min(public + timedelta(days=7), yesterday())
    )
    assessment.refresh_from_db()
    confirm_assessment(assessment, by=None)


def prove(assessment: Assessment) -> None:
    """A picture of the day on every card with points that need evidence; one file for all."""
    asked = ScoreCard.objects.filter(scores__in=unproven(assessment))
    if not (cards := list(asked.distinct().order_by("pk"))):
        return
    picture = io.BytesIO()
    Image.new("RGB", (480, 320), "#c8d6c0").save(picture, "PNG")
    clerk = User.objects.filter(name="staff").first()
    file = ContentFile(picture.getvalue(), name="实地查看照片.png")
    held = attach_file(cards[0], file=file, note="年度考核实地查看", by=clerk)
    rows = [copy.copy(held) for _card in cards[1:]]
    for row, card in zip(rows, cards[1:], strict=True):
        row.pk, row.object_id = None, card.pk
    Attachment.objects.bulk_create(rows)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def enter(rng: random.Random, assessment: Assessment, *, some: bool) -> None:
    """What people enter: all that nobody else knows, or of some cards only; own ratings."""
    clerk = User.objects.filter(name="staff").first()
    changed = []
    rows = Score.objects.filter(card__assessment=assessment).select_related("line")
    for one in rows.order_by("pk"):
        if one.computed is not None or one.line.kind != AssessmentLine.Kind.PLAIN:
            continue
        if some and rng.random() < 0.5:
            continue
        _least, most = bounds(one.line)
        one.entered = (most * Decimal(rng.randint(72, 98)) / 100).quantize(Decimal("0.1"))
        one.entered_by = clerk
        one.reason = "根据平时掌握情况和实地查看评定"
        one.self_score = min(most, one.entered + Decimal("0.5"))
        changed.append(one)
    rewrite(changed, ["entered", "entered_by", "reason", "self_score"])
    settle_again(assessment)
