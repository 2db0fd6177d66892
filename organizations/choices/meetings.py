from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    """Meetings of every kind; how often each is held is data (MeetingDuty)."""

    MEMBERS = "members", _("member meeting")
    COMMITTEE = "committee", _("branch committee meeting")
    PARTY_GROUP = "party_group", _("party group meeting")
    LESSON = "lesson", _("party lesson")
    THEME_DAY = "theme_day", _("theme day")
    LIFE_MEETING = "life_meeting", _("organizational life meeting")
    LEADERS_LIFE = "leaders_life", _("life meeting of leading members")
    THEME_EDUCATION = "theme_education", _("theme education")
    SPECIAL_STUDY = "special_study", _("special study of party building")
    HEARING = "hearing", _("hearing of reports on party building")
    WORK_MEETING = "work_meeting", _("work meeting")
    SCHEDULING = "scheduling", _("scheduling meeting")
    COUNCIL = "council", _("members' council session")
    JOINT_COMMITTEES = "joint_committees", _("joint meeting of both committees")
    JOINT_CONFERENCE = "joint_conference", _("joint conference")
    REPRESENTATIVES = "representatives", _("villagers' representatives' meeting")
    VILLAGERS = "villagers", _("villagers' meeting")
    REPORT = "report", _("report to members and the public")
    QUESTIONS = "questions", _("questioning by villagers")
    DISTANCE = "distance", _("distance education session")
    OTHER = "other", _("other meeting")


class Channel(TextChoices):
    """How a session reaches people: "on TV, on the phone, on the internet" (000-32)."""

    IN_PERSON = "in_person", _("in person")
    TELEVISION = "television", _("television")
    PHONE = "phone", _("mobile phone")
    INTERNET = "internet", _("internet")


class AppliesTo(TextChoices):
    """Which organizations a duty binds."""

    BRANCHES = "branches", _("party branches")
    VILLAGES = "villages", _("village organizations")
    TOWNSHIPS = "townships", _("township committees")
    COUNTY = "county", _("county committee")
    GRASSROOTS = "grassroots", _("all below the townships")


class Per(TextChoices):
    """The length of time in which a duty must be met."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF_YEAR = "half_year", _("half year")
    YEAR = "year", _("year")


MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12}
