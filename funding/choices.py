from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purse(TextChoices):
    """Money that is never mixed: Party dues have accounts of their own (domain 2.5)."""

    BUDGET = "budget", _("budget money")
    DUES = "dues", _("Party dues")
    COLLECTIVE = "collective", _("the village's own income")
    SOCIETY = "society", _("gifts from society")


class Way(TextChoices):
    """What an entry is: where the money came from or went."""

    OPENING = "opening", _("carried over")
    RECEIPT = "receipt", _("receipt")
    PAYMENT = "payment", _("payment")
    TRANSFER = "transfer", _("transfer")
    REVERSAL = "reversal", _("reversal")
    CLOSING = "closing", _("carried forward")
