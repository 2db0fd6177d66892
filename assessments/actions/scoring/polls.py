"""Ballots: opened, voted by anonymous links or counted from paper, closed (001-02, 003-48).

Nobody can say who voted what, not even from the database. A code is kept as a keyed hash without
number, time or name; a vote adds to sums and rewrites every sum of its poll, so that the last one
shows no choice; neither has a history. Codes never stand in an address, so no log holds one.
What remains: somebody who copies the whole database before and after a single vote sees what it
added, and not by whom. Sums are read by nobody before the poll is closed
(docs/decisions/0020-ballots-without-voters.md).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments.models import Poll, PollPass, PollSubject, PollTally
from portal.errors import Refused

USUAL = Path(__file__).resolve().parents[2] / "ballots" / "grades.json"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are read for another
LENGTH, GROUP = 12, 4
AT_ONCE = 2000  # links on one sheet
WEIGHED = ["counts", "votes", "score", "satisfied", "closed_on"]
State = Poll.State


@cache
def usual_grades() -> dict[str, str]:
    """{kind of poll: grades with points}, as shipped; a county writes its own on the poll."""
    found: dict[str, str] = json.loads(USUAL.read_text("utf-8"))
    return found


@transaction.atomic
def open_poll(poll: Poll, *, by: Any) -> None:
    """From now on votes are taken, and subjects and grades stay as they are."""
    subjects = list(poll.subjects.all())
    if not subjects:
        raise Refused(_("Say first what the ballot asks about: it has no subjects."))
    if poll.closes_on < timezone.localdate():
        raise Refused(_("Its last day, %(day)s, has passed.") % {"day": poll.closes_on})
    Poll.flow.move(poll, State.OPEN)
    if not poll.on_paper:
        PollTally.objects.bulk_create(
            PollTally(subject=one, grade=grade) for one in subjects for grade in columns(poll)
        )


def columns(poll: Poll) -> range:
    """The numbers of the grades; the last one stands for no opinion."""
    return range(len(poll.choices) + 1)


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    plain = "".join(code.upper().split()).replace("-", "")
    return salted_hmac("assessments.ballots", plain, algorithm="sha256").hexdigest()


def new_code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[at : at + GROUP] for at in range(0, LENGTH, GROUP))


@transaction.atomic
def issue_passes(poll: Poll, *, many: int, by: Any) -> list[str]:
    """So many new codes, each good for one vote. Shown this once: only their hashes are kept.

    Never more than expected voters, counting those voted with.
    """
    held = Poll.objects.select_for_update().get(pk=poll.pk)
    refuse_unless_links(held)
    left = held.expected - held.issued
    if not 0 < many <= min(left, AT_ONCE):
        words = _("%(left)s links can still be made for %(n)s expected voters, %(most)s at once.")
        raise Refused(words % {"left": left, "n": held.expected, "most": AT_ONCE})
    codes = [new_code() for _ in range(many)]
    passes = (PollPass(digest=digest_of(code), poll=held) for code in codes)
    PollPass.objects.bulk_create(sorted(passes, key=lambda one: one.digest))
    Poll.objects.filter(pk=held.pk).update(issued=held.issued + many)
    poll.refresh_from_db()
    return codes


def refuse_unless_links(poll: Poll) -> None:
    if poll.on_paper or poll.state != State.OPEN:
        raise Refused(_("Links are for an open ballot that people vote in by link."))


@transaction.atomic
def void_passes(poll: Poll, *, by: Any) -> str:
    """Links that nobody has used count no more, so that others can be printed in their place."""
    held = Poll.objects.select_for_update().get(pk=poll.pk)
    refuse_unless_links(held)
    count, _kinds = PollPass.objects.filter(poll=held, used=False).delete()
    Poll.objects.filter(pk=held.pk).update(issued=held.issued - count)
    poll.refresh_from_db()
    return _("%(n)s unused links are void.") % {"n": count}


def votes_cast(poll: Poll) -> int:
    """How many have voted so far, by link."""
    return PollPass.objects.filter(poll=poll, used=True).count()


def poll_for(code: str) -> Poll:
    """The poll that a code may vote in now; Refused says why it may not."""
    found = PollPass.objects.filter(digest=digest_of(code)).select_related("poll").first()
    if not found:
        raise Refused(_("This code is not known. Compare it with your slip, letter by letter."))
    poll: Poll = found.poll
    if found.used:
        raise Refused(_("This code has been used already. Each code votes once."))
    today = timezone.localdate()
    if poll.state != State.OPEN or today > poll.closes_on:
        raise Refused(_("This ballot is closed."))
    if today < poll.opens_on:
        raise Refused(_("This ballot opens on %(day)s.") % {"day": poll.opens_on})
    return poll


@transaction.atomic
def cast_vote(code: str, chosen: Mapping[int, int]) -> None:
    """One vote on all subjects: {subject: number of the grade, or the one after for no opinion}.

    Of two at once with the same code one counts; nothing is kept but the sums.
    """
    poll = Poll.objects.select_for_update().get(pk=poll_for(code).pk)
    subjects = set(poll.subjects.values_list("pk", flat=True))
    if set(chosen) != subjects or not set(chosen.values()) <= set(columns(poll)):
        raise Refused(_("Choose an answer for each line."))
    fresh = PollPass.objects.filter(digest=digest_of(code), used=False)
    if poll.state != State.OPEN or not fresh.update(used=True):
        raise Refused(_("This code has been used already. Each code votes once."))
    met = [When(subject=pk, grade=grade, then=Value(1)) for pk, grade in chosen.items()]
    one = Case(*met, default=Value(0), output_field=IntegerField())
    PollTally.objects.filter(subject__poll=poll).update(n=F("n") + one)


@transaction.atomic
def record_counts(
    poll: Poll,
    *,
    issued: int,
    returned: int,
    spoilt: int,
    counts: Mapping[int, Sequence[int]],
    by: Any,
) -> None:
    """Keep the count of paper ballots: {subject: ballots by grade, no opinion last}.

    Every line must add up to the valid ballots: those returned without the invalid ones.
    """
    held = Poll.objects.select_for_update().get(pk=poll.pk)
    if not held.on_paper or held.state != State.OPEN:
        raise Refused(_("Counts are entered for an open ballot on paper."))
    refuse_wrong_papers(issued, returned, spoilt)
    subjects = {one.pk: one for one in held.subjects.select_related("subject", "person")}
    for pk, one in subjects.items():
        refuse_wrong_sum(one, counts.get(pk, ()), returned - spoilt, len(columns(held)))
        one.counts = shown(held, counts[pk])
    PollSubject.objects.bulk_update(subjects.values(), ["counts"])
    Poll.objects.filter(pk=held.pk).update(issued=issued, returned=returned, spoilt=spoilt)
    poll.refresh_from_db()


def shown(poll: Poll, counts: Sequence[int]) -> list[int]:
    """Counts that may be kept: what fewer than the least number of voters said is not."""
    return list(counts) if sum(counts[:-1]) >= poll.least else []


def refuse_wrong_papers(issued: int, returned: int, spoilt: int) -> None:
    if returned > issued:
        words = _("More ballots came back (%(back)s) than were handed out (%(out)s).")
        raise Refused(words % {"back": returned, "out": issued})
    if spoilt > returned:
        raise Refused(_("There are more invalid ballots than came back."))


def refuse_wrong_sum(one: PollSubject, given: Sequence[int], valid: int, width: int) -> None:
    if len(given) != width or any(n < 0 for n in given) or sum(given) != valid:
        words = _("%(subject)s: the line adds up to %(sum)s; there are %(valid)s valid ballots.")
        raise Refused(words % {"subject": one.called, "sum": sum(given), "valid": valid})


@transaction.atomic
def close_poll(poll: Poll, *, by: Any) -> None:
    """End it and work the results out. What links had voted is shown from now on."""
    held = Poll.objects.select_for_update().get(pk=poll.pk)
    subjects = list(held.subjects.prefetch_related("tallies"))
    changes: dict[str, Any] = {}
    if not held.on_paper:
        for one in subjects:
            tallies = sorted(one.tallies.all(), key=lambda tally: tally.grade)
            one.counts = shown(held, [tally.n for tally in tallies])
        changes["returned"] = votes_cast(held)
        PollTally.objects.filter(subject__poll=held).delete()
    elif held.returned is None:
        raise Refused(_("Enter the counts first."))
    Poll.flow.move(held, State.CLOSED, **changes)
    for one in subjects:
        weigh(held, one)
    PollSubject.objects.bulk_update(subjects, WEIGHED)
    poll.refresh_from_db()


def weigh(poll: Poll, one: PollSubject) -> None:
    """What the counts of a subject come to; too few ballots come to nothing that is shown."""
    known = list(zip(poll.choices, one.counts, strict=False))
    one.votes = sum(n for _grade, n in known)
    one.score = one.satisfied = None
    one.closed_on = min(poll.closes_on, timezone.localdate())
    if one.votes < poll.least:
        return
    one.score = sum((grade.points * n for grade, n in known), Decimal(0)) / one.votes
    content = sum(n for grade, n in known if grade.points >= poll.satisfied_from)
    one.satisfied = Decimal(100 * content) / one.votes


@transaction.atomic
def reopen_poll(poll: Poll, *, by: Any) -> None:
    """A wrong count of paper ballots is corrected. Votes by link are what they are."""
    if not poll.on_paper:
        raise Refused(_("A ballot by links is not opened again once its result is known."))
    Poll.flow.move(poll, State.OPEN)
    poll.subjects.update(votes=None, score=None, satisfied=None, closed_on=None)
