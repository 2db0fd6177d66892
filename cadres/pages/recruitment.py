from django.utils.translation import gettext_lazy as _

from cadres.actions.recruitment import check_eligibility, record_result
from cadres.choices.recruitment import CaseState
from cadres.filters.recruitment import RecruitmentCaseFilter, RecruitmentQuotaFilter
from cadres.forms.recruitment import RecruitmentCaseForm, RecruitmentQuotaForm, ResultForm
from cadres.models import RecruitmentCase, RecruitmentQuota
from cadres.tables.recruitment import RecruitmentCaseTable, RecruitmentQuotaTable
from portal import pages

cadres = _("Cadres")

pages.add(
    RecruitmentCase,
    RecruitmentCaseForm,
    RecruitmentCaseFilter,
    RecruitmentCaseTable,
    group=cadres,
    icon="arrow-right",
    bulk=("quota", "later_post"),
    actions=(
        pages.Action(
            check_eligibility,
            _("Check eligibility"),
            perm="conclude",
            many=True,
            offered=lambda case: case.state == CaseState.APPLIED,
        ),
        pages.Action(
            record_result,
            _("Record the result"),
            ResultForm,
            perm="conclude",
            offered=lambda case: case.state == CaseState.ELIGIBLE,
        ),
    ),
)
pages.add(
    RecruitmentQuota,
    RecruitmentQuotaForm,
    RecruitmentQuotaFilter,
    RecruitmentQuotaTable,
    group=cadres,
    icon="target",
)
