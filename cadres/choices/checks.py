from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Department(TextChoices):
    """Who is asked at the county's joint check (domain 2.10)."""

    ORGANIZATION = "organization", _("organization department")
    CIVIL = "civil", _("civil affairs bureau")
    DISCIPLINE = "discipline", _("discipline commission")
    POLITICS_LAW = "politics_law", _("politics and law commission")
    POLICE = "police", _("public security bureau")
    COURT = "court", _("court")
    PROCURATORATE = "procuratorate", _("procuratorate")
    JUSTICE = "justice", _("justice bureau")
    PETITION = "petition", _("petition office")
    RESOURCES = "resources", _("natural resources bureau")
    TAX = "tax", _("tax and market supervision")


class View(TextChoices):
    CLEAN = "clean", _("nothing found")
    DOUBT = "doubt", _("to be looked into")
    OBJECTION = "objection", _("objection")


class CheckState(TextChoices):
    OPEN = "open", _("under check")
    PASSED = "passed", _("check passed")
    FAILED = "failed", _("check failed")


class CheckReason(TextChoices):
    ELECTION = "election", _("election at term end")
    CO_OPTION = "co_option", _("change during the term")
    RESERVE = "reserve", _("listing as reserve")
    YEARLY = "yearly", _("yearly check")


class Filing(TextChoices):
    APPOINTMENT = "appointment", _("appointment")
    REMOVAL = "removal", _("removal")


class FilingState(TextChoices):
    SUBMITTED = "submitted", _("sent in")
    FILED = "filed", _("filed")
    RETURNED = "returned", _("sent back")
