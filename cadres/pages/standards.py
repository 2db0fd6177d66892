from django.utils.translation import gettext_lazy as _

from cadres.filters.standards import SecretaryStandardFilter, SkillFilter
from cadres.forms.standards import SecretaryStandardForm, SkillForm
from cadres.models import SecretaryStandard, Skill
from cadres.tables.standards import SecretaryStandardTable, SkillTable
from portal import pages

cadres = _("Cadres")

pages.add(
    SecretaryStandard,
    SecretaryStandardForm,
    SecretaryStandardFilter,
    SecretaryStandardTable,
    group=cadres,
    icon="star",
)
pages.add(Skill, SkillForm, SkillFilter, SkillTable, group=cadres, icon="key", bulk=("level",))
