from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeKind(TextChoices):
    """What a county sets itself besides the plan of the year (000-23, 001-05, 002-20, 003-11)."""

    PROGRAMME = "programme", _("programme")
    STANDARD = "standard", pgettext_lazy("programme", "standard")
    DRIVE = "drive", _("drive")
    CHECKLIST = "checklist", _("plan with a checklist")


class Verdict(TextChoices):
    MET = "met", pgettext_lazy("verdict", "met")
    PARTLY = "partly", pgettext_lazy("verdict", "partly met")
    NOT_MET = "not_met", pgettext_lazy("verdict", "not met")


class Topic(TextChoices):
    """What kinds of activity are for: codes that indicators ask for."""

    CARRIER = "carrier", _("carrier")
    TRAINING = "training", _("special training")
    OBSERVATION = "observation", _("on-site observation")
    MASS_LINE = "mass_line", _("mass line and clean conduct")
    MODELS = "models", _("learning from models")
    DEVELOPMENT = "development", _("promoting development")
    SOCIETY = "society", _("managing society")
    SERVICE = "service", _("serving the people")
    HARMONY = "harmony", _("promoting harmony")
    METHOD = "method", _("work method")
    DRIVE = "drive", _("drive")
    OTHER = "other", pgettext_lazy("kind", "other")


class ModelKind(TextChoices):
    """Models and experience (000-21, 002-21)."""

    PERSON = "person", _("model person")
    ORGANIZATION = "organization", _("model organization")
    EXPERIENCE = "experience", _("typical experience")
