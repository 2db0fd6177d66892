"""One command gives a real county every rule and catalogue that comes with the portal."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cadres.models import CadreRule, NegativeItem, ReserveProcedure, SeatRule
from members.models import AppraisalRule, ChecklistItem, DutyPost, RuleSet, TrainingDuty
from organizations.divisions import load_divisions
from organizations.models import (
    ActivityKind,
    DisclosureDuty,
    FormRule,
    Holiday,
    MeetingDuty,
    Procedure,
    Programme,
    ServiceItem,
    WeakRule,
)

pytestmark = pytest.mark.django_db

SHIPPED = (
    *(ActivityKind, AppraisalRule, CadreRule, ChecklistItem, DisclosureDuty, DutyPost, FormRule),
    *(Holiday, MeetingDuty, NegativeItem, Procedure, Programme, ReserveProcedure, RuleSet),
    *(SeatRule, ServiceItem, TrainingDuty, WeakRule),
)
DIVISIONS = """code,name,parent_code,level
990201,云岭县,,county
990201100,东山镇,990201,township
990201100001,上河村民委员会,990201100,village
"""


def load_rules() -> int:
    said = StringIO()
    call_command("load_rules", stdout=said)
    return int("".join(letter for letter in said.getvalue() if letter.isdigit()))


def test_a_county_gets_all_that_is_shipped_and_a_second_time_nothing():
    load_divisions(DIVISIONS.encode())
    assert load_rules() > 200
    assert [model.__name__ for model in SHIPPED if not model.objects.exists()] == []
    assert load_rules() == 0


def test_what_the_county_has_changed_stays():
    load_divisions(DIVISIONS.encode())
    load_rules()
    WeakRule.objects.update(pass_score=80)
    MeetingDuty.objects.filter(kind="theme_day").update(times=7)
    load_rules()
    assert [row.pass_score for row in WeakRule.objects.all()] == [80]
    duties = MeetingDuty.objects.filter(kind="theme_day")
    assert set(duties.values_list("times", flat=True)) == {7}


def test_a_county_without_a_tree_is_told_to_load_it_first():
    with pytest.raises(CommandError):
        load_rules()
