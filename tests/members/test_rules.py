from datetime import timedelta

import pytest
from django.utils import timezone

from members.choices.standing import Standing
from members.rules.persons import (
    dates_in_order,
    earlier,
    id_number_fits,
    leaving_has_a_reason,
    odd_dates,
    standing_fits,
)
from tests.factories import id_number

TOMORROW = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
MAN = id_number("1980-07-03", "1", 7)


def fields(rule, **values):
    return [field for field, _ in rule(values)]


@pytest.mark.parametrize(
    ("one", "other", "is_earlier"),
    [
        ("1985-07-03", "1985-07-04", True),
        ("1985-07-03", "1985-07-03", False),
        ("1985-07", "1985-07-04", False),
        ("1985-07-31", "1985-07", False),
        ("1985-06", "1985-07-04", True),
        ("1985", "1986-01-01", True),
        ("1985", "1985-01-01", False),
        (None, "1985", False),
        ("1985", None, False),
    ],
)
def test_a_date_is_earlier_only_where_that_is_certain(one, other, is_earlier):
    assert earlier(one, other) is is_earlier


def test_the_sex_agrees_with_the_id_number():
    assert fields(id_number_fits, id_number=MAN, sex="1") == []
    assert fields(id_number_fits, id_number=MAN, sex="2") == ["sex"]
    assert fields(id_number_fits, id_number=MAN, sex="9") == []
    assert fields(id_number_fits, id_number=None, sex="2") == []


@pytest.mark.parametrize("field", ["born", "joined", "confirmed", "left"])
def test_nothing_has_happened_in_the_future(field):
    assert fields(dates_in_order, **{field: TOMORROW}) == [field]
    assert fields(dates_in_order, **{field: f"{timezone.localdate():%Y-%m-%d}"}) == []
    assert fields(dates_in_order, **{field: f"{timezone.localdate():%Y-%m}"}) == []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"born": "1980-01-02", "joined": "1980-01-01"}, ["joined"]),
        ({"joined": "2000-05-04", "confirmed": "2000-05-03"}, ["confirmed"]),
        ({"joined": "2000-05-04", "confirmed": "2000-05"}, []),
        ({"joined": "2000-05-04", "left": "1999"}, ["left"]),
        ({"joined": "2000-05-04", "confirmed": "2001-05-04", "left": "2020-01-01"}, []),
    ],
)
def test_dates_follow_each_other(values, wrong):
    assert fields(dates_in_order, **values) == wrong


@pytest.mark.parametrize(
    ("standing", "joined", "confirmed", "wrong"),
    [
        (Standing.FULL, None, None, ["joined"]),
        (Standing.PROBATIONARY, None, None, ["joined"]),
        (Standing.ACTIVIST, "2020-01-01", None, ["standing"]),
        (Standing.ACTIVIST, None, None, []),
        (Standing.PROBATIONARY, "2020-01-01", "2021-01-01", ["standing"]),
        (Standing.PROBATIONARY, "2020-01-01", None, []),
        (Standing.FULL, "1970-01-01", None, []),
        ("nonsense", "1970-01-01", None, []),
    ],
)
def test_the_dates_say_what_the_standing_says(standing, joined, confirmed, wrong):
    values = {"standing": standing, "joined": joined, "confirmed": confirmed}
    assert fields(standing_fits, **values) == wrong


def test_a_workbook_without_the_column_is_not_asked_for_the_day_of_joining():
    assert fields(standing_fits, standing=Standing.FULL) == []


def test_whoever_left_has_a_day_and_a_reason():
    assert fields(leaving_has_a_reason, left="2020", left_why="") == ["left_why"]
    assert fields(leaving_has_a_reason, left=None, left_why="died") == ["left"]
    assert fields(leaving_has_a_reason, left="2020", left_why="died") == []
    assert fields(leaving_has_a_reason, left="2020") == []


@pytest.mark.parametrize(
    ("values", "odd"),
    [
        ({"id_number": MAN, "born": "1980-07-03"}, []),
        ({"id_number": MAN, "born": "1980-07"}, []),
        ({"id_number": MAN, "born": "1980-07-04"}, ["born"]),
        ({"born": "1980-07-03", "joined": "1998-07-02"}, ["joined"]),
        ({"born": "1980-07-03", "joined": "1998-07-03"}, []),
        ({"standing": "full", "joined": "1969-03-31"}, ["confirmed"]),
        ({"standing": "full", "joined": "1969-04-01"}, []),
        ({"standing": "full", "joined": "1977-08-31"}, []),
        ({"standing": "full", "joined": "1977-09-01"}, ["confirmed"]),
        ({"standing": "full", "joined": "1977-08"}, []),
        ({"standing": "probationary", "joined": "2020-01-01"}, []),
    ],
)
def test_what_is_odd_is_a_warning(values, odd):
    assert fields(odd_dates, **values) == odd
