from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stars(IntegerChoices):
    """The level form of star rating: none to five (domain 2.6)."""

    NONE = 0, _("no star")
    ONE = 1, "★"
    TWO = 2, "★★"
    THREE = 3, "★★★"
    FOUR = 4, "★★★★"
    FIVE = 5, "★★★★★"


class Result(TextChoices):
    """How far a round of rating has come; only what is confirmed counts."""

    SELF_RATED = "self_rated", pgettext_lazy("rating", "self-rated")
    REVIEWED = "reviewed", _("reviewed")
    CONFIRMED = "confirmed", pgettext_lazy("rating", "confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Aggregate(TextChoices):
    COUNT = "count", _("count of rows")
    SUM = "sum", _("sum of a column")
    DISTINCT = "distinct", _("how many different ones in a column")


class Basis(TextChoices):
    """Which rows of a register a measure looks at."""

    AT = "at", _("in force on the day")
    DURING = "during", _("dated in the year up to the day")


class IndicatorKind(TextChoices):
    RATIO = "ratio", _("ratio: sum over sum")
    SHARE = "share", _("share: organizations that reach a number")
    AMOUNT = "amount", _("amount")


class Comparison(TextChoices):
    AT_LEAST = "gte", _("at least")
    MORE = "gt", _("more than")
    AT_MOST = "lte", _("at most")
    LESS = "lt", _("less than")


class Direction(TextChoices):
    LARGER = "larger", _("larger is better")
    SMALLER = "smaller", _("smaller is better")


class Unit(TextChoices):
    PERCENT = "percent", _("%")
    ORGANIZATIONS = "organizations", _("organizations")
    VILLAGES = "villages", _("villages")
    PERSONS = "persons", pgettext_lazy("unit", "persons")
    TIMES = "times", pgettext_lazy("unit", "times")
    DAYS = "days", pgettext_lazy("unit", "days")
    YUAN = "yuan", _("yuan")
    WAN_YUAN = "wan_yuan", _("10,000 yuan")


class Confidence(TextChoices):
    """How sure the reading of a damaged number is (requirements 1.0)."""

    HIGH = "H", _("nearly certain")
    MEDIUM = "M", _("probable")
    LOW = "L", _("a guess")


class Status(TextChoices):
    """How a target stands on a day; the templates draw each word with its own shape and colour."""

    MET = "met", _("Met")
    ON_PACE = "on_pace", _("On pace")
    BEHIND = "behind", _("Behind")
    FAR_BEHIND = "far_behind", _("Far behind")
    NO_DATA = "no_data", _("No data")


QUARTERS = [(1, _("Q1")), (2, _("Q2")), (3, _("Q3")), (4, _("Q4"))]
