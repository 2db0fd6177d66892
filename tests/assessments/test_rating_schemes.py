"""How points become stars: bands, vetoes, caps, appraisal shares, themed stars; schemes as data."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from assessments.actions.ratings.library import copy_scheme, library, load_scheme
from assessments.actions.ratings.tally import Scale, Unreadable, in_words, read_points
from assessments.forms.schemes import CriterionForm
from assessments.models import AssessmentScheme, Criterion, Measure, RatingScheme
from portal.errors import Refused
from tests.assessments.rating import county_with, of, points, round_of, scheme_of
from tests.factories import user_over

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return county_with(villages=1)


def stars(scale, appraisal=None, **given):
    found = scale.tally(points(scale.scheme, **given), appraisal)
    return found.stars, found.total


def test_points_give_the_stars_of_their_band(county):
    scale = Scale(scheme_of(county))
    assert stars(scale, team=60, life=35) == (5, 95)
    assert stars(scale, team=60, life="34.99") == (4, Decimal("94.99"))
    assert stars(scale, team=60) == (1, 60)
    assert stars(scale, team="59.99") == (0, Decimal("59.99"))
    assert stars(scale, team=99, life=99) == (5, 100)  # no criterion gives more than its points


def test_a_veto_leaves_no_star_and_a_cap_so_many_said_in_words(county):
    scale = Scale(scheme_of(county))
    vetoed = scale.tally(points(scale.scheme, team=60, life=40, fraud=1))
    assert (vetoed.stars, vetoed.by_points, vetoed.total) == (0, 5, 100)
    assert in_words(scale, vetoed, None)[-1] == "Veto: fraud. Assessed only, no star."
    capped = scale.tally(points(scale.scheme, team=60, life=40, weak=1))
    assert capped.stars == 1
    assert in_words(scale, capped, None)[-1] == "Cap: weak. At most 1 stars."
    assert scale.tally(points(scale.scheme, team=60, life=40, weak=0, fraud=0)).stars == 5


def test_seventy_per_cent_of_the_points_and_thirty_of_the_appraisal(county):
    scale = Scale(load_scheme("city-2023", at=county))
    found = scale.tally(points(scale.scheme, meetings=4, tasks=6), Decimal(95))
    assert (found.points, found.total, found.stars) == (90, Decimal("91.50"), 5)
    assert scale.tally(points(scale.scheme, meetings=4), None).total == Decimal("67.20")
    said = in_words(scale, found, Decimal(95))
    assert "90 × 70% + appraisal 95 × 30%." in said


def test_a_hundred_and_ten_points_and_five_stars_only_with_an_innovation_project(county):
    scale = Scale(load_scheme("city-110", at=county))
    full = {one.code: one.maximum for one in scale.criteria if one.kind in {"points", "bonus"}}
    assert stars(scale, **full) == (5, 110)
    assert stars(scale, **full, cap_innovation=1) == (4, 110)


def test_themed_stars_are_given_one_by_one(county):
    scale = Scale(load_scheme("henan-themed", at=county))
    given = {"i_income": 30, "i_lead": 25, "i_cooperative": 25}  # exactly 80
    given |= {"e_clean": 40, "e_toilet": 20, "e_green": "19.99"}
    given |= {"b_team": 20, "b_life": 20, "b_members": 15, "b_reserves": 10, "b_governance": 20}
    found = scale.tally(points(scale.scheme, **given))
    assert [theme[1] for theme in found.themes] == ["支部过硬星", "产业兴旺星"]
    weak = scale.tally(points(scale.scheme, **given, b_weak=1))
    assert (weak.stars, [theme[0] for theme in weak.themes]) == (1, ["industry"])
    assert "The star “Strong branch” is not given." in in_words(scale, weak, None)[-1]
    assert scale.tally(points(scale.scheme, **given, fraud=1)).stars == 0
    assert scale.tally(points(scale.scheme, **given, b_education=10)).stars == 1


def test_schemes_of_either_kind_are_taken_over_on_a_page(county, client):
    client.force_login(user_over(county))
    url = reverse("scheme-library")
    assert client.get(url).content.decode().count('name="scheme"') == 6 + 5
    taken = {"rating-district-2016": RatingScheme, "year-townships": AssessmentScheme}
    for key, model in taken.items():
        went = client.post(url, {"scheme": key})
        assert went.url == model.objects.get().get_absolute_url()
        client.post(url, {"scheme": key})
        assert model.objects.count() == 1
    assert client.get(url).content.decode().count('name="scheme"') == 5 + 4
    assert client.post(url, {"scheme": "rating-../plans/county"}).status_code == 422


def test_every_scheme_of_the_library_is_complete_and_loads_once(county, capsys):
    names = library()
    assert len(names) == 6
    call_command("load_rating_scheme", *names)
    counted = RatingScheme.objects.count(), Criterion.objects.count(), Measure.objects.count()
    call_command("load_rating_scheme", *names)
    assert counted == (6, Criterion.objects.count(), Measure.objects.count())
    user = user_over(county)
    for one in Criterion.objects.select_related("scheme", "group"):
        data = {name: getattr(one, name) for name in CriterionForm.Meta.fields}
        data |= {
            name: getattr(one, name) and getattr(one, name).handle()
            for name in ("scheme", "group", "measure", "of")
        }
        form = CriterionForm(data, instance=one, user=user)
        assert form.is_valid(), (one.scheme.code, one.code, form.errors)
    for scheme in RatingScheme.objects.all():
        scale = Scale(scheme)
        assert scale.bands or any(group.star_from for group in scale.groups), scheme.code
        if not scheme.of_persons:
            assert any(one.kind == "veto" for one in scale.criteria), scheme.code


def test_a_scheme_that_has_begun_is_changed_by_its_next_version(county):
    scheme = scheme_of(county)
    round_of(scheme)
    one = scheme.criteria.get(code="team")
    data = {name: getattr(one, name) for name in CriterionForm.Meta.fields}
    data |= {"scheme": scheme.code, "maximum": 70}
    form = CriterionForm(data, instance=one, user=user_over(county))
    assert list(form.errors) == ["maximum"]
    following = copy_scheme(scheme, by=None)
    assert (following.version, following.code) == (2, "small-2")
    assert following.criteria.count() == 4
    assert following.bands.count() == 6
    assert not following.begun


def test_points_are_read_as_people_write_them(county):
    scheme = scheme_of(county)
    team, fraud = (Criterion.objects.get(pk=of(scheme, code)) for code in ("team", "fraud"))
    assert read_points(team, " １２.5分 ") == Decimal("12.50")
    assert read_points(team, "") is None
    assert [read_points(fraud, word) for word in ("是", "0", "no")] == [1, 0, 0]
    for criterion, text in ((team, "61"), (team, "-3"), (team, "many"), (fraud, "7")):
        with pytest.raises(Unreadable):
            read_points(criterion, text)


def test_what_is_no_scheme_is_refused_with_the_names_there_are(county, tmp_path):
    with pytest.raises(Refused, match="city-110"):
        load_scheme("nothing", at=county)
    broken = tmp_path / "broken.json"
    broken.write_text('{"code": "x"}')
    with pytest.raises(Refused, match="no code, family or name"):
        load_scheme(str(broken), at=county)
