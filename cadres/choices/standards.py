from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standard(TextChoices):
    """The standards by which village secretaries are judged (000-02, 004-08)."""

    ONE_TWO = "one_two", _("one good, two strong")
    TWO = "two", _("two strong")


class Judged(TextChoices):
    MET = "met", _("met standard")
    PARTLY = "partly", _("partly met")
    FAILED = "failed", _("not met")


class SkillKind(TextChoices):
    """Skills in getting rich (003-55)."""

    PLANTING = "planting", _("planting")
    BREEDING = "breeding", _("breeding")
    FORESTRY = "forestry", _("forestry and fruit")
    PROCESSING = "processing", _("processing")
    TRADE = "trade", _("trade and e-commerce")
    TOURISM = "tourism", _("rural tourism")
    MACHINERY = "machinery", _("farm machinery")
    BUILDING = "building", _("building trades")
    MANAGEMENT = "management", _("running a cooperative or firm")
    CRAFT = "craft", _("handicraft")
    OTHER = "other", _("other skill")


class SkillLevel(TextChoices):
    BASIC = "basic", _("knows it")
    SKILLED = "skilled", _("skilled")
    MASTER = "master", _("teaches others")
    CERTIFIED = "certified", _("certified")
