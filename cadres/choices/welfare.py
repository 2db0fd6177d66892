from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InsuranceKind(TextChoices):
    PENSION = "pension", _("pension insurance")
    MEDICAL = "medical", _("medical insurance")
    INJURY = "injury", _("work injury insurance")
    ACCIDENT = "accident", _("accident insurance")
    CHECK_UP = "check_up", _("yearly health check")


class PaidBy(TextChoices):
    COUNTY = "county", _("county finance")
    TOWNSHIP = "township", _("township finance")
    COLLECTIVE = "collective", _("village collective")
    SHARED = "shared", _("shared with the cadre")
    SELF = "self", _("the cadre alone")


class InsuranceState(TextChoices):
    PAYING = "paying", _("being paid")
    SUSPENDED = "suspended", pgettext_lazy("insurance", "suspended")
    DRAWING = "drawing", _("drawing benefits")


class RetiredAs(TextChoices):
    SECRETARY = "secretary", pgettext_lazy("retired as", "village secretary")
    DIRECTOR = "director", pgettext_lazy("retired as", "village director")
    BOTH = "both", pgettext_lazy("retired as", "secretary and director")
    OTHER = "other", pgettext_lazy("retired as", "other village cadre")
