from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TransferKind(TextChoices):
    WITHIN = "within", _("within the county")
    OUT = "out", _("out of the county")
    IN = "in", _("into the county")


class LostReason(TextChoices):
    """Codes of the survey of lost members (domain 2.3)."""

    WORK = "1", _("working or trading elsewhere")
    UNIT = "2", _("unit reorganized or bankrupt")
    GRADUATED = "3", _("not known since graduation")
    JOB = "4", _("changed the employer")
    ABROAD = "5", _("gone abroad")
    MOVED = "6", _("moved house")
    OTHER = "7", pgettext_lazy("why lost", "other reason")


class ContactHow(TextChoices):
    PHONE = "phone", _("by telephone")
    ONLINE = "online", _("online")
    VISIT = "visit", _("visit")
    RETURNED = "returned", _("when back home")
    LETTER = "letter", _("by letter")
