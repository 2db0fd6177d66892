from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Figure(TextChoices):
    """What of a village's money is held against a standard."""

    BUDGET = "budget", _("budgeted")
    ARRIVED = "arrived", _("arrived")
    SPENT = "spent", _("spent")


class StandardKind(TextChoices):
    """What a standard is about (domain 2.7, 001-22, 003-27, 003-29, 003-36)."""

    OPERATING = "operating", _("running a village")
    OFFICE = "office", _("office money")
    ACTIVITY = "activity", _("Party activities")
    TRAINING = "training", _("member training")
    PAY = "pay", _("pay of village cadres")
    ALLOWANCE = "allowance", _("allowances of posted graduates")
    RETIRED = "retired", _("allowances of retired cadres")
    INCOME = "income", _("income that others are reckoned from")


class Per(TextChoices):
    """Of what a standard says how much."""

    VILLAGE = "village", _("village and year")
    MEMBER = "member", _("Party member and year")
    MONTH = "month", _("person and month")
    YEAR = "year", _("person and year")


class Measured(TextChoices):
    YUAN = "yuan", _("yuan")
    TIMES = "times", _("times another")
    PER_CENT = "per_cent", _("% of another")


class MoveState(TextChoices):
    ASKED = "asked", _("asked for")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FundKind(TextChoices):
    """Money for one purpose (003-12, 002-17, 003-28, 003-41)."""

    COMMENDATION = "commendation", _("commendation")
    TALENT = "talent", _("talent training")
    STARTUP = "startup", _("start-up support")
    VENUE = "venue", _("building of venues")
    RELIEF = "relief", _("care and help")
    OTHER = "other", pgettext_lazy("fund", "other")


class ProjectState(TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", pgettext_lazy("project", "under way")
    DONE = "done", pgettext_lazy("project", "done")
    STOPPED = "stopped", pgettext_lazy("project", "stopped")
