from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecruitmentWay(TextChoices):
    """How an outstanding village cadre comes into a township (000-27, 000-28)."""

    EXAM = "exam", _("directed civil-service exam")
    HIRING = "hiring", _("hiring as township staff")
    TEAM = "team", _("into the township's leading body")


class CaseState(TextChoices):
    APPLIED = "applied", pgettext_lazy("recruitment", "applied")
    ELIGIBLE = "eligible", pgettext_lazy("recruitment", "may take part")
    INELIGIBLE = "ineligible", pgettext_lazy("recruitment", "not eligible")
    RECRUITED = "recruited", pgettext_lazy("recruitment", "recruited")
    MISSED = "missed", pgettext_lazy("recruitment", "not recruited")
