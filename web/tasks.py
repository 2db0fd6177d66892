"""Messages by e-mail, for users who have an address."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.celery import app
from web.models import Message

log = logging.getLogger(__name__)


@app.task(ignore_result=True)
def mail_messages() -> None:
    """Send what was told today and neither mailed nor read; each once. What the mail server
    refuses stays for the next time."""
    waiting = Message.objects.filter(
        mailed_at=None, read_at=None, day=timezone.localdate(), user__is_active=True
    ).exclude(user__email="")
    for message in waiting.select_related("user"):
        mine = Message.objects.filter(pk=message.pk)
        if not mine.filter(mailed_at=None).update(mailed_at=timezone.now()):
            continue  # another worker has it
        try:
            mail(message)
        except (OSError, SMTPException):
            log.warning("message %s could not be mailed", message.pk, exc_info=True)
            mine.update(mailed_at=None)


def mail(message: Message) -> None:
    with translation.override(message.user.language or None):
        subject = _("Party Building Portal")
        body = _("%(text)s\n\nLog in to the portal to see it.") % {"text": message.text}
    send_mail(f"{subject}: {message.text[:60]}", body, None, [message.user.email])
