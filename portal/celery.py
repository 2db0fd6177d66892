"""The Celery application. Run by `celery -A portal.celery worker` and `... beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.conf import settings

from servers import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def start_embedded(**_: Any) -> None:
    """The broker is needed before the first query is."""
    if not settings.REDIS_URL:
        embedded.start(settings.VAR)
