from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SecondmentKind(TextChoices):
    """Practice elsewhere (003-56, 003-67)."""

    UP = "up", _("seconded to a higher office")
    DOWN = "down", _("sent down for practice")
    VILLAGE = "village", _("learning in an advanced village")
    FIRM = "firm", _("temporary post in a firm")
    ACROSS = "across", _("seconded to another place")


class SecondmentResult(TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("secondment", "excellent")
    GOOD = "good", pgettext_lazy("secondment", "good")
    FAIR = "fair", pgettext_lazy("secondment", "fair")
    POOR = "poor", pgettext_lazy("secondment", "poor")


class StudyForm(TextChoices):
    ADULT = "adult", _("national adult exam")
    OPEN = "open", _("open university")
    SELF_TAUGHT = "self_taught", _("self-taught exam")
    PROJECT = "project", _("cadres' class of a university")
    FULL = "full", pgettext_lazy("study", "full time")


class StudyState(TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("study", "enrolled")
    GRADUATED = "graduated", pgettext_lazy("study", "graduated")
    DROPPED = "dropped", pgettext_lazy("study", "given up")
