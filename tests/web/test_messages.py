"""Messages to users: once a topic and day, in their language, without ID numbers; by e-mail where
there is a server and an address."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import gettext

from tests.factories import UserFactory
from web.messages import News, tell, unread
from web.models import Message
from web.tasks import mail_messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def users(db):
    return [UserFactory(language=language) for language in ("en", "zh-hans", "")]


def news(users, topic="t", text=lambda: gettext("Messages"), url="/todo/"):
    return [News(users, topic, text, url)]


def test_each_is_told_once_a_day_in_their_own_language(users):
    author = UserFactory()
    for _again in range(2):
        tell(news([*users, author, users[0]]), by=author)
    said = dict(Message.objects.values_list("user", "text"))
    assert said == {users[0].pk: "Messages", users[1].pk: "消息", users[2].pk: "消息"}
    tell(news(users, topic="another"))
    assert unread(users[0]) == 2


def test_no_message_holds_an_id_number(users):
    tell(news(users, text=lambda: "退回：34172119900101123X 有误" + "长" * 500))
    text = Message.objects.first().text
    assert "34172119900101123X" not in text
    assert len(text) == 400


def test_the_bell_counts_until_they_are_read(client, users, django_capture_on_commit_callbacks):
    me = users[0]
    client.force_login(me)
    assert client.get(reverse("message-count")).content.decode().strip() == ""
    with django_capture_on_commit_callbacks(execute=True):
        tell([*news(users), *news(users, "second"), *news([users[1]], "not mine")])
    assert ">2<" in client.get(reverse("message-count")).content.decode()
    page = client.get(reverse("messages"))
    assert page.content.decode().count('class="debt new"') == 2
    one = Message.objects.filter(user=me).first()
    assert client.post(reverse("message-open", args=[one.pk])).url == "/todo/"
    assert unread(me) == 1
    client.post(reverse("messages-read"))
    assert unread(me) == 0
    assert Message.objects.filter(read_at=None).count() == 5
    other = Message.objects.filter(user=users[1]).first()
    assert client.post(reverse("message-open", args=[other.pk])).status_code == 404


def test_e_mail_goes_once_to_those_with_an_address(
    users, settings, django_capture_on_commit_callbacks, monkeypatch
):
    users[0].email = "clerk@example.org"
    users[0].save()
    with django_capture_on_commit_callbacks() as later:
        tell(news(users))
    assert len(later) == 1  # no server: only the bell is counted anew
    settings.EMAIL_HOST = "mail.example.org"
    with django_capture_on_commit_callbacks() as later:
        tell(news(users, "second"))
    assert later[1] == mail_messages.delay
    mail_messages()
    mail_messages()
    assert [one.to for one in mail.outbox] == [["clerk@example.org"]] * 2
    assert "Log in to the portal" in mail.outbox[0].body


def test_a_mail_server_that_is_down_harms_nothing(users, settings, monkeypatch):
    users[0].email = "clerk@example.org"
    users[0].save()
    tell(news(users))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail_messages()
    assert Message.objects.get(user=users[0]).mailed_at is None
