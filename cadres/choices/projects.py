from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectKind(TextChoices):
    PLANTING = "planting", pgettext_lazy("project", "planting")
    BREEDING = "breeding", pgettext_lazy("project", "breeding")
    PROCESSING = "processing", pgettext_lazy("project", "processing")
    TRADE = "trade", pgettext_lazy("project", "trade and e-commerce")
    TOURISM = "tourism", pgettext_lazy("project", "rural tourism")
    SERVICE = "service", pgettext_lazy("project", "services")
    WORKS = "works", _("building works")
    OTHER = "other", pgettext_lazy("project", "other")


class CadreProjectState(TextChoices):
    PLANNED = "planned", pgettext_lazy("project", "planned")
    RUNNING = "running", pgettext_lazy("project", "under way")
    ACCEPTED = "accepted", pgettext_lazy("project", "accepted")
    FAILED = "failed", pgettext_lazy("project", "failed")


class Backing(TextChoices):
    """What a project is given: the four kinds of 000-45, the concessions of 003-57."""

    FUNDS = "funds", _("start-up funds")
    PROJECTS = "projects", _("project brought together")
    TECHNOLOGY = "technology", _("technology and guidance")
    INFORMATION = "information", _("market information")
    LOAN = "loan", _("secured or subsidized loan")
    TAX = "tax", _("tax and fee relief")
    SITE = "site", _("site or equipment")
    TRAINING = "training", _("start-up training")


# The four kinds of the "fertile soil plan" (000-45).
FERTILE_SOIL = (Backing.FUNDS, Backing.PROJECTS, Backing.TECHNOLOGY, Backing.INFORMATION)
# The concessions that the unemployed and graduates have, too (003-57).
CONCESSIONS = (Backing.LOAN, Backing.TAX, Backing.SITE, Backing.TRAINING)
