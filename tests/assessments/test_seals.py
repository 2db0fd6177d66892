"""Sealed periods: what is kept, that nobody writes it any more, and how they are put right."""

import hashlib
import io
import zipfile

import pandas as pd
import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from assessments.actions.targets.results import results
from assessments.actions.targets.runs import compute_run, run_for
from assessments.actions.targets.seal_checks import problems
from assessments.actions.targets.seals import amend_period, seal_period
from assessments.models import Indicator, Measure, Run, Seal, Target, Value
from members.models import Person
from portal.errors import Refused
from tests.assessments.county import DAY, computed, make_county
from tests.factories import PersonFactory, user_over

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def seal(run):
    return seal_period(run, reason="Quarter closed", approval="组通〔2026〕9号", by=None)


def table(seal, name):
    return pd.read_parquet(io.BytesIO(bytes(seal.files.get(name=name).body)))


def overwrite(seal, name, **fields):
    """As somebody who owns the database could."""
    with pgtrigger.ignore("assessments.SealFile:append_only"):
        assert seal.files.filter(name=name).update(**fields) == 1


def also(plan, code, kind, **given):
    """One more target of the plan, whose indicator is given by fields of its measure."""
    named = {"organization": plan.organization, "name": code}
    measure = Measure.objects.create(code=code, **named, **given.pop("measure"))
    one = Indicator.objects.create(code=code, kind=kind, numerator=measure, **named, **given)
    Target.objects.create(plan=plan, indicator=one, year=plan.year, value=2, level="county")


@pytest.fixture
def run(county):
    """The library's plan and, besides, a sum, a number of different ones, a target handed down and
    one that must stay small."""
    run = computed(county)[0]
    plan = run.plan
    summed = {"register": "rating", "aggregate": "sum", "column": "stars"}
    also(plan, "stars", "amount", unit="persons", measure=summed)
    schools = {"register": "person", "aggregate": "distinct", "column": "education"}
    also(plan, "schools", "amount", unit="persons", measure=schools)
    target = Target.objects.filter(plan=plan, level="county").first()
    Target.objects.create(
        plan=plan,
        indicator=target.indicator,
        level="township",
        organization=county.towns[1],
        year=plan.year,
        value=5,
        comparison="lte",
        milestones="03-31=9; 06-30=7",
    )
    compute_run(run, by=None)
    return Run.objects.get(pk=run.pk)


def test_pandas_comes_to_the_same_figures_in_every_cell(seal):
    assert list(problems(seal)) == []
    values, scores = table(seal, "values.parquet"), table(seal, "scores.parquet")
    assert len(values) == seal.run.values.count() > 40
    assert set(values["status"]) >= {"met", "behind", "far_behind"}
    assert len(scores) == 8
    call_command("verify_seal", seal.code.lower())
    call_command("verify_seal", "--all")


def test_one_changed_byte_of_any_file_is_found_and_named(seal):
    for number, one in enumerate(seal.files.all()):
        body = bytearray(one.body)
        body[len(body) * (number % 9 + 1) // 10] ^= 1
        overwrite(seal, one.name, body=bytes(body))
        found = [str(wrong) for wrong in problems(seal)]
        assert f"{one.name}: its bytes are not those that were sealed." in found
        overwrite(seal, one.name, body=one.body)
    assert list(problems(seal)) == []


def test_figures_changed_with_their_digest_are_found_all_the_same(seal, county):
    values = table(seal, "values.parquet")
    place = values["organization"] == county.top.pk
    values.loc[place & (values["n"] == "4"), "n"] = "5"
    out = io.BytesIO()
    values.to_parquet(out, index=False)
    digest = hashlib.sha256(out.getvalue()).hexdigest()
    overwrite(seal, "values.parquet", body=out.getvalue(), digest=digest)
    found = [str(wrong) for wrong in problems(seal)]
    assert "The list of files, or what the seal says of itself, has been changed." in found
    assert any(
        one.startswith("东至县委员会 · 000-09: n is sealed as 5 and comes to 4") for one in found
    )
    with pytest.raises(CommandError, match="1 of 1 seals broken"):
        call_command("verify_seal", "--all", stderr=io.StringIO())


WRITES = [
    "UPDATE assessments_value SET n = n + 1 WHERE run_id = {run}",
    "DELETE FROM assessments_value WHERE run_id = {run}",
    "INSERT INTO assessments_value (run_id, indicator_id, organization_id, n, created_at, "
    "changed_at) SELECT run_id, indicator_id, 0, 1, now(), now() FROM assessments_value "
    "WHERE run_id = {run} LIMIT 1",
    "UPDATE assessments_run SET day = day - 1 WHERE id = {run}",
    "DELETE FROM assessments_run WHERE id = {run}",
    "UPDATE assessments_seal SET reason = 'x'",
    "DELETE FROM assessments_sealfile",
    "UPDATE assessments_sealfile SET digest = 'x'",
]


def test_nobody_writes_what_is_sealed(seal, run):
    before = sorted(run.values.values_list("pk", "n", "of"))
    for sql in WRITES:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.format(run=run.pk))
    for refused in (compute_run, seal_again):
        with pytest.raises(Refused, match="This period is sealed"):
            refused(run, by=None)
    assert sorted(run.values.values_list("pk", "n", "of")) == before


