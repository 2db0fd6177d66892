from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Grade(TextChoices):
    """How well somebody fills a duty post."""

    GOOD = "good", _("good")
    FAIR = "fair", _("rather good")
    PLAIN = "plain", _("middling")
    POOR = "poor", _("poor")


class CommitmentKind(TextChoices):
    """What a member's public promise is about (000-34f)."""

    YEARLY = "yearly", _("yearly public commitment")
    DUTY = "duty", _("duty post")
    SERVICE = "service", _("service to the people")
    HELP = "help", _("help in need")
    CONDUCT = "conduct", _("clean conduct")
    OTHER = "other", pgettext_lazy("kind", "other")


class Kept(TextChoices):
    OPEN = "open", pgettext_lazy("commitment", "open")
    KEPT = "kept", pgettext_lazy("commitment", "kept")
    PARTLY = "partly", pgettext_lazy("commitment", "kept in part")
    BROKEN = "broken", pgettext_lazy("commitment", "not kept")


class Role(TextChoices):
    """The four roles of members (001-08)."""

    ECONOMY = "economy", _("advancing the economy")
    SOCIETY = "society", _("managing social affairs")
    SERVICE = "service", _("serving the people")
    HARMONY = "harmony", _("furthering harmony")


class SeatRole(TextChoices):
    CHAIR = "chair", _("chair")
    DEPUTY = "deputy", _("deputy chair")
    MEMBER = "member", pgettext_lazy("council", "member")
