from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TopicSet(TextChoices):
    """Which list a topic stands in."""

    SET_TOPICS = "set_topics", _("five set topics")  # 000-15
    CONTENTS = "contents", _("five contents of member education")  # 000-33
    AWARENESS = "awareness", _("six awarenesses of new farmers")  # 004-22
    OTHER = "other", pgettext_lazy("kind", "other")


class TrainingLevel(TextChoices):
    """Who holds a course (003-60 ... 003-66)."""

    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")


class TrainingKind(TextChoices):
    CENTRAL = "central", _("central training")  # 000-14
    ROTATION = "rotation", _("rotation training")  # 000-30, 003-59
    SPECIAL = "special", _("special training")  # 000-18, 003-56
    ON_SITE = "on_site", _("on-site observation")  # 000-18
    STUDY_TOUR = "study_tour", _("study tour")  # 002-02, 003-56
    PRACTICAL = "practical", _("practical technology")  # 003-66
    THEME = "theme", _("theme education")  # 000-31
    DISTANCE = "distance", _("distance education")  # 000-32
    PIPELINE = "pipeline", _("training of those who wish to join")
    OTHER = "other", pgettext_lazy("kind", "other")


class Site(TextChoices):
    """Where a course is held (002-14)."""

    PARTY_SCHOOL = "party_school", _("county party school")
    TOWN_SCHOOL = "town_school", _("township party school")
    TEACHING_PLACE = "teaching_place", _("village teaching place")
    BASE = "base", _("training base")
    DISTANCE_STATION = "distance_station", _("distance education station")
    FIELD = "field", _("on the spot")
    ONLINE = "online", _("online")
    ELSEWHERE = "elsewhere", _("elsewhere")


class Channel(TextChoices):
    """How it reaches people: "on TV, on the phone, on the internet" (000-32)."""

    IN_PERSON = "in_person", _("in person")
    TV = "tv", _("television")
    PHONE = "phone", _("mobile phone")
    INTERNET = "internet", _("internet")


class Audience(TextChoices):
    """For whom a course is meant; the first five are cadres of three levels (004-01)."""

    TOWNSHIP_SECRETARIES = "township_secretaries", _("township secretaries")
    TOWNSHIP_LEADERS = "township_leaders", _("other township leaders")  # 003-62
    VILLAGE_SECRETARIES = "village_secretaries", _("village secretaries")
    DIRECTORS = "directors", _("village directors")
    GRADUATES = "graduates", _("graduate village officials")
    VILLAGE_CADRES = "village_cadres", _("other village cadres")  # 003-65
    GROUP_HEADS = "group_heads", _("heads of villagers' groups")
    MEMBERS = "members", _("members")
    PIPELINE = "pipeline", _("activists and development targets")
    FARMERS = "farmers", _("farmers")
    MIXED = "mixed", _("several groups")


class Outcome(TextChoices):
    """What came of taking part; the last two count for no hours."""

    COMPLETED = "completed", _("completed")
    EXCELLENT = "excellent", _("completed with distinction")
    UNFINISHED = "unfinished", _("not completed")
    ABSENT = "absent", _("absent")


COUNTED = (Outcome.COMPLETED, Outcome.EXCELLENT)
