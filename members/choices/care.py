from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Need(TextChoices):
    """Why the organization looks after somebody (000-35)."""

    OLD = "old", _("old member")
    VETERAN = "veteran", _("member from before 1949")
    HONOURED = "honoured", _("fifty years in the party")
    POOR = "poor", _("living in hardship")
    ILL = "ill", _("seriously ill")
    DISABLED = "disabled", _("disabled")
    BEREAVED = "bereaved", _("bereaved family")
    RETIRED_CADRE = "retired_cadre", _("former village cadre")
    ALONE = "alone", _("living alone")
    OTHER = "other", pgettext_lazy("kind", "other")


class HelpKind(TextChoices):
    VISIT = "visit", _("care visit")
    MONEY = "money", _("money")
    GOODS = "goods", _("goods")
    WORK = "work", _("work and skills")
    PROJECT = "project", pgettext_lazy("help", "project")
    POLICY = "policy", _("policy and procedures")
    OTHER = "other", pgettext_lazy("kind", "other")


class TalkKind(TextChoices):
    YEARLY = "yearly", _("yearly heart-to-heart talk")
    NEW_POST = "new_post", _("on taking up a post")
    REMINDER = "reminder", _("reminder")
    CARE = "care", _("on illness or hardship")
    HANDLING = "handling", _("on a penalty or handling")
    OTHER = "other", pgettext_lazy("kind", "other")
