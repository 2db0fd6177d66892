"""Whatever is typed of a vote, a step is recorded only with a quorum, a majority and counts that
fit together (domain 2.10)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from organizations.actions.decisions import record_step, start_decision
from organizations.actions.procedures import reaches, step_allows
from organizations.choices.decisions import Share, Whole
from organizations.forms.decisions import DecisionStepForm, TakeStepForm
from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from portal.errors import Refused
from tests.factories import OrganizationFactory, user_over

COUNTS = ("due", "present", "in_favour", "against")
LEAST = {
    Share.NONE: lambda part: True,
    Share.HALF: lambda part: part > Fraction(1, 2),
    Share.TWO_THIRDS: lambda part: part >= Fraction(2, 3),
    Share.FOUR_FIFTHS: lambda part: part > Fraction(4, 5),
}
shares, wholes = st.sampled_from(Share), st.sampled_from(Whole)
people = st.none() | st.integers(0, 40)
votes = st.fixed_dictionaries(dict.fromkeys(COUNTS, people))
steps = st.builds(
    ProcedureStep,
    present_share=shares,
    favour_share=shares,
    favour_of=wholes,
    notice_days=st.just(0),
)


def share_of(some, whole, least):
    return least == Share.NONE or (
        None not in (some, whole) and whole > 0 and LEAST[least](Fraction(some, whole))
    )


def valid(step, due, present, in_favour, against):
    """What the law says, in other words than the code's."""
    there = min((n for n in (due, present) if n is not None), default=None)
    cast = (in_favour or 0) + (against or 0)
    fits = (there is None or cast <= there) and (None in (due, present) or present <= due)
    whole = due if step.favour_of == Whole.DUE else present
    quorum = share_of(present, due, step.present_share)
    return fits and quorum and share_of(in_favour, whole, step.favour_share)


@given(steps, votes)
def test_a_step_is_allowed_exactly_when_the_vote_is_valid(step, said):
    faults = list(step_allows({"step": step, **said}))
    assert (not faults) == valid(step, **said)
    assert {name for name, _sentence in faults} <= {"present", "in_favour"}
    assert all(str(sentence) for _name, sentence in faults)


@given(st.integers(0, 5000), st.integers(0, 5000), shares)
def test_shares_are_exact(some, whole, share):
    assert reaches(some, whole, share) == share_of(some, whole, share)


@given(st.integers(1, 300))
def test_one_less_than_enough_is_not_enough(whole):
    for share, least in ((Share.HALF, whole // 2 + 1), (Share.TWO_THIRDS, -(-whole * 2 // 3))):
        assert reaches(least, whole, share)
        assert not reaches(least - 1, whole, share)


DAY = timezone.localdate() - timedelta(days=3)
# A members' meeting: two thirds of 30 must come, more than half of the 30 agree.
MEETINGS = [
    ((30, 20, 16, 4), ""),
    ((30, 30, 16, 14), ""),
    ((30, 31, 16, 4), "More present than were due"),
    ((30, 19, 16, 3), "Too few came"),
    ((30, 20, 15, 4), "Too few agreed"),
    ((30, 20, 16, 5), "More votes than were present"),
    ((30, 20, 21, 0), "More votes than were present"),
    ((30, None, 16, 4), "how many were due and how many were present"),
    ((None, 20, 16, 4), "how many were due and how many were present"),
    ((30, 20, None, 4), "how many voted in favour"),
    ((0, 0, 0, 0), "Too few came"),
]
NEGATIVE = [{name: -1} for name in COUNTS]


@pytest.fixture
def county(db):
    with translation.override("en"):
        yield OrganizationFactory(code="990101")


@pytest.fixture
def decision(county):
    procedure = Procedure.objects.create(
        organization=county, code="yi", name="议", since=date(2000, 1, 1)
    )
    ProcedureStep.objects.create(
        procedure=procedure,
        position=1,
        kind="deliberate",
        label="党员大会审议",
        present_share=Share.TWO_THIRDS,
        favour_share=Share.HALF,
        favour_of=Whole.DUE,
    )
    made = Decision.objects.create(
        organization=county, matter="修路", procedure=procedure, begun_on=DAY
    )
    start_decision(made, by=None)
    return made


@pytest.mark.parametrize(("counts", "sentence"), MEETINGS)
def test_button_and_form_say_the_same_of_a_vote(county, decision, counts, sentence):
    said = dict(zip(COUNTS, counts, strict=True))
    step = decision.procedure.steps.get()
    row = {"decision": f"#{decision.pk}", "step": f"#{step.pk}", "held_on": str(DAY)}
    typed = row | {name: "" if n is None else n for name, n in said.items()}
    form = DecisionStepForm(typed, user=user_over(county))
    assert form.is_valid() == (not sentence)
    assert sentence in str(form.errors)
    if sentence:
        with pytest.raises(Refused, match=sentence):
            record_step(decision, held_on=DAY, by=None, **said)
        assert not DecisionStep.objects.exists()
    else:
        record_step(decision, held_on=DAY, by=None, **said)
        assert DecisionStep.objects.get().in_favour == said["in_favour"]


@pytest.mark.parametrize("odd", [*NEGATIVE, {"present": "1.5"}, {"due": "many"}])
def test_no_door_takes_a_count_that_is_none(county, decision, odd):
    said = dict(zip(COUNTS, (30, 20, 16, 4), strict=True)) | odd | {"held_on": str(DAY)}
    step = decision.procedure.steps.get()
    whole = {**said, "decision": f"#{decision.pk}", "step": f"#{step.pk}"}
    for form in (TakeStepForm(said), DecisionStepForm(whole, user=user_over(county))):
        assert set(form.errors) & set(odd)
