from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepKind(TextChoices):
    """What is done on the way into the party, in the order in which it is done (domain 2.2)."""

    APPLY = "apply", _("applied to join")
    TALK = "talk", _("talk with the applicant")
    ACTIVIST = "activist", _("listed as activist")
    CONTACTS = "contacts", _("contacts assigned")
    REVIEW = "review", _("review of the activist")
    TARGET = "target", _("listed as development target")
    POLITICAL_REVIEW = "political_review", _("political review")
    TRAINING = "training", _("short training")
    PRE_REVIEW = "pre_review", _("pre-review")
    ADMIT = "admit", _("admitted by the branch meeting")
    APPROVE = "approve", _("admission approved")
    OATH = "oath", _("oath")
    EXTEND = "extend", _("probation extended")
    CONFIRM = "confirm", _("confirmed")
    CANCEL = "cancel", _("probation cancelled")
    STOP = "stop", _("left the pipeline")
    SUSPEND = "suspend", _("membership suspended")
    RESTORE = "restore", _("membership restored")
    REMOVE = "remove", _("removed from the party")
    DEATH = "death", pgettext_lazy("step", "died")
    TRANSFER = "transfer", _("membership transferred")


class Result(TextChoices):
    PASSED = "passed", pgettext_lazy("result of a review", "passed")
    FAILED = "failed", pgettext_lazy("result of a review", "not passed")


class Stage(TextChoices):
    """The five stages of the procedure."""

    APPLICATION = "application", _("application")
    CULTIVATION = "cultivation", _("cultivation of activists")
    TARGETS = "targets", _("development targets")
    ADMISSION = "admission", _("admission")
    PROBATION = "probation", _("probation and confirmation")
