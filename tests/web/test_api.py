"""Programs at the door: tokens, files, jobs, and the page that explains it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api import tokens as keys
from api.records import job_state
from portal import pages
from portal.models import Job, SecurityEvent
from registers.models import Attachment
from tests.factories import OrganizationFactory, PersonFactory, user_over
from web.models import Token
from web.views.tokens import make_token

pytestmark = pytest.mark.django_db

PERSONS = "/api/person/"


@pytest.fixture
def program():
    """Speaks with a token and no session: `program(key)`."""

    def speak(key, scheme="Bearer"):
        return Client(headers={"Authorization": f"{scheme} {key}"}, enforce_csrf_checks=True)

    return speak


@pytest.fixture
def key(boss):
    return make_token(boss, "nightly", 30)


def test_a_token_is_made_once_shown_once_and_kept_only_as_a_hash(client, boss, program):
    answer = client.post(reverse("tokens"), {"name": "nightly", "days": "30"})
    made = answer.context["made"]
    assert made in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert made not in client.get(reverse("tokens")).content.decode()
    held = Token.objects.get()
    assert made not in str(Token.objects.values().get())
    assert held.digest == Token.hashed(made)
    assert timedelta(29) < held.expires_at - timezone.now() <= timedelta(30)
    assert program(made).get(PERSONS).status_code == 200
    held.refresh_from_db()
    assert held.used_at
    assert SecurityEvent.objects.filter(kind="token", user=boss, details__made="nightly").exists()


def test_a_user_holds_a_few_tokens_at_most(client, boss, settings):
    settings.TOKENS_EACH = 2
    for _ in range(2):
        assert client.post(reverse("tokens"), {"name": "x", "days": "90"}).status_code == 200
    assert client.post(reverse("tokens"), {"name": "x", "days": "90"}).status_code == 422
    client.post(reverse("token-revoke", args=[Token.objects.first().pk]))
    assert client.post(reverse("tokens"), {"name": "x", "days": "90"}).status_code == 200
    assert client.post(reverse("tokens"), {"name": "x", "days": "9999"}).status_code == 422


def test_a_token_that_is_wrong_expired_or_revoked_opens_nothing(boss, key, program):
    assert program(key + "x").get(PERSONS).status_code == 401
    assert program(key, "Token").get(PERSONS).status_code == 401
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program(key).get(PERSONS).status_code == 401
    Token.objects.update(expires_at=timezone.now() + timedelta(1), revoked_at=timezone.now())
    answer = program(key).get(PERSONS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
    assert SecurityEvent.objects.filter(kind="denied", details__by="token").count() == 3


@pytest.mark.parametrize("state", [{"is_active": False}, {"must_change_password": True}])
def test_a_closed_account_closes_its_tokens(boss, key, program, state):
    type(boss).objects.filter(pk=boss.pk).update(**state)
    assert program(key).get(PERSONS).status_code == 401


def test_a_token_has_its_users_rights_and_reach_and_no_others(county, program):
    home, away = (OrganizationFactory(parent=county) for _ in range(2))
    ours, theirs = PersonFactory(organization=home), PersonFactory(organization=away)
    reader = program(make_token(user_over(home, "view_person"), "x", 30))
    assert [row["id"] for row in reader.get(PERSONS).json()["results"]] == [ours.pk]
    assert reader.get(f"{PERSONS}{theirs.pk}/").status_code == 404
    assert reader.get("/api/organization/").status_code == 403
    body = {"phone": "1"}
    url = f"{PERSONS}{ours.pk}/"
    assert reader.patch(url, body, content_type="application/json").status_code == 403


def test_a_token_opens_the_api_and_nothing_else(key, program):
    for address in ("/members/person/", "/tokens/", "/"):
        answer = program(key).get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("login"))


def test_a_token_counts_alone_beside_a_session(client, boss, county):
    PersonFactory(organization=county)
    answer = client.get(PERSONS, headers={"Authorization": "Bearer wrong"})
    assert answer.status_code == 401


def test_a_change_by_token_carries_its_user_and_needs_no_csrf_token(boss, county, key, program):
    person = PersonFactory(organization=county)
    url = f"{PERSONS}{person.pk}/"
    done = program(key).patch(url, {"phone": "7"}, content_type="application/json")
    assert done.status_code == 200, done.content
    context = person.events.order_by("pgh_id").last().pgh_context.metadata
    assert (context["user"], context["page"]) == (boss.pk, url)
    with_session = Client(enforce_csrf_checks=True)
    with_session.force_login(boss)
    sent = with_session.patch(url, {"phone": "8"}, content_type="application/json")
    assert sent.status_code == 403


def test_guessing_tokens_is_slowed_down(program, key, monkeypatch):
    monkeypatch.setattr(keys, "WRONG_AT_MOST", 3)
    said = [program("wrong").get(PERSONS).status_code for _ in range(5)]
    assert said == [401, 401, 401, 429, 429]
    assert program(key).get(PERSONS).status_code == 429  # from the same address


def test_too_many_requests_are_told_to_wait(boss, key, program, monkeypatch):
    monkeypatch.setattr(
        "rest_framework.throttling.UserRateThrottle.THROTTLE_RATES", {"user": "2/min"}
    )
    reader = program(key)
    assert [reader.get(PERSONS).status_code for _ in range(3)] == [200, 200, 429]


def test_one_revokes_ones_own_and_an_administrator_anybodys(client, boss, county):
    home = OrganizationFactory(parent=county)
    owner = user_over(home, "view_person")
    make_token(owner, "theirs", 30)
    token = Token.objects.get()
    url = reverse("token-revoke", args=[token.pk])
    for user, expected in ((user_over(home, "view_user"), 404), (boss, 302)):
        client.force_login(user)
        assert client.post(url).status_code == expected
    token.refresh_from_db()
    assert token.revoked_by == boss
    assert SecurityEvent.objects.filter(kind="token", user=boss, details__of=owner.pk).exists()


def test_an_accounts_page_shows_its_tokens_to_who_keeps_accounts(client, boss, county):
    owner = user_over(OrganizationFactory(parent=county), "view_user")
    make_token(owner, "夜间同步", 30)
    body = client.get(owner.get_absolute_url()).content.decode()
    assert "夜间同步" in body
    assert "csrfmiddlewaretoken" in body.split("夜间同步")[1]
    client.force_login(owner)
    assert "夜间同步" not in client.get(owner.get_absolute_url()).content.decode()


@pytest.fixture
def own_files(settings, tmp_path):
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    own = {"default": {**options, "OPTIONS": {"location": str(tmp_path)}}}
    settings.STORAGES = {**settings.STORAGES, **own}


def test_files_are_listed_added_and_fetched(own_files, county, boss, key, program):
    person = PersonFactory(organization=county)
    url, speaker = f"{PERSONS}{person.pk}/attachments/", program(key)
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    made = speaker.post(url, {"file": file, "note": "志愿书"})
    assert made.status_code == 201, made.content
    assert (made.json()["note"], made.json()["uploaded_by"]) == ("志愿书", str(boss))
    assert [one["name"] for one in speaker.get(url).json()] == ["a.pdf"]
    fetched = speaker.get(made.json()["url"])
    assert b"".join(fetched) == b"%PDF-1.7"
    wrong = speaker.post(url, {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert (wrong.status_code, list(wrong.json())) == (400, ["file"])
    assert speaker.post(url, {}).status_code == 400
    reader = program(make_token(user_over(county, "view_person"), "x", 30))
    assert reader.get(url).status_code == 200
    assert reader.post(url, {"file": SimpleUploadedFile("b.pdf", b"%PDF-")}).status_code == 403
    away = program(make_token(user_over(OrganizationFactory(parent=county)), "x", 30))
    assert away.get(url).status_code == away.get(made.json()["url"]).status_code == 404
    assert Attachment.objects.count() == 1


def test_a_job_is_asked_for_by_its_owner_only(boss, county, key, program):
    job = Job.objects.create(kind="export", asked_by=boss, state="done", message="ready")
    state = job_state(job)
    assert program(key).get(state["url"]).json() == state
    assert (state["state"], state["percent"]) == ("done", 100)
    other = program(make_token(user_over(county), "x", 30))
    assert other.get(state["url"]).status_code == 404
    assert other.get(reverse("api-job-file", args=[job.pk])).status_code == 404


def test_the_page_on_the_api_shows_what_its_reader_may(client, county):
    client.force_login(user_over(county, "view_person"))
    index = client.get(reverse("docs-api"))
    assert [one.name for group in index.context["groups"].values() for one in group] == ["person"]
    assert client.get(reverse("docs-api-register", args=["organization"])).status_code == 403
    assert client.get(reverse("docs-api-register", args=["nothing"])).status_code == 404
    sheet = client.get(reverse("docs-api-register", args=["person"])).context["sheet"]
    may = {(one.method, one.perm) for one in sheet.endpoints()}
    assert ("GET", True) in may
    assert ("POST", True) not in may


@pytest.mark.parametrize("of", pages.every(), ids=lambda of: of.name)
def test_the_page_of_every_register_names_its_fields_and_actions(client, boss, of):
    answer = client.get(reverse("docs-api-register", args=[of.name]))
    assert answer.status_code == 200
    body = answer.content.decode()
    for name in [*(of.form.base_fields if of.form else ()), *of.filter.base_filters]:
        assert f"<code>{name}</code>" in body
    for action in of.actions:
        assert f"/api/{of.name}/NUMBER/{action.name}/" in body


def test_refusals_say_in_words_what_to_mend(client, boss):
    client.force_login(boss)
    pk = PersonFactory(organization=boss.organization).pk

    def sent(method, path, body=None):
        speak = getattr(client, method)
        answer = speak(path, body, "application/json", headers={"Accept-Language": "en"})
        return answer.status_code, answer.json()

    nowhere = {"detail": "The address is wrong, or the record lies outside the organizations you "}
    nowhere["detail"] += "work for."
    for path in (f"{PERSONS}999999999/", "/api/jobs/999999999/"):
        assert client.get(path, headers={"Accept-Language": "en"}).json() == nowhere
    assert sent("post", f"{PERSONS}999999999/apply_to_join/", {}) == (404, nowhere)
    unknown = "There is no such field. Those there are stand in /docs/api/."
    assert sent("patch", f"{PERSONS}{pk}/", {"sexx": "1"}) == (400, {"sexx": [unknown]})
    assert sent("patch", f"{PERSONS}{pk}/", [1])[1] == {
        "detail": "Send a JSON object of fields and values."
    }
