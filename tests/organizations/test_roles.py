import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from organizations import roles
from organizations.roles import ROLES, Role
from portal import pages
from tests.factories.organizations import EVERYTHING

READING = {"view", "export"}


def held(name):
    rows = Group.objects.get(name=name).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def verbs(perms):
    return {perm.split(".")[1].split("_")[0] for perm in perms}


def test_a_line_with_a_minus_takes_away():
    role = Role("", ("members.*", "-members.*_affiliation"))
    assert role.allows("members.view_person")
    assert not role.allows("members.view_affiliation")
    assert not role.allows("organizations.view_user")


@pytest.mark.django_db
def test_every_role_is_there_after_migrate():
    names = set(Group.objects.values_list("name", flat=True))
    assert set(ROLES) == names - {EVERYTHING}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["supervisor", "auditor"])
def test_those_who_look_on_write_nothing(name):
    assert verbs(held(name)) <= READING
    assert "members.view_person" in held(name)


@pytest.mark.django_db
def test_only_the_administrator_handles_accounts_and_rights():
    handling = {
        f"organizations.{verb}_{what}"
        for verb in ("add", "change", "import")
        for what in ("user", "grant")
    }
    assert {name for name in ROLES if held(name) & handling} == {"county_admin"}
    assert handling <= held("county_admin")


@pytest.mark.django_db
def test_a_township_keeps_its_persons_and_reports_but_does_not_review():
    may = held("township_secretary")
    assert {f"members.{verb}_person" for verb in ("add", "import", "develop", "transfer")} <= may
    assert {"organizations.add_meeting", "cadres.appoint_post"} <= may
    assert {"assessments.change_report", "assessments.submit_report"} <= may
    assert not {"assessments.review_report", "organizations.change_organization"} & may
    assert not {"organizations.restructure_organization", "members.reveal_person"} & may


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["township_secretary", "village_secretary"])
def test_what_is_handed_down_is_written_by_the_county_alone(name):
    down = [of for of in pages.every() if of.model.handed_down]
    assert len(down) > 5
    written = {of.perm(verb) for of in down for verb in ("add", "change", "import")}
    assert not written & held(name)
    assert {of.perm("view") for of in down} <= held(name)


@pytest.mark.django_db
def test_a_village_keeps_what_it_does_itself():
    may = held("village_secretary")
    assert {"organizations.add_meeting", "organizations.conduct_decision"} <= may
    assert not {"members.add_person", "members.export_person", "organizations.add_venue"} & may


@pytest.mark.django_db
def test_the_county_reviews_reports_and_does_not_submit_them():
    may = held("county_staff")
    assert "assessments.review_report" in may
    assert "assessments.submit_report" not in may


@pytest.mark.django_db
def test_every_permission_of_a_register_is_the_administrators_at_least():
    every = {roles.named(row) for row in roles.permissions(using="default")}
    ours = {
        perm
        for perm in every
        if perm.split(".")[0] in {"portal", "web", "registers", "workbooks", *roles.APPS}
    }
    assert held("county_admin") == ours


@pytest.mark.django_db
def test_what_a_county_changed_survives_the_next_migrate():
    reveal = Permission.objects.get(codename="reveal_person")
    Group.objects.get(name="county_staff").permissions.remove(reveal)
    Group.objects.get(name="supervisor").permissions.add(reveal)
    call_command("migrate", verbosity=0)
    assert "members.reveal_person" not in held("county_staff")
    assert "members.reveal_person" in held("supervisor")


@pytest.mark.django_db
def test_a_new_permission_goes_to_the_roles_that_are_to_have_it():
    Permission.objects.get(codename="reveal_person").delete()
    before = roles.known("default")
    call_command("migrate", verbosity=0)
    assert roles.known("default") - before
    assert "members.reveal_person" in held("county_staff")
    assert "members.reveal_person" not in held("supervisor")


@pytest.mark.django_db
def test_a_role_that_was_deleted_comes_back_with_all_it_may():
    before = held("auditor")
    Group.objects.get(name="auditor").delete()
    call_command("migrate", verbosity=0)
    assert held("auditor") == before


def test_a_role_of_the_countys_own_is_called_by_its_name():
    assert roles.label("镇组织委员") == "镇组织委员"
