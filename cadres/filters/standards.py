from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices.standards import Judged, Standard
from cadres.filters.facets import YesFacet
from cadres.models import SecretaryStandard, Skill
from portal.filters import RecordFilter

STRONG = Q(wealth=Judged.MET, coordination=Judged.MET)
GOOD = Q(standard=Standard.TWO) | Q(politics=Judged.MET)


class SecretaryStandardFilter(RecordFilter):
    search = ("person__name", "organization__name", "assessor")

    met = YesFacet(
        lambda _day: SecretaryStandard.objects.order_by().filter(STRONG & GOOD).values("pk"),
        label=_("Meets the standard"),
    )

    class Meta:
        model = SecretaryStandard
        fields = ["standard", "politics", "wealth", "coordination"]


class SkillFilter(RecordFilter):
    search = ("person__name", "name")

    class Meta:
        model = Skill
        fields = ["kind", "level"]
