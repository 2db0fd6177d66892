from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Affairs(TextChoices):
    """What is made public (000-50, 003-49; collective funds, assets and resources: 003-45)."""

    PARTY = "party", _("party affairs")
    GOVERNMENT = "government", _("government affairs")
    VILLAGE = "village", _("village affairs")
    FINANCE = "finance", _("village finances")
    ASSETS = "assets", _("collective funds, assets and resources")


class Outlet(TextChoices):
    BOARD = "board", _("notice board")
    MEETING = "meeting", _("meeting")
    BROADCAST = "broadcast", _("loudspeaker")
    LEAFLET = "leaflet", _("leaflet")
    PHONE = "phone", _("mobile phone group")
    INTERNET = "internet", _("internet")
    TELEVISION = "television", _("television")
