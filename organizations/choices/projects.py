from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rank(TextChoices):
    """The level that named, granted or runs something."""

    NATIONAL = "national", _("national level")
    PROVINCE = "province", _("province level")
    CITY = "city", _("city level")
    COUNTY = "county", _("county level")
    TOWNSHIP = "township", _("township level")


class SiteKind(TextChoices):
    """Demonstration sites (001-09, 001-15, 001-16)."""

    TOWNSHIP = "township", _("demonstration township")
    VILLAGE = "village", _("demonstration village")
    POINT = "point", _("demonstration point")
    BELT = "belt", _("demonstration belt")


class ProjectState(TextChoices):
    """Where a village of the 523 project stands (000-16)."""

    RUNNING = "running", _("being built")
    PASSED = "passed", pgettext_lazy("projects", "accepted")
    FAILED = "failed", _("not accepted")
    STOPPED = "stopped", _("taken out")


class TwinningKind(TextChoices):
    """Who is twinned with whom (000-41, 003-43)."""

    URBAN_RURAL = "urban_rural", _("town and countryside")
    OFFICE = "office", _("office and village")
    VILLAGE = "village", _("village and village")
    ENTERPRISE = "enterprise", _("enterprise and village")
    SCHOOL = "school", _("school and village")
    ARMY = "army", _("army and village")
    OTHER = "other", pgettext_lazy("kind", "other")


class HelpKind(TextChoices):
    """What twins do for one another."""

    VISIT = "visit", _("visit")
    MEETING = "meeting", _("joint party life")
    MONEY = "money", _("money given")
    GOODS = "goods", _("goods given")
    PROJECT = "project", _("project brought")
    TRAINING = "training", _("training given")
    JOBS = "jobs", _("jobs found")
    OTHER = "other", pgettext_lazy("kind", "other")


class BaseKind(TextChoices):
    """Training bases (004-23)."""

    SCHOOL = "school", _("party school")
    VILLAGE = "village", _("village teaching place")
    INDUSTRY = "industry", _("industry training base")
    PRACTICE = "practice", _("practice base")
    RED = "red", _("revolutionary memorial base")
    OTHER = "other", pgettext_lazy("kind", "other")
