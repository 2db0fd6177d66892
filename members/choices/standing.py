from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(TextChoices):
    """Stages on the way into the party (domain 2.2); the two before the last are members, the last
    is for people whom the registers know for other reasons."""

    APPLICANT = "applicant", _("applicant")
    ACTIVIST = "activist", _("activist")
    TARGET = "target", _("development target")
    PROBATIONARY = "probationary", _("probationary member")
    FULL = "full", _("full member")
    NONE = "none", _("not in the party")


MEMBERS = (Standing.PROBATIONARY, Standing.FULL)
CANDIDATES = (Standing.APPLICANT, Standing.ACTIVIST, Standing.TARGET)
PIPELINE = (*CANDIDATES, Standing.PROBATIONARY)

# The field that says since when somebody has had a standing.
SINCE = {
    Standing.APPLICANT: "applied",
    Standing.ACTIVIST: "activist_on",
    Standing.TARGET: "target_on",
    Standing.PROBATIONARY: "joined",
    Standing.FULL: "confirmed",
}


class LeftWhy(TextChoices):
    """How somebody left the rolls (domain 2.3)."""

    DIED = "died", _("died")
    TRANSFERRED = "transferred", _("transferred out")
    SUSPENDED = "suspended", _("membership suspended")
    EXPELLED = "expelled", _("expelled")
    CANCELLED = "cancelled", _("probation cancelled")
    PERSUADED = "persuaded", _("persuaded to leave")
    REMOVED = "removed", _("removed after persuasion failed")
    WITHDREW = "withdrew", _("removed as withdrawn by own act")
    RESIGNED = "resigned", _("removed on own request")
    OTHER = "other", _("no longer in the pipeline")


# Removed by decision of the party (domain 2.3); of these nobody is restored.
REMOVALS = (
    LeftWhy.EXPELLED,
    LeftWhy.PERSUADED,
    LeftWhy.REMOVED,
    LeftWhy.WITHDREW,
    LeftWhy.RESIGNED,
)


class Membership(TextChoices):
    """The state of the membership, as rosters have it (domain 2.3)."""

    NORMAL = "normal", pgettext_lazy("membership", "normal")
    KEPT = "kept", pgettext_lazy("membership", "kept while away")
    SUSPENDED = "suspended", pgettext_lazy("membership", "suspended")
    RESTORED = "restored", pgettext_lazy("membership", "restored")


class MemberClass(TextChoices):
    """Classes for management by kind of member (002-12)."""

    EMPLOYED = "employed", _("in work")
    NO_POST = "no_post", _("without office")
    ENTREPRENEUR = "entrepreneur", _("runs a business")
    MOBILE = "mobile", _("mobile member")
    STUDENT = "student", _("student")
    RETIRED = "retired", _("retired")
    OLD_ILL = "old_ill", _("old or ill")


# What rosters write as work post -> occupation class of the annual statistics (domain 2.13).
OCCUPATIONS = {
    "worker": (_("worker"), ("工人", "工勤", "职工")),
    "farmer": (_("farmer, herder or fisher"), ("农牧渔", "农民", "务农", "牧民", "渔民", "种植")),
    "technician": (_("professional or technician"), ("技术", "教师", "医生", "医务", "工程")),
    "manager": (pgettext_lazy("standing", "manager"), ("管理", "经理", "负责人", "企业主")),
    "official": (_("staff of party and government"), ("公务员", "党政机关", "机关工作")),
    "student": (pgettext_lazy("occupation", "student"), ("学生", "在读")),
    "retired": (pgettext_lazy("occupation", "retired"), ("离休", "退休", "离退")),
}
