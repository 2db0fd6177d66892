from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from portal.fields import pinyin
from servers import triggers

triggers.index_them()


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        post_migrate.connect(fill_pinyin, dispatch_uid="pinyin")
        autodiscover_modules("pages")
        autodiscover_modules("receivers")
        autodiscover_modules("tasks")
        autodiscover_modules("quality")


def fill_pinyin(sender: AppConfig, **_: Any) -> None:
    """Rows of before a column of pinyin get theirs; nothing to do where all have."""
    for model in sender.get_models():
        if pinyin.is_there(model):
            pinyin.fill(model)
