from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        autodiscover_modules("pages")
        autodiscover_modules("receivers")
        autodiscover_modules("tasks")
        autodiscover_modules("quality")
