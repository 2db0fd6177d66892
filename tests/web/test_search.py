"""Names found by their pinyin, wherever they were written; and the search box on top."""

import re

import pytest

from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.fields import pinyin
from portal.models import SecurityEvent
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db

PERSONS = "/members/person/"


@pytest.fixture
def branch(county):
    town = TownshipFactory(parent=county, name="河口镇党委", short_name="河口镇")
    return OrganizationFactory(parent=town, name="新河村党支部", code="X001")


def found(client, words, register="members/person"):
    rows = client.get(f"/{register}/", {"q": words}).context["table"].rows
    return [str(row.record) for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "张建国",
        "建国",
        "zjg",
        "ZJG",
        "zhangjianguo",
        "zhang+jianguo",
        "jianguo",
        "zhangjg",
        "zjguo",
    ],
)
def test_a_person_is_found_by_name_pinyin_and_initials(client, boss, branch, words):
    PersonFactory(name="张建国", organization=branch)
    PersonFactory(name="李明", organization=branch)
    assert found(client, words.replace("+", " ")) == ["张建国"]


@pytest.mark.parametrize("words", ["hangjianguo", "ianguo", "jg zhao", "zg jianli"])
def test_pinyin_is_found_from_the_beginning_of_a_syllable_only(client, boss, branch, words):
    PersonFactory(name="张建国", organization=branch)
    assert found(client, words) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("单国强", ["shanguoqiang", "sgq", "danguoqiang"]),
        ("仇和", ["qiuhe", "qh"]),
        ("曾丽", ["zengli", "zl"]),
        ("解放", ["xiefang", "xf"]),
        ("尉迟恭", ["yuchigong", "ycg"]),
        ("吕布", ["lvbu"]),
        ("阿不都·热合曼", ["abu", "rehm"]),
        ("Smith 王", ["smi", "smith wang"]),
    ],
)
def test_surnames_that_sound_otherwise_are_found_either_way(client, boss, branch, name, words):
    PersonFactory(name=name, organization=branch)
    assert [found(client, one) for one in words] == [[name]] * len(words)


def test_organizations_and_villages_are_found_too_and_latin_words_in_names(client, boss, branch):
    Organization.objects.filter(pk=branch.pk).update(full_name="ACME Party Branch")
    assert found(client, "xhc", "organizations/organization") == ["新河村党支部"]
    assert found(client, "acme", "organizations/organization") == ["新河村党支部"]


def test_registers_that_name_a_person_find_it_by_pinyin(client, boss, branch):
    PersonFactory(name="张建国", organization=branch)
    rows = client.get("/members/affiliation/?q=zjg").context["table"].rows
    assert len(rows) == 1


def test_pinyin_follows_every_way_of_writing_a_name(branch):
    person = PersonFactory(name="张建国", organization=branch)

    def said():
        return Person.objects.get(pk=person.pk).pinyin

    assert said() == "zhang jian guo"
    person.name = "李建国"
    person.save()
    assert said() == "li jian guo"
    Person.objects.filter(pk=person.pk).update(name="王建国")
    assert said() == "wang jian guo"
    person.name = "赵建国"
    Person.objects.bulk_update([person], ["name"])
    assert said() == "zhao jian guo"
    blank = Person(name="孙丽", sex="2", standing="full", joined="2001", organization=branch)
    assert Person.objects.bulk_create([blank])[0].pinyin == "sun li"


def test_pinyin_follows_an_import_of_new_and_of_renamed_rows(county, branch):
    user = user_over(county)
    of = pages.get("organization")
    lines = "代码,名称,类别,设置类型,上级党组织\n{},{},党支部,村,X001\n"
    for code, name in (("N1", "东山村党支部"), ("N1", "西山村党支部")):
        outcome = imports.load(of, lines.format(code, name).encode(), "o.csv", by=user)
        assert outcome.written, outcome.refused
    assert Organization.objects.get(code="N1").pinyin == "xi shan cun dang zhi bu"


