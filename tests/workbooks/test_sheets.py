"""Sheets as offices keep them for meetings, trainings and posts: what is read, and what is told."""

from datetime import date

import pytest
from django.utils import translation

from cadres.models import Post
from members.models import Training
from organizations.models import Meeting
from portal import pages
from tests.factories import OrganizationFactory, PersonFactory, id_number, user_over
from tests.files import xlsx
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="990101", name="某县委员会")


@pytest.fixture
def user(county):
    return user_over(county)


@pytest.fixture
def branches(county):
    return [
        OrganizationFactory(parent=county, code=f"99010110{n}", name=f"{name}村党支部")
        for n, name in enumerate("东西", 1)
    ]


def load(user, register, table, **book):
    content = xlsx((pages.get(register).name, table), **book)
    return imports.load(pages.get(register), content, "台账.xlsx", by=user, only_good=True)


def told(outcome):
    return [(one.row, one.field) for one in outcome.refused]


def test_meetings_below_a_header_of_two_rows(user, branches):
    """Title, merged heads over the figures, the branch merged downwards, a total at the end."""
    table = [
        ["三会一课台账"],
        ["党支部", "会议类型", "时间", "会议主题", "人数", None, None, None, "归档盒号"],
        [None, None, None, None, "应到", "实到", "请假", "缺席", None],
        ["东村党支部", "支委会", "2026.03.05", "研究发展党员", 5, 4, 1, 0, "甲3"],
        [None, "党课", date(2026, 3, 6), "讲党章", "30人", 28, 1, 1, "甲4"],
        ["西村党支部", "党员大会", "2026年3月7日", "民主评议", 20, 21, 0, 0, "甲5"],
        ["合计", None, None, None, 55, 53, 2, 1, None],
    ]
    outcome = load(user, "meeting", table, merged=[(0, 0, 0, 8), (1, 4, 1, 7), (3, 0, 4, 0)])
    assert {row for row, _field in told(outcome)} == {6}
    found = Meeting.objects.order_by("held_on").values_list(
        "organization__name", "held_on", "due", "present", "on_leave", "absent"
    )
    assert list(found) == [
        ("东村党支部", date(2026, 3, 5), 5, 4, 1, 0),
        ("东村党支部", date(2026, 3, 6), 30, 28, 1, 1),
    ]
    assert any("归档盒号" in note for note in outcome.notes)


HEADS = ["编号", "培训班名称", "主办单位", "层级", "培训类型", "培训对象"]
HELD = ["990101", "county", "central", "members"]


def test_trainings_with_counts_of_those_who_came(user, county):
    table = [
        [*HEADS, "开始日期", "结束日期", "天数", "学时", "计划人数", "实到人数"],
        ["甲1", "轮训", *HELD, "20260305", "2026.03.07", "3", "24", "１２０", 118],
        ["甲2", "坏行", *HELD, "不详", None, "3", "24", "很多", 118],
    ]
    outcome = load(user, "training", table)
    assert told(outcome) == [(3, "first_day"), (3, "planned")], outcome.refused
    assert Training.objects.values_list("code", "planned", "days").get() == ("甲1", 120, 3)
    assert any("实到人数" in note for note in outcome.notes)


HEAD = ["姓名", "党组织", "职务", "任职时间"]


def test_a_name_that_two_persons_bear_is_told_with_ways_to_mend(user, branches):
    east, west = branches
    own = PersonFactory(organization=east, name="张三")
    PersonFactory(organization=west, name="张三")
    twin = PersonFactory(organization=west, name="李四", id_number=id_number("1970-01-01", "1", 1))
    other = PersonFactory(organization=west, name="李四")
    rows = [["李四", "西村党支部", "委员", "2021-03-01"]]
    with translation.override("en"):
        outcome = load(user, "post", [HEAD, *rows])
    assert told(outcome) == [(2, "person")]
    assert "Several persons" in outcome.refused[0].message
    assert "ID number" in outcome.refused[0].message
    assert "#" in outcome.refused[0].message
    rows = [
        [twin.id_number, "西村党支部", "委员", "2021-03-01"],
        [f"#{other.pk}", "西村党支部", "委员", "2021-03-01"],
        [f"#{own.pk}", "东村党支部", "委员", "2021-03-01"],
    ]
    outcome = load(user, "post", [HEAD, *rows])
    assert not outcome.refused, outcome.refused
    assert set(Post.objects.values_list("person", flat=True)) == {twin.pk, other.pk, own.pk}


def test_a_column_without_a_field_is_told_and_a_column_with_one_is_not(user, branches):
    table = [["序号", *HEAD, "党龄\n(年)", None], [1, "无此人", "东村党支部", "委员", "2021", 3, 4]]
    with translation.override("en"):
        outcome = load(user, "post", table)
    assert outcome.notes == ["These columns have no field here and were not read: 序号, 党龄 (年)."]
