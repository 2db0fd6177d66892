from django.utils.translation import gettext_lazy as _

from members.filters.development import (
    ChecklistItemFilter,
    DevelopmentStepFilter,
    QuotaFilter,
    RuleSetFilter,
)
from members.forms.development import (
    ChecklistItemForm,
    DevelopmentStepForm,
    QuotaForm,
    RuleSetForm,
)
from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from members.tables.development import (
    ChecklistItemTable,
    DevelopmentStepTable,
    QuotaTable,
    RuleSetTable,
)
from portal import pages

group = _("Developing members")

pages.link(
    "member-board",
    _("Board of development"),
    icon="clipboard",
    group=group,
    perm="members.view_person",
)
pages.add(
    DevelopmentStep,
    DevelopmentStepForm,
    DevelopmentStepFilter,
    DevelopmentStepTable,
    group=group,
    icon="check",
    quiet=("first", "second", "decided_by", "rules"),
)
pages.add(Quota, QuotaForm, QuotaFilter, QuotaTable, group=group, icon="target", bulk=("binding",))
pages.add(RuleSet, RuleSetForm, RuleSetFilter, RuleSetTable, group=group, icon="ruler")
pages.add(
    ChecklistItem,
    ChecklistItemForm,
    ChecklistItemFilter,
    ChecklistItemTable,
    group=group,
    menu=False,
)