def seal_again(run, by):
    seal_period(run, reason="Once more", by=by)


def test_a_figure_changed_behind_the_triggers_is_found(seal, county):
    with pgtrigger.ignore("assessments.Value:sealed_update"):
        Value.objects.filter(organization=county.top).update(n=F("n") + 1)
    found = [str(wrong) for wrong in problems(seal)]
    assert any("东至县委员会 · 000-09: n is sealed as 4 and comes to 5" in one for one in found)


def test_figures_that_do_not_agree_with_their_rows_are_not_sealed(run, county):
    Value.objects.filter(run=run, organization=county.top).update(n=99)
    with pytest.raises(Refused, match="do not agree with the rows they were counted from"):
        seal_period(run, reason="Quarter closed", by=None)
    assert not Seal.objects.exists()
    compute_run(run, by=None, force=True)
    run.kept_rows.filter(register="person").delete()
    with pytest.raises(Refused, match="not kept any more"):
        seal_period(run, reason="Quarter closed", by=None)


def test_a_correction_is_a_numbered_amendment_that_shows_old_and_new(client, seal, county):
    PersonFactory(organization=county.villages[3], born="1990-01-01", education="71")
    amend_period(seal.run, by=user_over(county.top))
    assert run_for(seal.plan, DAY, by=None).amendment == 1
    with pytest.raises(Refused, match="not computed yet"):
        seal_period(run_for(seal.plan, DAY, by=None), reason="One forgotten", by=None)
    compute_run(run_for(seal.plan, DAY, by=None), by=None)
    second = seal_period(run_for(seal.plan, DAY, by=None), reason="One forgotten", by=None)
    assert (second.number, second.day, second.code != seal.code) == (1, DAY, True)
    assert list(problems(seal)) == list(problems(second)) == []
    client.force_login(user_over(county.top))
    page = client.get(second.get_absolute_url()).content.decode()
    assert "第 1 次更正" in page
    assert "One forgotten" in page
    changed = {(c.place, c.indicator, c.before, c.after) for c in page_changes(client, second)}
    assert ("东至县委员会", "35 岁以下农村党员比例", "11", "12") in changed
    assert {place for place, *_rest in changed} == {"东至县委员会", "第2镇党委", "第3村党支部"}
    assert page_changes(client, seal) == []


def goals(found):
    return {one.indicator.code: one.target.value for one in found if one.target}


def test_a_sealed_run_is_held_against_the_targets_it_was_sealed_with(client, seal, run, county):
    """Whatever the plan says by now: on its board, on the dashboard, on the page of a figure."""
    boss = user_over(county.top)
    own = Target.objects.get(plan=seal.plan, organization=county.towns[1])
    before = goals(results(run, [county.towns[1]]))
    assert before[own.indicator.code] == 5
    Target.objects.filter(plan=seal.plan).update(value=1)
    Target.objects.filter(pk=own.pk).update(value=3)
    sealed = Run.objects.get(pk=run.pk)
    assert goals(results(sealed, [county.towns[1]])) == before
    client.force_login(boss)
    place = {"organization": "T2"}
    for url in (f"/dashboard/?plan={seal.plan.code}&organization=T2", sealed.get_absolute_url()):
        own_line = (answer := client.get(url, place)).context.get("own")
        shown = (own_line or answer.context["board"].own).results
        assert goals(shown) == before
    page = reverse("indicator-trend", args=[seal.plan_id, own.indicator.code, "T2"])
    assert client.get(page).context["one"].target.value == 5
    amend_period(seal.run, by=boss)
    fresh = run_for(seal.plan, DAY, by=None)
    compute_run(fresh, by=None)
    assert client.get(page).context["one"].target.value == 3  # what is put right goes by today's
    assert [one.pk for one in client.get(page).context["runs"]] == [fresh.pk]


def page_changes(client, seal):
    return client.get(seal.get_absolute_url()).context.get("changes", [])


def test_a_code_leads_everybody_to_their_own_sealed_figures(client, seal, county):
    client.force_login(user_over(county.towns[0]))
    answer = client.get(seal.get_absolute_url().lower())
    assert answer.status_code == 200
    assert answer.context["place"].name == "第1镇党委"
    assert [one.name for one in answer.context["below"]] == ["第0村党支部", "第1村党支部"]
    text = answer.content.decode()
    assert "第2镇党委" not in text
    assert client.get(f"{seal.get_absolute_url()}?organization=T2").context.get("place") is None
    assert client.get(f"/seal/{seal.code}/files/").status_code == 404
    client.force_login(user_over(county.top))
    files = client.get(f"/seal/{seal.code}/files/")
    names = zipfile.ZipFile(io.BytesIO(files.content)).namelist()
    assert {"SHA256SUMS", "values.parquet", "rows-person-at.parquet", "tree.parquet"} <= {*names}


def test_sealed_rows_name_nobody(seal):
    people = {word for one in Person.objects.all() for word in (one.name, one.id_number) if word}
    assert len(people) > 10
    for one in seal.files.all():
        text = str(table(seal, one.name).to_dict()) if one.name.endswith("t") else bytes(one.body)
        assert not any(word in str(text) for word in people), one.name
