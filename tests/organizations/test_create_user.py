import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from organizations.models import User
from tests.factories import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def create(name, role="auditor", at="990101", **options):
    call_command("create_user", name, role=role, at=at, **options)


def test_the_one_time_password_is_printed_and_must_be_changed(capsys):
    county = OrganizationFactory(code="990101")
    create("zhang", full_name="张三")
    said = capsys.readouterr().out
    user = User.objects.get(name="zhang")
    password = said.strip()
    assert user.check_password(password)
    assert (user.must_change_password, user.full_name, user.organization) == (True, "张三", county)
    assert [(line.role.name, line.organization) for line in user.grants.all()] == [
        ("auditor", county)
    ]
    assert user.events.get().pgh_context.metadata["page"] == "create_user"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"at": "nowhere"}, "There is no organization with the code “nowhere”."),
        ({"role": "boss"}, "There is no role “boss”."),
        ({"name": "taken"}, "There is already an account called “taken”."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": ""}, "cannot be blank"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_nobody_is_made(options, sentence):
    county = OrganizationFactory(code="990101")
    UserFactory(name="taken", organization=county)
    with pytest.raises(CommandError, match=sentence):
        create(**{"name": "zhang", **options})
    assert User.objects.count() == 1
