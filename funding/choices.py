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
    TRANSFER = "transfer", pgettext_lazy("money", "transfer")
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
    PER_CENT = "per_cent", _("per cent of another")


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


class Payer(TextChoices):
    """By which rate somebody pays Party dues (domain 2.5)."""

    SALARY = "salary", _("monthly wage after tax")
    PENSION = "pension", _("retired: pension")
    QUARTER = "quarter", _("no monthly income: average of the last quarter")
    FARMER = "farmer", _("farmer")
    STUDENT = "student", pgettext_lazy("payer", "student")
    NONE = "none", _("unemployed, on relief or subsistence")


class Relief(TextChoices):
    """Less dues in hardship: the branch looks into it, the next committee approves (domain 2.5)."""

    LESS = "less", _("reduced")
    EXEMPT = "exempt", _("exempt")


class PaidAs(TextChoices):
    """For what somebody is paid in a village (003-27, 003-29, 003-36, 003-40; domain 2.7)."""

    SECRETARY = "secretary", pgettext_lazy("paid as", "village secretary")
    ONE_SHOULDER = "one_shoulder", pgettext_lazy("paid as", "secretary and director in one")
    DIRECTOR = "director", pgettext_lazy("paid as", "village director")
    DEPUTY = "deputy", pgettext_lazy("paid as", "deputy of the village")
    MEMBER = "member", pgettext_lazy("paid as", "other member of the two committees")
    FIRST_SECRETARY = "first_secretary", pgettext_lazy("paid as", "first secretary")
    TEAM = "team", pgettext_lazy("paid as", "work team member")
    GRADUATE = "graduate", pgettext_lazy("paid as", "graduate village official")
    SELECTED = "selected", pgettext_lazy("paid as", "selected graduate")
    RETIRED = "retired", pgettext_lazy("paid as", "retired village secretary or director")


class PayPart(TextChoices):
    """What pay is made of (003-37, domain 2.7)."""

    BASIC = "basic", _("basic pay")
    PERFORMANCE = "performance", _("performance pay at full score")
    REWARD = "reward", _("reward from collective income")
    SUBSIDY = "subsidy", _("subsidy")
    ALLOWANCE = "allowance", _("allowance")


class PayWay(TextChoices):
    """How a rule of pay comes to a sum."""

    MONTH = "month", _("yuan a month")
    YEAR = "year", _("yuan a year")
    TIMES = "times", _("times a standard, a year")
    SHARE = "share", _("per cent of the village secretary's")
    SERVED = "served", _("yuan a month for each year served")
    OF_INCOME = "of_income", _("at most this per cent of the village's collective income")


class SheetKind(TextChoices):
    CADRES = "cadres", _("village cadres")
    POSTED = "posted", _("first secretaries, teams and graduates")
    RETIRED = "retired", _("retired cadres")


class ApplicationState(TextChoices):
    """How far an application for money is."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("with the township")
    REVIEWED = "reviewed", _("with the county")
    APPROVED = "approved", _("approved, to be paid")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("returned")
    REFUSED = "refused", _("refused")
