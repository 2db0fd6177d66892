from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Limit(TextChoices):
    """Values that texts set and change; each is kept as a dated record (`CadreRule`)."""

    NEW_AGE = "new_age", _("highest age of a new village cadre")
    STAY_AGE = "stay_age", _("highest age of one who stays in post")
    TEAM_EDUCATION = "team_education", _("least education of a village cadre (code)")
    VACANT_MONTHS = "vacant_months", _("months a secretary's post may stand vacant")
    QUORUM = "quorum", _("attendance at an election, more than per cent")
    VILLAGERS_QUORUM = "villagers", _("attendance at a villagers' election, more than per cent")
    MAJORITY = "majority", _("votes to be elected, more than per cent of those present")
    SHIFT_MONTHS = "shift_months", _("months by which an election may be early or late")
    REMIND_MONTHS = "remind_months", _("months before a term ends to remind")
    CHECK_NEEDED = "check_needed", _("joint check needed before election (1 or 0)")
    CHECK_MONTHS = "check_months", _("months a joint check is valid")
    VISITS = "visits", _("visits to a contact point a year")
    RESERVES = "reserves", _("reserve cadres per village")
    RECRUIT_AGE = "recruit_age", _("highest age for directed recruitment")
    RECRUIT_EDUCATION = "recruit_education", _("least education for directed recruitment (code)")
    FILING_DAYS = "filing_days", _("days to file an appointment or removal")
    DIRECTED_SHARE = "directed_share", _("directed share of the civil-service plan, per cent")
    BONUS_POINTS = "bonus_points", _("extra points in the written civil-service test")
    TOP_TOWN = "top_town", _("top ten township secretaries a year")
    TOP_VILLAGE = "top_village", _("top ten village secretaries a year")
    PROJECT_INCOME = "project_income", _("least yearly income of a project (1,000 yuan)")
