from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from members.actions.appraisal import handle_appraisal, rectify_appraisal
from members.choices.appraisal import Mark
from members.filters.appraisal import AppraisalFilter, AppraisalRuleFilter, AppraisedFacet
from members.filters.related import ask_of_persons
from members.forms.appraisal import AppraisalForm, AppraisalRuleForm, HandleForm, MendForm
from members.models import Appraisal, AppraisalRule
from members.tables.appraisal import AppraisalRuleTable, AppraisalTable
from portal import pages

life = _("Party life")


def is_unqualified(appraisal: Appraisal) -> bool:
    return appraisal.grade == Mark.UNQUALIFIED


pages.add(
    Appraisal,
    AppraisalForm,
    AppraisalFilter,
    AppraisalTable,
    group=life,
    icon="star",
    actions=(
        pages.Action(
            rectify_appraisal,
            _("Set a day to mend"),
            MendForm,
            perm="handle",
            offered=is_unqualified,
        ),
        pages.Action(
            handle_appraisal,
            _("Record the handling"),
            HandleForm,
            perm="handle",
            offered=is_unqualified,
        ),
    ),
    bulk=("decided_on",),
)
pages.add(
    AppraisalRule,
    AppraisalRuleForm,
    AppraisalRuleFilter,
    AppraisalRuleTable,
    group=life,
    menu=False,
)
pages.link(
    "appraisal-rounds", _("Appraisal rounds"), icon="star", group=life, perm="members.add_appraisal"
)
ask_of_persons(appraised_for=AppraisedFacet(label=_("Appraised for the year")))
ask_of_persons(
    excellent_for=AppraisedFacet(Mark.EXCELLENT, label=_("Excellent in the appraisal of the year")),
)
