import pytest
from django.utils import translation

from members.choices.standing import Standing
from members.forms.persons import PersonForm
from members.models import Person
from portal.fields import mask_id
from tests.factories import OrganizationFactory, PersonFactory, id_number, user_over

pytestmark = pytest.mark.django_db

NUMBER = id_number("1980-07-03", "1", 7)


@pytest.fixture
def home():
    return OrganizationFactory(code="home", name="上河村党支部")


@pytest.fixture
def user(home):
    return user_over(home)


def form(user, instance=None, **values):
    data = {
        "name": "王建国",
        "sex": "1",
        "ethnicity": "01",
        "born": "1980-07-03",
        "id_number": NUMBER,
        "education": "61",
        "standing": Standing.FULL,
        "organization": "home",
        "joined": "2005-05-04",
        "confirmed": "2006-05-04",
    }
    return PersonForm(data={**data, **values}, instance=instance, user=user)


def errors(user, **values):
    with translation.override("en"):
        return {field: list(found) for field, found in form(user, **values).errors.items()}


def test_a_valid_person_is_saved(user, home):
    filled = form(user)
    assert filled.is_valid(), filled.errors
    person = filled.save()
    assert Person.objects.get(id_number=NUMBER) == person
    assert person.organization == home


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 建国", "王建国"),
        ("王\u3000建国", "王建国"),
        (" 买买提·艾力 ", "买买提·艾力"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
    ],
)
def test_a_name_is_kept_without_what_workbooks_put_into_it(user, typed, kept):
    filled = form(user, name=typed)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["name"] == kept


def test_words_of_rosters_are_codes(user):
    filled = form(user, sex="男", ethnicity="回", education="高中", organization="上河村党支部")
    assert filled.is_valid(), filled.errors
    codes = [filled.cleaned_data[name] for name in ("sex", "ethnicity", "education")]
    assert codes == ["1", "03", "61"]


def test_a_birth_date_left_out_is_read_from_the_id_number(user):
    filled = form(user, born="")
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["born"] == "1980-07-03"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "王建国2"}, "name"),
        ({"sex": "2"}, "sex"),
        ({"ethnicity": "火星族"}, "ethnicity"),
        ({"born": "1980.13"}, "born"),
        ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "id_number"),
        ({"id_number": NUMBER[:-1]}, "id_number"),
        ({"organization": "不存在的党支部"}, "organization"),
        ({"joined": "不详"}, "joined"),
        ({"confirmed": "2005-05-03"}, "confirmed"),
        ({"joined": "", "confirmed": ""}, "joined"),
        ({"left": "2020-01-01"}, "left_why"),
        ({"standing": "boss"}, "standing"),
    ],
)
def test_what_is_wrong_stands_at_its_field(user, values, field):
    assert list(errors(user, **values)) == [field]


def test_an_id_number_is_there_once(user, home):
    PersonFactory(id_number=NUMBER, organization=home)
    assert list(errors(user)) == ["id_number"]


def test_the_answer_is_the_same_wherever_the_twin_is(user, home):
    """A secretary must not learn from it that the number is known elsewhere (safety T7)."""
    twin = PersonFactory(id_number=NUMBER, organization=home)
    here = errors(user)
    Person.objects.filter(pk=twin.pk).update(organization=OrganizationFactory())
    assert errors(user) == here


def test_the_masked_number_means_unchanged(user, home):
    person = PersonFactory(id_number=NUMBER, organization=home)
    filled = form(user, instance=person, id_number=mask_id(NUMBER))
    assert filled.is_valid(), filled.errors
    assert filled.save().id_number == NUMBER


def test_a_mask_of_nobody_is_no_number(user):
    assert list(errors(user, id_number=mask_id(NUMBER))) == ["id_number"]


def test_the_page_never_holds_the_whole_number(user, home):
    person = PersonFactory(id_number=NUMBER, organization=home)
    page = PersonForm(instance=person, user=user).as_p()
    assert mask_id(NUMBER) in page
    assert NUMBER not in page


def test_nobody_is_put_where_the_user_may_not_write(user, home):
    OrganizationFactory(code="away")
    assert list(errors(user, organization="away")) == ["organization"]


def test_a_viewer_of_the_county_writes_only_at_home(home):
    away = OrganizationFactory(code="away", parent=None)
    user = user_over(away, "view_organization", "view_person")
    grant_home = user_over(home)
    grant_home.grants.update(user=user)
    found = errors(type(user).objects.get(pk=user.pk), organization="away")
    assert found == {
        "organization": ["This would place the record outside the organizations you may write to."]
    }


def test_odd_dates_warn_and_do_not_refuse(user):
    filled = form(user, born="1980-07-04")
    assert filled.is_valid(), filled.errors
    assert [field for field, _ in filled.warnings()] == ["born"]


def test_synonyms_name_fields_that_there_are_and_no_word_means_two_fields():
    words = [word for found in PersonForm.synonyms.values() for word in found]
    assert len(words) == len(set(words))
    assert set(PersonForm.synonyms) <= set(PersonForm.base_fields)
    grouped = [name for _, names in PersonForm.groups for name in names]
    assert sorted(grouped) == sorted(PersonForm.base_fields)