def test_rows_of_before_the_column_are_filled_without_a_line_of_history(branch):
    person = PersonFactory(name="张建国", organization=branch)
    Person.objects.filter(pk=person.pk).update(pinyin="")
    lines = person.events.count()
    assert pinyin.fill(Person) == 1
    assert Person.objects.get(pk=person.pk).pinyin == "zhang jian guo"
    assert person.events.count() == lines
    assert pinyin.fill(Person) == 0


def texts(answer):
    return {group.label: [hit.text for hit in group.hits] for group in answer.context["groups"]}


def test_the_box_on_top_finds_over_registers_and_says_where_each_hangs(client, boss, branch):
    PersonFactory(name="何新河", organization=branch)
    answer = client.get("/search/?q=新河")
    assert texts(answer) == {"Organizations": ["新河村党支部"], "Persons": ["何新河"]}
    places = {hit.text: hit.place for group in answer.context["groups"] for hit in group.hits}
    assert places == {"新河村党支部": "河口镇", "何新河": "河口镇 · 新河村党支部"}
    assert b"<html" not in client.get("/search/?q=xinhe&brief=1").content


def test_the_box_on_top_shows_only_what_may_be_viewed_and_reached(client, county, branch):
    away = OrganizationFactory(parent=county)
    PersonFactory(name="张建国", organization=branch)
    PersonFactory(name="张建国", organization=away)
    client.force_login(user_over(branch, "view_person"))
    answer = client.get("/search/?q=zjg")
    assert [len(group.hits) for group in answer.context["groups"]] == [1]
    client.force_login(user_over(branch, "view_village"))
    assert client.get("/search/?q=zjg").context["groups"] == []


def test_many_hits_lead_to_the_list(client, boss, branch):
    for _ in range(8):
        PersonFactory(name="张建国", organization=branch)
    (group,) = client.get("/search/?q=zjg&brief=1").context["groups"]
    assert (len(group.hits), group.more_url) == (6, "/members/person/?q=zjg&ended=all")
    assert client.get(group.more_url).context["count"] == 8


def test_an_id_number_is_found_by_post_and_never_stands_in_an_address(client, boss, branch):
    person = PersonFactory(name="张建国", organization=branch)
    number = person.id_number
    answer = client.post("/search/", {"q": f" {number} "})
    assert texts(answer) == {"Persons": ["张建国"]}
    assert number not in re.sub(r"\s", "", answer.content.decode())
    for path in ("/search/", PERSONS):
        refused = client.get(path, {"q": number})
        assert refused.url == "/search/?refused=number"
        assert "do not belong in addresses" in client.get(refused.url).content.decode()
    assert client.post("/search/", {"q": "张"}).url == "/search/?q=%E5%BC%A0"


def test_an_id_number_out_of_reach_is_not_found(client, county, branch):
    person = PersonFactory(organization=OrganizationFactory(parent=county))
    client.force_login(user_over(branch))
    assert client.post("/search/", {"q": person.id_number}).context["groups"] == []
    assert not SecurityEvent.objects.filter(details__icontains=person.id_number).exists()


def test_the_box_costs_the_same_queries_however_many_hits(
    client, boss, branch, django_assert_max_num_queries
):
    for _ in range(6):
        PersonFactory(name="张建国", organization=branch)
    client.get("/search/?q=zjg")
    with django_assert_max_num_queries(12):
        client.get("/search/?q=zjg&brief=1")


def test_a_field_that_filters_by_a_record_suggests_it(client, boss, branch):
    page = client.get("/members/affiliation/?filters=all").content.decode()
    assert 'data-suggest="/members/person/suggest/"' in page
    person = PersonFactory(name="张建国", organization=branch)
    options = client.get("/members/person/suggest/?q=zjg").content.decode()
    assert f'value="#{person.pk}"' in options
