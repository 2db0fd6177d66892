from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from organizations.choices.tree import RURAL, Setting


class Ground(TextChoices):
    """Which settings a rule about forms of organization is for."""

    ANY = "any", _("any setting")
    RURAL = "rural", _("villages and communities")
    FUNCTIONAL = "functional", _("functional")


def grounds(setting: str) -> tuple[str, ...]:
    """The grounds that take in a setting, the narrowest first."""
    own = [Ground.RURAL] if setting in RURAL else []
    own += [Ground.FUNCTIONAL] if setting == Setting.FUNCTIONAL else []
    return (*own, Ground.ANY)
