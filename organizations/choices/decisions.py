from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepKind(TextChoices):
    """What a step of a procedure is; its order and its rules are data."""

    PRIOR_NOTICE = "prior_notice", _("prior notice")
    PROPOSE = "propose", _("branch proposes")
    CONSULT = "consult", _("both committees consult")
    HEARING = "hearing", _("public hearing")
    ARGUMENT = "argument", _("expert argument")
    DELIBERATE = "deliberate", _("members' meeting deliberates")
    RESOLVE = "resolve", _("villagers resolve")
    DISCLOSE = "disclose", _("disclosure")
    SUPERVISE = "supervise", _("supervision")
    SIGN = "sign", _("signing")
    OTHER = "other", _("other step")


class Share(TextChoices):
    """The least part of a whole that must come or agree (domain 2.10)."""

    NONE = "none", _("no minimum")
    HALF = "half", _("more than half")
    TWO_THIRDS = "two_thirds", _("two thirds or more")
    FOUR_FIFTHS = "four_fifths", _("more than four fifths")


class Whole(TextChoices):
    """Of whom the votes in favour are a part."""

    DUE = "due", _("of those due to attend")
    PRESENT = "present", _("of those present")


class DecisionState(TextChoices):
    PREPARED = "prepared", _("being prepared")
    UNDER_WAY = "under_way", _("under way")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")
