"""Closing a period for good, and putting it right by numbered amendments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.targets.recomputing import Sealed
from assessments.actions.targets.runs import refuse_sealed, under_way
from assessments.actions.targets.seal_checks import differences
from assessments.actions.targets.sealed_inputs import Written, inputs_of_run, values_of_run
from assessments.models import Run, Seal, SealFile
from assessments.models.seals import code_of, files_digest
from portal.errors import Refused
from portal.models import Job
from portal.tasks import start


@transaction.atomic
def start_sealing(run: Run, *, reason: str, approval: str = "", by: Any) -> Job:
    """Have a worker seal the run; its page leads to the sealed figures."""
    refuse_sealing(run)
    if under_way([run.pk]).exists():
        raise Refused(_("This run is being computed just now; seal it when that is done."))
    return start("seal-period", by, run=run.pk, reason=reason, approval=approval)


def refuse_sealing(run: Run) -> None:
    refuse_sealed(run)
    if run.state != Run.State.DONE:
        raise Refused(_("This run is not computed yet."))
    if run.day > timezone.localdate():
        raise Refused(_("This day is still to come."))


def sealed(run: Run) -> bool:
    return Seal.objects.filter(run=run).exists()


@transaction.atomic
def seal_period(run: Run, *, reason: str, approval: str = "", by: Any) -> Seal:
    """Close a run: keep all its figures are made of, and let nobody write them any more.

    Refused while it is not computed, when the rows it counted are gone, and when pandas comes to
    other figures from what would be sealed.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("plan").get(pk=run.pk)
    refuse_sealing(run)
    written = files_of(run)
    wrong = next(differences({one.name: one.body for one in written}), None)
    if wrong:
        words = _("These figures do not agree with the rows they were counted from: %(wrong)s.")
        mend = _("Compute the run again first.")
        raise Refused(f"{words % {'wrong': wrong}} {mend}")
    made = stamped(run, written, reason=reason, approval=approval, by=by)
    SealFile.objects.bulk_create(
        SealFile(seal=made, name=one.name, digest=one.digest, rows=one.rows, body=one.body)
        for one in written
    )
    return made


def files_of(run: Run) -> list[Written]:
    inputs = list(inputs_of_run(run))
    tree = Sealed({one.name: one.body for one in inputs}).table("tree")
    return [*inputs, *values_of_run(run, tree)]


def stamped(run: Run, written: list[Written], **given: Any) -> Seal:
    """The seal itself, under the code that its SHA-256 gives."""
    made = Seal(
        run=run,
        plan=run.plan,
        day=run.day,
        number=run.amendment,
        sealed_at=timezone.now(),
        reason=given["reason"],
        approval=given["approval"],
        sealed_by=given["by"],
    )
    made.digest = files_digest({one.name: one.digest for one in written}, made.facts)
    made.code = code_of(made.digest)
    made.save()
    return made


@transaction.atomic
def amend_period(run: Run, *, by: Any) -> Job:
    """Begin to put a sealed period right: a new run of its day, to be looked at and sealed as the
    next amendment. One that is begun already is computed again."""
    if not sealed(run):
        raise Refused(_("This period is not sealed: compute it again."))
    last = Run.objects.filter(plan=run.plan_id, day=run.day).order_by("-amendment").first() or run
    if sealed(last):
        last = Run.objects.create(
            plan=run.plan, day=run.day, first=run.first, amendment=last.amendment + 1, asked_by=by
        )
    return under_way([last.pk]).first() or start("compute-run", by, run=last.pk)


def zipped(seal: Seal) -> Iterator[tuple[str, bytes]]:
    """The files of a seal, and a list of their SHA-256 as `sha256sum -c` reads it."""
    files = list(seal.files.all())
    for one in files:
        yield one.name, bytes(one.body)
    yield "SHA256SUMS", "".join(f"{one.digest}  {one.name}\n" for one in files).encode()


def unsealed(run: Run) -> bool:
    """Whether there is anything to seal."""
    return run.state == Run.State.DONE and not sealed(run)
