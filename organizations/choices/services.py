from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CounterKind(TextChoices):
    HALL = "hall", _("township service hall")
    WINDOW = "window", _("window of an office")
    AGENT_POINT = "agent_point", _("village agent point")
    MARKET_DAY = "market_day", _("market-day desk")


class OpenOn(TextChoices):
    """When a counter is open; on market days offices sit together (004-13)."""

    WORKING_DAYS = "working_days", _("working days")
    EVERY_DAY = "every_day", _("every day")
    MARKET_DAYS = "market_days", _("market days")
    FIXED_DAYS = "fixed_days", _("fixed days")


class Topic(TextChoices):
    CERTIFICATES = "certificates", _("certificates")
    WELFARE = "welfare", _("civil affairs and welfare")
    INSURANCE = "insurance", _("social insurance and health")
    LAND = "land", _("land and building")
    FARMING = "farming", _("farming and forestry")
    PARTY = "party", _("party matters")
    TALENT = "talent", _("talent service")
    EMPLOYMENT = "employment", _("employment and business")
    DISPUTES = "disputes", _("opinions and disputes")
    OTHER = "other", _("other matters")


class CaseWay(TextChoices):
    COUNTER = "counter", _("service counter")
    AGENT = "agent", _("village agent")
    VISIT = "visit", _("visit at home")
    PHONE = "phone", _("telephone")
    INTERNET = "internet", _("internet")


class CaseState(TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("being handled")
    HANDED_ON = "handed_on", _("handed on")
    FINISHED = "finished", _("finished")


class Outcome(TextChoices):
    DONE = "done", _("settled")
    EXPLAINED = "explained", _("explained")
    PASSED_UP = "passed_up", _("reported upwards")
    REFUSED = "refused", _("not possible")
    WITHDRAWN = "withdrawn", _("withdrawn by the applicant")


class Satisfaction(TextChoices):
    VERY = "very", _("very satisfied")
    SATISFIED = "satisfied", _("satisfied")
    BASICALLY = "basically", _("basically satisfied")
    DISSATISFIED = "dissatisfied", _("dissatisfied")
